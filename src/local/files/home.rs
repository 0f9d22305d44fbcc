//! `~` where no shell has put the home in its place: behind a `=`, in a file of variables, in a unit of systemd;
//! and one path for one place.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::builder::{OsStringValueParser, TypedValueParser};
use directories::BaseDirs;

/// How the name of a file is read wherever an option has one.
pub fn argument() -> impl TypedValueParser<Value = PathBuf> {
    OsStringValueParser::new().map(|text: OsString| below_home(PathBuf::from(text)))
}

/// The same path, where it begins at the home of this user. A file that is called `~` is `./~`.
pub fn below_home(path: PathBuf) -> PathBuf {
    match (path.strip_prefix("~"), BaseDirs::new()) {
        (Ok(rest), Some(dirs)) if dirs.home_dir().is_absolute() => joined(dirs.home_dir(), rest),
        _ => path,
    }
}

/// The one path of what may be reached by several; it need not be there yet.
pub fn settled(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    path.ancestors()
        .find_map(|above| {
            let rest = path.strip_prefix(above).ok()?;
            Some(joined(&above.canonicalize().ok()?, rest))
        })
        .unwrap_or(path)
}

fn joined(home: &Path, rest: &Path) -> PathBuf {
    match rest.as_os_str().is_empty() {
        true => home.to_owned(),
        false => home.join(rest),
    }
}
