//! A mail to members, or to the caller alone.

use serde_json::{Value, json};

use super::call::Call;
use super::operation::operations;
use crate::error::{ApiError, Result};
use crate::input;

operations! {
    "member_notify", "/member/notify", [], notify;
}

/// How many members one request may name.
const MOST: usize = 20;

fn notify(call: &mut Call<'_>) -> Result<Value> {
    input::req_short(call.body, "subject", 1, 200)?;
    input::req_short(call.body, "html", 1, 102_400)?;
    let persons = match input::opt_ids(call.body, "person_ids")? {
        Some(persons) if persons.len() > MOST => {
            return Err(ApiError::invalid(
                format!("`person_ids` must name at most {MOST} members"),
                format!("`person_ids` 最多 {MOST} 个"),
            ));
        }
        Some(persons) => persons,
        None => vec![call.caller.person],
    };
    let mut seen = Vec::new();
    let recipients: Vec<Value> = persons
        .into_iter()
        .map(|person| {
            let member = call.state.member(person);
            let reason = match member {
                _ if seen.contains(&person) => Some("duplicate"),
                None => Some("not_member"),
                Some(m) if m.email.is_empty() || !m.email_verified => Some("no_email"),
                Some(_) => None,
            };
            seen.push(person);
            match reason {
                Some(reason) => json!({"person_id": person, "status": "skipped", "reason": reason}),
                None => json!({"person_id": person, "status": "accepted"}),
            }
        })
        .collect();
    Ok(json!({"recipients": recipients}))
}
