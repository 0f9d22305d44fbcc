//! `duty device unbind`: phones by id or name, and what it means for the pushes.

use serde_json::json;
use tr::tr;

use crate::commands::device::args::Unbind;
use crate::commands::device::{as_json, described, explained, list, severities_with_app, words};
use crate::domain::changes;
use crate::domain::channel::{Channel, ChannelKind, Personal};
use crate::domain::delivery::{Contacts, Fact, Facts};
use crate::domain::device::Device;
use crate::domain::preference::{Preference, Target};
use crate::error::{Error, Exit, Kind};
use crate::session::app::Session;
use crate::session::preferences::{describe, facts};
use crate::session::write;
use crate::session::write::{Deed, Verdict};
use crate::ui::Tone;
use crate::ui::terminal::Uninterrupted;

/// Do it.
pub fn run(session: &mut Session<'_>, command: &Unbind) -> anyhow::Result<Exit> {
    let phones = session.api.device_list().map_err(|error| {
        explained(error, "device_list").while_doing(tr!("cannot list the phones"))
    })?;
    let chosen = chosen(&phones, &command.phones)?;
    let left = phones.len() - chosen.len();
    // With a phone left, pushes still reach somebody.
    let preference = if left == 0 { preference(session) } else { None };
    let orphaned = preference
        .as_ref()
        .map(severities_with_app)
        .unwrap_or_default();
    let silence = preference
        .filter(|_| !command.allow_silent)
        .and_then(|preference| silence(session, &preference));
    // --yes answers confirmations; this is not one that may be answered in advance.
    let may_agree = session.terminal.may_ask() && !session.settings.yes;
    if let Some(refusal) = &silence
        && !command.dry_run.dry_run
        && !may_agree
    {
        return Err(refusal.clone().into());
    }
    if !orphaned.is_empty() {
        let severities = words(&orphaned);
        session.out.warn(&tr!(
            "after this no phone is bound, and {severities} still lists the app: its pushes will reach nobody",
            severities
        ));
    }
    let names: Vec<String> = chosen
        .iter()
        .map(|phone| format!("{}, {}", described(phone), phone.device_id))
        .collect();
    let names = names.join("; ");
    if !command.dry_run.dry_run {
        let question = if chosen.len() == 1 {
            tr!("Unbind {names}? It gets no more pushes.", names)
        } else {
            tr!("Unbind {names}? They get no more pushes.", names)
        };
        let asked = session.confirm(&crate::ui::visible(&question), || {
            Error::usage(tr!("unbinding a phone wants a confirmation")).hint(tr!("give --yes"))
        })?;
        if !asked {
            return Err(Error::usage(tr!("nothing was changed")).into());
        }
        if let Some(refusal) = &silence {
            agree_to_silence(session, refusal)?;
        }
        session.change(|session| unbind(session, &chosen))?;
    }
    if command.dry_run.dry_run && silence.is_some() {
        session.out.warn(&tr!(
            "after this no critical incident would reach you; a terminal asks, a script needs --allow-silent"
        ));
    }
    if session.out.is_json() {
        session.out.json(&json!({
            "dry_run": command.dry_run.dry_run,
            "unbound": chosen.iter().map(|phone| as_json(phone)).collect::<Vec<_>>(),
            "phones_left": left,
            "severities_without_phone": orphaned,
        }))?;
        return Ok(Exit::Done);
    }
    for phone in &chosen {
        let name = described(phone);
        session.out.line(&if command.dry_run.dry_run {
            tr!("Would unbind {name}: it would get no more pushes.", name)
        } else {
            tr!("Unbound {name}: it gets no more pushes.", name)
        })?;
    }
    if command.dry_run.dry_run {
        session.out.note(&tr!("Dry run: nothing was changed."));
    } else if !orphaned.is_empty() {
        session.out.note(&tr!(
            "Bind another phone with 'duty device bind', or take the app out: duty prefs remove {0} --app",
            orphaned.iter().map(|target| target.word()).collect::<Vec<_>>().join(" ")
        ));
    }
    Ok(Exit::Done)
}

/// The phones that were named, each once.
fn chosen<'a>(phones: &'a [Device], named: &[String]) -> Result<Vec<&'a Device>, Error> {
    let mut chosen: Vec<&Device> = Vec::new();
    for word in named {
        let phone = resolve(phones, word)?;
        if !chosen.iter().any(|one| one.device_id == phone.device_id) {
            chosen.push(phone);
        }
    }
    Ok(chosen)
}

/// An id comes before a name: it is what tells two of one name apart.
fn resolve<'a>(phones: &'a [Device], word: &str) -> Result<&'a Device, Error> {
    if let Some(phone) = phones.iter().find(|phone| phone.device_id == word) {
        return Ok(phone);
    }
    let of_name: Vec<&Device> = phones
        .iter()
        .filter(|phone| phone.device_name == word)
        .collect();
    let lines = |error: Error, phones: &mut dyn Iterator<Item = &Device>| {
        phones.fold(error, |error, phone| {
            let (id, name, bound) = (&phone.device_id, described(phone), list::bound(phone));
            error.detail(tr!("{id}  {name}, bound {bound}", id, name, bound))
        })
    };
    match of_name.as_slice() {
        [phone] => Ok(phone),
        [] => {
            let error = Error::new(
                Kind::NotFound,
                tr!("no phone has the id or the name '{word}'", word),
            );
            let error = lines(error, &mut phones.iter());
            Err(error.hint(tr!("name one of the phones that 'duty device list' shows")))
        }
        several => {
            let error = Error::usage(tr!("more than one phone is named '{word}'", word));
            let error = lines(error, &mut several.iter().copied());
            Err(error.hint(tr!("name the phone by its id")))
        }
    }
}

/// The preferences. Where the server will not say, nothing is known against them.
fn preference(session: &mut Session<'_>) -> Option<Preference> {
    session
        .api
        .preference_info()
        .inspect_err(|error| {
            session.out.note(&tr!(
                "No phone will be left; whether a severity still lists the app is not known ({0}).",
                error.message
            ));
        })
        .ok()
}

/// Why no phone may be left: the app is what brings critical incidents, and nothing else that is listed
/// does. What the server will not say counts as delivering.
fn silence(session: &Session<'_>, preference: &Preference) -> Option<Error> {
    let critical = preference.channels(Target::CRITICAL);
    let app = Channel::personal(Personal::App);
    let off = session.settings.channels_off.clone();
    if !changes::holds(critical, &app) || off.contains(&Personal::App) {
        return None;
    }
    let api = &session.api;
    let mut facts = Facts {
        contacts: Fact::Known(Contacts::default()),
        devices: Fact::Known(Vec::new()),
        integrations: Fact::Known(Vec::new()),
        off,
    };
    // Only what decides it is asked for.
    let others = || critical.iter().filter(|channel| **channel != app);
    if others().any(|channel| matches!(channel.kind(), ChannelKind::Personal(_))) {
        facts.contacts = facts::fact(api.caller().map(|caller| facts::contacts(&caller)));
    }
    if others().any(|channel| matches!(channel.kind(), ChannelKind::Im(..))) {
        facts.integrations = facts::fact(api.integration_list());
    }
    if facts.any_may_deliver(critical) {
        return None;
    }
    let mut refusal = Error::usage(tr!("after this no critical incident would reach you"));
    for channel in others() {
        refusal.details.extend(describe::advice(channel, &facts));
    }
    Some(refusal.hint(tr!(
        "add a channel that works first ('duty prefs channels' says which do), or give --allow-silent"
    )))
}

/// An on-call tool must not make someone silent by accident.
fn agree_to_silence(session: &Session<'_>, refusal: &Error) -> Result<(), Error> {
    for line in std::iter::once(&refusal.message).chain(&refusal.details) {
        session.out.tell(line, Tone::Bad);
    }
    if session.confirm(&tr!("Do it all the same?"), || refusal.clone())? {
        Ok(())
    } else {
        Err(Error::usage(tr!("nothing was changed")))
    }
}

/// One after the other; what was done before one fails is told with its failure.
fn unbind(session: &mut Session<'_>, phones: &[&Device]) -> Result<(), Error> {
    let _to_its_end = Uninterrupted::begin();
    for (done, phone) in phones.iter().enumerate() {
        let name = described(phone);
        let deed = Deed {
            request: session.api.device_unbind(&phone.device_id),
            doing: tr!("cannot unbind {name}", name),
            tells: tr!("'duty device list' tells whether it is still bound"),
            guard: None,
        };
        let is_gone =
            |now: &Vec<Device>| Verdict::of(now.iter().all(|one| one.device_id != phone.device_id));
        write::settle(session, deed, |session| session.api.device_list(), is_gone).map_err(
            |error| {
                phones[..done]
                    .iter()
                    .fold(explained(error, "device_unbind"), |error, phone| {
                        error.detail(tr!("unbound before: {0}", described(phone)))
                    })
            },
        )?;
    }
    Ok(())
}
