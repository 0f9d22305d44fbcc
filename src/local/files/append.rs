//! A file that is written at its end, as it comes.

use std::fs::File;
use std::path::Path;

use tr::tr;

use crate::error::Error;
use crate::local::files::write::{cannot_write, for_next_time, private};

/// Open a file to write at its end; a new one is for the owner's eyes. A pipe is waited for neither here nor later.
pub fn append(path: &Path) -> Result<File, Error> {
    let mut options = File::options();
    let options = private(options.append(true).create(true));
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(
        options,
        rustix::fs::OFlags::NONBLOCK.bits().cast_signed(),
    );
    let opened = options.open(path).map(for_next_time);
    opened.map_err(|error| match error.raw_os_error() {
        #[cfg(unix)]
        Some(code) if code == rustix::io::Errno::NXIO.raw_os_error() => {
            Error::failed(tr!("nobody reads the pipe {0}", path.display()))
                .hint(tr!("start what reads it first, or name a file"))
        }
        _ => cannot_write(path, &error),
    })
}
