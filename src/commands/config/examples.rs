//! Examples of `duty config`.

use crate::commands::examples::{Examples, Json};

/// One entry a command.
pub const EXAMPLES: &[Examples] = &[
    Examples {
        path: "config path",
        lines: &[("duty config path", "Where config.toml is")],
        json: Json::Text(
            r#"{
  "path": "/home/user/.config/duty/config.toml",
  "exists": true
}"#,
        ),
    },
    Examples {
        path: "config list",
        lines: &[("duty config list", "What it says")],
        json: Json::Text(
            r#"{
  "context": "work",
  "contexts.work.base_url": "https://duty.example",
  "contexts.work.key_store": "keyring",
  "contexts.work.channels_off": "voice,sms"
}"#,
        ),
    },
    Examples {
        path: "config get",
        lines: &[(
            "duty config get contexts.work.base_url",
            "The server of a context",
        )],
        json: Json::Text(
            r#"{
  "name": "contexts.work.base_url",
  "value": "https://duty.example"
}"#,
        ),
    },
    Examples {
        path: "config set",
        lines: &[
            ("duty config set lang zh", "Chinese, whatever the locale"),
            (
                "duty config set contexts.work.channels_off voice,sms",
                "What a private deployment has switched off",
            ),
            (
                "duty config set endpoints.device_list /push/devices",
                "Another path for an operation that is assumed",
            ),
        ],
        json: Json::Text(
            r#"{
  "name": "lang",
  "before": null,
  "after": "zh",
  "dry_run": false
}"#,
        ),
    },
    Examples {
        path: "config unset",
        lines: &[("duty config unset lang", "As the locale says again")],
        json: Json::Text(
            r#"{
  "name": "lang",
  "before": "zh",
  "after": null,
  "dry_run": false
}"#,
        ),
    },
];
