//! Where the secret of a new key goes. It is decided, and opened, before the key is made; and where it
//! then fails, there is a last resort.

use std::fs::File;
use std::io::{Seek, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tr::tr;

use crate::commands::app_key::args::Place as Where;
use crate::commands::app_key::kept::Kept;
use crate::error::{Error, Kind, UndeliveredSecret};
use crate::lenient::Id;
use crate::local::config::Place;
use crate::local::keys::AppKey;
use crate::session::app::{App, Session};
use crate::ui::terminal::{Stream, Uninterrupted, is_lost};
use crate::ui::{Tone, visible};

/// A new key on its way.
#[derive(Debug)]
pub struct Made {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// The secret.
    pub key: AppKey,
}

/// Where a secret goes.
#[derive(Debug)]
pub enum Sink {
    /// A terminal, for a person to read.
    Terminal,
    /// Standard output: alone with `-q`, else in the JSON object.
    Stdout,
    /// The store, as the key of a context.
    Store(Kept),
    /// A new file.
    File {
        /// Its name.
        path: PathBuf,
        /// It, open, from [`Sink::take_place`] on.
        file: Option<File>,
    },
    /// The standard input of a command.
    Exec(String),
}

impl Sink {
    /// What the user chose, looked at; a file is not there yet.
    ///
    /// # Errors
    /// `Usage` where nothing was chosen and there is no terminal, or the place is taken; `Key` where
    /// the keyring does not work; anything that the system said.
    pub fn open(app: &App, place: &Where) -> Result<Sink, Error> {
        if let Some(context) = &place.save {
            let kept = Kept::open(app, context.as_deref(), place.insecure_storage)?;
            return Ok(Sink::Store(kept));
        }
        if let Some(path) = &place.output_file {
            check_file(path)?;
            return Ok(Sink::File {
                path: path.clone(),
                file: None,
            });
        }
        if let Some(command) = &place.exec {
            return open_exec(command.clone());
        }
        if app.terminal.stdout && !app.out.quiet && !app.out.is_json() {
            return Ok(Sink::Terminal);
        }
        if !app.out.quiet && !app.out.is_json() {
            return Err(Error::usage(tr!(
                "where does the secret go? It is shown once and never again"
            ))
            .hint(tr!(
                "-q prints it alone, --save keeps it in the keyring, --output-file FILE writes a file, --exec COMMAND hands it on"
            )));
        }
        match is_lost(Stream::Stdout) {
            None => Ok(Sink::Stdout),
            Some(why) => Err(
                Error::usage(tr!("the secret would be lost: {why}", why)).hint(tr!(
                    "give stdout a reader, or use --save, --output-file or --exec"
                )),
            ),
        }
    }

    /// Open the place, right before the key is made and under [`Uninterrupted`]: nothing ends the
    /// process then without [`Sink::abandon`].
    ///
    /// # Errors
    /// Where it cannot be written, is taken meanwhile, or Ctrl-C was pressed.
    pub fn take_place(&mut self) -> Result<(), Error> {
        if let Sink::File { path, file } = self {
            if Uninterrupted::was_interrupted() {
                return Err(Error::interrupted());
            }
            *file = Some(open_file(path)?);
        }
        Ok(())
    }

    /// Take back what was opened: nothing was delivered.
    pub fn abandon(&mut self) {
        if let Sink::File { path, file } = self
            && let Some(file) = file.take()
        {
            drop(file);
            let _ = std::fs::remove_file(path);
        }
    }

    /// Put the secret there.
    ///
    /// # Errors
    /// Where it did not arrive, or it is not certain that it did.
    pub fn deliver(&mut self, session: &mut Session<'_>, made: &Made) -> Result<(), Error> {
        match self {
            Sink::Terminal => {
                let text = secrecy::SecretString::from(visible(made.key.expose()) + "\n");
                session.out.tell(
                    &tr!(
                        "The secret of {0} ({1}), which you will not see again:",
                        made.name,
                        made.id
                    ),
                    Tone::Strong,
                );
                write_out(session, secrecy::ExposeSecret::expose_secret(&text))
            }
            Sink::Stdout => {
                let text = secrecy::SecretString::from(if session.out.is_json() {
                    let mut value = as_json(made, "stdout");
                    value["key"] = json!(made.key.expose());
                    crate::ui::visible_json(&format!("{value:#}")) + "\n"
                } else if session.terminal.stdout {
                    visible(made.key.expose()) + "\n"
                } else {
                    format!("{}\n", made.key.expose())
                });
                write_out(session, secrecy::ExposeSecret::expose_secret(&text))
            }
            Sink::Store(kept) => {
                kept.save_in_slot(&made.key)?;
                let replaced = kept.replace(made.id, &made.key);
                // A second copy of a good key does no harm, and the next save replaces it; after a
                // failure the key is told in another way.
                let _ = kept.clear_slot();
                replaced
            }
            Sink::File { path, file } => write_file(file.as_mut(), &made.key).map_err(|error| {
                Error::new(
                    Kind::Failed,
                    tr!("cannot write {0}: {1}", path.display(), error),
                )
            }),
            Sink::Exec(command) => execute(command, &made.key),
        }
    }

    /// The word for it in JSON, and where exactly.
    pub fn told(&self) -> String {
        match self {
            Sink::Terminal => tr!("this terminal"),
            Sink::Stdout => tr!("standard output"),
            Sink::Store(kept) => match kept.place {
                Place::Keyring => tr!("the keyring, context {0}", kept.context),
                Place::InsecureFile => tr!("the INSECURE file of context {0}", kept.context),
            },
            Sink::File { path, .. } => path.display().to_string(),
            Sink::Exec(command) => tr!("the command '{command}'", command),
        }
    }
}

/// A new key without its secret.
pub fn as_json(made: &Made, to: &str) -> Value {
    json!({"key_id": made.id, "key_name": made.name, "secret_to": to})
}

/// The last resort: the secret where somebody can read it, marked as what it is. The error that is
/// told afterwards says where that is; it comes back as it was where there is no such place.
///
/// # Errors
/// The error, where nobody can be told.
pub fn last_resort(session: &Session<'_>, made: &Made, error: Error) -> Result<Error, Error> {
    let label = format!("{} ({})", made.name, made.id);
    // Whoever reads stderr then reads one object: the secret is a part of it.
    if session.out.is_json() && session.out.takes_errors() {
        let mut error = error.detail(tr!(
            "the key {label} was made all the same; its secret is in undelivered_key, and nowhere else",
            label
        ));
        error.undelivered = Some(Box::new(UndeliveredSecret {
            id: made.id.0,
            name: made.name.clone(),
            key: made.key.expose().to_owned().into(),
        }));
        return Ok(error);
    }
    let text = secrecy::SecretString::from(format!(
        "\n{}\n{}\n\n",
        visible(&tr!(
            "NEW APP KEY {0} ({1}), shown here because its place failed, and never again:",
            made.name,
            made.id
        )),
        visible(made.key.expose())
    ));
    let told = session
        .out
        .last_resort(secrecy::ExposeSecret::expose_secret(&text));
    if !told {
        return Err(error);
    }
    Ok(error.detail(tr!(
        "the key {label} was made all the same; its secret is above, and nowhere else",
        label
    )))
}

fn write_out(session: &mut Session<'_>, text: &str) -> Result<(), Error> {
    session.out.secret(text).map_err(|error| {
        Error::new(
            Kind::Failed,
            tr!("cannot write to standard output: {0}", error),
        )
    })
}

fn cannot_write(path: &Path, error: &std::io::Error) -> Error {
    let taken = error.kind() == std::io::ErrorKind::AlreadyExists;
    let told = tr!(
        "no key was made: cannot write {0}: {1}",
        path.display(),
        error
    );
    if taken {
        Error::usage(told).hint(tr!("duty writes a secret to a new file only"))
    } else {
        Error::new(Kind::Failed, told)
    }
}

/// What can be told of a new file before the server is asked.
fn check_file(path: &Path) -> Result<(), Error> {
    if path.symlink_metadata().is_ok() {
        let taken = std::io::Error::from(std::io::ErrorKind::AlreadyExists);
        return Err(cannot_write(path, &taken));
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    match folder.metadata() {
        Ok(_) => Ok(()),
        Err(error) => Err(cannot_write(path, &error)),
    }
}

fn open_file(path: &Path) -> Result<File, Error> {
    let cannot = |error: std::io::Error| cannot_write(path, &error);
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(cannot)?;
    // The room is taken now, so that a full disk says so before there is a key.
    let taken = file
        .write_all(&[b'\n'; 1024])
        .and_then(|()| file.sync_all());
    if let Err(error) = taken {
        let _ = std::fs::remove_file(path);
        return Err(cannot(error));
    }
    Ok(file)
}

fn write_file(file: Option<&mut File>, key: &AppKey) -> std::io::Result<()> {
    let file = file.ok_or(std::io::ErrorKind::NotFound)?;
    file.rewind()?;
    file.write_all(key.expose().as_bytes())?;
    file.write_all(b"\n")?;
    file.set_len(key.expose().len() as u64 + 1)?;
    file.sync_all()
}

fn shell(command: &str) -> Command {
    #[cfg(unix)]
    {
        let mut shell = Command::new("/bin/sh");
        shell.arg("-c").arg(command);
        shell
    }
    #[cfg(not(unix))]
    {
        let mut shell = Command::new("cmd");
        shell.arg("/C").arg(command);
        shell
    }
}

/// The command is started when there is something to give it: one that read nothing and went on with
/// an empty secret would do harm. Before that only its words are checked.
fn open_exec(command: String) -> Result<Sink, Error> {
    #[cfg(unix)]
    {
        let parsed = Command::new("/bin/sh")
            .args(["-n", "-c", &command])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        if command.trim().is_empty() || !parsed.is_ok_and(|status| status.success()) {
            return Err(Error::usage(tr!(
                "no key was made: the shell cannot read the command '{command}'",
                command
            )));
        }
    }
    Ok(Sink::Exec(command))
}

fn execute(command: &str, key: &AppKey) -> Result<(), Error> {
    let failed = |why: String| {
        Error::new(
            Kind::Failed,
            tr!(
                "the command '{command}' did not take the secret: {why}",
                command,
                why
            ),
        )
    };
    let (reader, mut writer) = std::io::pipe().map_err(|error| failed(error.to_string()))?;
    let unread = Unread::of(&reader, key);
    let mut child = shell(command)
        .stdin(reader)
        .spawn()
        .map_err(|error| failed(error.to_string()))?;
    let given = writer
        .write_all(key.expose().as_bytes())
        .and_then(|()| writer.write_all(b"\n"));
    // The end of the input.
    drop(writer);
    let status = child.wait().map_err(|error| failed(error.to_string()))?;
    if !status.success() {
        return Err(failed(status.to_string()));
    }
    given.map_err(|error| failed(error.to_string()))?;
    if unread.is_some_and(|unread| unread.any()) {
        return Err(failed(tr!("it ended without reading it")));
    }
    Ok(())
}

/// An empty pipe has room for at least this much on every Unix.
#[cfg(unix)]
const SURELY_TAKEN: usize = 4096;

/// The reading end of a pipe, kept to see whether anything of a secret stays in it.
#[cfg(unix)]
struct Unread(std::io::PipeReader);

#[cfg(unix)]
impl Unread {
    /// `None` where it cannot be kept, or a command that reads nothing would be waited for for ever:
    /// a pipe that has a reader takes this much at once and no more for certain.
    fn of(reader: &std::io::PipeReader, key: &AppKey) -> Option<Unread> {
        let fits = key.expose().len() < SURELY_TAKEN;
        fits.then(|| reader.try_clone().ok()).flatten().map(Unread)
    }

    /// Whether more than the line end is left. Something that the command left behind may be about to
    /// read it: it gets a moment.
    fn any(&self) -> bool {
        let left = || rustix::io::ioctl_fionread(&self.0).is_ok_and(|left| left > 1);
        for _ in 0..20 {
            if !left() {
                return false;
            }
            std::thread::sleep(std::time::Duration::from_millis(25));
        }
        left()
    }
}

/// What a command leaves unread; here nothing can be told.
#[cfg(not(unix))]
struct Unread;

#[cfg(not(unix))]
impl Unread {
    fn of(_: &std::io::PipeReader, _: &AppKey) -> Option<Unread> {
        None
    }

    fn any(&self) -> bool {
        false
    }
}
