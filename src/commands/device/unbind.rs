//! `duty device unbind`: phones by id or name, and what it means for the pushes.

use serde_json::json;
use tr::tr;

use crate::commands::device::phone;
use crate::commands::device::phone::{as_json, explained, label, severities_with_app, words};
use crate::commands::examples::{Examples, examples};
use crate::domain::changes;
use crate::domain::channel::{Channel, ChannelKind, Personal};
use crate::domain::delivery::{Contacts, Fact, Facts};
use crate::domain::device::Device;
use crate::domain::preference::{Preference, Target};
use crate::domain::proof::Proof;
use crate::domain::unreached::Origin;
use crate::error::{Error, Exit, Kind};
use crate::local::options::DryRun;
use crate::local::times::Times;
use crate::session::app::Session;
use crate::session::preferences::facts;
use crate::session::unreached::Unreached;
use crate::session::write;
use crate::session::write::{Deed, Verdict};
use crate::text::{duty, pasted};
use crate::ui::Warning;
use crate::ui::terminal::Uninterrupted;

#[derive(Debug, clap::Args)]
pub struct Unbind {
    /// The phones, by id or by name
    #[arg(value_name = "PHONE", required = true, num_args = 1..)]
    pub phones: Vec<String>,
    /// Unbind even if no critical incident would reach you after it
    #[arg(long)]
    pub allow_silent: bool,
    #[command(flatten)]
    pub dry_run: DryRun,
}

pub const EXAMPLES: Examples = examples! { "device unbind":
    "duty device unbind 'Pixel 9'" => "By name; two of one name are told apart by their ids",
    "duty device unbind dev_0000000000000a01 --dry-run"
        => "By id; say what it would mean, and do nothing",
    Run "device unbind dev_0000000000000a01 --yes -o json"
};

pub fn run(session: &mut Session<'_>, command: &Unbind) -> Result<Exit, Error> {
    let dry_run = command.dry_run.dry_run;
    let phones = phone::list(session)?;
    let chosen = chosen(&phones, &command.phones, &session.times())?;
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
    if let Some(silence) = silence.as_ref().filter(|_| !dry_run) {
        silence.check_can_ask(session)?;
    }
    if !orphaned.is_empty() {
        let severities = words(&orphaned);
        session.out.warn_of(Warning::AppReachesNobody, &tr!(
            "after this no phone is bound, and {severities} still lists the app: its pushes will reach nobody",
            severities
        ));
    }
    let names: Vec<String> = chosen
        .iter()
        .map(|phone| format!("{}, {}", label(phone), phone.device_id))
        .collect();
    let names = names.join("; ");
    if !dry_run {
        let question = if chosen.len() == 1 {
            tr!("Unbind {names}? It gets no more pushes.", names)
        } else {
            tr!("Unbind {names}? They get no more pushes.", names)
        };
        session.agree(&crate::ui::visible(&question), || {
            Error::usage(tr!("unbinding a phone wants a confirmation")).hint(tr!("give --yes"))
        })?;
        if let Some(silence) = &silence {
            silence.confirm(session, None)?;
        }
        session.change(|session| unbind(session, &chosen))?;
    } else if let Some(silence) = &silence {
        silence.warn(session.out);
    }
    if session.out.is_json() {
        session.out.json(&json!({
            "changed": !dry_run,
            "dry_run": dry_run,
            "unbound": chosen.iter().map(|phone| as_json(phone)).collect::<Vec<_>>(),
            "phones_left": left,
            "severities_without_phone": orphaned,
        }))?;
        return Ok(Exit::Done);
    }
    if session.out.quiet && !dry_run {
        return Ok(Exit::Done);
    }
    for phone in &chosen {
        let name = label(phone);
        session.out.line(&if dry_run {
            tr!("Would unbind {name}: it would get no more pushes.", name)
        } else {
            tr!("Unbound {name}: it gets no more pushes.", name)
        })?;
    }
    if dry_run {
        session.out.note(&tr!("Dry run: nothing was changed."));
    } else if !orphaned.is_empty() {
        session.out.note(&tr!(
            "Bind another phone with '{bind}', or take the app out: {remove}",
            bind = duty!("device bind"),
            remove = duty!(&format!(
                "prefs remove {} --app",
                orphaned
                    .iter()
                    .map(|target| target.word())
                    .collect::<Vec<_>>()
                    .join(" ")
            ))
        ));
    }
    Ok(Exit::Done)
}

/// The phones that were named, each once.
fn chosen<'a>(
    phones: &'a [Device],
    named: &[String],
    times: &Times,
) -> Result<Vec<&'a Device>, Error> {
    let mut chosen: Vec<&Device> = Vec::new();
    for word in named {
        let phone = resolve(phones, word, times)?;
        if !chosen.iter().any(|one| one.device_id == phone.device_id) {
            chosen.push(phone);
        }
    }
    Ok(chosen)
}

/// An id comes before a name: it is what tells two of one name apart.
fn resolve<'a>(phones: &'a [Device], word: &str, times: &Times) -> Result<&'a Device, Error> {
    // A name may have quotes of its own.
    let meant = pasted(word);
    let is_meant = |text: &str| text == word || text == meant;
    if let Some(phone) = phones.iter().find(|phone| is_meant(&phone.device_id)) {
        return Ok(phone);
    }
    let of_name: Vec<&Device> = phones
        .iter()
        .filter(|phone| is_meant(&phone.device_name))
        .collect();
    let lines = |error: Error, phones: &mut dyn Iterator<Item = &Device>| {
        let mut candidates = Vec::new();
        let error = phones.fold(error, |error, phone| {
            let bound = phone::bound_at(phone, times);
            let (id, name) = (&phone.device_id, label(phone));
            candidates.push(json!({"id": id, "name": phone.device_name}));
            error.detail(tr!("{id}  {name}, bound {bound}", id, name, bound))
        });
        error.with("candidates", candidates)
    };
    match of_name.as_slice() {
        [phone] => Ok(phone),
        [] => {
            let error = Error::new(
                Kind::NotFound,
                tr!("no phone has the id or the name '{word}'", word),
            );
            let error = lines(error, &mut phones.iter());
            Err(error.hint(tr!(
                "name one of the phones that '{command}' shows",
                command = duty!("device list")
            )))
        }
        several => {
            let error = Error::usage(tr!("more than one phone is named '{word}'", word));
            let error = lines(error, &mut several.iter().copied());
            Err(error.hint(tr!("name the phone by its id")))
        }
    }
}

/// The preferences. Where there is no answer, nothing is known against them.
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

/// With no phone left, whether critical incidents reach nobody: the app is what brings them, and nothing else
/// that is listed does.
fn silence(session: &Session<'_>, preference: &Preference) -> Option<Unreached> {
    let app = Channel::personal(Personal::App);
    let (off, api) = (session.settings.channels_off.clone(), session.api.advice());
    let mut left = preference.channels(Target::CRITICAL).to_vec();
    if !changes::holds(&left, &app) || off.contains(&Personal::App) {
        return None;
    }
    left.retain(|channel| *channel != app);
    let mut facts = Facts {
        contacts: Fact::Known(Contacts::default()),
        devices: Fact::Known(Vec::new()),
        integrations: Fact::Known(Vec::new()),
        off,
        proof: Proof::default(),
    };
    // Only what decides it is asked for.
    let lists = |kind: fn(ChannelKind) -> bool| left.iter().any(|channel| kind(channel.kind()));
    if lists(|kind| matches!(kind, ChannelKind::Personal(_))) {
        facts.contacts = facts::fact(api.caller().map(|caller| facts::contacts(&caller)));
    }
    if lists(|kind| matches!(kind, ChannelKind::Im(..))) {
        facts.integrations = facts::fact(api.im_apps());
    }
    let silence = Unreached::of(&facts, &left, Origin::Listed)?;
    Some(silence.hint(tr!(
        "add a channel that works first ('{command}' says which do), or give --allow-silent",
        command = duty!("prefs channels")
    )))
}

/// One after the other; an error of one names those that were done before.
fn unbind(session: &mut Session<'_>, phones: &[&Device]) -> Result<(), Error> {
    let _to_its_end = Uninterrupted::begin();
    for (done, phone) in phones.iter().enumerate() {
        let name = label(phone);
        let deed = Deed {
            request: session.api.device_unbind(&phone.device_id),
            doing: tr!("cannot unbind {name}", name),
            tells: tr!(
                "'{command}' tells whether it is still bound",
                command = duty!("device list")
            ),
            guard: None,
        };
        let is_gone =
            |now: &Vec<Device>| Verdict::of(now.iter().all(|one| one.device_id != phone.device_id));
        write::settle(session, deed, |session| session.api.device_list(), is_gone).map_err(
            |error| {
                phones[..done]
                    .iter()
                    .fold(explained(error, "device_unbind"), |error, phone| {
                        error.detail(tr!("unbound before: {0}", label(phone)))
                    })
            },
        )?;
    }
    Ok(())
}
