//! `duty app-key delete`, `enable`, `disable`: one request, and what became of it where its answer is
//! lost.

use serde_json::json;
use tr::tr;

use crate::commands::app_key::lookup::{InUse, Keys, PersonArgs, tells};
use crate::commands::app_key::stored_key::StoredKey;
use crate::commands::examples::{Examples, examples};
use crate::domain::app_key::KeyInfo;
use crate::domain::verification::Purpose;
use crate::error::{Error, Exit, Kind};
use crate::local::options::DryRun;
use crate::session::app::{App, Session};
use crate::session::verification::Verification;
use crate::session::verify_options::Verify;
use crate::session::write;
use crate::session::write::{Deed, Verdict};
use crate::text::duty;
use crate::ui::Tone;

#[derive(Debug, clap::Args)]
pub struct Change {
    /// The key, by id or name
    #[arg(value_name = "KEY")]
    pub key: String,
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
    "DUTY_VERIFY_CODE=123456 DUTY_VERIFY_DEVICE=totp duty app-key delete 5002 --yes"
        => "In a script",
    Text r#"{
  "schema_version": 1, "action": "delete", "id": "5002", "name": "ci-2024", "changed": true,
  "dry_run": false, "warnings": []
}"#
};

pub const EXAMPLES_OF_ENABLE: Examples = examples! { "app-key enable":
    "duty app-key enable ci-2024" => "A disabled key works again",
    Text r#"{
  "schema_version": 1, "action": "enable", "id": "5002", "name": "ci-2024", "changed": true,
  "dry_run": false, "warnings": []
}"#
};

pub const EXAMPLES_OF_DISABLE: Examples = examples! { "app-key disable":
    "duty app-key disable laptop" => "A key that may be lost is disabled, not deleted",
    Text r#"{
  "schema_version": 1, "action": "disable", "id": "5001", "name": "laptop", "changed": true,
  "dry_run": false, "warnings": []
}"#
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    Delete,
    Enable,
    Disable,
}

/// What a verb is called, for one key.
struct Words {
    action: &'static str,
    cannot: String,
    done: String,
}

impl Verb {
    fn words(self, key: &KeyInfo) -> Words {
        let key = key.label();
        match self {
            Verb::Delete => Words {
                action: "delete",
                cannot: tr!("cannot delete the key {key}", key),
                done: tr!("Deleted the key {key}.", key),
            },
            Verb::Enable => Words {
                action: "enable",
                cannot: tr!("cannot enable the key {key}", key),
                done: tr!("Enabled the key {key}.", key),
            },
            Verb::Disable => Words {
                action: "disable",
                cannot: tr!("cannot disable the key {key}", key),
                done: tr!("Disabled the key {key}.", key),
            },
        }
    }

    fn question(self, key: &KeyInfo) -> String {
        let key = key.label();
        match self {
            Verb::Delete => tr!(
                "Delete the key {key}? What uses it stops working at once.",
                key
            ),
            _ => tr!(
                "Disable the key {key}? What uses it stops working at once.",
                key
            ),
        }
    }

    /// Whether the list shows that it took effect.
    fn took_effect(self, now: Option<&KeyInfo>) -> bool {
        match self {
            Verb::Delete => now.is_none(),
            Verb::Enable => now.is_some_and(KeyInfo::is_enabled),
            Verb::Disable => now.is_some_and(|key| !key.is_enabled()),
        }
    }
}

pub fn run(app: &mut App, command: &Change, verb: Verb) -> Result<Exit, Error> {
    let mut verification = Verification::of(app, &command.verify)?;
    let stored = StoredKey::in_use(app);
    let session = &mut app.session()?;
    if verification.sends_only() {
        return verification.send(session, &Purpose::Caller);
    }
    let keys = Keys::read(session, stored.as_ref(), &command.person)?;
    let key = keys.find(session, &command.key)?;
    let (words, dry_run) = (verb.words(key), command.dry_run.dry_run);
    let nothing = verb != Verb::Delete && verb.took_effect(Some(key));
    if nothing || dry_run {
        session.out.done(&if nothing {
            tr!("Nothing to change: it is so already.")
        } else {
            tr!("Dry run: would {0} the key {1}.", words.action, key.label())
        });
        return report(session, key, words.action, false, dry_run);
    }
    let in_use = keys.in_use(key);
    if verb != Verb::Enable {
        permit(session, in_use, key, command.own)?;
        let ask = verb == Verb::Delete || in_use != InUse::No;
        // --self is a yes to disabling; a deletion cannot be taken back.
        let agreed = verb == Verb::Disable && command.own;
        if ask && !agreed {
            session.agree(&verb.question(key), || {
                Error::usage(tr!("{0}: this needs confirmation", words.cannot))
                    .hint(tr!("give --yes"))
            })?;
        }
    }
    session.change(|session| {
        let codes = &mut verification;
        apply(session, codes, &keys, key, verb, words.cannot)
    })?;
    session.out.done(&words.done);
    if in_use == InUse::Yes && verb != Verb::Enable {
        session.out.warn_of(
            "own_key",
            &tr!(
                "that was the key that duty was using: '{command}' with another one",
                command = duty!("auth login")
            ),
        );
    }
    report(session, key, words.action, true, false)
}

/// For programs; people were told.
pub fn report(
    session: &mut Session<'_>,
    key: &KeyInfo,
    action: &str,
    changed: bool,
    dry_run: bool,
) -> Result<Exit, Error> {
    if session.out.is_json() {
        session.out.json(&json!({
            "action": action,
            "id": key.key_id,
            "name": key.key_name,
            "changed": changed,
            "dry_run": dry_run,
        }))?;
    }
    Ok(Exit::Done)
}

/// The key that duty itself is using is not ended by accident: a script has to say `--self`, a
/// terminal is told before it is asked.
pub fn permit(session: &Session<'_>, in_use: InUse, key: &KeyInfo, own: bool) -> Result<(), Error> {
    let key = key.label();
    let said = match in_use {
        InUse::No => return Ok(()),
        InUse::Yes => tr!("{key} is the key that duty itself is using", key),
        InUse::Maybe => tr!(
            "{key} may be the key that duty itself is using; it is not known which one that is",
            key
        ),
    };
    if session.settings.sandbox {
        session.out.tell(
            &tr!(
                "If you lose access to the made-up account: '{command}'.",
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

/// Ask for it with a code, and find out what became of it: the list shows it, or that the key in use is
/// no longer accepted.
pub fn apply(
    session: &mut Session<'_>,
    verification: &mut Verification,
    keys: &Keys,
    key: &KeyInfo,
    verb: Verb,
    doing: String,
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
        Err(error) if error.kind == Kind::Key && ends_own => Ok(None),
        Err(error) => Err(error),
    };
    let mut refused = false;
    write::settle(session, deed, read, |now| {
        refused = now.is_none();
        let is_it = |one: &&KeyInfo| one.key_id == id;
        Verdict::of(match now {
            Some(now) => verb.took_effect(now.iter().find(is_it)),
            None => true,
        })
    })?;
    if refused {
        session.out.warn_of(
            "own_key",
            &tr!("the key that duty was using is no longer accepted: it was this one"),
        );
    }
    Ok(())
}
