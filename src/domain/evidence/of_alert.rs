//! Entries of the incident's record that are told of one of its alerts.

use jiff::Timestamp;

use crate::domain::evidence::again::TOGETHER;
use crate::domain::evidence::alert::AlertFact;
use crate::domain::evidence::case::Case;
use crate::domain::evidence::event::Event;

/// An alert that was held back and did not open the incident, or not alone: it holds back no more than itself.
pub(super) fn is_of_one_alert(case: &Case<'_>, event: &Event) -> bool {
    if !event.kind.starts_with("a_m_") {
        return false;
    }
    let opened = case.incident.opened().unwrap_or(Timestamp::MIN);
    let has_others = case.incident.alert_cnt > 1 || case.alerts.len() > 1;
    let came_later = event.at.duration_since(opened) > TOGETHER;
    match alert_of(case, event) {
        // Which of them opened it is not known.
        Some(_) if !case.alerts_known => has_others,
        Some(id) => {
            let is_it = |one: &&AlertFact| one.id.eq_ignore_ascii_case(id);
            let mut first = case.first_alerts();
            !first.any(|one| is_it(&one))
                || case.first_alerts().any(|one| !is_it(&one) && one.is_free())
        }
        None => has_others && (came_later || case.first_alerts().any(AlertFact::is_free)),
    }
}

/// The alert that an entry of the incident's record is told of.
pub(super) fn alert_of<'a>(case: &Case<'_>, event: &'a Event) -> Option<&'a str> {
    let own = event.of.eq_ignore_ascii_case(&case.incident.incident_id);
    (event.kind.starts_with("a_m_") && !event.of.is_empty() && !own).then_some(&event.of)
}
