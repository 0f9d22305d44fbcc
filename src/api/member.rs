//! Who the key belongs to.

use serde_json::{Value, json};

use crate::api::operations::{ACCOUNT_INFO, MEMBER_INFO, MEMBER_INFO_RESET, MEMBER_LIST};
use crate::api::{Client, Write};
use crate::domain::member::{Account, Caller, Member, Person};
use crate::error::{Error, Kind};
use crate::lenient::{Id, List, Nothing};

impl Client {
    /// The member that the key belongs to (`member_info`).
    ///
    /// # Errors
    /// Any; a key of the primary account has no member.
    pub fn member_info(&self) -> Result<Member, Error> {
        self.call(&MEMBER_INFO, &json!({}))
    }

    /// The account that the key belongs to (`account_info`).
    ///
    /// # Errors
    /// Any.
    pub fn account_info(&self) -> Result<Account, Error> {
        self.call(&ACCOUNT_INFO, &json!({}))
    }

    /// Members whose name or email has this in it (`member_list`), the first hundred.
    ///
    /// # Errors
    /// Any.
    pub fn member_search(&self, query: &str) -> Result<Vec<Person>, Error> {
        self.call::<_, List<Person>>(&MEMBER_LIST, &json!({"p": 1, "limit": 100, "query": query}))
            .map(|list| list.items)
    }

    /// Change fields of a member's profile (`member_info_reset`); what is not in `updates` stays.
    /// Guarded where the email or the phone changes.
    pub fn member_info_reset(&self, member: Id, updates: &Value) -> Write<Nothing> {
        let body = json!({"member_id": member, "updates": updates});
        Write::new(&MEMBER_INFO_RESET, body)
    }

    /// The member, or the primary account where the key has no member (`member_info`, then
    /// `account_info`).
    ///
    /// # Errors
    /// What `member_info` said where the question itself failed, what `account_info` said where
    /// neither answered.
    pub fn caller(&self) -> Result<Caller, Error> {
        match self.member_info() {
            Ok(member) => Ok(Caller::Member(Box::new(member))),
            // These say nothing about whether there is a member: a second question would not help.
            Err(error)
                if matches!(
                    error.kind,
                    Kind::Key | Kind::Unreachable | Kind::RateLimited
                ) =>
            {
                Err(error)
            }
            Err(_) => self
                .account_info()
                .map(|account| Caller::Primary(Box::new(account))),
        }
    }
}
