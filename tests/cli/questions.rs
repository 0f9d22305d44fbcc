//! Questions on a real terminal, by the keys that people press: lists with wide names, Esc and Ctrl-D, Backspace.

use crate::harness::World;
use crate::pty::Pty;

const LONG: &str = "华东一区生产环境基础架构运维值班告警通知应用";

/// A world whose list has names that are wider than a narrow window.
fn wide() -> World {
    let world = World::new();
    world
        .server
        .edit(|state| {
            let text = state
                .to_string()
                .replace("Slack EU", &format!("{LONG}（甲）"))
                .replace("Slack US", &format!("{LONG}（乙）"));
            *state = serde_json::from_str(&text).unwrap();
        })
        .unwrap();
    world
}

fn row_of_cursor(duty: &Pty) -> (String, u16) {
    let (row, column) = duty.parser.screen().cursor_position();
    let columns = duty.parser.screen().size().1;
    let text = duty.parser.screen().rows(0, columns).nth(row.into());
    (text.unwrap(), column)
}

#[test]
fn a_list_of_wide_names_has_each_once_however_often_it_is_drawn() {
    let world = wide();
    for (columns, lang) in [(80, "en"), (40, "en"), (40, "zh")] {
        let run = world
            .duty("prefs add info --im slack --dry-run")
            .env("DUTY_LANG", lang)
            .any_requests();
        let mut duty = Pty::start(&run, (columns, 24));
        let chosen = |text: &str| {
            text.lines()
                .find(|line| line.starts_with('>'))
                .map(str::to_owned)
        };
        let items = |text: &str| {
            let item = |line: &&str| line.contains("slack:44");
            text.lines().filter(item).count()
        };
        duty.until("list", |parser| items(&parser.screen().contents()) == 2);
        let first = duty.text();
        for round in 0..10 {
            for (key, id) in [("\x1b[B", "4405"), ("\x1b[A", "4404")] {
                duty.send(key);
                duty.until(&format!("choice of {id} in round {round}"), |parser| {
                    let text = parser.screen().contents();
                    items(&text) == 2 && chosen(&text).is_some_and(|line| line.contains(id))
                });
            }
        }
        assert_eq!(duty.text(), first, "{columns} {lang}");
        assert!(first.contains("甲") && first.contains("乙"), "{first}");
        duty.send("\x1b[B\r");
        assert_eq!(duty.end(), 0, "{}", duty.text());
        assert!(!duty.text().contains("\n> "), "{}", duty.text());
        // What was chosen stays, and nothing of the list.
        let told = |line: &&str| line.contains("slack:4405");
        let text = duty.text();
        assert_eq!(text.lines().filter(told).count(), 1, "{text}");
        assert!(!text.contains("slack:4404"), "{text}");
    }
}

/// A list that is longer than the window is on pages, without a word that is not duty's.
#[test]
fn a_long_list_has_pages_and_is_left_with_ctrl_d() {
    let mut world = World::new();
    let mut config = String::new();
    for one in 10..40 {
        let url = world.server.base_url();
        config += &format!("[contexts.c{one}]\nbase_url = \"{url}\"\n");
    }
    let folder = world.home.path().join(".config/duty");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("config.toml"), config).unwrap();
    world.env_remove("DUTY_APP_KEY").env_remove("DUTY_BASE_URL");
    for (lang, first, last) in [
        ("en", "1 to 7 of 30", "29 to 30 of 30"),
        ("zh", "第 1 至 7 项，共 30 项", "第 29 至 30 项，共 30 项"),
    ] {
        let run = world.duty("auth switch").env("DUTY_LANG", lang);
        for key in ["\u{4}", "\x1b"] {
            let mut duty = Pty::start(&run, (60, 10));
            duty.until_text(first);
            assert!(duty.text().contains("> c10"), "{}", duty.text());
            // Up from the first is the last.
            duty.send("\x1b[A");
            duty.until_text(last);
            assert!(duty.text().contains("> c39"), "{}", duty.text());
            assert!(!duty.text().contains("c37"), "{}", duty.text());
            duty.send(key);
            assert_eq!(duty.end(), 130, "{}", duty.text());
            let all = String::from_utf8_lossy(&duty.bytes).into_owned();
            assert!(!all.contains("Page"), "{all}");
            assert!(!duty.text().contains("c39"), "{}", duty.text());
        }
        let mut duty = Pty::start(&run, (60, 10));
        duty.until_text(first);
        duty.send("\x1b[C\x1b[C");
        duty.until_text("> c24");
        duty.send("\r");
        assert_eq!(duty.end(), 0, "{}", duty.text());
        world.duty("config get context").stdout("c24\n").run();
        world.duty("config unset context").any_stdout().run();
    }
}

#[test]
fn who_leaves_a_yes_or_no_has_said_no() {
    let world = World::new();
    for (columns, keys) in [(100, "\x1b"), (100, "\u{4}"), (40, "y\x1b"), (40, "y\u{4}")] {
        let mut duty = Pty::start(&world.duty("prefs clear info"), (columns, 24));
        duty.until_text("[y/N]:");
        duty.send(keys);
        assert_eq!(duty.end(), 2, "{keys:?}: {}", duty.text());
        assert!(
            duty.text().contains("nothing was changed"),
            "{}",
            duty.text()
        );
        assert_eq!(world.pref("info"), ["email"]);
    }
}

/// As out of a list: what asked ends, and says so.
#[test]
fn who_leaves_a_line_gave_no_answer() {
    let world = World::new();
    for key in ["\x1b", "\u{4}"] {
        let mut duty = Pty::start(&world.duty("app-key delete ci-2024 --yes"), (100, 24));
        duty.until_text("> ");
        duty.send("\r");
        duty.until("code", |parser| {
            let text = parser.screen().contents();
            text.trim_end().ends_with("sends it again):")
        });
        duty.send(&format!("12{key}"));
        assert_eq!(duty.end(), 130, "{}", duty.text());
        assert!(duty.text().contains("interrupted"), "{}", duty.text());
    }
}

#[test]
fn backspace_takes_the_two_columns_of_a_wide_character() {
    let world = World::new();
    for lang in ["en", "zh"] {
        let run = world.duty("prefs clear info").env("DUTY_LANG", lang);
        let mut duty = Pty::start(&run, (100, 24));
        duty.until_text("[y/N]:");
        let (empty, start) = row_of_cursor(&duty);
        duty.send("否是x");
        duty.until_text("否是x");
        assert_eq!(row_of_cursor(&duty).1, start + 5);
        duty.send("\u{7f}\u{7f}");
        duty.until("two characters less", |parser| {
            parser.screen().cursor_position().1 == start + 2
        });
        assert_eq!(
            row_of_cursor(&duty).0.trim_end(),
            format!("{empty}否").trim_end()
        );
        duty.send("\u{7f}");
        duty.until("empty answer", |parser| {
            parser.screen().cursor_position().1 == start
        });
        assert_eq!(row_of_cursor(&duty).0.trim_end(), empty.trim_end());
        // Within the line, too.
        duty.send("是\x1b[D");
        duty.until("cursor before it", |parser| {
            parser.screen().contents().contains('是')
                && parser.screen().cursor_position().1 == start
        });
        duty.send("\x1b[C\r");
        assert_eq!(duty.end(), 0, "{}", duty.text());
        assert_eq!(world.pref("info"), [""; 0]);
        world.duty("prefs set info --email -q").any_requests().run();
    }
}

/// What is longer than the window scrolls within its row.
#[test]
fn a_long_answer_stays_in_its_row() {
    let world = World::new();
    let mut duty = Pty::start(&world.duty("prefs clear info"), (40, 24));
    duty.until_text("[y/N]:");
    let row = duty.parser.screen().cursor_position().0;
    let before = duty.text().trim_end().to_owned();
    duty.send(&"值班电话".repeat(8));
    duty.send("完");
    duty.until_text("完");
    assert_eq!(duty.parser.screen().cursor_position().0, row);
    duty.send(&"\u{7f}".repeat(33));
    duty.until("empty answer", |parser| {
        parser.screen().contents().trim_end() == before
    });
    duty.send("n\r");
    assert_eq!(duty.end(), 2);
}

/// While a key is read, the terminal makes no signal of Ctrl-C: one that comes with the answer counts all the same.
#[test]
fn ctrl_c_right_behind_an_answer_is_heard() {
    for (words, question, keys, status) in [
        ("prefs clear info", "[y/N]:", "y\r\u{3}", 130),
        ("prefs clear info", "[y/N]:", "y\rls\r\u{1c}\u{3}", 131),
        ("app-key delete ci-2024 --yes", "> ", "\r\u{3}", 130),
    ] {
        let world = World::new();
        let mut duty = Pty::start(&world.duty(words), (100, 24));
        duty.until_text(question);
        // The terminal is read key by key from a moment later on.
        std::thread::sleep(std::time::Duration::from_millis(100));
        duty.send(keys);
        assert_eq!(duty.end(), status, "{words} {keys:?}: {}", duty.text());
        assert_eq!(world.pref("info"), ["email"], "{words} {keys:?}");
        let requests = world.server.requests();
        let sends = |one: &&duty_sandbox::Recorded| one.path.contains("/mfa/");
        assert_eq!(requests.iter().filter(sends).count(), 0, "{words} {keys:?}");
    }
}
