//! The first screen of a small terminal: how it stands, the worst problem with its fix, and the table.

use crate::harness::World;
use crate::pty::Pty;

/// What a person would see first: the lines of a window of 80 columns and 24 rows, the command being the first.
fn first_screen(lang: &str, at: &str) -> Vec<String> {
    let world = World::new();
    let run = world
        .duty("--sandbox doctor --lang")
        .arg(lang)
        .arg("--at")
        .arg(at);
    let run = run.env("NO_COLOR", "1").any_requests();
    // Rows enough for all of it, so that nothing scrolls away.
    let mut pty = Pty::start(&run, (80, 120));
    pty.end();
    let screen = pty.parser.screen().contents();
    screen.lines().take(23).map(str::to_owned).collect()
}

#[test]
fn the_verdict_the_worst_problem_and_the_table_are_on_the_first_screen() {
    // A working day, a night, and a weekend.
    for at in [
        "2026-11-24T12:00:00+08:00",
        "2026-11-24T23:30:00+08:00",
        "2026-11-28T12:00:00+08:00",
    ] {
        for (lang, wanted) in [
            (
                "en",
                [
                    "Verdict: critical incidents reach you from 1 of 7 spaces",
                    "1. urgent: ",
                    "fix: ",
                    "SPACE  ",
                    "支付核心  ",
                ],
            ),
            (
                "zh",
                ["结论：", "1. 紧急：", "解决：", "协作空间  ", "支付核心  "],
            ),
        ] {
            let lines = first_screen(lang, at);
            let place = |text: &str| lines.iter().position(|line| line.contains(text));
            let places: Vec<Option<usize>> = wanted.iter().map(|text| place(text)).collect();
            assert!(places.iter().all(Option::is_some), "{places:?} {lines:#?}");
            assert!(places.is_sorted(), "{places:?} {lines:#?}");
            // The last row of the table is whole.
            assert!(lines.iter().any(String::is_empty), "{lines:#?}");
            let end = lines.iter().rposition(String::is_empty);
            assert!(end > place("支付核心  "), "{lines:#?}");
        }
    }
}
