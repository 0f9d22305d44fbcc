//! What the doctor never looks at, and can be why a notification does not come: named in every report,
//! so that "no problem found" is not read as more than it is.

use tr::tr;

/// Each with its word in JSON.
fn all() -> [(&'static str, String); 6] {
    [
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
    ]
}

/// The words in JSON; never translated.
pub fn codes() -> Vec<&'static str> {
    all().into_iter().map(|(code, _)| code).collect()
}

/// In one line.
pub fn text() -> String {
    let texts: Vec<String> = all().into_iter().map(|(_, text)| text).collect();
    texts.join(&tr!("; "))
}
