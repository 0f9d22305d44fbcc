//! `duty app-key delete`, `enable`, `disable`: one request a key, and what became of it where its answer is
//! lost. Everything that can be refused is refused before the first one.

use serde_json::{Value, json};
use tr::tr;

use crate::commands::app_key::lookup::{InUse, Keys, PersonArgs, permit, tells};
use crate::commands::app_key::partly::{labels, partly};
use crate::commands::app_key::sharing;
use crate::commands::app_key::stored_key::StoredKey;
use crate::commands::app_key::undelivered;
use crate::commands::app_key::verb::Verb;
use crate::commands::examples::{Examples, examples};
use crate::domain::app_key::{KeyInfo, is_of_same};
use crate::domain::verification::Purpose;
use crate::error::{Error, Exit, Kind};
use crate::lenient::Id;
use crate::local::key_memory::KeyMemory;
use crate::local::options::DryRun;
use crate::session::app::{App, Session};
use crate::session::verification::Verification;
use crate::session::verify_options::Verify;
use crate::session::write;
use crate::session::write::send::look;
use crate::session::write::{Deed, Verdict};
use crate::text::duty;
use crate::ui::Warning;
use crate::ui::terminal::Uninterrupted;

#[derive(Debug, clap::Args)]
pub struct Change {
    /// The keys, by id or name
    #[arg(value_name = "KEY", required = true)]
    pub keys: Vec<String>,
    #[command(flatten)]
    pub person: PersonArgs,
    /// Do it even if it is, or may be, the key that duty itself is using
    #[arg(long = "self")]
    pub own: bool,
    #[command(flatten)]
    pub dry_run: DryRun,
    #[command(flatten)]
    pub verify: Verify,
}

pub const EXAMPLES_OF_DELETE: Examples = examples! { "app-key delete":
    "duty app-key delete ci-2024" => "Asks, and asks for a verification code",
    "duty app-key delete ci-2023 ci-2024" => "Several: one question, and one code where the server allows it",
    "DUTY_VERIFY_CODE=123456 DUTY_VERIFY_DEVICE=totp duty app-key delete 5002 --yes"
        => "In a script",
    Text r#"{
  "schema_version": 1, "action": "delete", "changed": true, "dry_run": false,
  "items": [{"id": "5002", "name": "ci-2024", "changed": true}], "warnings": []
}"#
};

pub const EXAMPLES_OF_ENABLE: Examples = examples! { "app-key enable":
    "duty app-key enable ci-2024" => "A disabled key works again",
    Text r#"{
  "schema_version": 1, "action": "enable", "changed": true, "dry_run": false,
  "items": [{"id": "5002", "name": "ci-2024", "changed": true}], "warnings": []
}"#
};

pub const EXAMPLES_OF_DISABLE: Examples = examples! { "app-key disable":
    "duty app-key disable laptop" => "A key that may be lost is disabled, not deleted",
    Text r#"{
  "schema_version": 1, "action": "disable", "changed": true, "dry_run": false,
  "items": [{"id": "5001", "name": "laptop", "changed": true}], "warnings": []
}"#
};

pub fn run(app: &mut App, command: &Change, verb: Verb) -> Result<Exit, Error> {
    let mut verification = Verification::of(app, &command.verify)?;
    let stored = StoredKey::in_use(app);
    let session = &mut app.session()?;
    let keys = Keys::read(session, stored.as_ref(), &command.person)?;
    let mut named: Vec<&KeyInfo> = Vec::new();
    for text in &command.keys {
        let key = keys.find(session, text)?;
        if !named.contains(&key) {
            named.push(key);
        }
    }
    let is_so = |key: &&KeyInfo| verb.took_effect(&keys.all, key.key_id) == Some(true);
    let mut meant: Vec<&KeyInfo> = named.iter().copied().filter(|key| !is_so(key)).collect();
    // Without the key in use nothing more would go.
    meant.sort_by_key(|key| match keys.in_use(key) {
        InUse::No => 0,
        InUse::Maybe => 1,
        InUse::Yes => 2,
    });
    let dry_run = command.dry_run.dry_run;
    let mut shared = match verb {
        Verb::Enable => Vec::new(),
        Verb::Delete | Verb::Disable => sharing::of_keys(session, stored.as_ref(), &keys, &meant),
    };
    if meant.is_empty() || dry_run {
        sharing::say(session, &shared);
        if meant.is_empty() {
            let so = tr!("Nothing to change: it is so already.");
            session.out.done(&so);
        }
        for key in &meant {
            let action = verb.action();
            session
                .out
                .done(&tr!("Dry run: would {0} the key {1}.", action, key.label()));
        }
        return report_all(session, verb, &named, &[], dry_run);
    }
    if verb != Verb::Enable {
        agree(
            session,
            &keys,
            (&meant, &shared),
            command.own,
            verb,
            &verification,
        )?;
    }
    if verification.sends_only() {
        return verification.send(session, &Purpose::Caller);
    }
    if meant.len() > 1 {
        verification.spare();
    }
    let mut done = Vec::new();
    let applied = session.change(|session| {
        let verification = &mut verification;
        apply_all(session, verification, &keys, &meant, verb, &mut done)
    });
    // Also where it ended at the next one.
    if verb == Verb::Delete {
        let (server, memory) = (session.server_name(), KeyMemory::of(session.paths));
        for key in &done {
            undelivered::forget(session, key);
            memory.forget(&server, key.key_id, &keys.all);
        }
    }
    if verb != Verb::Enable && done.iter().any(|key| keys.in_use(key) == InUse::Yes) {
        tell_own(session, stored.as_ref());
    }
    let is_done = |label: &str| done.iter().any(|key| key.label() == label);
    shared.retain(|(label, _)| is_done(label));
    sharing::warn(session, &shared);
    applied?;
    report_all(session, verb, &named, &meant, false)
}

/// Without that key nothing more goes.
fn tell_own(session: &Session<'_>, stored: Option<&StoredKey>) {
    let login = duty!("auth login");
    let login = match stored {
        Some(stored) => stored.place.log_in(login),
        None => login,
    };
    let told = tr!(
        "that was the key that duty was using: '{login}' with another one",
        login
    );
    session.out.warn_of(Warning::OwnKey, &told);
}

/// One question for all of them; where only a code is to be sent, what a script would be refused for.
fn agree(
    session: &Session<'_>,
    keys: &Keys,
    (meant, shared): (&[&KeyInfo], &sharing::Shared),
    own: bool,
    verb: Verb,
    verification: &Verification,
) -> Result<(), Error> {
    if session.terminal.may_ask() {
        sharing::say(session, shared);
    }
    for key in meant {
        permit(session, keys.in_use(key), key, own)?;
    }
    let is_of_duty = meant.iter().any(|key| keys.in_use(key) != InUse::No)
        || (!shared.is_empty() && session.terminal.may_ask());
    let ask = verb == Verb::Delete || is_of_duty;
    // --self is a yes to disabling; a deletion cannot be taken back.
    let agreed = verb == Verb::Disable && own;
    // The question belongs to the change.
    let later = verification.sends_only() && session.terminal.may_ask();
    if !ask || agreed || later {
        return Ok(());
    }
    session.agree(&verb.question(meant), || {
        let cannot = match meant {
            [key] => verb.words(key).cannot,
            _ => tr!("cannot change the keys {0}", labels(meant)),
        };
        Error::usage(tr!("{0}: this needs confirmation", cannot)).hint(tr!("give --yes"))
    })
}

/// One after the other. Where one fails, what follows it is left as it is, and the error says which those are; those that
/// were changed are in `changed`.
fn apply_all<'a>(
    session: &mut Session<'_>,
    verification: &mut Verification,
    keys: &Keys,
    meant: &[&'a KeyInfo],
    verb: Verb,
    changed: &mut Vec<&'a KeyInfo>,
) -> Result<(), Error> {
    // What was accepted is told.
    let _to_its_end = Uninterrupted::begin();
    // Without those that were deleted by this very command.
    let (mut keys, person) = (keys.clone(), keys.person);
    for (index, key) in meant.iter().enumerate() {
        let cannot = verb.words(key).cannot;
        let applied = apply(session, verification, &keys, key, verb, cannot);
        applied.map_err(|error| match meant.len() {
            1 => error,
            _ => {
                let (done, left) = meant.split_at(index);
                // What became of the one at which it ended may be known by nobody.
                let nothing = tr!("nothing was changed");
                let lost = error.outcome_unknown() && !error.details.contains(&nothing);
                let (lost, left) = left.split_at(usize::from(lost));
                partly(error, done, lost, left)
            }
        })?;
        changed.push(key);
        if verb == Verb::Delete {
            keys.all.retain(|one| one.key_id != key.key_id);
        }
    }
    let unchanged = unchanged(session, person, meant, verb)?;
    changed.retain(|key| !unchanged.contains(key));
    all_done(person, meant, &unchanged)?;
    for key in meant {
        session.out.done(&verb.words(key).done);
    }
    Ok(())
}

/// For programs; people were told.
fn report_all(
    session: &mut Session<'_>,
    verb: Verb,
    named: &[&KeyInfo],
    changed: &[&KeyInfo],
    dry_run: bool,
) -> Result<Exit, Error> {
    if session.out.is_json() {
        let items = named.iter().map(
            |key| json!({"id": key.key_id, "name": key.key_name, "changed": changed.contains(key)}),
        );
        let items: Vec<Value> = items.collect();
        session.out.json(&json!({
            "action": verb.action(),
            "changed": !changed.is_empty(),
            "dry_run": dry_run,
            "items": items,
        }))?;
    }
    Ok(Exit::Done)
}

/// Ask for it with a code, and find out what became of it: the list shows it, if it is that of these keys, or the
/// key in use is no longer accepted, whatever is asked with it.
pub fn apply(
    session: &mut Session<'_>,
    verification: &mut Verification,
    keys: &Keys,
    key: &KeyInfo,
    verb: Verb,
    doing: String,
) -> Result<(), Error> {
    apply_if(session, verification, keys, key, (verb, doing), |_| Ok(()))
}

/// The same where `still` has to hold once a code was typed.
pub fn apply_if(
    session: &mut Session<'_>,
    verification: &mut Verification,
    keys: &Keys,
    key: &KeyInfo,
    (verb, doing): (Verb, String),
    still: impl Fn(&Session<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    let (id, person) = (key.key_id, keys.person);
    let api = &session.api;
    let deed = Deed {
        request: match verb {
            Verb::Delete => api.app_key_delete(id, person),
            Verb::Enable => api.app_key_enable(id, person),
            Verb::Disable => api.app_key_disable(id, person),
        },
        doing,
        tells: tells(person),
        guard: Some((verification, &Purpose::Caller)),
    };
    let ends_own = verb != Verb::Enable && keys.in_use(key) != InUse::No;
    let read = |session: &Session<'_>| match session.api.app_key_list(person) {
        Ok(now) => Ok(Some(now)),
        Err(error) if is_ended(&error) && ends_own => match session.api.caller() {
            Err(again) if is_ended(&again) => Ok(None),
            // A key that is accepted here is not what the list was refused for.
            _ => Err(error),
        },
        Err(error) => Err(error),
    };
    let mut refused = false;
    write::settle_if(session, deed, still, read, |now| {
        let Some(now) = now else {
            refused = true;
            return Verdict::Done;
        };
        match now.iter().find(|one| one.key_id == id) {
            None if verb != Verb::Delete => Verdict::Unknown,
            // One's own list has at least the key that it is asked with.
            None if person.is_none() && now.is_empty() => Verdict::Unknown,
            None if !is_of_same(&keys.all, now, Some(id)) => Verdict::Unknown,
            _ => verb
                .took_effect(now, id)
                .map_or(Verdict::Unknown, Verdict::of),
        }
    })?;
    if refused {
        session.out.warn_of(
            Warning::OwnKey,
            &tr!("the key that duty was using is no longer accepted: it was this one"),
        );
    }
    Ok(())
}

/// An answer is not believed where the list shows the contrary; one that cannot be read, with the key that was ended,
/// shows nothing.
pub fn check_done(
    session: &Session<'_>,
    person: Option<Id>,
    changed: &[&KeyInfo],
    verb: Verb,
) -> Result<(), Error> {
    all_done(person, changed, &unchanged(session, person, changed, verb)?)
}

/// Those that the list shows as before.
fn unchanged<'a>(
    session: &Session<'_>,
    person: Option<Id>,
    changed: &[&'a KeyInfo],
    verb: Verb,
) -> Result<Vec<&'a KeyInfo>, Error> {
    let now = match look(session, |session| session.api.app_key_list(person)) {
        Ok(now) => now,
        Err(error) if error.kind == Kind::Interrupted => {
            return Err(error
                .while_doing(tr!("the change was accepted, but reading it back failed"))
                .hint(tells(person)));
        }
        Err(_) => return Ok(Vec::new()),
    };
    let is_as_before = |key: &&KeyInfo| {
        let is_there = now.iter().any(|one| one.key_id == key.key_id);
        is_there && verb.took_effect(&now, key.key_id) == Some(false)
    };
    Ok(changed.iter().copied().filter(is_as_before).collect())
}

/// The refusal where some of them are not.
fn all_done(person: Option<Id>, changed: &[&KeyInfo], unchanged: &[&KeyInfo]) -> Result<(), Error> {
    if unchanged.is_empty() {
        return Ok(());
    }
    let error = Error::failed(tr!(
        "the server said that it was done, but the list shows {0} as before",
        labels(unchanged)
    ))
    .hint(tells(person));
    let done = changed.iter().filter(|key| !unchanged.contains(key));
    let done: Vec<&KeyInfo> = done.copied().collect();
    Err(match changed.len() {
        1 => error,
        _ => partly(error, &done, &[], unchanged),
    })
}

/// Whether the server, and no proxy before it, says that the key is not accepted.
fn is_ended(error: &Error) -> bool {
    error.kind == Kind::Key && error.code().is_some()
}
