//! What each command prints as JSON, as JSON Schema (`api/output`): for `duty help json`, for the columns of
//! lists, and for the tests, which hold every JSON that they see against it.

use serde_json::{Value, json};
use tr::tr;

use crate::text::duty;

/// What the answers of several commands are made of.
pub const COMMON: &str = include_str!("../../api/output/common.schema.json");

/// The one object on stderr of a command that fails.
pub const ERROR: &str = include_str!("../../api/output/error.schema.json");

/// What stderr has where an answer has left before there was something to warn of.
pub const WARNINGS: &str = include_str!("../../api/output/warnings.schema.json");

/// By the words of the command; what an option changes altogether has that with it.
pub const ALL: &[(&str, &str)] = &[
    (
        "profile show",
        include_str!("../../api/output/profile-show.schema.json"),
    ),
    (
        "profile set",
        include_str!("../../api/output/profile-set.schema.json"),
    ),
    (
        "prefs show",
        include_str!("../../api/output/prefs-show.schema.json"),
    ),
    (
        "prefs channels",
        include_str!("../../api/output/prefs-channels.schema.json"),
    ),
    (
        "prefs set",
        include_str!("../../api/output/prefs-set.schema.json"),
    ),
    (
        "prefs add",
        include_str!("../../api/output/prefs-add.schema.json"),
    ),
    (
        "prefs remove",
        include_str!("../../api/output/prefs-remove.schema.json"),
    ),
    (
        "prefs clear",
        include_str!("../../api/output/prefs-clear.schema.json"),
    ),
    (
        "prefs copy",
        include_str!("../../api/output/prefs-copy.schema.json"),
    ),
    (
        "prefs apply",
        include_str!("../../api/output/prefs-apply.schema.json"),
    ),
    (
        "prefs diff",
        include_str!("../../api/output/prefs-diff.schema.json"),
    ),
    (
        "prefs edit",
        include_str!("../../api/output/prefs-edit.schema.json"),
    ),
    (
        "prefs undo",
        include_str!("../../api/output/prefs-undo.schema.json"),
    ),
    (
        "prefs undo --list",
        include_str!("../../api/output/prefs-undo-list.schema.json"),
    ),
    (
        "prefs test",
        include_str!("../../api/output/prefs-test.schema.json"),
    ),
    (
        "prefs log",
        include_str!("../../api/output/prefs-log.schema.json"),
    ),
    (
        "prefs export",
        include_str!("../../api/output/prefs-export.schema.json"),
    ),
    (
        "app-key list",
        include_str!("../../api/output/app-key-list.schema.json"),
    ),
    (
        "app-key create",
        include_str!("../../api/output/app-key-create.schema.json"),
    ),
    (
        "app-key rotate",
        include_str!("../../api/output/app-key-rotate.schema.json"),
    ),
    (
        "app-key delete",
        include_str!("../../api/output/app-key-delete.schema.json"),
    ),
    (
        "app-key enable",
        include_str!("../../api/output/app-key-enable.schema.json"),
    ),
    (
        "app-key disable",
        include_str!("../../api/output/app-key-disable.schema.json"),
    ),
    (
        "app-key rename",
        include_str!("../../api/output/app-key-rename.schema.json"),
    ),
    (
        "device list",
        include_str!("../../api/output/device-list.schema.json"),
    ),
    (
        "device app",
        include_str!("../../api/output/device-app.schema.json"),
    ),
    (
        "device unbind",
        include_str!("../../api/output/device-unbind.schema.json"),
    ),
    (
        "device bind",
        include_str!("../../api/output/device-bind.schema.json"),
    ),
    (
        "auth list",
        include_str!("../../api/output/auth-list.schema.json"),
    ),
    (
        "auth status",
        include_str!("../../api/output/auth-status.schema.json"),
    ),
    (
        "auth login",
        include_str!("../../api/output/auth-login.schema.json"),
    ),
    (
        "auth remove",
        include_str!("../../api/output/auth-remove.schema.json"),
    ),
    (
        "auth logout",
        include_str!("../../api/output/auth-logout.schema.json"),
    ),
    (
        "auth switch",
        include_str!("../../api/output/auth-switch.schema.json"),
    ),
    (
        "auth token",
        include_str!("../../api/output/auth-token.schema.json"),
    ),
    (
        "config path",
        include_str!("../../api/output/config-path.schema.json"),
    ),
    (
        "config list",
        include_str!("../../api/output/config-list.schema.json"),
    ),
    (
        "config get",
        include_str!("../../api/output/config-get.schema.json"),
    ),
    (
        "config set",
        include_str!("../../api/output/config-set.schema.json"),
    ),
    (
        "config unset",
        include_str!("../../api/output/config-unset.schema.json"),
    ),
    (
        "sandbox serve",
        include_str!("../../api/output/sandbox-serve.schema.json"),
    ),
    (
        "sandbox outbox",
        include_str!("../../api/output/sandbox-outbox.schema.json"),
    ),
    (
        "sandbox scan",
        include_str!("../../api/output/sandbox-scan.schema.json"),
    ),
    (
        "sandbox reset",
        include_str!("../../api/output/sandbox-reset.schema.json"),
    ),
    ("open", include_str!("../../api/output/open.schema.json")),
    ("help", include_str!("../../api/output/help.schema.json")),
    (
        "doctor",
        include_str!("../../api/output/doctor.schema.json"),
    ),
    (
        "doctor explain",
        include_str!("../../api/output/doctor-explain.schema.json"),
    ),
    (
        "doctor incident",
        include_str!("../../api/output/doctor-incident.schema.json"),
    ),
    (
        "doctor missed",
        include_str!("../../api/output/doctor-missed.schema.json"),
    ),
    (
        "sandbox page",
        include_str!("../../api/output/sandbox-page.schema.json"),
    ),
    (
        "version",
        include_str!("../../api/output/version.schema.json"),
    ),
];

const COMMON_FILE: &str = "common.schema.json#";

/// The schema of a command's answer, as it stands in its file.
pub fn of(path: &str) -> Option<&'static str> {
    let found = ALL.iter().find(|(name, _)| *name == path);
    found.map(|(_, schema)| *schema)
}

/// The same in one piece: what is common is in it.
pub fn whole(schema: &str) -> Value {
    let mut schema = parsed(&schema.replace(COMMON_FILE, "#"));
    schema["$defs"] = parsed(&COMMON.replace(COMMON_FILE, "#"))["$defs"].take();
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
        "Every answer is one object with schema_version and warnings (code, message); a list has its items in\n'items'. Ids are strings, times are UTC (RFC 3339), seconds are in members that end in _seconds; what is\nknown to be nothing is null, and no member is left out. Channels and targets are spelt as on the command\nline. What changes something says 'changed' and 'dry_run'. What waits prints a line an event, each with\n'type', the last of which is the result. An error is one object on stderr, with its warnings in it.\n\n'{command}' shows the schema and an example of one of these:",
        command = duty!("help json COMMAND")
    ) + "\n\n"
        + &commands
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| json!({}))
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
