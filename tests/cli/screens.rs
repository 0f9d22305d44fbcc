//! Every screen at 80, 60 and 40 columns, in both languages: no line is over the width. With `DUTY_SCREENS=DIR` the
//! screens of 80 columns are written there as pictures; `scripts/screens` does that.

use crate::device::picture::svg;
use crate::harness::World;
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

/// The screen after the command: as many rows as it took.
fn screen(world: &World, words: &str, lang: &str, columns: u16) -> vt100::Parser {
    let run = world
        .duty(words)
        .env("DUTY_LANG", lang)
        .env("LANG", "C.UTF-8")
        .env("TERM", "xterm-256color");
    let mut pty = Pty::start(&run, (columns, 24));
    pty.end();
    let shown = format!("$ duty {words}\r\n").into_bytes();
    let bytes = [shown, pty.bytes.clone()].concat();
    let mut all = vt100::Parser::new(400, columns, 0);
    all.process(&bytes);
    let rows = all.screen().contents().trim_end().lines().count();
    let mut fitting = vt100::Parser::new(rows as u16 + 1, columns, 400);
    fitting.process(&bytes);
    fitting
}

#[test]
fn no_line_is_over_the_width() {
    let mut world = World::new();
    world.env_remove("DUTY_BASE_URL").env_remove("DUTY_APP_KEY");
    let folder = std::env::var_os("DUTY_SCREENS").map(std::path::PathBuf::from);
    let mut wrong = Vec::new();
    for (name, words) in SCREENS {
        for (lang, columns) in [
            ("en", 80),
            ("zh", 80),
            ("en", 60),
            ("zh", 60),
            ("en", 40),
            ("zh", 40),
        ] {
            let parser = screen(&world, words, lang, columns);
            let screen = parser.screen();
            // The first line is what was typed.
            for (row, line) in screen.rows(0, columns).enumerate().skip(2) {
                // A command to copy and JSON stay whole.
                let whole = ["duty ", "$ ", "{"].iter().any(|sign| line.contains(sign))
                    || line.trim_start().starts_with('"');
                if screen.row_wrapped(row as u16) && !whole {
                    wrong.push(format!("{columns} {lang} {words}: {line}"));
                }
                // In a cell of a table only the library that draws it could see to that.
                let in_a_cell = line.starts_with("     ");
                if line
                    .trim_start()
                    .starts_with(['，', '。', '；', '：', '、', '！', '？', '）', '”', '》'])
                    && !in_a_cell
                {
                    wrong.push(format!(
                        "{columns} {lang} {words}: begins with a closing sign: {line}"
                    ));
                }
            }
            if let (Some(folder), 80) = (&folder, columns) {
                let file = folder.join(format!("{name}.{lang}.svg"));
                std::fs::write(file, svg(screen, &format!("duty {words}"))).unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
