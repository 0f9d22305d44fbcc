//! One frame of the screen: the code and the lines around it, in the room that the window has. Pure.

use tr::tr;

use crate::commands::device::bind::style::Style;
use crate::domain::binding::Status;
use crate::text::sentences;
use crate::ui::live::Size;
use crate::ui::picture::Picture;
use crate::ui::qr::{Error, Form};
use crate::ui::spoken;
use crate::ui::within;

/// The lines of the frame, all of which fit into the window, and a picture on rows of it that are empty.
pub struct Frame {
    pub lines: Vec<String>,
    pub picture: Option<(usize, Picture)>,
}

impl From<Vec<String>> for Frame {
    fn from(lines: Vec<String>) -> Frame {
        Frame {
            lines,
            picture: None,
        }
    }
}

/// The frame for a window of this size.
pub fn compose(status: &Status, style: &Style, size: Size) -> Result<Frame, Error> {
    let heading = within(
        &tr!("In the Flashduty app, tap \"Scan to Login\" and scan this:"),
        size.columns,
    );
    let hint = style.hint.as_deref().unwrap_or_default();
    let hint = if hint.is_empty() {
        Vec::new()
    } else {
        within(hint, size.columns)
    };
    let remaining = within(&style.charset.signs(&remaining(status)), size.columns);
    let failure = failure(status).map_or_else(Vec::new, |text| within(&text, size.columns));
    let Some(code) = &status.code else {
        return Ok(cut([remaining, failure].concat(), size).into());
    };
    let short = within(&countdown(status), size.columns);
    let mut around = vec![
        (
            heading.clone(),
            [remaining.clone(), failure.clone()].concat(),
        ),
        (Vec::new(), [remaining.clone(), failure.clone()].concat()),
        (Vec::new(), remaining.clone()),
        (Vec::new(), short),
    ];
    if !hint.is_empty() {
        let below = [remaining, failure, hint].concat();
        // Whoever needs the hint has nothing to scan with: the heading goes first.
        around.insert(0, (Vec::new(), below.clone()));
        around.insert(0, (heading, below));
    }
    let mut needs = Error::TooLong;
    for (above, below) in around {
        let Some(rows) = size.rows.checked_sub(above.len() + below.len()) else {
            continue;
        };
        match style.drawn(&code.content, (size.columns, rows)) {
            Ok(drawn) => {
                return Ok(Frame {
                    picture: drawn.picture.map(|picture| (above.len(), picture)),
                    lines: [above, drawn.lines, below].concat(),
                });
            }
            Err(error @ Error::TooSmall { .. }) => needs = error,
            Err(error) => return Err(error),
        }
    }
    let Error::TooSmall {
        form,
        columns,
        rows,
    } = needs
    else {
        // There is not even room for a line of text.
        return Ok(Vec::new().into());
    };
    // One more row for the countdown.
    let rows = rows + 1;
    let mut text = tr!(
        "The code needs a window of {columns} columns and {rows} rows; this one has {0} and {1}. Make it larger, or end this with Ctrl-C and give --png FILE, --svg FILE or --text.",
        size.columns,
        size.rows,
        columns,
        rows
    );
    if form != Form::Half {
        text = sentences(&text, &tr!("The smallest form is --qr half."));
    }
    Ok(cut(
        [
            within(&text, size.columns),
            within(&countdown(status), size.columns),
        ]
        .concat(),
        size,
    )
    .into())
}

fn countdown(status: &Status) -> String {
    let left = u64::try_from(status.seconds_left).unwrap_or(0);
    tr!(
        "{0} left. Ctrl-C ends it.",
        spoken(std::time::Duration::from_secs(left))
    )
}

fn remaining(status: &Status) -> String {
    if status.code.is_some() {
        let left = u64::try_from(status.seconds_left).unwrap_or(0);
        return tr!(
            "It works for {0} more, then a new one takes its place. Ctrl-C ends it.",
            spoken(std::time::Duration::from_secs(left))
        );
    }
    if status.failed_codes > 0 {
        tr!("There is no code at the moment. Ctrl-C ends it.")
    } else {
        tr!("Asking the server for a code … Ctrl-C ends it.")
    }
}

fn failure(status: &Status) -> Option<String> {
    if status.failed_codes > 0 {
        Some(tr!("The server did not give a new code; asking again."))
    } else if status.failed_polls > 0 {
        Some(tr!(
            "The server did not say which phones are bound; asking again."
        ))
    } else {
        None
    }
}

fn cut(mut lines: Vec<String>, size: Size) -> Vec<String> {
    lines.truncate(size.rows);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::device::BindCode;
    use crate::lenient::Timestamp;
    use crate::ui::Charset;
    use crate::ui::qr::Cell;
    use proptest::prelude::*;

    fn status(content: Option<&str>, failed: bool) -> Status {
        Status {
            code: content.map(|content| BindCode {
                content: content.to_owned(),
                expires_at: Timestamp(jiff::Timestamp::UNIX_EPOCH),
            }),
            seconds_left: 292,
            failed_codes: u32::from(failed),
            failed_polls: 0,
        }
    }

    fn style(form: Option<Form>, charset: Charset) -> Style {
        Style {
            form,
            invert: false,
            charset,
            cell: Cell::default(),
            picture: None,
            hint: None,
        }
    }

    fn lines_of(status: &Status, style: &Style, size: Size) -> Result<Vec<String>, Error> {
        compose(status, style, size).map(|frame| frame.lines)
    }

    const SIZE: Size = Size {
        columns: 80,
        rows: 24,
    };

    #[test]
    fn what_there_is_to_say_gives_way_to_the_code() {
        let content = "https://app.example.com/bind/0123456789abcdefghijklmnopqrstuv";
        let lines = lines_of(
            &status(Some(content), false),
            &style(None, Charset::Unicode),
            SIZE,
        )
        .unwrap();
        assert_eq!(lines.len(), 23);
        assert!(lines[0].contains("tap \"Scan to Login\""), "{}", lines[0]);
        assert!(lines[22].contains("4 min 52 s"), "{}", lines[22]);
        let low = Size { rows: 22, ..SIZE };
        let lines = lines_of(
            &status(Some(content), true),
            &style(None, Charset::Unicode),
            low,
        )
        .unwrap();
        assert_eq!(lines.len(), 22);
        assert!(lines[21].contains("4 min 52 s"), "{}", lines[21]);
    }

    #[test]
    fn what_is_needed_is_enough() {
        let content = "x".repeat(100);
        let status = status(Some(&content), false);
        for (form, charset) in [
            (None, Charset::Unicode),
            (Some(Form::Full), Charset::Unicode),
            (None, Charset::Other),
        ] {
            let style = style(form, charset);
            let small = Size {
                columns: 40,
                rows: 10,
            };
            let told = lines_of(&status, &style, small).unwrap().join(" ");
            assert!(!told.contains('\x1b'), "{told}");
            let mut numbers = told
                .split(|c: char| !c.is_ascii_digit())
                .filter_map(|word| word.parse::<usize>().ok());
            let needs = Size {
                columns: numbers.next().unwrap(),
                rows: numbers.next().unwrap(),
            };
            let lines = lines_of(&status, &style, needs).unwrap();
            assert!(lines[0].contains('\x1b'), "{told}");
            assert_eq!(lines.len(), needs.rows);
            assert_eq!(
                told.contains("--qr half"),
                form == Some(Form::Full) || charset == Charset::Other
            );
        }
    }

    #[test]
    fn without_a_word_on_the_character_set_blocks_are_tried_last() {
        let auto = style(None, Charset::Unknown);
        let wide = Size {
            columns: 120,
            rows: 60,
        };
        let status = status(Some(&"x".repeat(60)), false);
        let blocks = |size| {
            let lines = lines_of(&status, &auto, size).unwrap().concat();
            assert!(lines.contains('\x1b'));
            lines.contains('▀')
        };
        assert!(blocks(SIZE));
        assert!(!blocks(wide));
    }

    proptest! {
        #[test]
        fn nothing_is_larger_than_the_window(
            columns in 1usize..120,
            rows in 1usize..60,
            length in prop::option::of(1usize..400),
            failed: bool,
        ) {
            let content = length.map(|length| "x".repeat(length));
            let size = Size { columns, rows };
            let style = style(None, Charset::Unicode);
            let lines = lines_of(&status(content.as_deref(), failed), &style, size).unwrap();
            prop_assert!(lines.len() <= rows);
            for line in lines {
                prop_assert!(console::measure_text_width(&line) <= columns, "{line:?}");
            }
        }
    }
}
