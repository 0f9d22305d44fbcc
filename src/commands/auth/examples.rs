//! Examples of `duty auth`.

use crate::commands::examples::{Examples, Json};

/// One entry a command.
pub const EXAMPLES: &[Examples] = &[
    Examples {
        path: "auth login",
        lines: &[
            (
                "duty auth login",
                "Asks for the key, and keeps it in the keyring",
            ),
            (
                "duty auth login --context work --base-url https://duty.example",
                "A second account, on a private deployment",
            ),
            (
                "duty auth login --app-key-stdin < key.txt",
                "In a script: the key is no argument, which others could see",
            ),
            (
                "duty auth login --import",
                "Take over what the vendor's own CLI has",
            ),
        ],
        json: Json::Text(
            r#"{
  "context": "work",
  "base_url": "https://duty.example",
  "person": {
    "id": 80011,
    "name": "张三"
  },
  "account": {
    "id": 2451002751,
    "name": "星环电商 Starloop"
  },
  "key": "…cdef",
  "key_store": "keyring",
  "insecure": false,
  "dry_run": false
}"#,
        ),
    },
    Examples {
        path: "auth logout",
        lines: &[
            ("duty auth logout --context work", "Delete one stored key"),
            ("duty auth logout --all --yes", "Delete every stored key"),
        ],
        json: Json::Text(
            r#"{
  "contexts": [
    {
      "context": "work",
      "deleted_from": [
        "keyring"
      ]
    }
  ],
  "dry_run": false
}"#,
        ),
    },
    Examples {
        path: "auth status",
        lines: &[
            ("duty auth status", "Whether the key works, and whose it is"),
            (
                "duty auth status --all -o json",
                "The same of every context, for a program",
            ),
        ],
        json: Json::Text(
            r#"{
  "contexts": [
    {
      "context": "work",
      "current": true,
      "base_url": "https://duty.example",
      "state": "valid",
      "person": {
        "id": 80011,
        "name": "张三"
      },
      "account": {
        "id": 2451002751,
        "name": "星环电商 Starloop"
      },
      "key": "…cdef",
      "source": "keyring",
      "insecure": false,
      "shadows": [],
      "message": null,
      "hint": null
    }
  ]
}"#,
        ),
    },
    Examples {
        path: "auth list",
        lines: &[("duty auth list", "The contexts and their servers")],
        json: Json::Text(
            r#"{
  "contexts": [
    {
      "context": "work",
      "current": true,
      "base_url": "https://duty.example",
      "key_store": "keyring",
      "insecure": false
    }
  ]
}"#,
        ),
    },
    Examples {
        path: "auth switch",
        lines: &[("duty auth switch work", "Use this context from now on")],
        json: Json::Text(
            r#"{
  "before": "default",
  "context": "work",
  "changed": true,
  "dry_run": false
}"#,
        ),
    },
    Examples {
        path: "auth token",
        lines: &[(
            "export FLASHDUTY_APP_KEY=\"$(duty auth token)\"",
            "For a program that reads the key from a variable",
        )],
        json: Json::Text(
            r#"{
  "app_key": "0123456789abcdef"
}"#,
        ),
    },
];
