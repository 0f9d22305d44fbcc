//! `duty app-key rotate --resume` and `--finish`: a rotation that was cut off anywhere is finished where the
//! new key is held by somebody, and undone where it is not; one whose old key was kept comes to its end.

use std::sync::Arc;

use tr::tr;

use crate::commands::app_key::ended::{report, told, undone};
use crate::commands::app_key::in_place::InPlace;
use crate::commands::app_key::lookup::{InUse, Keys, PersonArgs, permit};
use crate::commands::app_key::make::enable_command;
use crate::commands::app_key::outcome::Outcome;
use crate::commands::app_key::rehearsal::dry_run;
use crate::commands::app_key::rotate::Rotate;
use crate::commands::app_key::steps::Steps;
use crate::commands::app_key::stored_key::StoredKey;
use crate::commands::app_key::{chosen, foreign, in_place, kept, rotation, sharing};
use crate::domain::rotation::{Phase, Secret, Step};
use crate::domain::verification::Purpose;
use crate::error::{Error, Exit, Kind};
use crate::local::key_memory::KeyMemory;
use crate::local::keys::AppKey;
use crate::local::rotation_journal::{End, Journal, Store};
use crate::session::app::{App, Session};
use crate::session::verification::Verification;
use crate::ui::Warning;
use crate::ui::terminal::Uninterrupted;

pub fn run(app: &mut App, command: &Rotate) -> Result<Exit, Error> {
    let mut verification = Verification::of(app, &command.verify)?;
    let memory = KeyMemory::in_file(&app.paths, command.state.as_deref());
    let _alone = command.alone(app, &memory)?;
    let in_use = StoredKey::in_use(app);
    let session = &mut app.session()?;
    if let Some(file) = command.state.as_ref().filter(|file| !file.exists()) {
        return Err(foreign::no_state(file));
    }
    memory.check()?;
    look(session, &memory, in_use.as_ref(), command)?;
    let Some(mut journal) = chosen::choose(session, &memory, command)? else {
        if let Some(file) = &command.state {
            let here = session.server_name();
            if let Some(there) = memory.of_other_server(&here)? {
                return Err(foreign::of_another_server(session, &memory, file, &there));
            }
        }
        foreign::of_an_earlier_server(session, &memory)?;
        session.out.done(&tr!(
            "Nothing to retire: no rotation that is known here left an old key."
        ));
        return report(session, None, "nothing", None, false, false);
    };
    let option = if command.finish {
        "--finish"
    } else {
        "--resume"
    };
    foreign::of_this_context(session, &journal, memory.rotate(&journal, option))?;
    let (stored, key) = slot(session, &journal)?;
    let keys = read(session, &memory, in_use.as_ref(), &journal, key.as_ref())?;
    foreign::of_these_keys(&memory, &keys, &journal)?;
    if stored.is_none() {
        in_place::check_held(session, &memory, &keys, &journal)?;
    }
    if command.finish {
        journal.end = Some(End {
            delete: command.delete,
        });
        check_own(session, &keys, &journal, command.own)?;
    }
    let (its_store, its_key) = (stored.as_ref(), key.as_ref());
    in_place::catch_up(session, &mut journal, &keys, its_key);
    let was_stored = journal.rotation.phase >= Phase::Stored;
    let found = in_place::go_back(session, &mut journal, &keys, its_store, its_key)?;
    let secret = match (&key, &stored) {
        (Some(_), _) => Secret::Held,
        (None, None) => Secret::GivenOut,
        (None, Some(_)) => Secret::Missing,
    };
    let to_do = journal.to_do();
    let next = to_do.next(Some(&keys.all), secret);
    if verification.sends_only() {
        return match next.needs_code(to_do.keep.is_some()) {
            true => verification.send(session, &Purpose::Caller),
            // A job that is run once more: the next step says that it is done.
            false if command.finish && next.is_over() => {
                session
                    .out
                    .done(&tr!("No code was sent: no key is left to stop."));
                report(session, Some(&to_do), "nothing", None, false, false)
            }
            false => Err(Error::usage(tr!(
                "no verification code is needed: no key is stopped by this"
            ))),
        };
    }
    if command.dry_run.dry_run {
        let is_another = found == Some(InPlace::Another);
        return dry_run(session, &memory, &journal, &keys, (&next, is_another));
    }
    // What there is to forget is on this machine alone.
    let changes = !matches!(next, Step::Forget { .. } | Step::Keep | Step::Finish);
    let _to_its_end = Uninterrupted::begin();
    let mut steps = Steps {
        journal,
        memory: &memory,
        secret,
        stored,
        key,
        // Only the key of a context is kept beside the old one.
        own: true,
        resumed: true,
        changed: false,
        old_stopped: false,
        verification: &mut verification,
    };
    let new = steps.journal.rotation.new.and_then(|new| keys.by_id(new));
    let stopped = new.filter(|new| !new.is_enabled()).cloned();
    let old = keys.by_id(steps.journal.rotation.old);
    let listed = old.cloned();
    let goes_on =
        steps.journal.store.is_none() && old.is_some_and(|old| keys.in_use(old) != InUse::No);
    let outcome = if changes {
        session.change(|session| steps.take(session, keys, true))
    } else {
        steps.take(session, keys, true)
    }?;
    if outcome == Outcome::Undone && was_stored {
        sharing::tell_of_bare(session, &steps.journal);
    }
    session.out.done(&told(
        &memory,
        &steps.journal,
        outcome,
        command.finish,
        (&session.here(), &session.times()),
    ));
    let finished = matches!(outcome, Outcome::Finished(_));
    let rotation = steps.journal.to_do();
    if let Some(store) = steps.journal.store.as_ref().filter(|_| finished)
        && steps.stored.is_none()
        && store.is_of_folder(session.paths)
    {
        // The new key is where this run has it from.
        let _ = beside(session, store).clear_slot();
    }
    if let Some(new) = stopped.filter(|_| finished) {
        let told = tr!(
            "the new key {0} is disabled, and the old one does not work any more: '{enable}'",
            new.label(),
            enable = enable_command(new.key_id, steps.journal.person)
        );
        session.out.warn_of(Warning::Caution, &told);
    }
    if finished {
        let held = steps
            .journal
            .store
            .as_ref()
            .and_then(|store| store.held.as_ref());
        let is_old = |key: &AppKey| held.is_some_and(|held| held.is_of(key));
        let asked = in_use.as_ref().map(|own| own.place);
        let own = steps.stored.as_ref();
        let mut sharing = sharing::contexts(session, own, asked, rotation.old, is_old);
        if let Some(old) = &listed {
            sharing::doubt(session, asked, old, &mut sharing);
        }
        sharing::tell(session, &sharing);
    }
    if goes_on && finished && !command.finish {
        rotation::tell_to_place(session, in_use.as_ref());
    }
    let (word, becomes) = match outcome {
        Outcome::Undone => ("undone", "kept"),
        Outcome::Kept | Outcome::Forgotten => ("kept", "kept"),
        Outcome::Finished(old) => ("finished", old.word()),
    };
    let keeps = matches!(outcome, Outcome::Kept | Outcome::Forgotten);
    let changed = steps.changed || !(command.finish || keeps);
    report(
        session,
        Some(&rotation),
        word,
        Some(becomes),
        changed,
        false,
    )?;
    Ok(match outcome {
        Outcome::Undone => undone(&steps.journal),
        _ => Exit::Done,
    })
}

/// Where the new key is until it is proven, and what is there. One that has only its end before it has left it, but where
/// it was cut off at the last moment.
fn slot(
    session: &Session<'_>,
    journal: &Journal,
) -> Result<(Option<StoredKey>, Option<AppKey>), Error> {
    let Some(store) = &journal.store else {
        return Ok((None, None));
    };
    let stored = beside(session, store);
    let rotation = &journal.rotation;
    let has_it = store.is_next(session.api.key());
    match stored.load_slot() {
        Ok(None) | Err(_) if rotation.is_resting() => Ok((None, None)),
        // The context has lost both, and this run has the new key from elsewhere.
        Ok(None) if rotation.phase >= Phase::Kept && has_it => Ok((None, None)),
        // Another key has come into the context, where it stays.
        Ok(Some(key))
            if rotation.phase >= Phase::Kept
                && has_it
                && InPlace::of(session, store, journal, Some(&key))? == InPlace::Another =>
        {
            Ok((None, None))
        }
        Ok(key) => Ok((Some(stored), key)),
        Err(error) => Err(error.while_doing(tr!("cannot look for the new key"))),
    }
}

/// The place beside the key of the context, and which key is to be there.
fn beside(session: &Session<'_>, store: &Store) -> StoredKey {
    StoredKey {
        next: store.next.clone(),
        ..StoredKey::of(session.paths, &store.context, store.key_store)
    }
}

fn read(
    session: &mut Session<'_>,
    memory: &KeyMemory,
    in_use: Option<&StoredKey>,
    journal: &Journal,
    key: Option<&AppKey>,
) -> Result<Keys, Error> {
    // Whoever began it may have named themselves.
    let person = PersonArgs {
        person: journal.person.map(|person| person.to_string()),
    };
    let keys = Keys::read_with(session, in_use, &person, memory);
    match (keys, key) {
        // The old key may be stopped already: the new one is used where it is at hand.
        (Err(error), Some(key)) if error.kind == Kind::Key => {
            session.api = Arc::new(session.api.with_key(key.clone()));
            Keys::of(session, journal.person)
        }
        (Err(error), None) if error.kind == Kind::Key && journal.store.is_none() => {
            Err(foreign::of_a_stopped_key(session, error, memory, journal))
        }
        (keys, _) => keys,
    }
}

/// Of one that goes on from nowhere here somebody may have deleted the new key: the list shows that before one is chosen.
fn look(
    session: &mut Session<'_>,
    memory: &KeyMemory,
    in_use: Option<&StoredKey>,
    command: &Rotate,
) -> Result<(), Error> {
    let all = memory.rotations(&session.server_name())?;
    if !all.iter().any(|one| one.waits_for_list(&session.here())) {
        return Ok(());
    }
    // What is refused here is refused again where the rotation is known.
    if let Ok(keys) = Keys::read_with(session, in_use, &PersonArgs::default(), memory) {
        keys.shown_to(session, memory, !command.dry_run.dry_run);
    }
    Ok(())
}

/// A job that still has the old key, or may have it, does not end it by accident. The new key is known again by what
/// the rotation remembers.
fn check_own(
    session: &Session<'_>,
    keys: &Keys,
    journal: &Journal,
    own: bool,
) -> Result<(), Error> {
    let old = keys.by_id(journal.rotation.old);
    let old = old.map(|old| (old, keys.in_use(old)));
    let Some((old, in_use)) = old.filter(|(_, in_use)| *in_use != InUse::No && !own) else {
        return Ok(());
    };
    let refusal = || kept::still_in_use(in_use, &journal.label());
    if !session.terminal.may_ask() {
        return Err(refusal());
    }
    permit(session, in_use, old, own)?;
    let question = tr!("Retire {0} all the same?", old.label());
    session.agree(&question, refusal)
}
