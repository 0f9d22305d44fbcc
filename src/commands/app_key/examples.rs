//! Examples of `duty app-key`.

use crate::commands::examples::{Examples, Json};

/// One entry a command.
pub const EXAMPLES: &[Examples] = &[
    Examples {
        path: "app-key list",
        lines: &[
            (
                "duty app-key list",
                "How many of five are used, how old, and which one duty uses",
            ),
            (
                "duty app-key list --person lisi@example.com",
                "The owner looks at the keys of a member",
            ),
        ],
        json: Json::Run("app-key list -o json"),
    },
    Examples {
        path: "app-key create",
        lines: &[
            (
                "duty app-key create",
                "On a terminal: shown once, named after this machine",
            ),
            (
                "KEY=$(duty app-key create ci -q)",
                "In a script: the secret and nothing else",
            ),
            (
                "duty app-key create ci --save=ci",
                "Into the keyring as context ci, and not printed",
            ),
            (
                "duty app-key create ci --exec 'gh secret set DUTY_APP_KEY'",
                "Handed to another program on its standard input",
            ),
        ],
        json: Json::Text(
            r#"{
  "key_id": 60001,
  "key_name": "ci",
  "secret_to": "stdout",
  "key": "…"
}"#,
        ),
    },
    Examples {
        path: "app-key delete",
        lines: &[
            (
                "duty app-key delete ci-2024",
                "Asks, and asks for a verification code",
            ),
            (
                "DUTY_VERIFY_CODE=123456 DUTY_VERIFY_DEVICE=totp duty app-key delete 5002 --yes",
                "In a script",
            ),
        ],
        json: Json::Text(
            r#"{
  "action": "delete",
  "key_id": 5002,
  "key_name": "ci-2024",
  "changed": true,
  "dry_run": false
}"#,
        ),
    },
    Examples {
        path: "app-key enable",
        lines: &[(
            "duty app-key enable ci-2024",
            "What was disabled works again",
        )],
        json: Json::Text(
            r#"{
  "action": "enable",
  "key_id": 5002,
  "key_name": "ci-2024",
  "changed": true,
  "dry_run": false
}"#,
        ),
    },
    Examples {
        path: "app-key disable",
        lines: &[(
            "duty app-key disable laptop",
            "A key that may be lost is stopped, and kept",
        )],
        json: Json::Text(
            r#"{
  "action": "disable",
  "key_id": 5001,
  "key_name": "laptop",
  "changed": true,
  "dry_run": false
}"#,
        ),
    },
    Examples {
        path: "app-key rename",
        lines: &[("duty app-key rename 5002 ci-old", "By id or by name")],
        json: Json::Run("app-key rename 5002 ci-old -o json"),
    },
    Examples {
        path: "app-key rotate",
        lines: &[
            (
                "duty app-key rotate",
                "The key that duty uses, stored where the old one was",
            ),
            (
                "duty app-key rotate ci --output-file ci.key --delete",
                "Another key: the new one into a file, the old one deleted",
            ),
            (
                "duty app-key rotate --resume",
                "Finish, or undo, one that was cut off",
            ),
        ],
        json: Json::Text(
            r#"{
  "key_id": 60001,
  "key_name": "laptop",
  "secret_to": "the keyring, context default",
  "old_key_id": 5001,
  "old": "disabled"
}"#,
        ),
    },
];
