//! What takes several operations to find out.

use crate::api::Client;
use crate::domain::escalation::Members;
use crate::domain::escalation::wire::Team;
use crate::domain::integration::Integration;
use crate::domain::member::Caller;
use crate::error::Error;

/// The teams of an account.
#[derive(Clone, Debug, Default)]
pub struct Teams {
    /// The teams, of whose members only the person asked about is kept.
    pub teams: Vec<Team>,
    /// There are no others.
    pub complete: bool,
}

impl Teams {
    /// Whether all of them are told, and who is in each.
    pub fn is_whole(&self) -> bool {
        self.complete && self.teams.iter().all(|team| team.person_ids.told)
    }
}

/// How a server says that the key has no member. There is nothing in the request of `member_info` that
/// could be wrong otherwise.
fn says_no_member(error: &Error) -> bool {
    let word = error.server.as_ref();
    let code = word.and_then(|word| word.code.as_deref());
    matches!(
        code,
        Some("ResourceNotFound" | "InvalidParameter" | "BadRequest")
    )
}

impl Client {
    /// The member, or the primary account where the key has no member. Only the answer that there is
    /// none means that: the error is that of `member_info` where it failed in any other way, and that of
    /// `account_info` where the account could not be read.
    pub fn caller(&self) -> Result<Caller, Error> {
        match self.member_info() {
            Ok(member) => Ok(Caller::Member(Box::new(member))),
            Err(error) if says_no_member(&error) => self
                .account_info()
                .map(|account| Caller::Primary(Box::new(account))),
            Err(error) => Err(error),
        }
    }

    /// The same with the status of the membership, which the newest reference leaves out and the list of members always
    /// has: empty where that does not tell it either.
    pub fn caller_in_full(&self) -> Result<Caller, Error> {
        let mut caller = self.caller()?;
        if let Caller::Member(member) = &mut caller
            && member.status.is_empty()
        {
            let email = member.email.clone().filter(|email| !email.is_empty());
            let query = email.unwrap_or_else(|| member.member_id.to_string());
            let listed = self.advice().member_list(&query).unwrap_or_default();
            let own = listed
                .into_iter()
                .find(|one| one.member_id == member.member_id);
            member.status = own.map(|one| one.status).unwrap_or_default();
        }
        Ok(caller)
    }

    /// The same with an id: where that answer has none, the preferences say whose they are, which are the key's own.
    /// It is 0 where nobody says.
    pub fn identified(&self) -> Result<Caller, Error> {
        let mut caller = self.caller()?;
        if caller.person_id().0 == 0
            && let Ok(preference) = self.preference_info()
        {
            caller.identify(preference.person_id);
        }
        Ok(caller)
    }

    /// The IM apps that a channel can name: as the older reference lists them, or as the newer one does
    /// where this server has that no more. Where it has neither, the error is the first.
    pub fn im_apps(&self) -> Result<Vec<Integration>, Error> {
        let gone = |error: &Error| error.code() == Some("RouteNotFound");
        match self.integration_list() {
            Err(first) if gone(&first) => match self.account_integration_list() {
                Err(second) if gone(&second) => Err(first),
                answer => answer,
            },
            answer => answer,
        }
    }

    /// All teams, and in which of them this person is (`team_list`; `team_infos` for those that
    /// the list shows without members).
    pub fn teams_of(&self, person: u64) -> Result<Teams, Error> {
        let only = |mut team: Team| {
            team.person_ids.retain(|id| *id == person);
            team
        };
        let mut teams = Vec::new();
        let mut pages = self.team_list();
        while let Some(page) = pages.next() {
            let page = match page {
                Err(_) if pages.is_cut_off() => break,
                page => page?,
            };
            let (bare, whole): (Vec<Team>, Vec<Team>) = page
                .items
                .into_iter()
                .partition(|team| team.person_ids.is_empty());
            teams.extend(whole.into_iter().map(only));
            let ids = bare.iter().map(|team| team.team_id);
            let asked: Vec<u64> = ids.filter(|id| *id != 0).collect();
            if !bare.is_empty() {
                let told = match asked.is_empty() {
                    true => Vec::new(),
                    false => self.team_infos(&asked)?,
                };
                // Of one that the answer leaves out nobody knows who is in it.
                let is_left_out = |team: &Team| told.iter().all(|one| one.team_id != team.team_id);
                let left_out = bare.into_iter().filter(is_left_out).map(|team| Team {
                    person_ids: Members::default(),
                    ..team
                });
                teams.extend(left_out);
                teams.extend(told.into_iter().map(only));
            }
        }
        // One whose id is not told may be any: then it is not known of any other that it is gone.
        let identified = teams.iter().all(|team| team.team_id != 0);
        Ok(Teams {
            teams,
            complete: identified && !pages.is_cut_off(),
        })
    }
}

#[cfg(test)]
mod tests;
