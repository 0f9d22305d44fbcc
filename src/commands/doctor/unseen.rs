//! What the doctor never looks at, and can be why a notification does not come: named in every report,
//! so that "no problem found" is not read as more than it is.

use tr::tr;

use crate::commands::doctor::lookup::Lookup;

/// Each with its word in JSON; of the integration that was told its pipeline and its route were looked at.
fn all(lookup: &Lookup) -> Vec<(&'static str, String)> {
    let mut all = vec![
        (
            "plan_quota",
            tr!("how much of the plan's quota of SMS, voice and email is left"),
        ),
        (
            "im_fallback",
            tr!("whether an IM message that fails comes by SMS or email instead"),
        ),
        (
            "closed_in_delay",
            tr!("whether an incident closes within the delay of a rule"),
        ),
        (
            "pipelines_and_routes",
            tr!("alert pipelines and routes, which can drop an alert or send it to another space"),
        ),
        (
            "integration_labels",
            tr!("labels that the URL of an integration adds"),
        ),
        ("sms_regions", tr!("whether SMS is served in your country")),
    ];
    let intake = lookup.intake.as_ref();
    let intake_read = intake.is_some_and(|intake| intake.unread.is_empty());
    all.retain(|(code, _)| *code != "pipelines_and_routes" || !intake_read);
    all
}

/// The words in JSON; never translated.
pub fn codes(lookup: &Lookup) -> Vec<&'static str> {
    all(lookup).into_iter().map(|(code, _)| code).collect()
}

/// In one line.
pub fn text(lookup: &Lookup) -> String {
    let texts: Vec<String> = all(lookup).into_iter().map(|(_, text)| text).collect();
    texts.join(&tr!("; "))
}
