//! Examples of every command, once: help and man pages show them, a test runs those that it can.

/// A command, what it is an example of, and the lines.
pub struct Examples {
    /// The command's words after `duty`.
    pub path: &'static str,
    /// Command line, and what it does.
    pub lines: &'static [(&'static str, &'static str)],
    /// What its JSON looks like, for the man page; a test holds it against the truth.
    pub json: Json,
}

/// Where the example of a command's JSON comes from.
#[derive(Clone, Copy, Debug)]
pub enum Json {
    /// The command prints none.
    None,
    /// What this command line prints in a sandbox that nobody has touched.
    Run(&'static str),
    /// This text, because what it prints is different each time.
    Text(&'static str),
}

/// Every leaf of the command tree that is not hidden has its entry.
pub const EXAMPLES: &[Examples] = &[
    Examples {
        path: "profile show",
        lines: &[
            ("duty profile show", "Who the key belongs to"),
            (
                "duty --sandbox profile show -o json",
                "The same of the made-up account, for a program",
            ),
        ],
        json: Json::Run("profile show -o json"),
    },
    Examples {
        path: "profile set",
        lines: &[
            (
                "duty profile set --nickname 张三 --time-zone Asia/Shanghai --dry-run",
                "What would change, several fields at once",
            ),
            (
                "duty profile set --email new@example.com",
                "A terminal is asked for the code that goes to the new address",
            ),
            (
                "DUTY_VERIFY_CODE=123456 duty profile set --phone +8613800000009",
                "A script passes a code that --send-code had sent before",
            ),
        ],
        json: Json::Run("profile set --nickname 张三丰 --time-zone Europe/London -o json"),
    },
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
    Examples {
        path: "doctor",
        lines: &[
            (
                "duty doctor",
                "Contacts, preferences, every space that concerns you, and what is wrong",
            ),
            (
                "duty doctor --problems --severity critical",
                "Only what keeps critical incidents from you",
            ),
            (
                "duty doctor --at 03:00 --space 'Checkout EU'",
                "What would one space do at three in the morning?",
            ),
            (
                "duty doctor --title '[EU] cart down' --label service=pay-api",
                "And an incident like this?",
            ),
            (
                "duty doctor --strict -o json -q",
                "For a monitor: exit 1 on any problem",
            ),
        ],
        json: Json::Text(DOCTOR),
    },
    Examples {
        path: "doctor explain",
        lines: &[
            (
                "duty doctor explain 'Checkout EU' critical",
                "Which rule takes it, whom it tells, and why",
            ),
            (
                "duty doctor explain 30101 warning --at 23:30 --label service=pay-api",
                "The same of an incident tonight with a label",
            ),
        ],
        json: Json::Text(DOCTOR_EXPLAIN),
    },
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
        path: "completion",
        lines: &[(
            "duty completion zsh > ~/.zfunc/_duty",
            "For a zsh whose fpath has ~/.zfunc",
        )],
        json: Json::None,
    },
    Examples {
        path: "help",
        lines: &[
            ("duty help prefs set", "The same as 'duty prefs set --help'"),
            (
                "duty help exit-codes",
                "What a script can tell from the exit code",
            ),
        ],
        json: Json::None,
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
                "In another one, this once",
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

/// Times and a problem in it: shortened, and held against the truth by a test of `doctor`.
const DOCTOR: &str = include_str!("doctor.json");
const DOCTOR_EXPLAIN: &str = include_str!("doctor_explain.json");

/// The examples of a command by its words after `duty`.
pub fn of(path: &str) -> Option<&'static Examples> {
    EXAMPLES.iter().find(|examples| examples.path == path)
}
