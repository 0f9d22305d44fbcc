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
use crate::session::write::send::look;
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
    let chosen_by = (left == 0).then(|| Choice::read(session));
    let silence = chosen_by.as_ref().filter(|_| !command.allow_silent);
    let silence = silence.and_then(|choice| choice.silence(session));
    let mut orphaned = chosen_by.map_or(Some(Vec::new()), Choice::with_app);
    if let Some(silence) = silence.as_ref().filter(|_| !dry_run) {
        silence.check_can_ask(session)?;
    }
    if let Some(orphaned) = orphaned.as_ref().filter(|orphaned| !orphaned.is_empty()) {
        let severities = words(orphaned);
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
    let mut _to_its_end = None;
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
        // What was accepted is told.
        _to_its_end = Some(Uninterrupted::begin());
        session.change(|session| unbind(session, &phones, &chosen))?;
    } else if let Some(silence) = &silence {
        silence.warn(session.out);
    }
    let left = match dry_run {
        true => Some(left),
        false => left_now(session, &chosen)?,
    };
    if !dry_run && left == Some(0) && phones.len() > chosen.len() {
        // Somebody unbound the others at the same time, and nobody looked at what that means.
        orphaned = Choice::read(session).with_app();
        session.out.warn_of(Warning::AppReachesNobody, &tr!(
            "no phone is bound any more, the others were unbound at the same time: pushes of the app reach nobody"
        ));
    }
    told(session, &chosen, left, orphaned, dry_run)
}

/// What became of it, or would.
fn told(
    session: &mut Session<'_>,
    chosen: &[&Device],
    left: Option<usize>,
    orphaned: Option<Vec<Target>>,
    dry_run: bool,
) -> Result<Exit, Error> {
    if session.out.is_json() {
        session.out.json(&json!({
            "changed": !dry_run,
            "dry_run": dry_run,
            "unbound": chosen.iter().map(|phone| as_json(phone)).collect::<Vec<_>>(),
            "phones_left": left,
            "severities_without_phone": orphaned,
        }))?;
        session.out.finish()?;
        return Ok(Exit::Done);
    }
    if session.out.quiet && !dry_run {
        return Ok(Exit::Done);
    }
    for phone in chosen {
        let name = label(phone);
        session.out.line(&if dry_run {
            tr!("Would unbind {name}: it would get no more pushes.", name)
        } else {
            tr!("Unbound {name}: it gets no more pushes.", name)
        })?;
    }
    if dry_run {
        session.out.note(&tr!("Dry run: nothing was changed."));
    } else if let Some(orphaned) = orphaned.filter(|orphaned| !orphaned.is_empty()) {
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

/// By what the person wants to be told, where that is known.
struct Choice {
    preference: Result<Preference, String>,
    contacts: Fact<Contacts>,
}

impl Choice {
    /// The preferences, if they are those of whoever the key belongs to.
    fn read(session: &Session<'_>) -> Choice {
        let found = session.api.preference_info().map_err(|error| error.message);
        let contacts = session.api.advice().caller_in_full();
        let contacts = facts::fact(contacts.map(|caller| facts::contacts(&caller)));
        let preference = found.and_then(|found| match facts::of_another(&found, &contacts) {
            Some(other) => Err(other),
            None => Ok(found),
        });
        if let Err(why) = &preference {
            session.out.note(&tr!(
                "No phone will be left; whether a severity still lists the app is not known ({0}).",
                why
            ));
        }
        Choice {
            preference,
            contacts,
        }
    }

    /// The severities that list the app; nothing where that is not known.
    fn with_app(self) -> Option<Vec<Target>> {
        self.preference.ok().as_ref().map(severities_with_app)
    }

    /// With no phone left, whether critical incidents reach nobody: the app is what brings them, and nothing else
    /// that is listed does.
    fn silence(&self, session: &Session<'_>) -> Option<Unreached> {
        let preference = match &self.preference {
            Ok(preference) => preference,
            Err(why) => {
                return Some(Unreached::not_known(why).hint(tr!(
                    "look at '{command}' first, or give --allow-silent",
                    command = duty!("prefs show")
                )));
            }
        };
        let app = Channel::personal(Personal::App);
        let (off, api) = (session.settings.channels_off.clone(), session.api.advice());
        let mut left = preference.channels(Target::CRITICAL).to_vec();
        if !changes::holds(&left, &app) || off.contains(&Personal::App) {
            return None;
        }
        left.retain(|channel| *channel != app);
        let mut facts = Facts {
            contacts: self.contacts.clone(),
            devices: Fact::Known(Vec::new()),
            integrations: Fact::Known(Vec::new()),
            off,
            proof: Proof::default(),
        };
        // Only what decides it is asked for.
        let lists_im = |channel: &Channel| matches!(channel.kind(), ChannelKind::Im(..));
        if left.iter().any(lists_im) {
            facts.integrations = facts::fact(api.im_apps());
        }
        let silence = Unreached::of(&facts, &left, Origin::Listed)?;
        Some(silence.hint(tr!(
            "add a channel that works first ('{command}' says which do), or give --allow-silent",
            command = duty!("prefs channels")
        )))
    }
}

/// How many phones there are now beside these: somebody else may have unbound one at the same time. One that is there
/// still was not unbound, whatever was answered.
fn left_now(session: &Session<'_>, chosen: &[&Device]) -> Result<Option<usize>, Error> {
    let now = match look(session, |session| session.api.device_list()) {
        Ok(now) => now,
        Err(error) if error.kind == Kind::Interrupted => {
            return Err(error
                .while_doing(tr!("the change was accepted, but reading it back failed"))
                .hint(tells()));
        }
        Err(error) => {
            session.out.note(&tr!(
                "How many phones are left is not known ({0}).",
                error.message
            ));
            return Ok(None);
        }
    };
    let is_there = |one: &&Device| now.iter().any(|phone| phone.device_id == one.device_id);
    let (still, gone): (Vec<&Device>, Vec<&Device>) = chosen.iter().copied().partition(is_there);
    if still.is_empty() {
        return Ok(Some(now.len()));
    }
    let labels = |phones: &[&Device]| {
        let labels: Vec<String> = phones.iter().map(|phone| label(phone)).collect();
        labels.join(", ")
    };
    let error = Error::failed(tr!(
        "the server said that it was done, but the list shows {0} as before",
        labels(&still)
    ))
    .hint(tells());
    Err(match gone.is_empty() {
        true => error,
        false => error.detail(tr!("done: {0}", labels(&gone))),
    })
}

fn tells() -> String {
    tr!(
        "'{command}' tells whether it is still bound",
        command = duty!("device list")
    )
}

/// One after the other; an error of one names those that were done before.
fn unbind(session: &mut Session<'_>, all: &[Device], phones: &[&Device]) -> Result<(), Error> {
    let is_among = |phones: &[&Device], one: &Device| {
        let same = |phone: &&Device| phone.device_id == one.device_id;
        phones.iter().any(same)
    };
    // One's own phones are all in one list: what has none of the others is another list.
    let others = || all.iter().filter(|one| !is_among(phones, one));
    let _to_its_end = Uninterrupted::begin();
    for (done, phone) in phones.iter().enumerate() {
        let name = label(phone);
        let deed = Deed {
            request: session.api.device_unbind(&phone.device_id),
            doing: tr!("cannot unbind {name}", name),
            tells: tells(),
            guard: None,
        };
        let is_gone = |now: &Vec<Device>| {
            let now: Vec<&Device> = now.iter().collect();
            match is_among(&now, phone) {
                true => Verdict::NotDone,
                // Nor does an empty one say that it is the list of a moment ago.
                false if now.is_empty() => Verdict::Unknown,
                false if others().next().is_some() && !others().any(|one| is_among(&now, one)) => {
                    Verdict::Unknown
                }
                false => Verdict::Done,
            }
        };
        write::settle(session, deed, |session| session.api.device_list(), is_gone).map_err(
            |error| {
                let error = match done {
                    0 => error,
                    // That is said of this one alone.
                    _ => error.without(&tr!("nothing was changed")),
                };
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
