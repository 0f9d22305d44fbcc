//! What somebody meant who typed a word of another program, or of everyday life. Only what the command really has
//! is suggested: each suggestion is looked for in the tree of commands.

use clap::Command;

use crate::domain::severity::Severity;

/// Words in place of a command, below a noun (`""` is duty itself), and what is meant.
pub const COMMANDS: &[(&str, &[&str], &str)] = &[
    ("", &["login", "signin", "sign-in", "log-in"], "auth login"),
    (
        "",
        &["logout", "signout", "sign-out", "log-out"],
        "auth logout",
    ),
    ("", &["status", "who"], "auth status"),
    ("", &["switch", "use", "context", "contexts"], "auth switch"),
    ("", &["token"], "auth token"),
    (
        "",
        &[
            "keys", "key", "apikey", "api-key", "api-keys", "appkey", "appkeys", "app-keys",
            "app_key",
        ],
        "app-key",
    ),
    ("", &["rotate"], "app-key rotate"),
    ("", &["devices", "phone", "phones", "mobile"], "device"),
    ("", &["bind", "pair", "scan"], "device bind"),
    ("", &["unbind", "unpair"], "device unbind"),
    (
        "",
        &[
            "pref",
            "preferences",
            "preference",
            "notify",
            "notification",
            "notifications",
            "settings",
        ],
        "prefs",
    ),
    ("", &["channel", "channels"], "prefs channels"),
    ("", &["set"], "prefs set"),
    ("", &["show"], "prefs show"),
    ("", &["undo", "revert", "rollback"], "prefs undo"),
    ("", &["edit"], "prefs edit"),
    ("", &["export", "backup"], "prefs export"),
    ("", &["apply", "import", "restore"], "prefs apply"),
    ("", &["diff"], "prefs diff"),
    (
        "",
        &["me", "user", "account", "member", "info"],
        "profile show",
    ),
    ("", &["explain", "why"], "doctor explain"),
    ("", &["incident", "incidents"], "doctor incident"),
    ("", &["missed"], "doctor missed"),
    ("", &["test"], "prefs test"),
    ("", &["log", "audit"], "prefs log"),
    ("", &["check", "diagnose", "diag", "dr"], "doctor"),
    ("", &["configure", "conf", "cfg"], "config"),
    ("", &["outbox", "codes"], "sandbox outbox"),
    ("", &["serve"], "sandbox serve"),
    ("", &["demo", "try", "mock"], "sandbox"),
    ("", &["completions", "complete"], "completion"),
    ("", &["web", "browse", "console", "url"], "open"),
    ("", &["man", "docs", "manual"], "help"),
    (
        "prefs",
        &["list", "ls", "get", "view", "cat", "status"],
        "prefs show",
    ),
    (
        "prefs",
        &["rm", "delete", "del", "unset", "disable"],
        "prefs remove",
    ),
    ("prefs", &["enable", "append"], "prefs add"),
    ("prefs", &["update", "replace", "change"], "prefs set"),
    ("prefs", &["reset", "empty", "none"], "prefs clear"),
    (
        "prefs",
        &["history", "revert", "rollback"],
        "prefs undo --list",
    ),
    ("prefs", &["import", "load", "restore"], "prefs apply"),
    ("prefs", &["save", "dump", "backup"], "prefs export"),
    ("prefs", &["compare"], "prefs diff"),
    ("prefs", &["cp"], "prefs copy"),
    ("profile", &["list", "ls", "get", "view"], "profile show"),
    ("profile", &["edit", "update", "change"], "profile set"),
    ("auth", &["add", "signin", "new"], "auth login"),
    ("auth", &["signout"], "auth logout"),
    ("auth", &["rm", "delete", "forget", "unset"], "auth remove"),
    ("auth", &["use", "select", "set"], "auth switch"),
    ("auth", &["whoami", "show", "check", "info"], "auth status"),
    ("auth", &["contexts"], "auth list"),
    ("auth", &["key", "print"], "auth token"),
    ("app-key", &["show", "get"], "app-key list"),
    (
        "app-key",
        &["new", "add", "generate", "make"],
        "app-key create",
    ),
    ("app-key", &["remove", "revoke"], "app-key delete"),
    ("app-key", &["stop", "off"], "app-key disable"),
    ("app-key", &["start", "on"], "app-key enable"),
    (
        "app-key",
        &["renew", "roll", "replace", "regenerate"],
        "app-key rotate",
    ),
    ("app-key", &["mv", "name"], "app-key rename"),
    ("device", &["show", "get"], "device list"),
    (
        "device",
        &["add", "pair", "scan", "connect", "qr"],
        "device bind",
    ),
    ("device", &["remove", "delete", "unpair"], "device unbind"),
    ("device", &["download", "install"], "device app"),
    ("config", &["show", "view"], "config list"),
    ("config", &["remove", "delete", "del"], "config unset"),
    ("config", &["add"], "config set"),
    ("config", &["edit", "file", "where"], "config path"),
    ("sandbox", &["start", "run", "server"], "sandbox serve"),
    ("sandbox", &["codes", "mail", "inbox"], "sandbox outbox"),
    ("sandbox", &["clear", "delete", "clean"], "sandbox reset"),
    ("doctor", &["why", "trace"], "doctor explain"),
];

/// Options of other programs, and what is meant: the option, or the argument, that the command must have.
pub const OPTIONS: &[(&[&str], &str)] = &[
    (&["--json"], "-o json"),
    (&["--table"], "-o table"),
    (&["--format", "--out", "--fmt"], "--output json"),
    (
        &["--save", "--account", "--profile", "--ctx"],
        "--context NAME",
    ),
    (
        &[
            "--host",
            "--server",
            "--url",
            "--api",
            "--api-url",
            "--endpoint",
        ],
        "--base-url URL",
    ),
    (&["--debug", "--trace"], "--verbose"),
    (&["--silent"], "--quiet"),
    (
        &["--non-interactive", "--batch", "--no-prompt"],
        "--no-input",
    ),
    (&["--no-color", "--no-colour", "--plain"], "--color never"),
    (&["--language", "--locale", "--zh"], "--lang zh"),
    (&["--force", "--assume-yes"], "--yes"),
    (
        &["--dry", "--check", "--plan", "--what-if", "--preview"],
        "--dry-run",
    ),
    (&["--phone", "--call", "--tel", "--telephone"], "--voice"),
    (&["--mail", "--e-mail"], "--email"),
    (&["--text", "--message"], "--sms"),
    (&["--push", "--mobile"], "--app"),
    (&["--feishu"], "--im feishu"),
    (&["--lark"], "--im lark"),
    (&["--dingtalk", "--ding", "--dingding"], "--im dingtalk"),
    (&["--wecom", "--wechat", "--weixin"], "--im wecom"),
    (&["--slack"], "--im slack"),
    (&["--teams"], "--im teams"),
    (&["--severity", "--critical"], "critical"),
    (&["--warning"], "warning"),
    (&["--info"], "info"),
    (&["--all"], "all"),
    (&["--input", "--path"], "--file FILE"),
    (&["--duration", "--limit"], "--wait 5m"),
    (&["--region", "--channel", "--service"], "--space NAME"),
];

/// Words in place of a target, and what is meant.
pub const TARGETS: &[(&[&str], &str)] = &[
    (&["voice", "phone", "call", "语音", "电话"], "--voice"),
    (&["sms", "text", "短信"], "--sms"),
    (&["email", "mail", "邮件"], "--email"),
    (&["app", "push"], "--app"),
    (&["feishu", "飞书"], "--im feishu"),
    (&["lark"], "--im lark"),
    (&["dingtalk", "钉钉"], "--im dingtalk"),
    (&["wecom", "企业微信"], "--im wecom"),
    (&["slack"], "--im slack"),
    (&["teams"], "--im teams"),
    (
        &["crit", "high", "urgent", "p0", "p1", "严重", "紧急"],
        "critical",
    ),
    (&["warn", "medium", "p2", "警告"], "warning"),
    (&["notice", "low", "p3", "提醒", "信息"], "info"),
    (
        &["shifts", "oncall", "on-call", "handover", "换班"],
        "shift",
    ),
    (
        &["status", "statuspage", "status_page", "状态页"],
        "status-page",
    ),
    (&["*", "every", "any", "所有", "全部"], "all"),
];

/// The command that is meant by a word below `noun`, after `duty`.
pub fn command(tree: &Command, noun: &str, word: &str) -> Option<&'static str> {
    let word = word.to_lowercase();
    let found = COMMANDS
        .iter()
        .find(|(below, words, _)| *below == noun && words.contains(&word.as_str()));
    found
        .map(|(_, _, meant)| *meant)
        .filter(|meant| exists(tree, meant))
}

/// Whether a word is the number of an incident, as pages and chats have it.
pub fn is_incident(word: &str) -> bool {
    let number = word.strip_prefix('#').unwrap_or(word);
    number.len() == 6
        && number.bytes().all(|one| one.is_ascii_hexdigit())
        && number.bytes().any(|one| one.is_ascii_digit())
}

/// What is meant by an option, where the command has it.
pub fn option(command: &Command, word: &str) -> Option<&'static str> {
    let word = word.split('=').next().unwrap_or(word).to_lowercase();
    let meant = OPTIONS
        .iter()
        .filter(|(words, _)| words.contains(&word.as_str()));
    meant
        .map(|(_, meant)| *meant)
        .find(|meant| has(command, meant))
}

/// What somebody mistyped.
#[derive(Debug, PartialEq, Eq)]
pub enum Typo {
    /// An option that the command has.
    Own(String),
    /// A word of another program, and what that means here.
    Word(&'static str),
    /// What would be followed by a secret.
    Secret,
}

/// The nearest to a mistyped option; of those that are equally near the command's own.
pub fn typo(command: &Command, word: &str, secrets: &[&str]) -> Option<Typo> {
    let word = word.split('=').next().unwrap_or(word).to_lowercase();
    let name = word.strip_prefix("--")?;
    let far = |known: &str| {
        let distance = strsim::osa_distance(name, known.trim_start_matches('-'));
        // Of three letters two others are another word.
        let most = if name.chars().count() > 4 { 2 } else { 1 };
        (1..=most).contains(&distance).then_some(distance)
    };
    let own = command
        .get_arguments()
        .filter(|arg| !arg.is_hide_set())
        .filter_map(|arg| {
            Some((
                far(arg.get_long()?)?,
                Typo::Own(format!("--{}", arg.get_long()?)),
            ))
        });
    let words = OPTIONS.iter().filter(|(_, meant)| has(command, meant));
    let words = words.flat_map(|(words, meant)| {
        let far = move |word: &&str| Some((far(word)?, Typo::Word(meant)));
        words.iter().filter_map(far)
    });
    let secrets = secrets
        .iter()
        .filter_map(|word| Some((far(word)?, Typo::Secret)));
    let all = own.chain(words).chain(secrets);
    all.min_by_key(|(distance, _)| *distance)
        .map(|(_, typo)| typo)
}

/// What is meant by a word in place of a target.
pub fn target(command: &Command, word: &str) -> Option<&'static str> {
    let word = word.to_lowercase();
    let meant = TARGETS
        .iter()
        .find(|(words, _)| words.contains(&word.as_str()));
    meant
        .map(|(_, meant)| *meant)
        .filter(|meant| has(command, meant))
}

/// What is meant by a word in place of a severity: as tables in Chinese have it, or another program.
pub fn severity(word: &str) -> Option<&'static str> {
    let word = word.to_lowercase();
    let meant = TARGETS
        .iter()
        .find(|(words, _)| words.contains(&word.as_str()));
    meant
        .map(|(_, meant)| *meant)
        .filter(|meant| Severity::ALL.iter().any(|one| one.word() == *meant))
}

/// The command that has this option, where the one that was typed has not.
pub fn elsewhere(tree: &Command, option: &str) -> Option<String> {
    let name = option.strip_prefix("--")?.split('=').next()?;
    let mut found = None;
    for noun in tree.get_subcommands() {
        for verb in noun.get_subcommands() {
            if verb.get_arguments().any(|arg| arg.get_long() == Some(name)) {
                let path = format!("{} {}", noun.get_name(), verb.get_name());
                // In two places it would be a guess.
                if found.replace(path).is_some() {
                    return None;
                }
            }
        }
    }
    found
}

fn exists(tree: &Command, meant: &str) -> bool {
    let mut command = tree;
    for word in meant.split(' ').take_while(|word| !word.starts_with('-')) {
        match command.find_subcommand(word) {
            Some(sub) => command = sub,
            None => return false,
        }
    }
    true
}

/// Whether the command takes this option, or this word as one of its values.
fn has(command: &Command, meant: &str) -> bool {
    let first = meant.split(' ').next().unwrap_or_default();
    command.get_arguments().any(|arg| {
        let long = arg
            .get_long()
            .is_some_and(|long| first == format!("--{long}"));
        let short = arg
            .get_short()
            .is_some_and(|short| first == format!("-{short}"));
        let value = arg.is_positional()
            && arg
                .get_possible_values()
                .iter()
                .any(|value| value.get_name() == first);
        long || short || value
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::tree;

    #[test]
    fn every_command_that_is_suggested_exists_and_no_word_that_is_one_is_explained() {
        let tree = tree::whole();
        for (noun, words, meant) in COMMANDS {
            if cfg!(feature = "sandbox") || !meant.starts_with("sandbox") {
                assert!(exists(&tree, meant), "{meant}");
            }
            let below = if noun.is_empty() {
                Some(&tree)
            } else {
                tree.find_subcommand(noun)
            };
            for word in *words {
                let known = below.and_then(|below| below.find_subcommand(word));
                assert!(known.is_none(), "{noun} {word} is a command");
            }
        }
    }

    #[test]
    fn every_option_that_is_suggested_is_one_of_some_command() {
        let mut tree = tree::whole();
        tree.build();
        let anywhere = |meant: &str| {
            tree.get_subcommands()
                .any(|noun| has(noun, meant) || noun.get_subcommands().any(|verb| has(verb, meant)))
        };
        for (_, meant) in OPTIONS.iter().chain(TARGETS) {
            assert!(anywhere(meant), "{meant}");
        }
    }
}
