//! What each command prints as JSON, as JSON Schema (`api/output`): for `duty help json`, for the columns of
//! lists, and for the tests, which hold every JSON that they see against it.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::LazyLock;

use flate2::read::DeflateDecoder;
use serde_json::{Value, json};
use tr::tr;

use crate::text::duty;

/// The schemas as `build.rs` packs them.
mod packed {
    include!(concat!(env!("OUT_DIR"), "/schemas.rs"));
    include!(concat!(env!("OUT_DIR"), "/commands.rs"));

    /// The name of each, and how long it is; and all of them, one after the other, deflated.
    pub fn all() -> (&'static [(&'static str, usize)], &'static [u8]) {
        (&NAMES, PACKED)
    }
}

/// Every schema by the name of its file.
static TEXTS: LazyLock<BTreeMap<&'static str, String>> = LazyLock::new(|| {
    let (names, packed) = packed::all();
    let mut text = String::new();
    // What build.rs has packed can be unpacked; a test reads all of it.
    let _ = DeflateDecoder::new(packed).read_to_string(&mut text);
    let mut texts = BTreeMap::new();
    let mut rest = text.as_str();
    for (name, length) in names {
        let (one, others) = rest.split_at_checked(*length).unwrap_or_default();
        texts.insert(*name, one.to_owned());
        rest = others;
    }
    texts
});

/// What the answers of several commands are made of.
pub const COMMON: &str = "common";

/// The one object on stderr of a command that fails.
pub const ERROR: &str = "error";

/// What stderr has where an answer has left before there was something to warn of.
pub const WARNINGS: &str = "warnings";

const EXAMPLES: &str = "examples";

/// The name of its file by the words of the command; what an option changes altogether has that with it. Each
/// file says in its title whose answer it is of.
pub const ALL: &[(&str, &str)] = packed::COMMANDS;

const COMMON_FILE: &str = "common.schema.json#";

/// The schema of a command's answer, as it stands in its file.
pub fn of(path: &str) -> Option<&'static str> {
    let found = ALL.iter().find(|(name, _)| *name == path);
    found.map(|(_, schema)| *schema)
}

/// The same in one piece: what is common is in it.
pub fn whole(name: &str) -> Value {
    let mut schema = parsed(name);
    schema["$defs"] = parsed(COMMON)["$defs"].take();
    schema
}

/// The columns of a list; `None` where the answer is none.
pub fn columns(path: &str) -> Option<Vec<String>> {
    let schema = whole(of(path)?);
    let mut item = &schema["properties"]["items"]["items"];
    if let Some(name) = item["$ref"].as_str() {
        item = schema.pointer(name.trim_start_matches('#'))?;
    }
    let columns = item["properties"].as_object()?;
    Some(columns.keys().cloned().collect())
}

/// `duty help json`: the rules that all of it follows, and the commands.
pub fn rules() -> String {
    let commands: String = ALL.iter().map(|(path, _)| format!("  {path}\n")).collect();
    tr!(
        "Every answer is one object with schema_version and warnings (code, message); a list has its items in 'items'. Ids are strings, times are UTC (RFC 3339), seconds are in members that end in _seconds; what is known to be nothing is null, and no member is left out. Channels and targets are spelt as on the command line. What changes something says 'changed' and 'dry_run'. What waits prints a line an event, each with 'type', the last of which is the result. An error is one object on stderr, with its warnings in it.\n\n'{command}' shows the schema and an example of one of these:",
        command = duty!("help json COMMAND")
    ) + "\n\n"
        + &commands
}

/// What the commands print in a made-up account that nobody has touched, by their words; `scripts/generate` runs
/// them. Help has no account to ask.
pub fn examples() -> Value {
    parsed(EXAMPLES)
}

/// What is packed under this name.
pub fn text(name: &str) -> &'static str {
    TEXTS.get(name).map_or("", String::as_str)
}

fn parsed(name: &str) -> Value {
    let text = text(name);
    serde_json::from_str(&text.replace(COMMON_FILE, "#")).unwrap_or_else(|_| json!({}))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::examples::Json;

    #[test]
    fn the_columns_of_lists_are_known() {
        assert_eq!(
            columns("device list").unwrap(),
            ["id", "name", "os_version", "bound_at"]
        );
        assert_eq!(columns("config list").unwrap(), ["name", "value"]);
        assert_eq!(columns("prefs show"), None);
        assert_eq!(columns("nosuch"), None);
    }

    #[test]
    fn every_file_is_of_the_command_that_it_is_named_for() {
        let mut named: Vec<&str> = vec![COMMON, ERROR, EXAMPLES, WARNINGS];
        named.extend(
            crate::cli::examples::all().filter_map(|one| match one.json {
                Json::File(name) => Some(name),
                _ => None,
            }),
        );
        for (path, name) in ALL {
            assert_eq!(path.replace("--", "").replace(' ', "-"), *name);
            named.push(name);
        }
        named.sort_unstable();
        let files: Vec<&str> = packed::all().0.iter().map(|(name, _)| *name).collect();
        assert_eq!(named, files);
    }
}
