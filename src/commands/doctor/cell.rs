//! A cell of the table in words: "voice now, SMS +10 m", or "nothing:" and why in two or three
//! words. Words alone, so that it reads the same aloud.

use tr::tr;

use crate::commands::doctor::row::{Case, Cause, Cell};
use crate::domain::channel::Channel;
use crate::domain::escalation::{Notice, Truth};
use crate::ui::Tone;

/// The text of a cell, and its tone.
pub fn text(cell: &Cell) -> (String, Tone) {
    let tone = match cell.reached {
        Truth::Yes => Tone::Good,
        Truth::Unknown => Tone::Caution,
        Truth::No if cell.problem().is_none() => Tone::Caution,
        Truth::No => Tone::Bad,
    };
    if cell.reached == Truth::No {
        let mut reasons: Vec<String> = Vec::new();
        for case in [&cell.ending].into_iter().chain(&cell.maybes) {
            let reason = case.cause.as_ref().map(short).unwrap_or_default();
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
        let reasons = reasons.join(&tr!(" or "));
        return (tr!("nothing: {reasons}", reasons), tone);
    }
    let mut texts = vec![one(&cell.ending)];
    for case in &cell.maybes {
        let text = one(case);
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    (texts.join(&tr!("; or ")), tone)
}

/// What one rule does.
pub fn one(case: &Case) -> String {
    if case.notices.is_empty() {
        return match &case.cause {
            Some(cause) => {
                let reason = short(cause);
                tr!("nothing: {reason}", reason)
            }
            // It is the person's own list, and that could not be read.
            None => tr!("not known: your preferences"),
        };
    }
    notices(&case.notices)
}

/// "email, app now, SMS +10 m"; what is not certain is marked.
pub fn notices(notices: &[Notice]) -> String {
    let mut groups: Vec<(u64, Truth, Vec<String>)> = Vec::new();
    for notice in notices {
        let name = Channel::wire_string(&notice.channel).kind_label();
        match groups.last_mut() {
            Some((after, truth, names)) if (*after, *truth) == (notice.after, notice.truth) => {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            _ => groups.push((notice.after, notice.truth, vec![name])),
        }
    }
    let texts: Vec<String> = groups
        .into_iter()
        .map(|(after, truth, names)| {
            let names = names.join(&tr!(", "));
            let when = delay(after);
            match truth {
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

/// The reason in two or three words.
pub fn short(cause: &Cause) -> String {
    match cause {
        Cause::NoRules => tr!("no rules"),
        Cause::RulesOff => tr!("rules disabled"),
        Cause::NoMatch => tr!("no rule matches"),
        Cause::NoTarget => tr!("rule has no target"),
        Cause::NoMessages => tr!("no direct messages"),
        Cause::OnlyGroupChats | Cause::RoomsOnly => tr!("group chats only"),
        Cause::RuleListEmpty => tr!("rule has no channel"),
        Cause::RuleListDeaf(deaf) => {
            let mut reasons: Vec<String> = Vec::new();
            for (channel, code) in deaf {
                let reason = deaf_word(channel, code);
                if !reasons.contains(&reason) {
                    reasons.push(reason);
                }
            }
            reasons.join(&tr!(", "))
        }
        Cause::OwnListEmpty => tr!("no channel chosen"),
        Cause::OwnListDeaf => tr!("your channels are dead"),
        Cause::NotOnCall(..) => tr!("not on call"),
        Cause::NotATarget => tr!("not a target"),
    }
}

/// Why a channel does not get through, in two words.
fn deaf_word(channel: &str, code: &str) -> String {
    let name = Channel::wire_string(channel).kind_label();
    match code {
        "phone_missing" => tr!("no phone number"),
        "phone_unverified" => tr!("phone unverified"),
        "email_missing" => tr!("no email"),
        "email_unverified" => tr!("email unverified"),
        "no_phone_bound" => tr!("app not bound"),
        "im_disabled" => tr!("{name} disabled", name),
        "im_gone" => tr!("{name} gone", name),
        _ => tr!("{name} switched off", name),
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
}
