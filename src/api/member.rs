//! Who the key belongs to.

use serde_json::json;

use super::Client;
use super::operations::{ACCOUNT_INFO, MEMBER_INFO};
use crate::error::{Error, Kind};
use crate::model::member::{Account, Caller, Member};

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
