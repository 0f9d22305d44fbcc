//! Channels and lists of them, as cells of a table, as lines of advice, and as JSON.

use std::collections::HashSet;

use serde_json::{Value, json};
use tr::tr;

use crate::domain::channel::{Channel, ChannelKind, ImType, Personal, im_label};
use crate::domain::delivery::{Delivery, Facts, Reason, Uncertainty};
use crate::domain::integration::Integration;
use crate::domain::preference::Target;
use crate::domain::proof::says_unlinked;
use crate::text::duty;
use crate::ui::{Tone, Warning, words};

/// A channel's name in a table: "voice", "Feishu 飞书-运维值班".
pub fn name(channel: &Channel, facts: &Facts) -> String {
    match (channel.kind(), facts.integration(channel)) {
        (ChannelKind::Im(im, _), Some(integration)) => {
            let (label, name) = (im_label(im), &integration.name);
            // "Slack US" says what it is by itself.
            if name.to_lowercase().starts_with(&label.to_lowercase()) {
                name.clone()
            } else {
                format!("{label} {name}")
            }
        }
        (ChannelKind::Im(im, id), None) => format!("{} {id}", im_label(im)),
        _ => channel.kind_label(),
    }
}

/// The names of a list, comma-separated; "none" where it is empty.
pub fn names(channels: &[Channel], facts: &Facts) -> String {
    let names: Vec<String> = union([channels])
        .iter()
        .map(|channel| name(channel, facts))
        .collect();
    if names.is_empty() {
        tr!("none")
    } else {
        names.join(&tr!(", "))
    }
}

/// An instance as a choice or a candidate: "slack:4404  Slack EU (enabled)".
pub fn candidate(integration: &Integration) -> String {
    let word = integration
        .im()
        .map_or(integration.plugin_type.as_str(), |im| im.word());
    format!(
        "{word}:{}  {} ({})",
        integration.id,
        integration.name,
        words::state(integration.state.word())
    )
}

/// The option of `prefs set` that chooses it.
pub fn option(channel: &Channel) -> String {
    match channel.kind() {
        ChannelKind::Personal(personal) => format!("--{}", personal.word()),
        ChannelKind::Im(im, id) => format!("--im {}:{id}", im.word()),
        ChannelKind::Unknown => "-".into(),
    }
}

/// Whether a channel reaches the person, as a word: every screen that says it has this one.
pub fn reach(delivery: &Delivery) -> (String, Tone) {
    match delivery {
        Delivery::Yes => (tr!("yes"), Tone::Good),
        Delivery::No(Reason::SwitchedOff) => (tr!("off"), Tone::Bad),
        Delivery::No(_) => (tr!("fails"), Tone::Bad),
        Delivery::Unknown(Uncertainty::Link(_)) => (tr!("if linked"), Tone::Caution),
        Delivery::Unknown(Uncertainty::Failing(_)) => maybe(),
        Delivery::Unknown(_) => (tr!("not known"), Tone::Caution),
    }
}

/// The word where something speaks against a channel that is no certain failure.
pub fn maybe() -> (String, Tone) {
    (tr!("maybe"), Tone::Caution)
}

/// A word with the note that says why.
pub fn noted((reach, tone): (String, Tone), note: usize) -> (String, Tone) {
    (tr!("{reach} [{note}]", reach, note), tone)
}

/// "Slack EU reaches you if your Slack account is linked; …".
pub fn if_linked(channel: &Channel, im: ImType, facts: &Facts) -> String {
    let (name, app) = (name(channel, facts), im_label(im));
    let page = linked_users(channel, facts);
    tr!(
        "{name} reaches you only if your {app} account is linked: the server does not tell, the console does ({page})",
        name,
        app,
        page
    )
}

/// "app may not reach you: the last message by it failed, …; 'duty prefs test SEVERITY' tries it again".
pub fn failing(channel: &Channel, why: &Uncertainty, facts: &Facts) -> String {
    let (name, remedy, why) = (name(channel, facts), try_again(why), why.text());
    tr!(
        "{name} may not reach you: {why}; {remedy}",
        name,
        why,
        remedy
    )
}

/// What is done about a message that failed.
fn try_again(why: &Uncertainty) -> String {
    if matches!(why, Uncertainty::Failing(words) if says_unlinked(words)) {
        return tr!(
            "link it in the console: Integration center > IM > Linked Users; then '{command}' proves it",
            command = duty!("prefs test SEVERITY")
        );
    }
    tr!(
        "'{command}' tries it again",
        command = duty!("prefs test SEVERITY")
    )
}

/// Where the console shows who has linked an account of an IM app.
fn linked_users(channel: &Channel, facts: &Facts) -> String {
    let instance = facts.integration(channel).map(|one| one.name.clone());
    let instance = instance.unwrap_or_else(|| channel.wire());
    tr!(
        "Integration center > IM > {instance} > Linked Users",
        instance
    )
}

/// Why a channel does not reach the person and what fixes it; `None` where it does.
pub fn advice(channel: &Channel, facts: &Facts) -> Option<String> {
    let name = name(channel, facts);
    match facts.delivery(channel) {
        Delivery::Yes => None,
        Delivery::No(reason) => {
            let (why, remedy) = (reason.text(), reason.remedy());
            Some(tr!(
                "{name} will not reach you: {why}; {remedy}",
                name,
                why,
                remedy
            ))
        }
        Delivery::Unknown(Uncertainty::Link(im)) => Some(if_linked(channel, im, facts)),
        Delivery::Unknown(why @ Uncertainty::Failing(_)) => Some(failing(channel, &why, facts)),
        Delivery::Unknown(why) => {
            let why = why.text();
            Some(tr!("{name} may not reach you: {why}", name, why))
        }
    }
}

/// Why a channel that delivers may still not tell of schedule shifts.
pub fn shift_doubt(channel: &Channel, facts: &Facts) -> Option<String> {
    let possible = facts.delivery(channel).is_possible();
    match channel.kind() {
        ChannelKind::Personal(Personal::Voice | Personal::App) if possible => {
            let name = channel.kind_label();
            Some(tr!(
                "{name} may not tell you of schedule shifts: the vendor's newest pages have SMS, email and IM for them, and a schedule's own settings decide too",
                name
            ))
        }
        _ => None,
    }
}

/// A channel in JSON: its word and the wire's, what it means, and whether it delivers (null: not known).
pub fn channel_json(channel: &Channel, facts: &Facts) -> Value {
    let (kind, id) = match channel.kind() {
        ChannelKind::Personal(personal) => (Some(personal.word()), None),
        ChannelKind::Im(im, id) => (Some(im.word()), Some(id)),
        ChannelKind::Unknown => (None, None),
    };
    let (delivers, reason) = match facts.delivery(channel) {
        Delivery::Yes => (Some(true), None),
        Delivery::No(reason) => (Some(false), Some(reason.code())),
        Delivery::Unknown(why) => (None, Some(why.code())),
    };
    json!({
        "channel": channel.told(),
        "wire": channel.wire(),
        "type": kind,
        "id": id,
        "name": facts.integration(channel).map(|one| one.name.clone()),
        "delivers": delivers,
        "reason": reason,
    })
}

/// A list in JSON.
pub fn list_json(channels: &[Channel], facts: &Facts) -> Value {
    channels
        .iter()
        .map(|channel| channel_json(channel, facts))
        .collect()
}

/// Where nothing of a target's channels is certain to reach the person: that, in a sentence, and how bad.
pub fn verdict(target: Target, channels: &[Channel], facts: &Facts) -> Option<(String, Tone)> {
    let what = target.label();
    if facts.any_delivers(channels) {
        None
    } else if facts.any_may_deliver(channels) {
        let text = tr!(
            "It is not known whether anything reaches you for {what}.",
            what
        );
        Some((text, Tone::Caution))
    } else {
        Some((tr!("Nothing reaches you for {what}.", what), Tone::Bad))
    }
}

/// What would not work of a target's channels, or may not, in JSON.
pub fn problems_json(target: Target, channels: &[Channel], facts: &Facts) -> Vec<Value> {
    let doubts = channels.iter().filter_map(|channel| {
        let doubt = shift_doubt(channel, facts).filter(|_| target == Target::Shift)?;
        Some(json!({
            "target": target,
            "channel": channel.told(),
            "code": Warning::NotForShifts.word(),
            "message": doubt,
            "remedy": tr!("choose SMS, email or an IM app beside it"),
        }))
    });
    channels
        .iter()
        .filter_map(|channel| {
            let (reason, message, remedy) = match facts.delivery(channel) {
                Delivery::No(reason) => (reason.code(), reason.text(), reason.remedy()),
                Delivery::Unknown(why @ Uncertainty::Link(_)) => {
                    let page = linked_users(channel, facts);
                    (
                        why.code(),
                        why.text(),
                        tr!("look it up in the console: {page}", page),
                    )
                }
                Delivery::Unknown(why @ Uncertainty::Failing(_)) => {
                    (why.code(), why.text(), try_again(&why))
                }
                _ => return None,
            };
            Some(json!({
                "target": target,
                "channel": channel.told(),
                "code": reason,
                "message": message,
                "remedy": remedy,
            }))
        })
        .chain(doubts)
        .collect()
}

/// Every channel of these lists once, in the order in which duty shows them.
pub fn union<'a>(lists: impl IntoIterator<Item = &'a [Channel]>) -> Vec<Channel> {
    let mut seen = HashSet::new();
    let new = |channel: &&Channel| seen.insert(channel.identity());
    let mut all: Vec<Channel> = lists.into_iter().flatten().filter(new).cloned().collect();
    all.sort_by_cached_key(Channel::rank);
    all
}
