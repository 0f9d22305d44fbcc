//! What duty remembers between runs: JSON files that say which version they are of.

use std::path::Path;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::Error;
use crate::local::files::read::{MIB, read};
use crate::local::files::write::write;

/// A file of more than this is not one of these.
const LIMIT: u64 = 4 * MIB;

#[derive(Serialize, Deserialize)]
struct Versioned<T> {
    version: u64,
    #[serde(flatten)]
    content: T,
}

/// Why such a file cannot be read.
#[derive(Debug)]
pub enum Unreadable {
    /// It cannot be had.
    Failed(Error),
    /// It is of a later version.
    Newer,
    /// It is something else.
    Broken(serde_json::Error),
}

/// What a file of this version, or of one before it, holds; `None` where there is none.
pub fn load_json<T: DeserializeOwned>(path: &Path, version: u64) -> Result<Option<T>, Unreadable> {
    let Some(bytes) = read(path, LIMIT).map_err(Unreadable::Failed)? else {
        return Ok(None);
    };
    let value: Value = serde_json::from_slice(&bytes).map_err(Unreadable::Broken)?;
    if value["version"].as_u64().is_some_and(|its| its > version) {
        return Err(Unreadable::Newer);
    }
    let read: Versioned<T> = serde_json::from_value(value).map_err(Unreadable::Broken)?;
    Ok(Some(read.content))
}

/// Write such a file.
pub fn save_json<T: Serialize>(path: &Path, version: u64, content: &T) -> Result<(), Error> {
    let mut bytes = serde_json::to_vec_pretty(&Versioned { version, content })
        .map_err(|error| Error::failed(error.to_string()))?;
    bytes.push(b'\n');
    write(path, &bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_saved_is_loaded_and_the_rest_is_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let load = || load_json::<std::collections::BTreeMap<String, u64>>(&path, 2);
        assert!(matches!(load(), Ok(None)));
        save_json(&path, 2, &json!({"a": 1})).unwrap();
        assert_eq!(load().unwrap().unwrap()["a"], 1);
        save_json(&path, 1, &json!({"a": 2})).unwrap();
        assert_eq!(load().unwrap().unwrap()["a"], 2);
        save_json(&path, 3, &json!({"a": 1})).unwrap();
        assert!(matches!(load(), Err(Unreadable::Newer)));
        for broken in [
            "",
            "{half",
            "[]",
            "{\"a\": 1}",
            "{\"version\": 2, \"a\": []}",
        ] {
            std::fs::write(&path, broken).unwrap();
            assert!(matches!(load(), Err(Unreadable::Broken(_))), "{broken}");
        }
        std::fs::write(&path, vec![b' '; LIMIT as usize + 1]).unwrap();
        assert!(matches!(load(), Err(Unreadable::Failed(_))));
    }
}
