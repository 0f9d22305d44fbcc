//! What takes several operations to find out.

use crate::api::Client;
use crate::domain::escalation::wire::Team;
use crate::domain::member::Caller;
use crate::error::{Error, Kind};

/// The teams of an account.
#[derive(Clone, Debug, Default)]
pub struct Teams {
    /// The teams, of whose members only the person asked about is kept.
    pub teams: Vec<Team>,
    /// There are no others.
    pub complete: bool,
}

impl Client {
    /// The member, or the primary account where the key has no member. The error is that of
    /// `member_info` where the question itself failed, that of `account_info` where neither answered.
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

    /// All teams, and in which of them this person is (`team_list`; `team_infos` for those that
    /// the list shows without members).
    pub fn teams_of(&self, person: u64) -> Result<Teams, Error> {
        let only = |mut team: Team| {
            team.person_ids.retain(|id| *id == person);
            team
        };
        let mut teams = Vec::new();
        let mut pages = self.team_list();
        for page in &mut pages {
            let (bare, whole): (Vec<Team>, Vec<Team>) = page?
                .items
                .into_iter()
                .partition(|team| team.person_ids.is_empty());
            teams.extend(whole.into_iter().map(only));
            if !bare.is_empty() {
                let ids: Vec<u64> = bare.iter().map(|team| team.team_id).collect();
                teams.extend(self.team_infos(&ids)?.into_iter().map(only));
            }
        }
        Ok(Teams {
            teams,
            complete: !pages.is_cut_off(),
        })
    }
}
