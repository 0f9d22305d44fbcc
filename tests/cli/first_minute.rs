//! What somebody sees first: `duty` alone, `-h`, the sandbox that says how to go on.

use duty::cli::tree;

use crate::harness::World;
use crate::pty::Pty;

/// The words of every command, `duty` itself first.
fn paths() -> Vec<String> {
    fn below(command: &clap::Command, path: &str, found: &mut Vec<String>) {
        found.push(path.to_owned());
        for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
            below(sub, format!("{path} {}", sub.get_name()).trim(), found);
        }
    }
    let mut found = Vec::new();
    below(&tree::whole(), "", &mut found);
    found
}

#[test]
fn every_short_help_fits_a_small_terminal_in_both_languages() {
    let world = World::new();
    let mut wrong = Vec::new();
    let paths = paths();
    assert!(paths.len() > 45, "{paths:?}");
    for path in paths {
        for lang in ["en", "zh"] {
            let words = format!("{path} -h");
            let ran = world.duty(&words).env("DUTY_LANG", lang).any_stdout().run();
            let rows = ran.stdout.lines().count();
            if rows > 24 {
                wrong.push(format!("{words} ({lang}): {rows} rows\n{}", ran.stdout));
            }
            for line in ran.stdout.lines() {
                // A command to copy is not broken.
                let command = line.starts_with("  duty ");
                if !command && console::measure_text_width(line) > 80 {
                    wrong.push(format!("{words} ({lang}): {line}"));
                }
            }
            for sign in ["Global options:\n", "[env"] {
                assert!(!ran.stdout.contains(sign), "{words}: {}", ran.stdout);
            }
            let examples = if lang == "en" {
                "Examples:"
            } else {
                "示例："
            };
            let usage = if lang == "en" { "Usage:" } else { "用法：" };
            let leaf = tree::whole();
            let leaf = path
                .split(' ')
                .fold(&leaf, |at, word| at.find_subcommand(word).unwrap_or(at));
            if !leaf.has_subcommands() {
                let at = ran.stdout.find(examples);
                assert!(
                    at.is_some() && at < ran.stdout.find(usage),
                    "{words}: {}",
                    ran.stdout
                );
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// In a window of 60 columns and of 40 the page has every word of its texts, broken once: what is broken at another
/// width first has lines that end early.
#[test]
fn a_short_help_in_a_narrow_window_is_whole_and_broken_once() {
    let world = World::new();
    let mut wrong = Vec::new();
    for (words, about) in [
        (
            "device bind -h",
            "Bind a phone: shows the code that the Flashduty app scans, and waits for the phone",
        ),
        (
            "prefs set -h",
            "Where somebody else writes at the same time, make the change again to what they left, up to N times",
        ),
        (
            "prefs -h",
            "Show who changed your preferences, keys, phones or contact, when and from where",
        ),
        (
            "-h",
            "Keep APP keys in the keyring, and say which account commands work in",
        ),
    ] {
        for columns in [60, 40] {
            let mut pty = Pty::start(&world.duty(words), (columns, 80));
            assert_eq!(pty.end(), 0);
            let text = pty.text();
            let one: Vec<&str> = text.split_whitespace().collect();
            if !one.join(" ").contains(about) {
                wrong.push(format!(
                    "{words} at {columns}: {about} is not whole in\n{text}"
                ));
            }
            if text.contains('…') {
                wrong.push(format!("{words} at {columns} is cut:\n{text}"));
            }
            let lines: Vec<&str> = text.lines().collect();
            // Prose: what stands before an empty line, from the first on.
            for pair in lines
                .windows(2)
                .take_while(|pair| !pair[0].is_empty() && !pair[1].is_empty())
            {
                let word = pair[1].split(' ').next().unwrap();
                if pair[0].len() + 1 + word.len() <= usize::from(columns) {
                    wrong.push(format!("{words} at {columns} is broken early:\n{text}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn duty_alone_says_where_to_start() {
    let ran = World::new().duty("").any_stderr().status(2).run();
    for part in [
        "Start here:\n  duty --sandbox doctor",
        "duty auth login",
        "  doctor",
        "duty help TOPIC",
    ] {
        assert!(ran.stderr.contains(part), "{part}: {}", ran.stderr);
    }
    assert!(ran.stderr.lines().count() <= 24, "{}", ran.stderr);
}

#[test]
fn help_options_has_what_the_short_help_leaves_out() {
    let world = World::new();
    let ran = world.duty("help options").any_stdout().run();
    for option in [
        "--context <NAME>",
        "-o, --output",
        "--sandbox",
        "DUTY_TIMEOUT]",
    ] {
        assert!(ran.stdout.contains(option), "{option}: {}", ran.stdout);
    }
    let zh = world.duty("help options --lang zh").any_stdout().run();
    assert!(zh.stdout.contains("--context <NAME>"), "{}", zh.stdout);
    assert!(!zh.stdout.contains("Account to work in"), "{}", zh.stdout);
}

/// A world whose only account is the made-up one.
fn alone() -> World {
    let mut world = World::new();
    world.env_remove("DUTY_BASE_URL").env_remove("DUTY_APP_KEY");
    world
}

#[test]
fn the_sandbox_says_how_to_go_on_and_only_there() {
    let world = alone();
    let mut pty = Pty::start(
        &world.duty("--sandbox device bind").env("LANG", "C.UTF-8"),
        (80, 24),
    );
    pty.until_text("'duty sandbox scan' plays");
    pty.send("\x03");
    pty.end();
    let mut pty = Pty::start(&world.duty("--sandbox app-key delete ci-2024"), (80, 30));
    pty.until_text("[y/N]");
    pty.send("y\r");
    pty.until_text("authenticator app");
    pty.send("\r");
    pty.until_text("'duty sandbox outbox'");
    pty.send("\x03");
    pty.end();
    let other = World::new();
    let mut pty = Pty::start(&other.duty("device bind").env("LANG", "C.UTF-8"), (80, 30));
    let text = pty.until_text("Scan to Login");
    assert!(!text.contains("andbox"), "{text}");
    pty.send("\x03");
    pty.end();
}

#[test]
fn the_sandbox_goes_on_after_its_own_key_was_rotated() {
    let world = alone();
    let ran = world
        .duty("--sandbox auth status")
        .any_stdout()
        .any_stderr()
        .run();
    assert!(ran.stdout.contains("张三"), "{}", ran.stdout);
    world
        .duty("--sandbox app-key rotate --self --delete --output-file new.key --verify-device totp --verify-code")
        .arg(code(&world))
        .any_stdout()
        .any_stderr()
        .run();
    let ran = world
        .duty("--sandbox profile show")
        .any_stdout()
        .any_stderr()
        .run();
    assert!(ran.stdout.contains("张三"), "{}", ran.stdout);
    world
        .duty("--sandbox auth status")
        .any_stdout()
        .any_stderr()
        .run();
}

/// What the authenticator app of the made-up person shows.
fn code(world: &World) -> String {
    let ran = world
        .duty("sandbox outbox -o json")
        .any_stdout()
        .any_stderr()
        .run();
    let outbox: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let items = outbox["items"].as_array().unwrap();
    let own = |item: &&serde_json::Value| item["person_id"] == "80011" && item["device"] == "totp";
    let item = items.iter().find(own).unwrap();
    item["code"].as_str().unwrap().to_owned()
}

#[test]
fn arguments_are_explained_in_the_order_in_which_they_are_typed() {
    let world = World::new();
    for words in ["doctor explain --help", "doctor explain -h"] {
        let ran = world.duty(words).any_stdout().run();
        let explained = |name: &str| ran.stdout.rfind(name).unwrap();
        assert!(
            explained("<SPACE>") < explained("<SEVERITY>"),
            "{}",
            ran.stdout
        );
    }
}
