//! `duty app-key delete`, `enable`, `disable`, `rename`: one request each, and what became of it where
//! its answer is lost.

use serde_json::json;
use tr::tr;

use crate::commands::app_key::args::{Change, Rename};
use crate::commands::app_key::create::FINDING_OUT;
use crate::commands::app_key::which::{InUse, Keys, Stored};
use crate::domain::app_key::KeyInfo;
use crate::domain::verification::Purpose;
use crate::error::{Error, Exit, Kind};
use crate::session::app::{App, Session};
use crate::session::verification::Verification;
use crate::text::duty;
use crate::ui::Tone;
use crate::ui::terminal::Uninterrupted;

/// What is done to a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// It is gone.
    Delete,
    /// It works again.
    Enable,
    /// It works no more.
    Disable,
}

impl Verb {
    const fn word(self) -> &'static str {
        match self {
            Verb::Delete => "delete",
            Verb::Enable => "enable",
            Verb::Disable => "disable",
        }
    }

    fn cannot(self, key: &KeyInfo) -> String {
        let key = key.label();
        match self {
            Verb::Delete => tr!("cannot delete the key {key}", key),
            Verb::Enable => tr!("cannot enable the key {key}", key),
            Verb::Disable => tr!("cannot disable the key {key}", key),
        }
    }

    fn done(self, key: &KeyInfo) -> String {
        let key = key.label();
        match self {
            Verb::Delete => tr!("Deleted the key {key}.", key),
            Verb::Enable => tr!("Enabled the key {key}.", key),
            Verb::Disable => tr!("Disabled the key {key}.", key),
        }
    }

    /// Whether the list shows that it took effect.
    fn took_effect(self, now: Option<&KeyInfo>) -> bool {
        match (self, now) {
            (Verb::Delete, found) => found.is_none(),
            (_, None) => false,
            (Verb::Enable, Some(key)) => key.is_enabled(),
            (Verb::Disable, Some(key)) => !key.is_enabled(),
        }
    }
}

/// Do it.
pub fn run(app: &mut App, command: &Change, verb: Verb) -> Result<Exit, Error> {
    let mut verification = Verification::of(app, &command.verify)?;
    let stored = Stored::of(app);
    let mut session = app.session()?;
    if verification.sends_only() {
        return verification.send(&mut session, &Purpose::Caller);
    }
    let keys = Keys::read(&session, stored.as_ref(), &command.person)?;
    let key = keys.find(&command.key)?;
    let dry_run = command.dry_run.dry_run;
    let nothing = verb != Verb::Delete && verb.took_effect(Some(key));
    if nothing || dry_run {
        let line = if nothing {
            tr!("Nothing to change: it is so already.")
        } else {
            tr!(
                "Dry run: {0} of the key {1} was not asked for.",
                verb.word(),
                key.label()
            )
        };
        session.out.note(&line);
        tell(&mut session, key, verb.word(), false, dry_run)?;
        return Ok(Exit::Done);
    }
    if verb != Verb::Enable {
        let question = match verb {
            Verb::Delete => tr!(
                "Delete the key {0}? What uses it stops working at once.",
                key.label()
            ),
            _ => tr!(
                "Disable the key {0}? What uses it stops working at once.",
                key.label()
            ),
        };
        permit(&session, keys.in_use(key), key, command.own)?;
        let ask = verb == Verb::Delete || keys.in_use(key) != InUse::No;
        let refusal =
            || Error::usage(tr!("{0}: this needs a yes", verb.cannot(key))).hint(tr!("give --yes"));
        // --self is a yes to disabling; a deletion cannot be taken back.
        let said = verb == Verb::Disable && command.own;
        if ask && !said && !session.confirm(&question, refusal)? {
            return Err(Error::usage(tr!("nothing was changed")));
        }
    }
    session.change(|session| act(session, &mut verification, &keys, key, verb))?;
    session.out.note(&verb.done(key));
    if keys.in_use(key) == InUse::Yes && verb != Verb::Enable {
        session.out.warn(&tr!(
            "that was the key that duty was using: '{command}' with another one",
            command = duty!("auth login")
        ));
    }
    tell(&mut session, key, verb.word(), true, false)?;
    Ok(Exit::Done)
}

fn tell(
    session: &mut Session<'_>,
    key: &KeyInfo,
    action: &str,
    changed: bool,
    dry_run: bool,
) -> Result<(), Error> {
    if session.out.is_json() {
        session.out.json(&json!({
            "action": action,
            "key_id": key.key_id,
            "key_name": key.key_name,
            "changed": changed,
            "dry_run": dry_run,
        }))?;
    }
    Ok(())
}

/// The key that duty itself is using is not ended by accident: a script has to say `--self`, a
/// terminal is told before it is asked.
pub fn permit(session: &Session<'_>, in_use: InUse, key: &KeyInfo, own: bool) -> Result<(), Error> {
    let key = key.label();
    let said = match in_use {
        InUse::No => return Ok(()),
        InUse::Yes => tr!("{key} is the key that duty itself is using", key),
        InUse::Maybe => tr!(
            "{key} may be the key that duty itself is using: which one it is, is not known",
            key
        ),
    };
    if session.settings.sandbox {
        session.out.tell(
            &tr!(
                "If the made-up account cannot be entered any more: '{command}'.",
                command = duty!("sandbox reset")
            ),
            Tone::Faint,
        );
    }
    if own {
        return Ok(());
    }
    if !session.terminal.may_ask() {
        return Err(Error::usage(said).hint(tr!(
            "--self does it all the same; '{command}' shows what is known",
            command = duty!("app-key list")
        )));
    }
    session.out.tell(&said, Tone::Bad);
    Ok(())
}

fn act(
    session: &mut Session<'_>,
    verification: &mut Verification,
    keys: &Keys,
    key: &KeyInfo,
    verb: Verb,
) -> Result<(), Error> {
    let _told_to_its_end = Uninterrupted::begin();
    let (id, person) = (key.key_id, keys.person);
    let done = verification.guard(
        session,
        &Purpose::Caller,
        &verb.cannot(key),
        |session, proof| match verb {
            Verb::Delete => session.api.app_key_delete(id, person, proof),
            Verb::Enable => session.api.app_key_enable(id, person, proof),
            Verb::Disable => session.api.app_key_disable(id, person, proof),
        },
    );
    settle(session, keys, key, done, |now| verb.took_effect(now))
}

/// What became of a change to a key whose answer was lost: the list tells, or that the key in use is
/// not accepted any more.
pub fn settle(
    session: &mut Session<'_>,
    keys: &Keys,
    key: &KeyInfo,
    done: Result<(), Error>,
    took_effect: impl FnOnce(Option<&KeyInfo>) -> bool,
) -> Result<(), Error> {
    let error = match done {
        Err(error) if error.outcome_unknown() => error,
        other => return other,
    };
    session.api.allow(FINDING_OUT);
    let lost = |session: &mut Session<'_>, error: &Error| {
        session.out.note(&tr!(
            "The answer was lost ({0}), but the change took effect.",
            error.message
        ));
    };
    match session.api.app_key_list(keys.person) {
        Ok(now) if took_effect(now.iter().find(|one| one.key_id == key.key_id)) => {
            lost(session, &error);
            Ok(())
        }
        Ok(_) => Err(error.detail(tr!("nothing was changed"))),
        Err(why) if why.kind == Kind::Key && keys.in_use(key) != InUse::No => {
            lost(session, &error);
            session.out.warn(&tr!(
                "the key that duty was using is not accepted any more: it was this one"
            ));
            Ok(())
        }
        Err(_) => Err(error
            .detail(tr!("it is not known whether the change took effect"))
            .hint(tr!("'{command}' tells", command = duty!("app-key list")))),
    }
}

/// `duty app-key rename`.
pub fn rename(app: &mut App, command: &Rename) -> Result<Exit, Error> {
    let name = command.name.trim();
    if name.is_empty() {
        return Err(Error::usage(tr!("a key has a name")));
    }
    let stored = Stored::of(app);
    let mut session = app.session()?;
    let keys = Keys::read(&session, stored.as_ref(), &command.person)?;
    let key = keys.find(&command.key)?;
    let same = key.key_name == name;
    let dry_run = command.dry_run.dry_run;
    if !same && !dry_run {
        session.change(|session| set_name(session, &keys, key, name))?;
    }
    let label = key.label();
    session.out.note(&match (same, dry_run) {
        (true, _) => tr!("Nothing to change: it is so already."),
        (false, true) => tr!(
            "Dry run: the key {label} would be called {name}.",
            label,
            name
        ),
        (false, false) => tr!("The key {label} is called {name} now.", label, name),
    });
    if session.out.is_json() {
        session.out.json(&json!({
            "action": "rename",
            "key_id": key.key_id,
            "key_name": if dry_run { key.key_name.as_str() } else { name },
            "changed": !same && !dry_run,
            "dry_run": dry_run,
        }))?;
    }
    Ok(Exit::Done)
}

/// Give a key a name.
///
/// # Errors
/// Any; where the answer was lost, what the list then shows.
pub fn set_name(
    session: &mut Session<'_>,
    keys: &Keys,
    key: &KeyInfo,
    name: &str,
) -> Result<(), Error> {
    let _told_to_its_end = Uninterrupted::begin();
    let done = session
        .api
        .app_key_rename(key.key_id, keys.person, name)
        .map_err(|error| error.while_doing(tr!("cannot rename the key {0}", key.label())));
    settle(session, keys, key, done, |now| {
        now.is_some_and(|key| key.key_name == name)
    })
}
