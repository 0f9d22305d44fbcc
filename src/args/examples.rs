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
        path: "sandbox serve",
        lines: &[(
            "duty sandbox serve --listen 127.0.0.1:8723",
            "For another terminal, or a program under test",
        )],
        json: Json::Text(
            r#"{
  "base_url": "http://127.0.0.1:8723",
  "app_key": "…"
}"#,
        ),
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

/// The examples of a command by its words after `duty`.
pub fn of(path: &str) -> Option<&'static Examples> {
    EXAMPLES.iter().find(|examples| examples.path == path)
}
