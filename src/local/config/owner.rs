//! Whether only its owner can change `config.toml`: whoever else can decides which server a key goes to.

use std::path::Path;

#[cfg(unix)]
use tr::tr;

use crate::error::Error;

/// That others can change this file, as a sentence; nothing where nobody else can.
///
/// # Errors
/// `Usage` where the file says where a key goes.
#[cfg(unix)]
pub fn check(file: &Path, redirects: bool) -> Result<Option<String>, Error> {
    let Some(shared) = others(file) else {
        return Ok(None);
    };
    let shown = file.display();
    match redirects {
        true => Err(Error::usage(tr!(
            "{shared}, and it says where a key goes: it is not used",
            shared
        ))
        .hint(tr!(
            "look at what it says, then: chown \"$(id -u)\" {shown}; chmod go-w {shown}",
            shown
        ))),
        false => Ok(Some(shared)),
    }
}

/// Here the system's own permissions are trusted.
#[cfg(not(unix))]
pub fn check(_: &Path, _: bool) -> Result<Option<String>, Error> {
    Ok(None)
}

/// As ssh looks at its own: the file, and the folder that it can be exchanged in.
#[cfg(unix)]
fn others(file: &Path) -> Option<String> {
    use std::os::unix::fs::MetadataExt;
    let own = rustix::process::geteuid().as_raw();
    let folder = file.canonicalize().ok()?.parent()?.to_owned();
    for (path, is_folder) in [(file, false), (folder.as_path(), true)] {
        let about = path.metadata().ok()?;
        let shown = path.display();
        if about.uid() != own && about.uid() != 0 {
            return Some(tr!("{shown} belongs to another user", shown));
        }
        // In a folder with the sticky bit only the owner of a file exchanges it.
        let sticky = is_folder && about.mode() & 0o1000 != 0;
        if about.mode() & 0o022 != 0 && !sticky {
            return Some(tr!("others can write to {shown}", shown));
        }
    }
    None
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::fs::{Permissions, set_permissions, write};
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn what_others_can_write_to_is_told_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config.toml");
        write(&file, "").unwrap();
        let of = |folder_mode: u32, file_mode: u32| {
            set_permissions(folder.path(), Permissions::from_mode(folder_mode)).unwrap();
            set_permissions(&file, Permissions::from_mode(file_mode)).unwrap();
            others(&file)
        };
        assert_eq!(of(0o755, 0o644), None);
        assert_eq!(of(0o1777, 0o644), None, "only its owner exchanges it");
        let told = |path: &Path| Some(format!("others can write to {}", path.display()));
        assert_eq!(of(0o755, 0o664), told(&file));
        assert_eq!(of(0o755, 0o646), told(&file));
        assert_eq!(of(0o1777, 0o1666), told(&file));
        let real = folder.path().canonicalize().unwrap();
        assert_eq!(of(0o777, 0o644), told(&real));
    }
}
