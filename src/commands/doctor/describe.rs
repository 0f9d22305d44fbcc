//! What the model found, in words: severities, names, and what an incident would do, as a cell of the
//! table. "voice now, SMS +10 m", or "nothing:" and why. Words alone, so that it reads the same aloud.

use tr::tr;

use crate::domain::channel::Channel;
use crate::domain::delivery::{Delivery, Facts, Reason};
use crate::domain::doctor::grade::Grade;
use crate::domain::doctor::space;
use crate::domain::escalation::{Cause, Doubt, Messages, Notice, Outcome, Truth, Verdict, Why};
use crate::domain::severity::Severity;
use crate::ui::Tone;
use crate::ui::words::severity;

/// The word in JSON: `maybe` where it hangs on something that is not known.
pub fn word(truth: Truth) -> &'static str {
    match truth {
        Truth::Yes => "yes",
        Truth::No => "no",
        Truth::Unknown => "maybe",
    }
}

/// The word for how bad a problem is.
pub fn grade(grade: Grade) -> String {
    match grade {
        Grade::Urgent => tr!("urgent"),
        Grade::Important => tr!("important"),
        Grade::Note => tr!("note"),
    }
}

/// "critical and info incidents", "all incidents".
pub fn incidents(severities: &[Severity]) -> String {
    if severities.len() == Severity::ALL.len() {
        return tr!("all incidents");
    }
    let words: Vec<String> = severities.iter().map(|each| severity(*each)).collect();
    let words = names(&words);
    tr!("{words} incidents", words)
}

/// "A, B and C"; of many the first.
pub fn names<S: AsRef<str>>(names: &[S]) -> String {
    const SHOWN: usize = 4;
    let shown = if names.len() > SHOWN + 1 {
        SHOWN
    } else {
        names.len()
    };
    let first = names[..shown].iter().map(|name| name.as_ref().to_owned());
    let mut list: Vec<String> = first.collect();
    if shown < names.len() {
        let count = names.len() - shown;
        list.push(tr!("{count} more", count));
    }
    match list.pop() {
        None => String::new(),
        Some(last) if list.is_empty() => last,
        Some(last) => {
            let first = list.join(&tr!(", "));
            tr!("{first} and {last}", first, last)
        }
    }
}

/// The texts, each once and in their order.
pub fn each_once(texts: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut list = Vec::new();
    for text in texts {
        if !list.contains(&text) {
            list.push(text);
        }
    }
    list
}

/// The cell of an outcome, and its tone.
pub fn cell(outcome: &Outcome, facts: &Facts) -> (String, Tone) {
    let reached = outcome.reached();
    let tone = match reached {
        Truth::Yes => Tone::Good,
        Truth::No if space::problem(outcome).is_some() => Tone::Bad,
        Truth::No | Truth::Unknown => Tone::Caution,
    };
    let all = [&outcome.ending].into_iter().chain(&outcome.maybes);
    let held = match outcome.cause() {
        Some(Cause::Silenced) => Some(tr!("silenced")),
        Some(Cause::Dropped) => Some(tr!("dropped")),
        Some(Cause::RoutedElsewhere) => Some(tr!("routed elsewhere")),
        _ => None,
    };
    if let Some(why) = held {
        return (tr!("nothing: {reasons}", reasons = why), tone);
    }
    if reached == Truth::No {
        if let Some(reasons) = passed_over(outcome) {
            return (tr!("nothing: {reasons}", reasons), tone);
        }
        let reasons = each_once(all.map(|each| reason(each, facts))).join(&tr!(" or "));
        return (tr!("nothing: {reasons}", reasons), tone);
    }
    let texts = each_once(all.map(|each| effect(each, facts))).join(&tr!("; or "));
    if outcome.held.is_empty() {
        (texts, tone)
    } else {
        (tr!("{texts}, unless held back", texts), tone)
    }
}

/// What one rule does.
pub fn effect(verdict: &Verdict, facts: &Facts) -> String {
    let list = verdict.notices();
    if !list.is_empty() {
        return notices(&list);
    }
    if verdict.cause.is_some() {
        let reason = reason(verdict, facts);
        tr!("nothing: {reason}", reason)
    } else if verdict
        .levels
        .iter()
        .any(|level| level.messages == Messages::Preferences)
    {
        // It is the person's own list, and that could not be read.
        tr!("not known: your preferences")
    } else {
        tr!("not known: whom the rule tells")
    }
}

/// "email, app now, SMS +10 m"; what is not certain is marked.
fn notices(notices: &[Notice]) -> String {
    let key = |one: &Notice| (one.after, one.truth, one.if_linked);
    let alike = |one: &Notice, other: &Notice| key(one) == key(other);
    let texts: Vec<String> = notices
        .chunk_by(alike)
        .map(|group| {
            let label = |notice: &Notice| Channel::wire_string(&notice.channel).kind_label();
            let names = each_once(group.iter().map(label)).join(&tr!(", "));
            let when = delay(group[0].after);
            match group[0].truth {
                Truth::Unknown if group[0].if_linked => {
                    tr!("{names} {when} if linked", names, when)
                }
                Truth::Unknown => tr!("maybe {names} {when}", names, when),
                _ => tr!("{names} {when}", names, when),
            }
        })
        .collect();
    texts.join(&tr!(", "))
}

/// "now", "+10 m".
pub fn delay(seconds: u64) -> String {
    match (seconds / 3600, seconds % 3600 / 60, seconds % 60) {
        (0, 0, 0) => tr!("now"),
        (0, 0, s) => tr!("+{s} s", s),
        (0, m, 0) => tr!("+{m} m", m),
        (0, m, s) => tr!("+{m} m {s} s", m, s),
        (h, 0, _) => tr!("+{h} h", h),
        (h, m, _) => tr!("+{h} h {m} m", h, m),
    }
}

/// Why nothing comes, in two or three words.
fn reason(verdict: &Verdict, facts: &Facts) -> String {
    match verdict.cause {
        None => String::new(),
        Some(Cause::NoRules) => tr!("no rules"),
        Some(Cause::NoEnabledRule) => tr!("rules off"),
        Some(Cause::NoMatch) => tr!("no rule matches"),
        Some(Cause::NoLevels) => tr!("rule has no target"),
        Some(Cause::NoMessages) => tr!("no direct messages"),
        Some(Cause::OnlyGroupChats | Cause::OnlyRooms) => tr!("group chats only"),
        Some(Cause::RuleListEmpty) => tr!("rule has no channel"),
        Some(Cause::RuleChannelsFail) => {
            let words = verdict.failing().into_iter().map(|wire| fails(wire, facts));
            each_once(words).join(&tr!(", "))
        }
        Some(Cause::OwnListEmpty) => tr!("no channel chosen"),
        Some(Cause::OwnChannelsFail) => tr!("your channels fail"),
        Some(Cause::NotOnCall) => tr!("not on call"),
        Some(Cause::SpaceDisabled) => tr!("space disabled"),
        // These are of an incident, not of a rule.
        Some(Cause::Silenced | Cause::Dropped | Cause::RoutedElsewhere) => String::new(),
        Some(Cause::OtherRole) => tr!("another role"),
        Some(Cause::NotATarget) => tr!("not a target"),
    }
}

/// Why nothing comes, in two or three words, where a rule that is passed over is why.
fn passed_over(outcome: &Outcome) -> Option<String> {
    let first = outcome.passed_over.first().filter(|one| one.certain)?;
    match (outcome.cause()?, first.why) {
        (Cause::NotATarget | Cause::OnlyRooms, Why::RuleBefore) => Some(tr!("a rule before yours")),
        (Cause::NotATarget | Cause::OnlyRooms, Why::Disabled) => Some(tr!("your rule is disabled")),
        (Cause::NotATarget | Cause::OnlyRooms | Cause::NoMatch, Why::OtherTime(_)) => {
            Some(tr!("your rule has other hours"))
        }
        _ => None,
    }
}

/// Why a channel does not get through, in two words.
fn fails(wire: &str, facts: &Facts) -> String {
    let channel = Channel::wire_string(wire);
    let name = channel.kind_label();
    match facts.delivery(&channel) {
        Delivery::No(Reason::PhoneMissing) => tr!("no phone number"),
        Delivery::No(Reason::PhoneUnverified) => tr!("phone unverified"),
        Delivery::No(Reason::EmailMissing) => tr!("no email"),
        Delivery::No(Reason::EmailUnverified) => tr!("email unverified"),
        Delivery::No(Reason::NoPhoneBound) => tr!("app not bound"),
        Delivery::No(Reason::ImDisabled) => tr!("{name} disabled", name),
        Delivery::No(Reason::ImGone) => tr!("{name} gone", name),
        Delivery::No(Reason::NotActivated) => tr!("you are not activated"),
        Delivery::No(Reason::SwitchedOff) => tr!("{name} switched off", name),
        // It is asked of channels that fail.
        Delivery::Yes | Delivery::Unknown(_) => tr!("{name} fails", name),
    }
}

/// What a rule hangs on: "label service, title".
pub fn doubts(doubts: &[Doubt]) -> String {
    const SHOWN: usize = 12;
    let mut words: Vec<String> = doubts.iter().take(SHOWN).map(doubt).collect();
    if doubts.len() > SHOWN {
        let count = doubts.len() - SHOWN;
        words.push(tr!("{count} more", count));
    }
    if words.is_empty() {
        tr!("what is not known")
    } else {
        words.join(&tr!(", "))
    }
}

fn doubt(doubt: &Doubt) -> String {
    match doubt {
        Doubt::Title => tr!("the title (--title)"),
        Doubt::Description => tr!("the description (--description)"),
        Doubt::Integration => tr!("the integration (--integration)"),
        Doubt::Label(name) => tr!("label {name} (--label)", name),
        Doubt::Field(key) => tr!("the incident's {key}, which cannot be told", key),
        Doubt::PlainKey(key) => tr!("whether field '{key}' is label {key}", key),
        Doubt::Calendar(id) => tr!("service calendar {id}", id),
        Doubt::AfterMidnight => tr!("which day the hours after midnight of its window count by"),
        Doubt::TimeZone => tr!("the account's time zone"),
        Doubt::Status(word) if word.is_empty() => {
            tr!("whether it is enabled, which the server does not tell")
        }
        Doubt::Status(word) => tr!("its status '{word}', which duty does not know", word),
        Doubt::Window => tr!("what a time window of it means"),
        Doubt::Key(key) => tr!("field '{key}', which duty does not know", key),
        Doubt::Operator(word) if word.is_empty() => {
            tr!("a condition of which the server does not tell all")
        }
        Doubt::Operator(word) => tr!("operator '{word}', which duty does not know", word),
        Doubt::Order => tr!("which rule comes first: the server tells the priority of some alone"),
        Doubt::Value(value) => tr!("value '{value}', which duty cannot read", value),
    }
}

/// Sunday is 0.
pub fn weekday(day: i64) -> String {
    match day {
        0 => tr!("Sun"),
        1 => tr!("Mon"),
        2 => tr!("Tue"),
        3 => tr!("Wed"),
        4 => tr!("Thu"),
        5 => tr!("Fri"),
        6 => tr!("Sat"),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice(channel: &str, after: u64, truth: Truth) -> Notice {
        Notice {
            channel: channel.into(),
            after,
            truth,
            if_linked: false,
        }
    }

    #[test]
    fn what_comes_when() {
        let yes = Truth::Yes;
        assert_eq!(
            notices(&[
                notice("voice", 0, yes),
                notice("push", 0, yes),
                notice("sms", 600, yes),
                notice("feishu_app:1", 5400, Truth::Unknown),
            ]),
            "voice, app now, SMS +10 m, maybe Feishu +1 h 30 m"
        );
        assert_eq!(notices(&[notice("sms", 90, yes)]), "SMS +1 m 30 s");
        assert_eq!(delay(45), "+45 s");
    }

    #[test]
    fn two_instances_of_an_app_are_one_word() {
        let both = [
            notice("slack_app:1", 0, Truth::Yes),
            notice("slack_app:2", 0, Truth::Yes),
        ];
        assert_eq!(notices(&both), "Slack now");
    }

    #[test]
    fn lists_of_names() {
        let all = ["a", "b", "c", "d", "e", "f", "g"];
        for (count, text) in [
            (0, ""),
            (1, "a"),
            (2, "a and b"),
            (5, "a, b, c, d and e"),
            (6, "a, b, c, d and 2 more"),
            (7, "a, b, c, d and 3 more"),
        ] {
            assert_eq!(names(&all[..count]), text);
        }
    }
}
