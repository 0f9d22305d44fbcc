//! Whose report it is: the person, their contacts, and the channels that they chose.

use tr::tr;

use crate::commands::doctor::describe;
use crate::commands::doctor::lookup::Lookup;
use crate::domain::channel::Channel;
use crate::domain::member::Caller;
use crate::domain::preference::Target;
use crate::domain::severity::Severity;
use crate::error::Error;
use crate::local::times::Times;
use crate::session::preferences::describe as channels;
use crate::session::preferences::reached::proved;
use crate::text::duty;
use crate::ui::{Out, Tone};

/// A label and what it says, in two columns.
fn field(out: &mut Out, name: &str, text: &str) -> Result<(), Error> {
    let pad = 10_usize.saturating_sub(console::measure_text_width(name));
    out.paragraph(&format!("{name}{}", " ".repeat(pad)), text, 10, Tone::Faint)
}

/// Who it is, how they can be reached, and what they chose.
pub fn show(out: &mut Out, lookup: &Lookup, severities: &[Severity]) -> Result<(), Error> {
    let who = match &lookup.caller {
        Some(caller) if caller.person_id().0 == 0 => tr!("not known"),
        Some(caller @ Caller::Member(_)) => {
            let (name, account) = (caller.person_name(), caller.account_name());
            tr!("{name}, member of {account}", name, account)
        }
        Some(caller @ Caller::Primary(_)) => {
            let account = caller.account_name();
            tr!("{account}, the primary account", account)
        }
        None => tr!("not known"),
    };
    field(out, &tr!("Person"), &tr!("{who}; the key works", who))?;
    let mut contacts = Vec::new();
    if let Some(known) = lookup.facts.contacts.known() {
        let email = address(known.email.as_deref(), known.email_verified);
        let phone = address(known.phone.as_deref(), known.phone_verified);
        contacts.push(tr!("email {email}", email));
        contacts.push(tr!("phone {phone}", phone));
    }
    let app = match lookup.facts.devices.known().map(Vec::as_slice) {
        None => tr!("app not known"),
        Some([]) => tr!("app bound to no phone"),
        Some(devices) => {
            let list: Vec<&str> = devices
                .iter()
                .map(|device| device.device_name.as_str())
                .collect();
            let list = describe::names(&list);
            tr!("app bound to {list}", list)
        }
    };
    contacts.push(app);
    field(out, &tr!("Contacts"), &contacts.join(&tr!("; ")))?;
    let Some(preference) = &lookup.preference else {
        return Ok(());
    };
    let chosen: Vec<String> = severities
        .iter()
        .map(|severity| {
            let channels: Vec<String> = preference
                .channels(Target::Severity(*severity))
                .iter()
                .map(|channel| channels::name(channel, &lookup.facts))
                .collect();
            let list = if channels.is_empty() {
                tr!("nothing")
            } else {
                channels.join(&tr!(", "))
            };
            let severity = crate::ui::words::severity(*severity);
            tr!("{severity}: {list}", severity, list)
        })
        .collect();
    let chosen = chosen.join(&tr!("; "));
    let text = tr!(
        "{chosen} (also when an incident is assigned to you by hand, unless whoever assigns it chooses the channels)",
        chosen
    );
    field(out, &tr!("Chosen"), &text)?;
    let times = Times::of(lookup.caller.as_ref());
    reached(out, lookup, &times)?;
    let Some(since) = &lookup.since else {
        return Ok(());
    };
    let text = tr!(
        "since '{0}' of {1}, the last change recorded here; '{command}' compares",
        since.entry.command,
        times.minute(since.entry.at),
        command = duty!("prefs show")
    );
    field(out, &tr!("Changed"), &text)?;
    since
        .by_whom(&times)
        .map_or(Ok(()), |author| field(out, "", &author))
}

/// When each channel last reached the person, a line each, and how old that is.
fn reached(out: &mut Out, lookup: &Lookup, times: &Times) -> Result<(), Error> {
    let proof = &lookup.facts.proof;
    let Some(read_at) = proof.surveyed_at.or(proof.learned_at) else {
        return Ok(());
    };
    let mut label = tr!("Messages");
    let known = proof.all();
    let mut known: Vec<_> = known
        .map(|(word, record)| (Channel::of_told(word), record))
        .collect();
    known.sort_by_cached_key(|(channel, _)| channel.rank());
    for (channel, record) in known {
        let name = channels::name(&channel, &lookup.facts);
        if let Some((text, _)) = proved(&name, record, times) {
            field(out, &label, &text)?;
            label = String::new();
        }
    }
    let at = times.minute(read_at);
    let mut text = if proof.is_empty() {
        tr!("no message to you in the records of 30 days, read {at}", at)
    } else {
        tr!("as the records of 30 days tell, read {at}", at)
    };
    if lookup.records_left > 0 {
        let left = lookup.records_left;
        text += &tr!(
            "; {left} of them were left out, '--proof=N' reads more",
            left
        );
    }
    field(out, &label, &text)
}

fn address(address: Option<&str>, verified: Option<bool>) -> String {
    let address = match address {
        Some("") => return tr!("none"),
        Some(address) => address.to_owned(),
        None => tr!("not known"),
    };
    match verified {
        Some(true) => tr!("{address}, verified", address),
        Some(false) => tr!("{address}, not verified", address),
        None => tr!("{address}, nobody says whether it is verified", address),
    }
}
