//! Examples of `duty sandbox`.

use crate::commands::examples::{Examples, Json};

/// One entry a command.
pub const EXAMPLES: &[Examples] = &[
    Examples {
        path: "sandbox serve",
        lines: &[
            (
                "duty sandbox serve --listen 127.0.0.1:8723",
                "For another terminal, or a program under test",
            ),
            (
                "duty sandbox serve --spaces 1000",
                "A large account, in memory, for a load test",
            ),
        ],
        json: Json::Text(
            r#"{
  "base_url": "http://127.0.0.1:8723",
  "app_key": "…"
}"#,
        ),
    },
    Examples {
        path: "sandbox outbox",
        lines: &[
            (
                "duty sandbox outbox",
                "The code that a command just asked for",
            ),
            (
                "duty sandbox outbox -o json",
                "For a script, newest last and the authenticators after them",
            ),
        ],
        json: Json::Text(
            r#"[
  {
    "at": "2026-11-23T14:05:00+08:00",
    "person_id": 80011,
    "device": "email",
    "to": "new@example.com",
    "to_masked": "n***@example.com",
    "code": "123456",
    "expires_at": "2026-11-23T14:10:00+08:00",
    "used": false
  }
]"#,
        ),
    },
    Examples {
        path: "sandbox reset",
        lines: &[("duty sandbox reset", "Back to the account as it was")],
        json: Json::None,
    },
    Examples {
        path: "sandbox scan",
        lines: &[
            (
                "duty sandbox scan",
                "While 'duty device bind --sandbox' waits in another terminal",
            ),
            (
                "duty sandbox scan --name 'iPhone 17' --os 'iOS 26.1'",
                "As another phone",
            ),
        ],
        json: Json::Text(
            r#"{
  "device_id": "dev_…",
  "device_name": "Pixel 10",
  "os_version": "Android 16"
}"#,
        ),
    },
];
