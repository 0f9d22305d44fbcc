//! Where the secret of a new key goes. It is decided, and opened, before the key is made; and where it
//! then fails, there is a last resort.

use std::fs::File;
use std::io::{ErrorKind, Seek, Write};
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value, json};
use tr::tr;

use crate::commands::app_key::exec;
use crate::commands::app_key::stored_key::StoredKey;
use crate::error::{Error, Kind};
use crate::lenient::Id;
use crate::local::files;
use crate::local::fingerprints::KeyHash;
use crate::local::key_store::KeyStore;
use crate::local::keys::AppKey;
use crate::local::rotation_journal::Store;
use crate::local::undelivered::Room;
use crate::session::app::Session;
use crate::session::new_secret;
use crate::ui::terminal::Uninterrupted;
use crate::ui::{Tone, visible};

/// Where a new secret goes.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Where the secret goes")]
pub struct SecretArgs {
    /// Store it in the keyring as this context, and do not print it
    #[arg(long, value_name = "CONTEXT", num_args = 0..=1, require_equals = true)]
    pub save: Option<Option<String>>,
    /// With --save, where there is no keyring: a file that only you can read, in clear text
    #[arg(long, requires = "save")]
    pub insecure_storage: bool,
    /// Write it to this new file that only you can read
    #[arg(long, value_name = "FILE", value_parser = files::argument(), conflicts_with = "save")]
    pub output_file: Option<PathBuf>,
    /// Give it to this shell command on its standard input; the command may take longer than --timeout
    #[arg(long, value_name = "COMMAND", conflicts_with_all = ["save", "output_file"])]
    pub exec: Option<String>,
}

impl SecretArgs {
    /// Whether the user said where it goes.
    pub fn is_given(&self) -> bool {
        self.save.is_some() || self.output_file.is_some() || self.exec.is_some()
    }

    /// What can be refused without anything being written, here or in the keyring.
    pub fn check(&self, session: &Session<'_>) -> Result<(), Error> {
        if let Some(context) = &self.save {
            StoredKey::check_vacant(session, context.as_deref())?;
        }
        if let Some(path) = &self.output_file {
            if path.as_os_str() == "-" {
                return Err(Error::usage(tr!("--output-file writes a file")).hint(tr!(
                    "-q prints the secret alone; './-' is a file of that name"
                )));
            }
            check_file(path).map_err(|error| cannot_write(path, &error))?;
        }
        self.exec.as_deref().map_or(Ok(()), exec::check)
    }
}

/// A key that was just made.
#[derive(Debug)]
pub struct NewKey {
    pub id: Id,
    pub name: String,
    pub key: AppKey,
}

impl NewKey {
    pub fn label(&self) -> String {
        format!("{} ({})", self.name, self.id)
    }

    /// For programs; the secret only where this goes to whoever is to have it.
    pub fn as_json(&self, to: &SecretOutput, secret: Option<&str>) -> Value {
        json!({
            "id": self.id,
            "name": self.name,
            "secret_to": to.as_json(),
            "key": secret,
            "changed": true,
            "dry_run": false,
        })
    }
}

#[derive(Debug)]
pub enum SecretOutput {
    /// A terminal, for a person to read.
    Terminal,
    /// Alone with `-q`, else in the JSON object, with what else is to be in that.
    Stdout(Map<String, Value>),
    /// The store, as the key of a context that has none.
    Store(StoredKey),
    /// The store, beside the key that it is going to replace.
    Slot(StoredKey),
    /// A new file, which is open from [`SecretOutput::take_place`] until the secret is in it.
    File { path: PathBuf, file: Option<File> },
    /// The standard input of a command.
    Exec(String),
}

impl SecretOutput {
    /// What the user chose, looked at; a file is not there yet.
    pub fn open(session: &Session<'_>, chosen: &SecretArgs) -> Result<SecretOutput, Error> {
        chosen.check(session)?;
        if let Some(context) = &chosen.save {
            let place = if chosen.insecure_storage {
                KeyStore::InsecureFile
            } else {
                KeyStore::Keyring
            };
            let stored = StoredKey::vacant(session, context.as_deref(), place)?;
            return Ok(SecretOutput::Store(stored));
        }
        if let Some(path) = &chosen.output_file {
            return Ok(SecretOutput::File {
                path: path.clone(),
                file: None,
            });
        }
        if let Some(command) = &chosen.exec {
            return Ok(SecretOutput::Exec(command.clone()));
        }
        let for_people = !session.out.quiet && !session.out.is_json();
        if for_people && session.terminal.stdout {
            return Ok(SecretOutput::Terminal);
        }
        if for_people {
            return Err(Error::usage(tr!(
                "where does the secret go? It is shown once and never again"
            ))
            .hint(tr!(
                "-q prints it alone, --save keeps it in the keyring, --output-file FILE writes a file, --exec COMMAND hands it on"
            )));
        }
        new_secret::check_stdout()?;
        Ok(SecretOutput::Stdout(Map::new()))
    }

    /// A filter that leaves the secret out is refused before there is one.
    pub fn check_filter(&self, session: &Session<'_>, name: &str) -> Result<(), Error> {
        let sample = NewKey {
            id: Id(1),
            name: name.to_owned(),
            key: AppKey::as_made("the-secret-of-a-new-key"),
        };
        match self {
            SecretOutput::Stdout(_)
                if !session.out.keeps(self.answer(&sample), sample.key.expose()) =>
            {
                Err(Error::usage(tr!(
                    "the filter of --jq leaves the secret out, which is shown once and never again"
                ))
                .hint(tr!(
                    "keep .key in it, or use -q, --save, --output-file or --exec"
                )))
            }
            _ => Ok(()),
        }
    }

    /// For programs that get the secret.
    fn answer(&self, made: &NewKey) -> Value {
        let mut value = made.as_json(self, Some(made.key.expose()));
        if let (SecretOutput::Stdout(more), Value::Object(members)) = (self, &mut value) {
            members.extend(more.clone());
        }
        value
    }

    /// Open the place, right before the key is made and under [`Uninterrupted`]: nothing ends the
    /// process then without [`SecretOutput::abandon`].
    pub fn take_place(&mut self) -> Result<(), Error> {
        if let SecretOutput::File { path, file } = self {
            if Uninterrupted::was_interrupted() {
                return Err(Error::interrupted());
            }
            *file = Some(open_file(path).map_err(|error| cannot_write(path, &error))?);
        }
        Ok(())
    }

    /// Take back what was opened and not delivered to.
    pub fn abandon(&mut self) {
        if let SecretOutput::File { path, file } = self
            && file.take().is_some()
        {
            let _ = std::fs::remove_file(path);
        }
    }

    /// Put the secret there.
    pub fn deliver(&mut self, session: &mut Session<'_>, made: &NewKey) -> Result<(), Error> {
        let secret = made.key.expose();
        match self {
            SecretOutput::Terminal => {
                let title = tr!(
                    "The secret of {0} ({1}), which you will not see again:",
                    made.name,
                    made.id
                );
                session.out.tell(&title, Tone::Strong);
                print(session, visible(secret))
            }
            SecretOutput::Stdout(_) if session.out.is_json() => {
                let text = session.out.answer_text(self.answer(made), secret);
                print(session, text)
            }
            SecretOutput::Stdout(_) if session.terminal.stdout => print(session, visible(secret)),
            SecretOutput::Stdout(_) => print(session, secret.to_owned()),
            SecretOutput::Store(stored) => {
                stored.save_in_slot(&made.key)?;
                let replaced = stored.fill(made.id, &made.key, session.api.base_url());
                // A second copy of a good key does no harm, and the next save replaces it; after a
                // failure the key is told in another way.
                let _ = stored.clear_slot();
                replaced
            }
            SecretOutput::Slot(stored) => stored.save_in_slot(&made.key),
            SecretOutput::File { path, file } => {
                write_file(file.as_mut(), secret)
                    .map_err(|error| files::cannot_write(path, &error))?;
                *file = None;
                Ok(())
            }
            SecretOutput::Exec(command) => {
                session.patiently(|out| exec::run(command, &made.key, out.is_json()))
            }
        }
    }

    /// The store, where it is that beside the key to replace.
    pub fn slot(&self) -> Option<&StoredKey> {
        match self {
            SecretOutput::Slot(stored) => Some(stored),
            _ => None,
        }
    }

    /// The context whose key is going to be replaced. Where the new key takes its place, that is the one which this run
    /// works with.
    pub fn replaced(&self, session: &Session<'_>) -> Option<Store> {
        let held = || KeyHash::of(session.api.key());
        self.slot()
            .map(|stored| Store::new(session.paths, &stored.context, stored.place, held()))
    }

    /// The context that had none and gets this one.
    pub fn filled(&self, session: &Session<'_>) -> Option<Store> {
        match self {
            SecretOutput::Store(stored) => {
                let store = Store::new(session.paths, &stored.context, stored.place, None);
                Some(store)
            }
            _ => None,
        }
    }

    /// For programs: what it is, and which one of these.
    fn as_json(&self) -> Value {
        let (mut context, mut path, mut command) = (None, None, None);
        let kind = match self {
            SecretOutput::Terminal => "terminal",
            SecretOutput::Stdout(_) => "stdout",
            SecretOutput::Store(stored) | SecretOutput::Slot(stored) => {
                context = Some(stored.context.as_str());
                stored.place.word()
            }
            SecretOutput::File { path: file, .. } => {
                path = Some(file.display().to_string());
                "file"
            }
            SecretOutput::Exec(line) => {
                command = Some(line.as_str());
                "command"
            }
        };
        json!({"kind": kind, "context": context, "path": path, "command": command})
    }

    /// Where exactly, for people.
    pub fn described(&self) -> String {
        match self {
            SecretOutput::Terminal => tr!("this terminal"),
            SecretOutput::Stdout(_) => tr!("standard output"),
            SecretOutput::Store(stored) | SecretOutput::Slot(stored) => stored.described(),
            SecretOutput::File { path, .. } => path.display().to_string(),
            SecretOutput::Exec(command) => tr!("the command '{command}'", command),
        }
    }
}

/// The last resort: the secret on a terminal, marked as what it is, else in a file of its own. Standard error is
/// kept in the logs of pipelines and gets none. The error that is told afterwards says where it is; `Err` where
/// nobody can be told.
pub fn last_resort(
    session: &Session<'_>,
    made: &NewKey,
    error: Error,
    room: &mut Option<Room>,
) -> Result<Error, Error> {
    let label = made.label();
    let title = visible(&tr!(
        "NEW APP KEY {0} ({1}), shown here once because its secret could not be delivered:",
        made.name,
        made.id
    ));
    let secret = visible(made.key.expose());
    let text = SecretString::from(format!("\n{title}\n{secret}\n\n"));
    // What looks like the terminal of a pipeline is its log.
    if !session.settings.no_input && session.out.last_resort(text.expose_secret()) {
        return Ok(error.detail(tr!(
            "the key {label} was created all the same; its secret is above, and nowhere else",
            label
        )));
    }
    // Else nobody would learn of the file.
    match session.out.takes_errors() {
        true => in_file(session, made, error, room.take()),
        false => Err(error),
    }
}

/// The secret in a file that the error names; `Err` where it cannot be written.
pub fn in_file(
    session: &Session<'_>,
    made: &NewKey,
    error: Error,
    room: Option<Room>,
) -> Result<Error, Error> {
    new_secret::in_file(session, (made.id, &made.name, &made.key), error, room)
}

fn print(session: &mut Session<'_>, text: String) -> Result<(), Error> {
    let line = SecretString::from(text + "\n");
    session.out.secret(line.expose_secret()).map_err(|error| {
        Error::new(
            Kind::Failed,
            tr!("cannot write to standard output: {0}", error),
        )
    })
}

fn cannot_write(path: &Path, error: &std::io::Error) -> Error {
    let mut told = files::cannot_write(path, error).while_doing(tr!("no key was created"));
    if error.kind() == ErrorKind::AlreadyExists {
        told.kind = Kind::Usage;
        told = told.hint(tr!("duty writes a secret to a new file only"));
    }
    told
}

/// What can be told of a new file before the server is asked.
fn check_file(path: &Path) -> std::io::Result<()> {
    if path.symlink_metadata().is_ok() {
        return Err(ErrorKind::AlreadyExists.into());
    }
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    folder.unwrap_or(Path::new(".")).metadata().map(|_| ())
}

fn open_file(path: &Path) -> std::io::Result<File> {
    let mut file = files::create_new(path)?;
    // The room is taken now, so that a full disk says so before there is a key.
    let taken = file
        .write_all(&[b'\n'; 1024])
        .and_then(|()| file.sync_all());
    taken.inspect_err(|_| {
        let _ = std::fs::remove_file(path);
    })?;
    Ok(file)
}

fn write_file(file: Option<&mut File>, secret: &str) -> std::io::Result<()> {
    let file = file.ok_or(ErrorKind::NotFound)?;
    file.rewind()?;
    file.write_all(secret.as_bytes())?;
    file.write_all(b"\n")?;
    file.set_len(secret.len() as u64 + 1)?;
    file.sync_all()
}
