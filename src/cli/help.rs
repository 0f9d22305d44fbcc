//! `duty help`: the help of a command, or a topic that belongs to none.

use std::fmt::Write as _;

use tr::tr;

use crate::api::operations::{self, Operation, Status};
use crate::cli::help_page;
use crate::cli::man;
use crate::cli::reasons;
use crate::cli::schemas;
use crate::cli::short_help;
use crate::cli::tree::{self, Help};
use crate::error::{Error, Exit, Kind};
use crate::local::config::name_shown;
use crate::local::options::Lang;
use crate::session::app::App;
use crate::text::duty;
use crate::ui::language;

/// The topics and what they are about.
pub const TOPICS: [&str; 6] = [
    "options",
    "exit-codes",
    "environment",
    "contract",
    "reasons",
    "json",
];

/// Show it.
pub fn run(app: &mut App, command: &Help) -> Result<Exit, Error> {
    let words: Vec<&str> = command.about.iter().map(String::as_str).collect();
    let text = match words.as_slice() {
        ["man", folder] => return man::run(app, folder),
        ["man"] => {
            return Err(
                Error::usage(tr!("the man pages need a directory to go to")).hint(tr!(
                    "'{command}', for instance",
                    command = duty!("help man ./man")
                )),
            );
        }
        ["options"] => global_options(app.settings.lang),
        [topic] if TOPICS.contains(topic) => topic_text(topic),
        words => of_command(words, app.settings.lang)?,
    };
    app.out.help(&text)?;
    Ok(Exit::Done)
}

fn of_command(words: &[&str], lang: Lang) -> Result<String, Error> {
    let mut tree = command_tree(lang);
    // Global options reach the leaves only once the tree is built.
    tree.build();
    let mut command = &mut tree;
    for word in words {
        let Some(sub) = command.find_subcommand_mut(word) else {
            let topic = TOPICS.join(", ");
            let shown: Vec<&str> = words.iter().map(|word| name_shown(word)).collect();
            let shown = shown.join(" ");
            return Err(
                Error::usage(tr!("there is no command or topic '{0}'", shown)).hint(tr!(
                    "'{command}' lists the commands; the topics are {topic}",
                    topic,
                    command = duty!("help")
                )),
            );
        };
        command = sub;
    }
    let text = command.render_help().to_string();
    Ok(help_page::with_wide_colons(&text))
}

/// The options that every command has, which `-h` leaves out.
fn global_options(lang: Lang) -> String {
    let mut tree = command_tree(lang);
    tree.build();
    let options: Vec<(String, String)> = tree
        .get_arguments()
        .filter(|arg| arg.is_global_set())
        .map(|arg| {
            let short = arg.get_short();
            let short = short.map_or("    ".to_owned(), |short| format!("-{short}, "));
            let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
            (format!("{short}{arg}"), help)
        })
        .collect();
    let names = options.iter().map(|(name, _)| name.len()).max();
    let width = names.unwrap_or(0);
    let mut text = tr!("Every command has these options, before its name or after it.") + "\n\n";
    for (name, help) in options {
        let _ = writeln!(text, "  {name:width$}  {help}");
    }
    text
}

/// A topic's text.
pub fn topic_text(topic: &str) -> String {
    match topic {
        "exit-codes" => exit_codes(),
        "environment" => environment(),
        "reasons" => reasons::text(),
        "json" => schemas::rules(),
        _ => contract(),
    }
}

/// What each exit code means.
pub fn exit_code_meanings() -> Vec<(u8, String)> {
    let mut codes = vec![
        (Exit::Done.code(), tr!("done")),
        (
            Exit::Difference.code(),
            tr!(
                "a difference (--check); doctor found something urgent (--strict: anything); explain says no; incident: not notified; missed: a critical one"
            ),
        ),
        (
            Exit::NotKnown.code(),
            tr!(
                "doctor found nothing as in 3, but could not read all that it needs; explain says maybe; incident: not known; prefs log: not all was read; prefs diff and apply: the server does not tell a list"
            ),
        ),
    ];
    codes.extend(
        Kind::ALL
            .into_iter()
            .map(|kind| (kind.exit_code(), meaning(kind))),
    );
    codes.sort_unstable();
    codes
}

fn meaning(kind: Kind) -> String {
    match kind {
        Kind::Failed => {
            tr!("failed: anything not below")
        }
        Kind::Usage => tr!("usage: wrong arguments, a choice that a script must make"),
        Kind::Key => tr!("no key, or the server does not accept it"),
        Kind::NotAllowed => tr!("not allowed"),
        Kind::NotFound => tr!("not found"),
        Kind::Conflict => tr!("conflict: somebody else changed it, a limit is reached"),
        Kind::Verification => tr!("a verification code is needed, wrong, or locked"),
        Kind::RateLimited => tr!("rate limited, after retries"),
        Kind::Unreachable => tr!("the server could not be reached, or answered nonsense"),
        Kind::Interrupted => tr!("interrupted"),
    }
}

fn exit_codes() -> String {
    let mut text = String::new();
    for (code, meaning) in exit_code_meanings() {
        let _ = writeln!(text, "{code:>4}  {meaning}");
    }
    text + "\n"
        + &tr!("With -o json an error is one JSON object on stderr:")
        + "\n"
        + ERROR_SHAPE
        + "\n"
        + &tr!(
            "Where the place of a new key failed, undelivered_key.path is the file that has its secret."
        )
        + "\n"
}

/// The documented shape of an error with `-o json`.
const ERROR_SHAPE: &str = r#"  {"schema_version":1,"error":{"kind","code","message","request_id","hint","commands",
    "retry_after_seconds","location","details","undelivered_key","warnings"}}"#;

/// The variables that duty reads, and what each does.
pub fn variables() -> Vec<(&'static str, String)> {
    let mut variables = vec![
        ("DUTY_APP_KEY", tr!("the APP key")),
        (
            "FLASHDUTY_APP_KEY",
            tr!("the same, as the vendor's CLI reads it; DUTY_APP_KEY wins"),
        ),
        ("DUTY_CONTEXT", tr!("the context, as --context")),
        ("DUTY_BASE_URL", tr!("the server, as --base-url")),
        (
            "FLASHDUTY_BASE_URL",
            tr!("the same, as the vendor's CLI reads it; DUTY_BASE_URL wins"),
        ),
        (
            "DUTY_CONSOLE_URL",
            tr!("where the console of that server is, for 'open'"),
        ),
        (
            "DUTY_OUTPUT",
            tr!("table, json, yaml, csv or tsv, as --output"),
        ),
        (
            "DUTY_LANG",
            tr!("en or zh, as --lang; else LC_ALL, LC_MESSAGES, LANG decide"),
        ),
        (
            "DUTY_VERIFY_CODE",
            tr!("a verification code, as --verify-code; two with a comma"),
        ),
        (
            "DUTY_VERIFY_DEVICE",
            tr!("email, phone or totp, as --verify-device"),
        ),
        ("DUTY_TIMEOUT", tr!("seconds, as --timeout")),
        (
            "DUTY_RETRY_BASE_MS",
            tr!("the first wait before a request is repeated, in milliseconds (1000)"),
        ),
        (
            "DUTY_NO_INPUT",
            tr!("never ask, as --no-input; CI does the same"),
        ),
        (
            "DUTY_COLOR",
            tr!("auto, always or never, as --color; NO_COLOR means never"),
        ),
    ];
    variables.push((
        "DUTY_PAGER, PAGER",
        tr!("what longer output goes through on a terminal (less); empty or cat: nothing"),
    ));
    variables.push((
        "FORCE_HYPERLINK",
        tr!("1: the terminal shows links to pages of the console; 0: it does not"),
    ));
    variables.push((
        "ACCESSIBLE",
        tr!("1: nothing on the screen is redrawn; 'device bind' gives the code as text"),
    ));
    if cfg!(feature = "sandbox") {
        variables.push(("DUTY_SANDBOX", tr!("use the made-up account, as --sandbox")));
    }
    variables.push((
        "COMPLETE",
        tr!("bash, elvish, fish, powershell or zsh: print what makes that shell ask duty for completions"),
    ));
    variables.push((
        "DUTY_CONFIG_DIR",
        tr!("where config.toml is, in place of the system's place"),
    ));
    variables.push((
        "DUTY_DATA_DIR",
        tr!("where keys are that were stored insecurely, and the sandbox's account"),
    ));
    variables.push((
        "DUTY_STATE_DIR",
        tr!("where duty keeps what it remembers between runs"),
    ));
    variables.push((
        "DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR",
        tr!("the session whose keyring is asked (Linux)"),
    ));
    variables.push((
        "VISUAL, EDITOR",
        tr!("what 'prefs edit' opens; VISUAL wins"),
    ));
    variables.push((
        "HTTPS_PROXY, ALL_PROXY, NO_PROXY",
        tr!("proxy, and hosts that are reached without it"),
    ));
    variables.push((
        "SSL_CERT_FILE, SSL_CERT_DIR",
        tr!("root certificates in place of the system's"),
    ));
    variables
}

/// The files that duty reads and writes, and what each is for.
pub fn files() -> Vec<(&'static str, String)> {
    let mut files = vec![
        (
            "~/.local/state/duty/prefs/",
            tr!(
                "what each change of the preferences found (DUTY_STATE_DIR names another directory)"
            ),
        ),
        (
            "~/.local/state/duty/seen/",
            tr!("ids and names that the last commands saw, for completion; it can be deleted"),
        ),
    ];
    if cfg!(feature = "sandbox") {
        files.push((
            "~/.local/share/duty/sandbox.json",
            tr!("the sandbox's account (DUTY_DATA_DIR names another directory)"),
        ));
    }
    files
}

fn environment() -> String {
    let mut text = tr!("Options on the command line win over these variables.") + "\n\n";
    let variables = variables();
    // One long name does not take the room of all descriptions.
    let lengths = variables.iter().map(|(name, _)| name.len());
    let width = lengths.filter(|length| *length <= 24).max().unwrap_or(0);
    for (name, what) in variables {
        let _ = if name.len() > width {
            writeln!(text, "  {name}\n  {:width$}  {what}", "")
        } else {
            writeln!(text, "  {name:width$}  {what}")
        };
    }
    text
}

fn contract() -> String {
    let mut text = tr!(
        "duty speaks to the Flashduty Open API. Most operations are in the vendor's newest reference.\nSome are in an older reference only: the newest has dropped them, and a server may do so too.\nFor some features of the console there is no reference at all; their paths and bodies are this\nproject's own assumption, written down in api/openapi.yaml.\nA server without an operation answers RouteNotFound, and duty says so."
    ) + "\n\n";
    let width = |of: fn(&Operation) -> &'static str| {
        let lengths = operations::ALL.iter().map(|one| of(one).len());
        lengths.max().unwrap_or(0)
    };
    let (ids, paths) = (width(|one| one.id), width(|one| one.path));
    for operation in operations::ALL {
        let status = match operation.status {
            Status::Documented => tr!("documented"),
            Status::FormerlyDocumented => tr!("documented in the vendor's older reference only"),
            Status::Assumed => tr!("assumed"),
        };
        let _ = writeln!(
            text,
            "  {:ids$}  {:paths$}  {status}",
            operation.id, operation.path
        );
    }
    text
}

/// The tree for what was typed: the short page in so many columns where `-h` asks for help, all there is for `--help`.
pub fn tree_for(arguments: &[std::ffi::OsString], lang: Lang, columns: usize) -> clap::Command {
    let mut tree = command_tree(lang);
    let mut words = arguments.iter().skip(1).take_while(|word| *word != "--");
    if !words.any(|word| word == "--help") {
        let mut declared = tree::whole();
        declared.build();
        tree.build();
        short_help::fold(&mut tree, &declared, "", columns, &|text| {
            language::translate(text, lang)
        });
    }
    tree
}

/// The command tree with its help in this language.
pub fn command_tree(lang: Lang) -> clap::Command {
    let tree = tree::command_in(&|text| language::translate(text, lang));
    match lang {
        Lang::En => tree,
        // clap breaks lines at spaces, of which Chinese has few: `Out::help` breaks them.
        Lang::Zh => tree.term_width(0),
    }
}
