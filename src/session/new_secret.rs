//! The secret of a new key, which is in one answer and is not lost: a place that takes nothing is refused before, and
//! what a place did not take is kept in a file.

use tr::tr;

use crate::error::{Error, UndeliveredSecret};
use crate::lenient::Id;
use crate::local::key_memory::KeyMemory;
use crate::local::keys::AppKey;
use crate::local::undelivered;
use crate::local::undelivered::Room;
use crate::session::app::Session;
use crate::ui::terminal::{Stream, is_lost};

/// What a secret would be written to has to be there.
///
/// # Errors
/// `Usage` where standard output leads nowhere.
pub fn check_stdout() -> Result<(), Error> {
    is_lost(Stream::Stdout).map_or(Ok(()), |why| {
        Err(
            Error::usage(tr!("the secret would be lost: {why}", why)).hint(tr!(
                "give stdout a reader, or use --save, --output-file or --exec"
            )),
        )
    })
}

/// The secret of the key `id`, called `name`, in a file that the error names.
///
/// # Errors
/// The same error where the file cannot be written.
pub fn in_file(
    session: &Session<'_>,
    (id, name, key): (Id, &str, &AppKey),
    error: Error,
    room: Option<Room>,
) -> Result<Error, Error> {
    let server = session.server_name();
    let Ok(path) = undelivered::keep(session.paths, &server, id, key, room) else {
        return Err(error);
    };
    // By that it is known again, and told from the key of another server that has its number.
    KeyMemory::of(session.paths).learn_made(&server, id, key);
    let mut error = error.detail(tr!(
        "the key {0} was created all the same; its secret is in {1}, which only you can read",
        format!("{name} ({id})"),
        path.display()
    ));
    error.undelivered = Some(Box::new(UndeliveredSecret {
        id: id.0,
        name: name.to_owned(),
        path,
    }));
    Ok(error)
}
