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
            "FLASHDUTY_APP_KEY=\"$(duty auth token)\" flashduty whoami",
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
];

/// Times and a problem in it: shortened, and held against the truth by a test of `doctor`.
const DOCTOR: &str = include_str!("doctor.json");
const DOCTOR_EXPLAIN: &str = include_str!("doctor_explain.json");

/// The examples of a command by its words after `duty`.
pub fn of(path: &str) -> Option<&'static Examples> {
    EXAMPLES.iter().find(|examples| examples.path == path)
}
