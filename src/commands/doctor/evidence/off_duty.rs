//! That others than the person were on call, or nobody, in words.

use tr::tr;

use crate::commands::doctor::evidence::speaker::Speaker;
use crate::domain::evidence::Why;

/// A sentence without a full stop; of another reason it is empty.
pub fn reason(speaker: &Speaker<'_>, why: &Why) -> String {
    let you = speaker.you();
    match why {
        Why::NotOnCall {
            schedule,
            rule,
            level,
            who,
            other_role,
        } => {
            let (name, number, list) = (&rule.name, level + 1, speaker.all(who));
            match (other_role, who.is_empty()) {
                (true, true) => tr!(
                    "level {number} of rule '{name}' tells another role of schedule '{schedule}' than that of {you}",
                    number,
                    name,
                    schedule,
                    you
                ),
                (true, false) => tr!(
                    "level {number} of rule '{name}' tells another role of schedule '{schedule}' than that of {you}: {list}",
                    number,
                    name,
                    schedule,
                    you,
                    list
                ),
                (false, true) => tr!(
                    "level {number} of rule '{name}' tells whoever is on call in schedule '{schedule}', which was not {you}",
                    number,
                    name,
                    schedule,
                    you
                ),
                (false, false) => tr!(
                    "level {number} of rule '{name}' told whoever was on call in schedule '{schedule}': {who}, and not {you}",
                    number,
                    name,
                    schedule,
                    who = list,
                    you
                ),
            }
        }
        Why::NobodyOnCall {
            schedule,
            rule,
            level,
        } => {
            let (name, number) = (&rule.name, level + 1);
            tr!(
                "nobody was on call in schedule '{schedule}', which level {number} of rule '{name}' tells",
                schedule,
                number,
                name
            )
        }
        _ => String::new(),
    }
}
