//! `duty help man DIR`: the man pages, which the binary carries, written where `man` finds them.

use std::io::Read;
use std::path::Path;

use flate2::read::DeflateDecoder;
use serde_json::json;
use tr::tr;

use crate::error::{Error, Exit};
use crate::local::files;
use crate::session::app::App;

/// The pages as `build.rs` packs them.
mod packed {
    include!(concat!(env!("OUT_DIR"), "/man.rs"));

    /// Where each page belongs, and how long it is; and all pages, one after the other, deflated.
    pub fn all() -> (&'static [(&'static str, usize)], &'static [u8]) {
        (&PAGES, PACKED)
    }
}

/// Write every page below this folder: English in `man1`, Chinese in `zh_CN/man1`.
pub fn run(app: &mut App, folder: &str) -> Result<Exit, Error> {
    let folder = &files::below_home(folder.into());
    let (pages, packed) = packed::all();
    let mut text = Vec::new();
    DeflateDecoder::new(packed)
        .read_to_end(&mut text)
        .map_err(anyhow::Error::new)?;
    let mut rest = text.as_slice();
    for (place, length) in pages {
        let (page, others) = rest.split_at(*length);
        rest = others;
        write(&folder.join(place), page)?;
    }
    if app.out.is_json() {
        app.out.json(&json!({
            "schema_version": 1,
            "directory": folder.display().to_string(),
            "pages": pages.len(),
            "warnings": [],
        }))?;
    } else {
        app.out.line(&tr!(
            "{n} man pages are in {folder}",
            n = pages.len(),
            folder = folder.display()
        ))?;
        app.out.note(&tr!(
            "'man' finds them there if MANPATH names the folder, or if it is the share/man beside a bin of PATH."
        ));
    }
    Ok(Exit::Done)
}

/// Readable by everybody, as man pages are, unlike what `local/files` writes.
fn write(path: &Path, page: &[u8]) -> Result<(), Error> {
    let folder = path.parent().unwrap_or(path);
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(path, page))
        .map_err(|error| files::cannot_write(path, &error))
}
