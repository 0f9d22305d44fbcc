//! Examples of `duty device`.

use crate::commands::examples::{Examples, Json};

/// One entry a command.
pub const EXAMPLES: &[Examples] = &[
    Examples {
        path: "device list",
        lines: &[("duty device list", "The phones that get pushes")],
        json: Json::Run("device list -o json"),
    },
    Examples {
        path: "device bind",
        lines: &[
            ("duty device bind", "Show the code, and wait for the phone"),
            (
                "duty device bind --png code.png --wait 2m",
                "The code as an image, renewed until a phone is bound",
            ),
            (
                "duty device bind -o json",
                "One code for a program that shows it in its own way",
            ),
        ],
        json: Json::Text(
            r#"{
  "content": "…",
  "expires_at": "2026-11-23T03:15:30+00:00"
}"#,
        ),
    },
    Examples {
        path: "device unbind",
        lines: &[
            (
                "duty device unbind 'Pixel 9'",
                "By name; two of one name are told apart by their ids",
            ),
            (
                "duty device unbind dev_0000000000000a01 --dry-run",
                "By id; say what it would mean, and do nothing",
            ),
        ],
        json: Json::Run("device unbind dev_0000000000000a01 --yes -o json"),
    },
    Examples {
        path: "device app",
        lines: &[("duty device app", "By platform, and what to allow it")],
        json: Json::Run("device app -o json"),
    },
];
