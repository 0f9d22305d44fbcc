//! Every command of the tree, and its help, at 80, 60 and 40 columns, in both languages: no line is over the width.
//! Where the locale has only ASCII, only names have more. With `DUTY_SCREENS=DIR` the screens of 80 columns are
//! written there as pictures, those of the rows of the fault matrix in `answers/`; `scripts/screens` does that.

use std::collections::BTreeSet;

use crate::device::picture::svg;
use crate::harness::World;
use crate::hold::rows;
use crate::pty::Pty;

/// What it is called, and what is typed.
const SCREENS: &[(&str, &str)] = &[
    ("first", ""),
    ("help", "prefs set -h"),
    ("doctor", "--sandbox doctor"),
    ("explain", "--sandbox doctor explain 支付核心 critical"),
    ("prefs-show", "--sandbox prefs show"),
    ("prefs-channels", "--sandbox prefs channels"),
    (
        "prefs-set",
        "--sandbox prefs set critical --voice --im feishu --dry-run",
    ),
    ("profile", "--sandbox profile show"),
    ("app-keys", "--sandbox app-key list"),
    ("devices", "--sandbox device list"),
    ("app", "--sandbox device app"),
    ("auth-status", "--sandbox auth status"),
    ("no-key", "profile show"),
    ("mistake", "prefs set critical --feishu"),
    ("options", "help options"),
    ("exit-codes", "help exit-codes"),
    ("environment", "help environment"),
];

/// Commands that ask no server, or not where a row asks one: their screens.
const MORE: &[&str] = &[
    "auth list",
    "config get lang",
    "config list",
    "config path",
    "config set lang en --dry-run",
    "prefs undo --list",
    "prefs test critical --dry-run",
    "help",
    "help reasons",
    "sandbox outbox",
    "version",
];

/// A terminal to look at a screen on.
#[derive(Clone, Copy)]
struct Look {
    lang: &'static str,
    locale: &'static str,
    columns: u16,
}

impl Look {
    /// The same in all widths.
    fn widths(lang: &'static str) -> [Look; 3] {
        [80, 60, 40].map(|columns| Look {
            lang,
            locale: "C.UTF-8",
            columns,
        })
    }
}

const ASCII: Look = Look {
    lang: "en",
    locale: "C",
    columns: 80,
};

/// The screen after the command: as many rows as it took.
fn screen(world: &World, words: &str, look: Look) -> vt100::Parser {
    let run = world
        .duty(words)
        .env("DUTY_LANG", look.lang)
        .env("LC_ALL", look.locale)
        .env("TERM", "xterm-256color");
    let mut pty = Pty::start(&run, (look.columns, 24));
    pty.end();
    let shown = format!("$ duty {words}\r\n").into_bytes();
    let bytes = [shown, pty.bytes.clone()].concat();
    let mut all = vt100::Parser::new(900, look.columns, 0);
    all.process(&bytes);
    let rows = all.screen().contents().trim_end().lines().count();
    let mut fitting = vt100::Parser::new(rows as u16 + 1, look.columns, 400);
    fitting.process(&bytes);
    fitting
}

/// What is wrong with a screen.
fn faults(screen: &vt100::Screen, words: &str, look: Look) -> Vec<String> {
    let Look { lang, columns, .. } = look;
    let mut wrong = Vec::new();
    let typed = format!("$ duty {words}").chars().count() / usize::from(columns) + 1;
    let rows: Vec<String> = screen.rows(0, columns).collect();
    // A command to copy and JSON stay whole, and so does what cannot be broken.
    let mut whole = false;
    for (row, line) in rows.iter().enumerate().skip(typed) {
        let goes_on = row > 0 && screen.row_wrapped(row as u16 - 1);
        let copied = ["duty ", "duty'", "$ ", "{", "://"];
        whole = goes_on && whole
            || copied.iter().any(|sign| line.contains(sign))
            || line.trim_start().starts_with(['"', '#'])
            || !line.trim().contains(' ');
        if screen.row_wrapped(row as u16) && !whole {
            wrong.push(format!("{columns} {lang} {words}: {line}"));
        }
        if line.trim_start().starts_with(CLOSING) && !(goes_on && whole) {
            wrong.push(format!(
                "{columns} {lang} {words}: begins with a closing sign: {line}"
            ));
        }
    }
    wrong
}

/// They close something, and begin no line.
const CLOSING: [char; 10] = ['，', '。', '；', '：', '、', '！', '？', '）', '”', '》'];

/// What no terminal of ASCII shows, but for the names that a server has.
fn beyond_ascii(world: &World, text: &str) -> BTreeSet<char> {
    let mut names = String::new();
    let read = |state: &mut serde_json::Value| names = state.to_string();
    world.server.edit(read).unwrap();
    let of_name = |c: &char| ('\u{4e00}'..'\u{a000}').contains(c) || names.contains(*c);
    text.chars()
        .filter(|c| !c.is_ascii() && !of_name(c))
        .collect()
}

fn leaves(command: &clap::Command, path: &str, found: &mut Vec<String>) {
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        let path = format!("{path} {}", sub.get_name());
        leaves(sub, &path, found);
        found.push(path.trim().to_owned());
    }
}

/// Keeps a screen of 80 columns as a picture where one is asked for.
fn keep(screen: &vt100::Screen, name: &str, words: &str, look: Look) {
    let Some(folder) = std::env::var_os("DUTY_SCREENS").map(std::path::PathBuf::from) else {
        return;
    };
    if look.columns != 80 || look.locale == ASCII.locale {
        return;
    }
    let file = folder.join(format!("{name}.{}.svg", look.lang));
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(file, svg(screen, &format!("duty {words}"))).unwrap();
}

/// Looks at the screens of these words.
fn look_at(world: &World, words: &str, looks: &[Look], name: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for look in looks {
        let parser = screen(world, words, *look);
        if !name.is_empty() {
            let name = format!("answers/{}", name.replace(' ', "-"));
            keep(parser.screen(), &name, words, *look);
        }
        wrong.extend(faults(parser.screen(), words, *look));
        if look.locale == ASCII.locale {
            let text = parser.screen().contents();
            let beyond = beyond_ascii(world, &text);
            if !beyond.is_empty() {
                wrong.push(format!("{words}: {beyond:?} in ASCII:\n{text}"));
            }
        }
    }
    wrong
}

#[track_caller]
fn help_fits(looks: &[Look]) {
    let world = World::new();
    let mut paths = vec![String::new()];
    leaves(&duty::cli::tree::command(), "", &mut paths);
    assert!(paths.len() > 50, "{paths:?}");
    let mut wrong = Vec::new();
    for path in paths {
        for help in ["-h", "--help"] {
            wrong.extend(look_at(&world, format!("{path} {help}").trim(), looks, ""));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn help_fits_in_english() {
    help_fits(&Look::widths("en"));
}

#[test]
fn help_fits_in_chinese() {
    help_fits(&Look::widths("zh"));
}

#[test]
fn help_is_ascii_where_the_locale_is() {
    help_fits(&[ASCII]);
}

#[track_caller]
fn answers_fit(looks: &[Look]) {
    let mut wrong = Vec::new();
    // What a key is typed into is asked on a terminal: tests/cli/prompt.rs.
    let asks = |row: &str| !row.contains("stdin");
    let rows = rows::ROWS
        .iter()
        .filter_map(|(path, row)| Some((*path, (*row)?)));
    for (path, row) in rows.filter(|(_, row)| asks(row)) {
        let world = rows::world();
        rows::prepare(&world, row);
        let words = rows::words(&world, row);
        wrong.extend(look_at(&world, &words, looks, path));
    }
    let world = rows::world();
    for words in MORE {
        wrong.extend(look_at(&world, words, looks, words));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn answers_fit_in_english() {
    answers_fit(&Look::widths("en"));
}

#[test]
fn answers_fit_in_chinese() {
    answers_fit(&Look::widths("zh"));
}

#[test]
fn answers_are_ascii_where_the_locale_is() {
    answers_fit(&[ASCII]);
}

#[test]
fn no_line_is_over_the_width() {
    let mut world = World::new();
    world.env_remove("DUTY_BASE_URL").env_remove("DUTY_APP_KEY");
    let mut wrong = Vec::new();
    for (name, words) in SCREENS {
        for lang in ["en", "zh"] {
            for look in Look::widths(lang) {
                let parser = screen(&world, words, look);
                wrong.extend(faults(parser.screen(), words, look));
                keep(parser.screen(), name, words, look);
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
