//! On-call schedules, as far as the person stands in them.

use serde_json::json;

use crate::api::Client;
use crate::api::operations::SCHEDULE_SELF;
use crate::domain::escalation::wire::Schedule;
use crate::error::Error;
use crate::lenient::List;

/// The widest window that can be asked for (contract: at most 30 days apart).
const WINDOW: i64 = 30 * 86_400;

impl Client {
    /// The schedules that the person stands in, from this moment on (`schedule_self`).
    ///
    /// # Errors
    /// Any.
    pub fn schedule_self(&self, from: jiff::Timestamp) -> Result<Vec<Schedule>, Error> {
        let start = from.as_second();
        let body = json!({"start": start, "end": start.saturating_add(WINDOW)});
        self.call::<_, List<Schedule>>(&SCHEDULE_SELF, &body)
            .map(|list| list.items)
    }
}
