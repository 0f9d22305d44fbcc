//! What is wrong with the contacts and the preferences: what the person can mend alone.

use std::collections::BTreeSet;

use tr::tr;

use crate::commands::doctor::problem::{Problem, incidents, names};
use crate::commands::doctor::spaces::Findings;
use crate::commands::doctor::subject::{Subject, target};
use crate::domain::channel::{Channel, ChannelKind, Personal};
use crate::domain::delivery::{Delivery, Fact, Facts, Reason};
use crate::domain::escalation::wire::Severity;
use crate::domain::preference::Target;
use crate::text::{CommandLine, duty};

/// All of it.
pub fn problems(subject: &Subject, severities: &[Severity], findings: &Findings) -> Vec<Problem> {
    let mut problems = Vec::new();
    for severity in severities {
        problems.extend(silent(subject, *severity, findings));
    }
    let mut dead: Vec<Dead> = Vec::new();
    if let Some(preference) = &subject.preference {
        let asked = |each: &Target| {
            severities.len() == Severity::ALL.len()
                || severities.iter().any(|severity| target(*severity) == *each)
        };
        for each in Target::ALL.into_iter().filter(asked) {
            for channel in preference.channels(each) {
                if let Delivery::No(reason) = subject.facts.delivery(channel) {
                    Dead::of(&mut dead, reason, channel).targets.insert(each);
                }
            }
        }
    }
    for (wire, spaces) in findings.rule_channels() {
        let channel = Channel::wire_string(wire);
        if let Delivery::No(reason) = subject.facts.delivery(&channel)
            && is_own(reason)
        {
            Dead::of(&mut dead, reason, &channel)
                .spaces
                .extend(spaces.iter().cloned());
        }
    }
    if let Fact::Known(_) = subject.facts.contacts {
        // A contact that nobody uses is worth a word as well.
        for (own, both) in [
            (Personal::Voice, Personal::Sms),
            (Personal::Email, Personal::Email),
        ] {
            let channel = Channel::personal(own);
            if let Delivery::No(reason) = subject.facts.delivery(&channel)
                && reason != Reason::SwitchedOff
                && !dead.iter().any(|known| known.reason == reason)
            {
                Dead::of(&mut dead, reason, &channel);
                Dead::of(&mut dead, reason, &Channel::personal(both));
            }
        }
    }
    problems.extend(dead.iter().map(|dead| dead.problem(&subject.facts)));
    problems
}

/// A severity whose list is empty, or full of channels that do not get through.
fn silent(subject: &Subject, severity: Severity, findings: &Findings) -> Option<Problem> {
    let preference = subject.preference.as_ref()?;
    let each = target(severity);
    let channels = preference.channels(each);
    if !channels.is_empty() && subject.facts.any_delivers(channels) {
        return None;
    }
    let what = incidents(&[severity]);
    let (code, mut message) = if channels.is_empty() {
        (
            "no_channel",
            tr!(
                "No channel is chosen for {what}: nothing reaches you.",
                what
            ),
        )
    } else {
        let list: Vec<String> = channels.iter().map(Channel::kind_label).collect();
        let list = names(&list);
        (
            "no_channel_delivers",
            tr!(
                "Of the channels chosen for {what} none reaches you: {list}.",
                what,
                list
            ),
        )
    };
    let count = findings.follow_preferences(severity);
    if count > 0 {
        message += " ";
        message += &tr!("So nothing comes from {count} of the spaces.", count);
    }
    let (command, advice) = match offer(subject, severity) {
        Some(own) => (
            duty!("prefs add", each.word(), format_args!("--{}", own.word())),
            None,
        ),
        None => (
            duty!("device bind"),
            Some(tr!("nothing that you could choose reaches you yet")),
        ),
    };
    Some(Problem {
        targets: vec![each],
        channels: channels.iter().map(Channel::wire).collect(),
        command: Some(command),
        advice,
        ..Problem::new(code, severity, message)
    })
}

/// A channel that would reach the person; for what is critical the loudest.
fn offer(subject: &Subject, severity: Severity) -> Option<Personal> {
    let order = match severity {
        Severity::Critical => [
            Personal::Voice,
            Personal::App,
            Personal::Sms,
            Personal::Email,
        ],
        _ => [
            Personal::App,
            Personal::Email,
            Personal::Sms,
            Personal::Voice,
        ],
    };
    let judge = |own: Personal| subject.facts.delivery(&Channel::personal(own));
    let sure = order.into_iter().find(|own| judge(*own) == Delivery::Yes);
    sure.or_else(|| {
        order
            .into_iter()
            .find(|own| matches!(judge(*own), Delivery::Unknown(_)))
    })
}

/// Whether it is the person's own side that keeps a channel from getting through.
fn is_own(reason: Reason) -> bool {
    !matches!(
        reason,
        Reason::ImDisabled | Reason::ImGone | Reason::SwitchedOff
    )
}

/// Channels that do not get through for one reason, and who uses them.
struct Dead {
    reason: Reason,
    channels: Vec<Channel>,
    targets: BTreeSet<Target>,
    spaces: BTreeSet<(u64, String)>,
}

impl Dead {
    /// The entry of this reason; an IM app or what a deployment switched off has one of its own.
    fn of<'a>(all: &'a mut Vec<Dead>, reason: Reason, channel: &Channel) -> &'a mut Dead {
        let same = |dead: &Dead| {
            dead.reason == reason && (is_own(reason) || dead.channels.contains(channel))
        };
        let at = all.iter().position(same).unwrap_or_else(|| {
            all.push(Dead {
                reason,
                channels: Vec::new(),
                targets: BTreeSet::new(),
                spaces: BTreeSet::new(),
            });
            all.len() - 1
        });
        let dead = &mut all[at];
        if !dead.channels.contains(channel) {
            dead.channels.push(channel.clone());
            dead.channels.sort_by_cached_key(Channel::rank);
        }
        dead
    }

    fn problem(&self, facts: &Facts) -> Problem {
        let labels: Vec<String> = self
            .channels
            .iter()
            .map(|channel| crate::session::preferences::describe::name(channel, facts))
            .collect();
        let (channels, why) = (names(&labels), self.reason.text());
        let mut message = if self.targets.is_empty() && self.spaces.is_empty() {
            tr!("{channels} would not reach you: {why}.", channels, why)
        } else {
            tr!("{channels} cannot reach you: {why}.", channels, why)
        };
        if !self.targets.is_empty() {
            let list: Vec<String> = self.targets.iter().map(|each| each.label()).collect();
            let list = names(&list);
            message += " ";
            message += &tr!("Chosen for {list}.", list);
        }
        if !self.spaces.is_empty() {
            let list: Vec<&str> = self.spaces.iter().map(|(_, name)| name.as_str()).collect();
            let list = names(&list);
            message += " ";
            message += &tr!("Used by rules of {list}.", list);
        }
        let level = if self.targets.contains(&Target::Critical) || !self.spaces.is_empty() {
            Severity::Warning
        } else {
            Severity::Info
        };
        let (command, advice) = match self.reason {
            Reason::NoPhoneBound => (Some(duty!("device bind")), None),
            Reason::ImDisabled | Reason::ImGone | Reason::SwitchedOff => {
                (self.removal(), Some(self.reason.remedy()))
            }
            _ => (None, Some(self.reason.remedy())),
        };
        Problem {
            targets: self.targets.iter().copied().collect(),
            channels: self.channels.iter().map(Channel::wire).collect(),
            spaces: self.spaces.iter().cloned().collect(),
            command,
            advice,
            ..Problem::new(self.reason.code(), level, message)
        }
    }

    fn removal(&self) -> Option<CommandLine> {
        let words: Vec<&str> = self.targets.iter().map(|each| each.word()).collect();
        let option = match self.channels.first()?.kind() {
            ChannelKind::Personal(own) => format!("--{}", own.word()),
            ChannelKind::Im(im, id) => format!("--im {}:{id}", im.word()),
            ChannelKind::Unknown => return None,
        };
        Some(duty!(&format!("prefs remove {} {option}", words.join(" "))))
    }
}
