//! Who the key belongs to: a member, or the primary account, which has no member.

use serde::Deserialize;

use crate::lenient::{Id, Timestamp};

/// The member that a key belongs to (contract: `MemberInfo`).
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Member {
    /// The member's id; 0 where the server sent none.
    pub member_id: Id,
    /// Nickname.
    pub member_name: String,
    /// Email address; `None` where the server does not say.
    pub email: Option<String>,
    /// Whether the email is verified; `None` where the server does not say.
    pub email_verified: Option<bool>,
    /// Phone number, masked by the server; `None` where the server does not say.
    pub phone: Option<String>,
    /// Whether the phone is verified; `None` where the server does not say.
    pub phone_verified: Option<bool>,
    /// ISO 3166-1 alpha-2 country of the phone number.
    pub country_code: String,
    /// `zh-CN` or `en-US`.
    pub locale: String,
    /// IANA name; empty where the account's is used.
    pub time_zone: String,
    /// Came through single sign-on.
    pub is_external: Option<bool>,
    /// `enabled`, `pending` or `deleted`.
    pub status: String,
    /// When the member was made.
    pub created_at: Option<Timestamp>,
    /// The account's id.
    pub account_id: Id,
    /// The account's name.
    pub account_name: String,
    /// The account's email.
    pub account_email: String,
    /// Ids of the roles that the member has in the account.
    pub account_role_ids: Vec<Id>,
    /// The account's language.
    pub account_locale: String,
    /// The account's time zone, IANA name.
    pub account_time_zone: String,
    /// The account's subdomain.
    pub domain: String,
}

/// The account that a key belongs to (contract: `AccountInfo`).
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Account {
    /// The account's id.
    pub account_id: Id,
    /// The account's name.
    pub account_name: String,
    /// The account's email.
    pub email: String,
    /// Phone number, masked by the server.
    pub phone: String,
    /// ISO 3166-1 alpha-2 country of the phone number.
    pub country_code: String,
    /// `zh-CN` or `en-US`.
    pub locale: String,
    /// IANA name.
    pub time_zone: String,
    /// The account's subdomain.
    pub domain: String,
    /// When the account was made.
    pub created_at: Option<Timestamp>,
}

/// A member as `member_list` has them.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Person {
    /// The member's id.
    pub member_id: Id,
    /// Nickname.
    #[serde(default)]
    pub member_name: String,
    /// Email address.
    #[serde(default)]
    pub email: String,
    /// `enabled`, `pending` or `deleted`.
    #[serde(default)]
    pub status: String,
    /// When the member was made, where the server says.
    #[serde(default)]
    pub created_at: Option<Timestamp>,
}

/// A person as `person_infos` has them.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct PersonName {
    /// The person's id: a member's, or the account's own.
    pub person_id: Id,
    /// The name; empty where there is none.
    #[serde(default)]
    pub person_name: String,
}

/// Whose key it is.
#[derive(Clone, Debug)]
pub enum Caller {
    /// A member account.
    Member(Box<Member>),
    /// The primary account, which has no member.
    Primary(Box<Account>),
}

impl Caller {
    /// The person's id.
    pub fn person_id(&self) -> Id {
        match self {
            Caller::Member(member) => member.member_id,
            Caller::Primary(account) => account.account_id,
        }
    }

    /// With an id that another answer told.
    pub fn identify(&mut self, id: Id) {
        match self {
            Caller::Member(member) => member.member_id = id,
            Caller::Primary(account) => account.account_id = id,
        }
    }

    /// The person's name.
    pub fn person_name(&self) -> &str {
        match self {
            Caller::Member(member) => &member.member_name,
            Caller::Primary(account) => &account.account_name,
        }
    }

    /// The account's name.
    pub fn account_name(&self) -> &str {
        match self {
            Caller::Member(member) => &member.account_name,
            Caller::Primary(account) => &account.account_name,
        }
    }

    /// The account's id.
    pub fn account_id(&self) -> Id {
        match self {
            Caller::Member(member) => member.account_id,
            Caller::Primary(account) => account.account_id,
        }
    }

    /// The time zones that their times are meant in, as far as the server says: the person's own, the account's.
    pub fn time_zones(&self) -> [&str; 2] {
        match self {
            Caller::Member(member) => [&member.time_zone, &member.account_time_zone],
            Caller::Primary(account) => ["", &account.time_zone],
        }
    }

    /// The person's own email; nothing where the server does not tell it, which is not that there is none.
    pub fn email(&self) -> Option<&str> {
        match self {
            Caller::Member(member) => member.email.as_deref(),
            Caller::Primary(account) => Some(&account.email),
        }
    }

    /// The account's email.
    pub fn account_email(&self) -> &str {
        match self {
            Caller::Member(member) => &member.account_email,
            Caller::Primary(account) => &account.email,
        }
    }
}
