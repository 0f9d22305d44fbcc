//! Examples of `duty prefs`.

use crate::commands::examples::{Examples, Json};

/// One entry a command.
pub const EXAMPLES: &[Examples] = &[
    Examples {
        path: "prefs show",
        lines: &[
            ("duty prefs show", "Channel by severity"),
            (
                "duty prefs show -o json",
                "With ids, and whether each channel would reach you",
            ),
        ],
        json: Json::Run("prefs show -o json"),
    },
    Examples {
        path: "prefs channels",
        lines: &[("duty prefs channels", "What 'prefs set' can choose from")],
        json: Json::Run("prefs channels -o json"),
    },
    Examples {
        path: "prefs set",
        lines: &[
            (
                "duty prefs set critical --voice --im feishu",
                "Critical incidents: a call, and the one Feishu app",
            ),
            (
                "duty prefs set all --app --email --dry-run",
                "What would change if all severities used push and email",
            ),
            (
                "duty prefs set status-page --im slack:4404",
                "Status page changes: one of several Slack apps, by id",
            ),
        ],
        json: Json::Run("prefs set critical --voice --im feishu -o json"),
    },
    Examples {
        path: "prefs add",
        lines: &[
            (
                "duty prefs add critical warning --sms",
                "A text message as well, for two severities",
            ),
            (
                "duty prefs add shift --im dingtalk",
                "Notice of your shifts in DingTalk too",
            ),
        ],
        json: Json::Run("prefs add info --app -o json"),
    },
    Examples {
        path: "prefs remove",
        lines: &[
            (
                "duty prefs remove info --email --app",
                "No email and no push for info incidents",
            ),
            (
                "duty prefs remove all --im feishu:4402",
                "An instance that is gone, from all severities",
            ),
        ],
        json: Json::Run("prefs remove warning --email -o json"),
    },
    Examples {
        path: "prefs clear",
        lines: &[
            (
                "duty prefs clear info",
                "Asks, then nobody tells you of info incidents",
            ),
            (
                "duty prefs clear all --allow-silent --yes",
                "In a script, critical included",
            ),
        ],
        json: Json::Run("prefs clear info --yes -o json"),
    },
    Examples {
        path: "prefs copy",
        lines: &[(
            "duty prefs copy critical warning info",
            "Warning and info like critical",
        )],
        json: Json::Run("prefs copy critical info -o json"),
    },
    Examples {
        path: "prefs edit",
        lines: &[
            (
                "duty prefs edit",
                "In the editor that VISUAL or EDITOR names",
            ),
            (
                "EDITOR='code -w' duty prefs edit",
                "With another editor, this once",
            ),
        ],
        json: Json::None,
    },
    Examples {
        path: "prefs export",
        lines: &[
            (
                "duty prefs export > prefs.toml",
                "To keep, to review, to apply",
            ),
            ("duty prefs export -o json", "The same for a program"),
        ],
        json: Json::Run("prefs export -o json"),
    },
    Examples {
        path: "prefs apply",
        lines: &[
            ("duty prefs apply -f prefs.toml", "Make it so"),
            (
                "duty prefs apply -f prefs.toml --check",
                "In a nightly job: exit 3 if somebody changed something",
            ),
            (
                "echo 'info = [\"email\"]' | duty prefs apply -f - --dry-run",
                "From standard input, only shown",
            ),
        ],
        json: Json::Text(
            r#"{
  "changed": true,
  "dry_run": false,
  "difference": true,
  "targets": [
    {
      "target": "info",
      "before": [],
      "after": [
        {
          "channel": "email",
          "type": "email",
          "id": null,
          "name": null,
          "delivers": true,
          "reason": null
        }
      ],
      "added": ["email"],
      "removed": []
    }
  ],
  "warnings": []
}"#,
        ),
    },
    Examples {
        path: "prefs diff",
        lines: &[(
            "duty prefs diff -f prefs.toml",
            "What 'prefs apply' would change",
        )],
        json: Json::Text(
            r#"{
  "changed": false,
  "dry_run": true,
  "difference": false,
  "targets": [],
  "warnings": []
}"#,
        ),
    },
    Examples {
        path: "prefs undo",
        lines: &[
            ("duty prefs undo", "Back to before the last change"),
            ("duty prefs undo --list", "The changes that can be undone"),
            (
                "duty prefs undo 3 --dry-run",
                "What going back by three changes would do",
            ),
        ],
        json: Json::Text(
            r#"[
  {
    "number": 1,
    "at": "2026-11-23T09:12:44+00:00",
    "command": "set info --app",
    "progress": "done",
    "changed": ["info"],
    "before": {"critical": ["email"], "info": ["email"], "shift": [], "status-page": [], "warning": []},
    "after": {"critical": ["email"], "info": ["push"], "shift": [], "status-page": [], "warning": []}
  }
]"#,
        ),
    },
];
