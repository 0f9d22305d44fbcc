//! How duty reads, writes and locks the files of this machine: one way for all of them.
//!
//! A file is written whole or not at all, and for its owner only; it is read only where it is a file, and
//! only up to a limit; a lock is on a file of its own and ends with the process that holds it.

mod append;
mod home;
mod json;
mod lock;
mod read;
mod room;
mod write;

pub use append::append;
pub use home::{argument, below_home, settled};
pub use json::{Unreadable, load_json, save_json};
pub use lock::{Lock, lock};
pub use read::{MIB, list, read, read_named, read_text};
pub use room::Room;
pub use write::{
    behind_links, cannot_write, create_new, folder_of, remove, rename, write, write_new,
};
