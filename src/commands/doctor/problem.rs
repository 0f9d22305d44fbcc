//! The problems in words: what is wrong, and what fixes it.

use serde_json::{Value, json};
use tr::tr;

use crate::commands::doctor::describe::{each_once, incidents, names};
use crate::commands::doctor::lookup::Lookup;
use crate::commands::doctor::{noise, passed_over};
use crate::domain::channel::{Channel, ChannelKind, Personal};
use crate::domain::delivery::{Delivery, Facts, Reason};
use crate::domain::doctor::problem::{Kind, Problem};
use crate::domain::escalation::{Cause, Suppression};
use crate::domain::severity::Severity;
use crate::session::preferences::describe;
use crate::text::{CommandLine, commands_to_run, duty, sentences};

/// A problem in words.
pub struct Text {
    /// What it is, in a sentence.
    pub message: String,
    /// The command that fixes it.
    pub command: Option<CommandLine>,
    /// Where and how it is fixed if not by a command, or beside it.
    pub advice: Option<String>,
}

/// As the documented JSON object.
pub fn json(problem: &Problem, lookup: &Lookup) -> Value {
    let text = text(problem, lookup);
    let space = |(id, name): &(u64, String)| json!({"id": id, "name": name});
    json!({
        "code": problem.code(),
        "grade": problem.grade,
        "message": text.message,
        "targets": problem.targets,
        "channels": problem.channels.iter().map(Channel::wire).collect::<Vec<_>>(),
        "spaces": problem.spaces.iter().map(space).collect::<Vec<_>>(),
        "commands": commands(&text),
        "hint": text.advice,
    })
}

/// What can be run of it.
fn commands(text: &Text) -> Vec<CommandLine> {
    let mut all: Vec<CommandLine> = text.command.iter().cloned().collect();
    for command in text
        .advice
        .iter()
        .flat_map(|advice| commands_to_run(advice))
    {
        if !all.contains(&command) {
            all.push(command);
        }
    }
    all
}

/// In words.
pub fn text(problem: &Problem, lookup: &Lookup) -> Text {
    let facts = &lookup.facts;
    match &problem.kind {
        Kind::Silent {
            severity,
            in_spaces,
            offer,
        } => {
            let (command, advice) = match offer {
                Some(own) => (addition(*severity, *own), None),
                None => (
                    duty!("device bind"),
                    Some(tr!("nothing that you could choose reaches you yet")),
                ),
            };
            Text {
                message: silent(problem, *severity, *in_spaces),
                command: Some(command),
                advice,
            }
        }
        Kind::Uncertain { severity, offer } => {
            let what = incidents(&[*severity]);
            let labels = problem.channels.iter();
            let labels: Vec<String> = labels.map(|one| describe::name(one, facts)).collect();
            let list = names(&labels);
            let possible = problem.channels.iter().filter_map(|channel| {
                let possible = facts.delivery(channel).is_possible();
                describe::advice(channel, facts).filter(|_| possible)
            });
            Text {
                message: tr!(
                    "Of the channels chosen for {what} none is certain to reach you: {list}.",
                    what,
                    list
                ),
                command: offer.map(|own| addition(*severity, own)),
                advice: Some(each_once(possible).join(&tr!("; "))),
            }
        }
        Kind::Channels(Reason::NotActivated) => Text {
            message: tr!("Nothing reaches you: your membership is not activated."),
            command: None,
            advice: Some(Reason::NotActivated.remedy()),
        },
        Kind::Channels(reason) => {
            let (command, advice) = match reason {
                Reason::NoPhoneBound => (Some(duty!("device bind")), None),
                Reason::EmailUnverified => {
                    let contacts = facts.contacts.known();
                    let email = contacts.and_then(|contacts| contacts.email.as_deref());
                    let command = email.map(|email| duty!("profile set --email", email));
                    (command, Some(reason.remedy()))
                }
                _ if reason.is_personal() => (None, Some(reason.remedy())),
                _ => (removal(problem), Some(reason.remedy())),
            };
            Text {
                message: channels(problem, *reason, facts),
                command,
                advice,
            }
        }
        Kind::Rules(cause, severities) => rules(problem, *cause, severities, facts),
        Kind::Held(one, severities) => held(problem, one, severities, lookup),
        Kind::PassedOver(one, severities) => {
            let space = spaces(problem);
            Text {
                message: passed_over::problem(lookup, one, &space, severities),
                command: None,
                advice: Some(passed_over::step(one, &space)),
            }
        }
        Kind::Unread(count, why) => {
            let list = spaces(problem);
            let command = match problem.spaces.as_slice() {
                [(id, _)] => duty!("doctor --space", id),
                _ => duty!("doctor"),
            };
            Text {
                message: tr!(
                    "{count} of the spaces could not be read, so what happens there is not known: {list} ({why}).",
                    count,
                    list,
                    why
                ),
                command: Some(command),
                advice: Some(tr!("run it again; with -v every request is shown")),
            }
        }
    }
}

/// The command that chooses a channel.
fn addition(severity: Severity, own: Personal) -> CommandLine {
    duty!(&format!("prefs add {} --{}", severity.word(), own.word()))
}

fn spaces(problem: &Problem) -> String {
    let list: Vec<&String> = problem.spaces.iter().map(|(_, name)| name).collect();
    names(&list)
}

/// The person's own list of a severity is empty, or nothing of it gets through.
fn silent(problem: &Problem, severity: Severity, count: usize) -> String {
    let what = incidents(&[severity]);
    let labels: Vec<String> = problem.channels.iter().map(Channel::kind_label).collect();
    let mut message = if labels.is_empty() {
        tr!(
            "No channel is chosen for {what}: nothing reaches you.",
            what
        )
    } else {
        let list = names(&labels);
        tr!(
            "Of the channels chosen for {what} none reaches you: {list}.",
            what,
            list
        )
    };
    if count > 0 {
        message = sentences(
            &message,
            &tr!("So nothing comes from {count} of the spaces.", count),
        );
    }
    message
}

/// Channels that do not get through, and who uses them.
fn channels(problem: &Problem, reason: Reason, facts: &Facts) -> String {
    let labels = problem.channels.iter();
    let labels: Vec<String> = labels.map(|one| describe::name(one, facts)).collect();
    let (channels, why) = (names(&labels), reason.text());
    let mut message = if problem.targets.is_empty() && problem.spaces.is_empty() {
        tr!("{channels} would not reach you: {why}.", channels, why)
    } else {
        tr!("{channels} cannot reach you: {why}.", channels, why)
    };
    if !problem.targets.is_empty() {
        let list: Vec<String> = problem.targets.iter().map(|each| each.label()).collect();
        let list = names(&list);
        message = sentences(&message, &tr!("Chosen for {list}.", list));
    }
    if !problem.spaces.is_empty() {
        let list = spaces(problem);
        message = sentences(&message, &tr!("Used by rules of {list}.", list));
    }
    message
}

fn removal(problem: &Problem) -> Option<CommandLine> {
    let channel = problem.channels.first()?;
    if channel.kind() == ChannelKind::Unknown {
        return None;
    }
    let words: Vec<&str> = problem.targets.iter().map(|each| each.word()).collect();
    let option = describe::option(channel);
    Some(duty!(&format!("prefs remove {} {option}", words.join(" "))))
}

/// A rule that holds incidents back, and where it is changed.
fn held(problem: &Problem, one: &Suppression, severities: &[Severity], lookup: &Lookup) -> Text {
    let (list, what) = (spaces(problem), incidents(severities));
    let Some(named) = &one.rule else {
        return Text {
            message: String::new(),
            command: None,
            advice: None,
        };
    };
    let rule = noise::rule(lookup, one, named);
    let message = if named.discards {
        tr!(
            "In {list} {what} are dropped by {rule}: nothing reaches you.",
            list,
            what,
            rule
        )
    } else {
        tr!(
            "In {list} {what} are held back by {rule}: nothing reaches you.",
            list,
            what,
            rule
        )
    };
    Text {
        message,
        command: None,
        advice: Some(tr!(
            "if that is not meant, disable the rule or narrow its conditions, in the console: Channels > {list} > Noise Reduction",
            list
        )),
    }
}

/// What rules do with incidents, and where they are changed.
fn rules(problem: &Problem, cause: Cause, severities: &[Severity], facts: &Facts) -> Text {
    let page = match problem.spaces.as_slice() {
        [(_, one)] => tr!("console: Channels > {one} > Escalation rules", one),
        _ => tr!("console: Channels > each of these > Escalation rules"),
    };
    let step = step(cause);
    let page = tr!("{step} ({page})", step, page);
    let (list, what) = (spaces(problem), incidents(severities));
    let mut command = None;
    let mut advice = page.clone();
    let message = match cause {
        Cause::NoRules => tr!(
            "There is no escalation rule in {list}: nobody is told of an incident there.",
            list
        ),
        Cause::NoEnabledRule => tr!(
            "All escalation rules of {list} are disabled: nobody is told of an incident there.",
            list
        ),
        Cause::NoMatch => tr!(
            "No enabled rule of {list} takes {what}: nobody is told.",
            list,
            what
        ),
        Cause::NoLevels => tr!(
            "The rule that takes {what} in {list} has no target: nobody is told.",
            what,
            list
        ),
        Cause::NoMessages => tr!(
            "The rule that takes {what} in {list} sends its targets no messages, and you are one.",
            what,
            list
        ),
        Cause::OnlyGroupChats => tr!(
            "In {list} you are a target of {what}, but only group chats are written to.",
            list,
            what
        ),
        Cause::OnlyRooms => tr!("Only group chats are told of {what} in {list}.", what, list),
        Cause::RuleListEmpty => tr!(
            "The rule that takes {what} in {list} lists no channel for them, whatever your preferences.",
            what,
            list
        ),
        Cause::RuleChannelsFail => {
            let reasons = reasons(&problem.channels, facts);
            let mut own = reasons.iter().filter(|reason| reason.is_personal());
            if own.clone().any(|reason| *reason == Reason::NoPhoneBound) {
                command = Some(duty!("device bind"));
            }
            if let Some(reason) = own.find(|reason| **reason != Reason::NoPhoneBound) {
                let remedy = reason.remedy();
                advice = tr!("{remedy}; or {page}", remedy, page);
            }
            let labels = problem.channels.iter();
            let labels: Vec<String> = labels.map(|one| describe::name(one, facts)).collect();
            let named = names(&labels);
            let reasons = names(&each_once(reasons.iter().map(|reason| reason.text())));
            tr!(
                "In {list} {what} go out by {named}, whatever your preferences, and none of it reaches you: {reasons}.",
                list,
                what,
                named,
                reasons
            )
        }
        Cause::NotATarget if severities.len() == Severity::ALL.len() => tr!(
            "No rule of {list} tells you of any incident: neither by name, nor by a team or a schedule of yours.",
            list
        ),
        Cause::NotATarget => tr!(
            "No rule of {list} tells you of {what}: neither by name, nor by a team or a schedule of yours.",
            list,
            what
        ),
        // These are no problems of a space.
        Cause::OwnListEmpty
        | Cause::OwnChannelsFail
        | Cause::NotOnCall
        | Cause::OtherRole
        | Cause::Silenced
        | Cause::Dropped
        | Cause::RoutedElsewhere
        | Cause::SpaceDisabled => String::new(),
    };
    Text {
        message,
        command,
        advice: Some(advice),
    }
}

/// What to do about it in the console.
fn step(cause: Cause) -> String {
    match cause {
        Cause::NoRules => tr!("add a rule that names you"),
        Cause::NoEnabledRule => tr!("enable a rule that names you"),
        Cause::NoMatch => tr!("add a rule without conditions that names you"),
        Cause::NoLevels => tr!("give the rule a level that names you"),
        Cause::NotATarget | Cause::OnlyRooms => {
            tr!("add yourself, or a team or a schedule of yours, to a level of a rule")
        }
        Cause::NoMessages | Cause::OnlyGroupChats => {
            tr!("let the level send direct messages, by each person's preferences")
        }
        Cause::RuleListEmpty => {
            tr!("choose channels for this severity, or let the level follow preferences")
        }
        _ => tr!("let the level follow preferences, or choose channels that reach you"),
    }
}

/// Why these channels do not get through.
fn reasons(channels: &[Channel], facts: &Facts) -> Vec<Reason> {
    let reason = |channel| match facts.delivery(channel) {
        Delivery::No(reason) => Some(reason),
        _ => None,
    };
    channels.iter().filter_map(reason).collect()
}
