//! The region that is redrawn in place, watched on an emulator: the same spot, nothing left behind, and the
//! cursor back, whatever happens to the window.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use duty::ui::live::{Error, Live, Size};
use proptest::prelude::*;

/// What terminals do to their content when they become narrower.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Lines are cut, rows go from the bottom, and the cursor stays in the window.
    Cut,
    /// Lines are wrapped anew, and rows go into the history at the top, from where they come back.
    Wrap,
}

/// An emulator behind a writer.
#[derive(Clone)]
struct Terminal(Rc<RefCell<vt100::Parser>>, Kind);

impl Write for Terminal {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().process(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Terminal {
    /// With `above` lines of a shell.
    fn new(size: Size, kind: Kind, above: usize) -> Self {
        let parser = vt100::Parser::new(size.rows as u16, size.columns as u16, 1000);
        let mut terminal = Terminal(Rc::new(RefCell::new(parser)), kind);
        for line in 0..above {
            write!(terminal, "shell {line}\r\n").unwrap();
        }
        terminal
    }

    /// The rows, without the empty ones at the end.
    fn rows(&self) -> Vec<String> {
        let parser = self.0.borrow();
        let mut rows: Vec<String> = parser
            .screen()
            .rows(0, u16::MAX)
            .map(|row| row.trim_end().to_owned())
            .collect();
        while rows.last().is_some_and(String::is_empty) {
            rows.pop();
        }
        rows
    }

    fn cursor(&self) -> (u16, u16) {
        self.0.borrow().screen().cursor_position()
    }

    fn cursor_hidden(&self) -> bool {
        self.0.borrow().screen().hide_cursor()
    }

    fn resize(&mut self, size: Size) {
        let (rows, columns) = (size.rows as u16, size.columns as u16);
        // A terminal that stays as it is moves nothing, and brings nothing back from its history.
        if self.0.borrow().screen().size() == (rows, columns) {
            return;
        }
        if self.1 == Kind::Cut {
            self.0.borrow_mut().screen_mut().set_size(rows, columns);
            return;
        }
        // The history and the screen down to the cursor, written once more. (The rows below the cursor are empty here.)
        let (mut lines, cursor, hidden) = {
            let mut parser = self.0.borrow_mut();
            parser.screen_mut().set_scrollback(usize::MAX);
            let mut lines = Vec::new();
            for back in (0..=parser.screen().scrollback()).rev() {
                parser.screen_mut().set_scrollback(back);
                let shown: Vec<String> = parser.screen().rows(0, u16::MAX).collect();
                if back == 0 {
                    lines.extend(shown)
                } else {
                    lines.extend(shown.into_iter().next())
                }
            }
            let history = lines.len() - usize::from(parser.screen().size().0);
            (
                lines,
                history + usize::from(parser.screen().cursor_position().0),
                parser.screen().hide_cursor(),
            )
        };
        lines.truncate(cursor + 1);
        *self.0.borrow_mut() = vt100::Parser::new(rows, columns, 1000);
        write!(
            self,
            "{}\r{}",
            lines.join("\r\n"),
            if hidden { "\x1b[?25l" } else { "" }
        )
        .unwrap();
    }
}

fn size(columns: usize, rows: usize) -> Size {
    Size { columns, rows }
}

/// A frame whose lines are all different from those of other frames, as wide as asked.
fn frame(name: &str, columns: usize, rows: usize) -> Vec<String> {
    (0..rows)
        .map(|row| format!("{:-<columns$}", format!("{name}{row}")))
        .collect()
}

fn shell(lines: usize) -> Vec<String> {
    (0..lines).map(|line| format!("shell {line}")).collect()
}

#[test]
fn frames_follow_each_other_on_the_same_spot() {
    let terminal = Terminal::new(size(20, 10), Kind::Cut, 3);
    let mut live = Live::new(terminal.clone(), size(20, 10));
    for (name, rows) in [("a", 4), ("b", 4), ("c", 2), ("d", 6), ("e", 1)] {
        let frame = frame(name, 20, rows);
        live.draw(&frame).unwrap();
        assert_eq!(terminal.rows(), [shell(3), frame].concat());
        assert!(terminal.cursor_hidden());
    }
    live.finish(&["done".to_owned()]).unwrap();
    assert_eq!(
        terminal.rows(),
        [shell(3), vec!["done".to_owned()]].concat()
    );
    assert_eq!(terminal.cursor(), (4, 0));
    assert!(!terminal.cursor_hidden());
}

#[test]
fn at_the_bottom_the_shell_scrolls_and_the_frame_does_not() {
    let terminal = Terminal::new(size(20, 5), Kind::Cut, 30);
    let mut live = Live::new(terminal.clone(), size(20, 5));
    for name in ["a", "b"] {
        let frame = frame(name, 20, 5);
        live.draw(&frame).unwrap();
        assert_eq!(terminal.rows(), frame);
    }
    live.wipe().unwrap();
    assert_eq!(terminal.rows(), [""; 0]);
    assert_eq!(terminal.cursor(), (0, 0));
}

#[test]
fn only_what_differs_is_written() {
    let mut bytes = Vec::new();
    let mut live = Live::new(&mut bytes, size(20, 10));
    live.draw(&["code".into(), "code".into(), "5 s".into()])
        .unwrap();
    live.draw(&["code".into(), "code".into(), "4 s".into()])
        .unwrap();
    std::mem::forget(live);
    let text = String::from_utf8(bytes).unwrap();
    assert!(
        text.ends_with("5 s\r\r\x1b[2A\r\n\r\n\x1b[2K4 s\r"),
        "{text:?}"
    );
}

#[test]
fn what_does_not_fit_is_refused_and_the_old_frame_is_gone() {
    for (columns, rows) in [(21, 1), (4, 11), (21, 11)] {
        let terminal = Terminal::new(size(20, 10), Kind::Cut, 3);
        let mut live = Live::new(terminal.clone(), size(20, 10));
        live.draw(&frame("a", 20, 10)).unwrap();
        let error = live.draw(&frame("b", columns, rows)).unwrap_err();
        assert!(
            matches!(error, Error::DoesNotFit { needs, .. } if needs == size(columns, rows)),
            "{error}"
        );
        assert_eq!(terminal.rows(), [""; 0]);
        live.draw(&frame("c", 20, 1)).unwrap();
        assert_eq!(terminal.rows(), frame("c", 20, 1));
    }
}

/// The width is that of the cells: colors have none, and Chinese characters have two.
#[test]
fn width_is_counted_in_cells() {
    let mut live = Live::new(Vec::new(), size(8, 4));
    live.draw(&[
        "\x1b[38;5;16;48;5;231m12345678\x1b[0m".into(),
        "绑定手机".into(),
    ])
    .unwrap();
    assert!(live.draw(&["绑定手机x".into()]).is_err());
}

#[test]
fn a_line_break_makes_two_rows() {
    let mut live = Live::new(Vec::new(), size(8, 1));
    assert!(live.draw(&["a\nb".into()]).is_err());
}

#[test]
fn dropped_on_the_way_out_it_leaves_nothing_but_a_cursor() {
    let terminal = Terminal::new(size(20, 10), Kind::Cut, 2);
    let mut live = Live::new(terminal.clone(), size(20, 10));
    live.draw(&frame("a", 20, 8)).unwrap();
    drop(live);
    assert_eq!(terminal.rows(), shell(2));
    assert!(!terminal.cursor_hidden());
}

#[test]
fn a_wipe_hides_the_code_and_not_the_place() {
    let terminal = Terminal::new(size(20, 10), Kind::Cut, 2);
    let mut live = Live::new(terminal.clone(), size(20, 10));
    live.draw(&frame("a", 20, 6)).unwrap();
    live.wipe().unwrap();
    live.wipe().unwrap();
    assert_eq!(terminal.rows(), shell(2));
    assert!(terminal.cursor_hidden());
    live.draw(&frame("b", 20, 3)).unwrap();
    assert_eq!(terminal.rows(), [shell(2), frame("b", 20, 3)].concat());
}

/// An interrupt is echoed where the cursor waits: at the start of the last line, which it does not leave.
#[test]
fn an_echoed_interrupt_leaves_no_trace() {
    let mut terminal = Terminal::new(size(20, 10), Kind::Cut, 2);
    let mut live = Live::new(terminal.clone(), size(20, 10));
    live.draw(&frame("a", 20, 8)).unwrap();
    write!(terminal, "^C").unwrap();
    live.finish(&[]).unwrap();
    assert_eq!(terminal.rows(), shell(2));
}

#[test]
fn a_window_that_grows_keeps_what_stood_above() {
    for kind in [Kind::Cut, Kind::Wrap] {
        let mut terminal = Terminal::new(size(20, 10), kind, 2);
        let mut live = Live::new(terminal.clone(), size(20, 10));
        live.draw(&frame("a", 20, 5)).unwrap();
        terminal.resize(size(30, 12));
        assert!(live.resize(size(30, 12)) && !live.resize(size(30, 12)));
        live.draw(&frame("b", 30, 7)).unwrap();
        assert_eq!(
            terminal.rows(),
            [shell(2), frame("b", 30, 7)].concat(),
            "{kind:?}"
        );
    }
}

#[test]
fn a_window_that_shrinks_and_grows_again_shows_one_frame() {
    for kind in [Kind::Cut, Kind::Wrap] {
        let mut terminal = Terminal::new(size(40, 20), kind, 5);
        let mut live = Live::new(terminal.clone(), size(40, 20));
        live.draw(&frame("a", 40, 15)).unwrap();
        for (step, (columns, rows)) in [(20, 20), (20, 8), (40, 20), (39, 20), (60, 5), (60, 30)]
            .into_iter()
            .enumerate()
        {
            terminal.resize(size(columns, rows));
            live.resize(size(columns, rows));
            let name = char::from(b'b' + step as u8).to_string();
            let frame = frame(&name, columns, rows.min(15));
            live.draw(&frame).unwrap();
            assert_eq!(terminal.rows(), frame, "{kind:?}, {columns}x{rows}");
        }
        live.finish(&["done".to_owned()]).unwrap();
        assert_eq!(terminal.rows(), ["done"], "{kind:?}");
    }
}

#[test]
fn an_interrupt_right_after_a_resize_wipes_all_the_same() {
    for kind in [Kind::Cut, Kind::Wrap] {
        let mut terminal = Terminal::new(size(40, 20), kind, 5);
        let mut live = Live::new(terminal.clone(), size(40, 20));
        live.draw(&frame("a", 40, 15)).unwrap();
        terminal.resize(size(15, 20));
        live.resize(size(15, 20));
        live.finish(&["stopped".to_owned()]).unwrap();
        assert_eq!(terminal.rows(), ["stopped"], "{kind:?}");
    }
}

/// Whether this is a row of the shell, or a piece that wrapping made of one.
fn of_the_shell(row: &str) -> bool {
    row.chars()
        .next()
        .is_none_or(|first| "shel 0123456789".contains(first))
}

#[derive(Clone, Debug)]
enum Step {
    Draw(usize, usize),
    Wipe,
    Resize(usize, usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => (4usize..30, 1usize..30).prop_map(|(columns, rows)| Step::Draw(columns, rows)),
        1 => Just(Step::Wipe),
        // The emulator itself fails in a window of one row or column.
        2 => (4usize..30, 2usize..30).prop_map(|(columns, rows)| Step::Resize(columns, rows)),
    ];
    prop::collection::vec(step, 1..25)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// After every step the screen has the last frame, whole, at most once, below nothing but the shell.
    #[test]
    fn only_the_last_frame_is_on_the_screen(steps in steps(), above in 0usize..30, wraps: bool) {
        walk(steps, above, wraps)?;
    }
}

/// What the property found, and what is like it.
#[test]
fn steps_that_went_wrong_once() {
    use Step::{Draw, Resize};
    for steps in [
        // The first row goes into the history: to the size that it has already, nothing changes.
        vec![Draw(4, 5), Resize(17, 4), Resize(17, 4)],
        // And it comes back where the window grows.
        vec![Draw(4, 5), Resize(17, 4), Resize(17, 5)],
        vec![Draw(4, 5), Resize(17, 4), Resize(17, 4), Resize(24, 16)],
    ] {
        for above in [0, 3, 20] {
            for wraps in [true, false] {
                walk(steps.clone(), above, wraps).unwrap();
            }
        }
    }
}

fn walk(steps: Vec<Step>, above: usize, wraps: bool) -> Result<(), TestCaseError> {
    let kind = if wraps { Kind::Wrap } else { Kind::Cut };
    let mut terminal = Terminal::new(size(24, 16), kind, above);
    let mut live = Live::new(terminal.clone(), size(24, 16));
    let mut drawn: Vec<String> = Vec::new();
    for (number, step) in steps.into_iter().enumerate() {
        let name = char::from(b'A' + number as u8).to_string();
        match step {
            Step::Draw(columns, rows) => {
                drawn = frame(&name, columns, rows);
                let fits = columns <= live.size().columns && rows <= live.size().rows;
                prop_assert_eq!(live.draw(&drawn).is_ok(), fits);
                if !fits {
                    drawn.clear();
                }
            }
            Step::Wipe => {
                live.wipe().unwrap();
                drawn.clear();
            }
            Step::Resize(columns, rows) => {
                terminal.resize(size(columns, rows));
                live.resize(size(columns, rows));
                if drawn.iter().any(|line| line.len() > columns) || drawn.len() > rows {
                    drawn.clear();
                }
                if drawn.is_empty() {
                    live.wipe().unwrap()
                } else {
                    live.draw(&drawn).unwrap()
                }
            }
        }
        let rows = terminal.rows();
        let frames: Vec<_> = rows
            .iter()
            .filter(|row| !of_the_shell(row))
            .cloned()
            .collect();
        prop_assert_eq!(&frames, &drawn, "{:?}", rows);
        if !drawn.is_empty() {
            prop_assert!(rows.ends_with(&drawn), "{:?}", rows);
        }
    }
    drop(live);
    prop_assert!(!terminal.cursor_hidden());
    prop_assert!(terminal.rows().iter().all(|row| of_the_shell(row)));
    Ok(())
}
