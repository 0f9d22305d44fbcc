//! Teams and who is in them.

use serde_json::json;

use crate::api::Client;
use crate::api::operations::{TEAM_INFOS, TEAM_LIST};
use crate::domain::escalation::wire::Team;
use crate::error::Error;
use crate::lenient::List;

/// What one page holds at most, and how many ids `team_infos` takes.
const PAGE: usize = 100;
/// `p * limit` is at most 10000.
const LAST_PAGE: usize = 100;

/// The teams of an account.
#[derive(Clone, Debug, Default)]
pub struct Teams {
    /// The teams, of whose members only the person asked about is kept.
    pub teams: Vec<Team>,
    /// There are no others.
    pub complete: bool,
}

impl Client {
    /// All teams, and in which of them this person is (`team_list`; `team_infos` for those that
    /// the list shows without members).
    ///
    /// # Errors
    /// Any.
    pub fn teams_of(&self, person: u64) -> Result<Teams, Error> {
        let mut found = Teams::default();
        for page in 1..=LAST_PAGE {
            let list: List<Team> = self.call(&TEAM_LIST, &json!({"p": page, "limit": PAGE}))?;
            let full = list.items.len() >= PAGE;
            let before = found.teams.len();
            let mut bare: Vec<u64> = Vec::new();
            for team in list.items {
                if team.person_ids.is_empty() {
                    bare.push(team.team_id);
                } else {
                    found.add(team, person);
                }
            }
            if !bare.is_empty() {
                let infos: List<Team> = self.call(&TEAM_INFOS, &json!({"team_ids": bare}))?;
                for team in infos.items {
                    found.add(team, person);
                }
            }
            let news = found.teams.len() > before;
            if !list.has_next_page.unwrap_or(full) || !news {
                found.complete = true;
                break;
            }
        }
        Ok(found)
    }
}

impl Teams {
    fn add(&mut self, mut team: Team, person: u64) {
        if self.teams.iter().any(|known| known.team_id == team.team_id) {
            return;
        }
        team.person_ids.retain(|id| *id == person);
        self.teams.push(team);
    }
}
