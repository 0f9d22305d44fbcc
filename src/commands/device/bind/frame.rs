//! One frame of the screen: the code and the lines around it, in the room that the window has. Pure.

use tr::tr;

use crate::commands::device::args::Qr;
use crate::domain::binding::View;
use crate::ui::live::Size;
use crate::ui::qr;
use crate::ui::qr::{Error, Form};
use crate::ui::spoken;
use crate::ui::within;

/// The characters that the terminal shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charset {
    /// All.
    Unicode,
    /// Those of another character set.
    Other,
    /// Nobody says.
    Unknown,
}

/// How the user wants the code drawn.
#[derive(Clone, Copy, Debug)]
pub struct Wish {
    /// The form.
    pub qr: Qr,
    /// White on black.
    pub invert: bool,
    /// What the terminal shows.
    pub charset: Charset,
}

impl Wish {
    /// The code in the room there is, or any amount of it. Black on white whatever the theme and
    /// whatever NO_COLOR says: here color is no decoration.
    pub fn render(
        &self,
        content: &str,
        color: bool,
        room: Option<(usize, usize)>,
    ) -> Result<qr::Rendered, Error> {
        let render = |form| {
            qr::render(
                content,
                &qr::Options {
                    form,
                    invert: self.invert,
                    columns: room.map(|(columns, _)| columns),
                    rows: room.map(|(_, rows)| rows),
                    color,
                    unicode: self.charset == Charset::Unicode,
                },
            )
        };
        let rendered = render(self.form());
        // Few terminals cannot show half blocks; without a word on it they are better than nothing.
        if matches!(rendered, Err(Error::TooSmall { .. }))
            && self.qr == Qr::Auto
            && self.charset == Charset::Unknown
        {
            return render(Some(Form::Half));
        }
        rendered
    }
}

/// The lines of the frame; all fit into the window.
///
/// # Errors
/// Where no QR code holds the content.
pub fn compose(view: &View, wish: &Wish, size: Size) -> Result<Vec<String>, Error> {
    let heading = within(&tr!("Scan this with the Flashduty app:"), size.columns);
    let status = within(&status(view), size.columns);
    let trouble = trouble(view).map_or_else(Vec::new, |text| within(&text, size.columns));
    let Some(code) = &view.code else {
        return Ok(cut([status, trouble].concat(), size));
    };
    let short = within(&countdown(view), size.columns);
    let around = [
        (heading.clone(), [status.clone(), trouble.clone()].concat()),
        (Vec::new(), [status.clone(), trouble].concat()),
        (Vec::new(), status),
        (Vec::new(), short),
    ];
    let mut needs = Error::TooLong;
    for (above, below) in around {
        let Some(rows) = size.rows.checked_sub(above.len() + below.len()) else {
            continue;
        };
        match wish.render(&code.content, true, Some((size.columns, rows))) {
            Ok(drawn) => return Ok([above, drawn.lines, below].concat()),
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
        return Ok(Vec::new());
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
        text += " ";
        text += &tr!("The smallest form is --qr half.");
    }
    Ok(cut(
        [
            within(&text, size.columns),
            within(&countdown(view), size.columns),
        ]
        .concat(),
        size,
    ))
}

fn countdown(view: &View) -> String {
    let left = u64::try_from(view.seconds_left).unwrap_or(0);
    tr!(
        "{0} left. Ctrl-C ends it.",
        spoken(std::time::Duration::from_secs(left))
    )
}

fn status(view: &View) -> String {
    if view.code.is_some() {
        let left = u64::try_from(view.seconds_left).unwrap_or(0);
        return tr!(
            "It works for {0} more, then a new one takes its place. Ctrl-C ends it.",
            spoken(std::time::Duration::from_secs(left))
        );
    }
    if view.failed_codes > 0 {
        tr!("There is no code at the moment. Ctrl-C ends it.")
    } else {
        tr!("Asking the server for a code … Ctrl-C ends it.")
    }
}

fn trouble(view: &View) -> Option<String> {
    if view.failed_codes > 0 {
        Some(tr!("The server did not give a new code; asking again."))
    } else if view.failed_polls > 0 {
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
    use crate::domain::binding::Code;
    use proptest::prelude::*;

    fn view(content: Option<&str>, failed: bool) -> View {
        View {
            code: content.map(|content| Code {
                content: content.to_owned(),
                expires_at: jiff::Timestamp::UNIX_EPOCH,
            }),
            seconds_left: 292,
            failed_codes: u32::from(failed),
            failed_polls: 0,
        }
    }

    fn wish(qr: Qr, charset: Charset) -> Wish {
        Wish {
            qr,
            invert: false,
            charset,
        }
    }

    const SIZE: Size = Size {
        columns: 80,
        rows: 24,
    };

    #[test]
    fn what_there_is_to_say_gives_way_to_the_code() {
        let content = "https://app.example.com/bind/0123456789abcdefghijklmnopqrstuv";
        let lines = compose(
            &view(Some(content), false),
            &wish(Qr::Auto, Charset::Unicode),
            SIZE,
        )
        .unwrap();
        assert_eq!(lines.len(), 23);
        assert!(lines[0].starts_with("Scan this"), "{}", lines[0]);
        assert!(lines[22].contains("4 min 52 s"), "{}", lines[22]);
        let low = Size { rows: 22, ..SIZE };
        let lines = compose(
            &view(Some(content), true),
            &wish(Qr::Auto, Charset::Unicode),
            low,
        )
        .unwrap();
        assert_eq!(lines.len(), 22);
        assert!(lines[21].contains("4 min 52 s"), "{}", lines[21]);
    }

    #[test]
    fn what_is_needed_is_enough() {
        let content = "x".repeat(100);
        let view = view(Some(&content), false);
        for (qr, charset) in [
            (Qr::Auto, Charset::Unicode),
            (Qr::Full, Charset::Unicode),
            (Qr::Auto, Charset::Other),
        ] {
            let wish = wish(qr, charset);
            let small = Size {
                columns: 40,
                rows: 10,
            };
            let told = compose(&view, &wish, small).unwrap().join(" ");
            assert!(!told.contains('\x1b'), "{told}");
            let mut numbers = told
                .split(|c: char| !c.is_ascii_digit())
                .filter_map(|word| word.parse::<usize>().ok());
            let needs = Size {
                columns: numbers.next().unwrap(),
                rows: numbers.next().unwrap(),
            };
            let lines = compose(&view, &wish, needs).unwrap();
            assert!(lines[0].contains('\x1b'), "{told}");
            assert_eq!(lines.len(), needs.rows);
            assert_eq!(
                told.contains("--qr half"),
                qr == Qr::Full || charset == Charset::Other
            );
        }
    }

    #[test]
    fn without_a_word_on_the_character_set_blocks_are_tried_last() {
        let auto = wish(Qr::Auto, Charset::Unknown);
        let wide = Size {
            columns: 120,
            rows: 60,
        };
        let view = view(Some(&"x".repeat(60)), false);
        let blocks = |size| {
            let lines = compose(&view, &auto, size).unwrap().concat();
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
            let wish = wish(Qr::Auto, Charset::Unicode);
            let lines = compose(&view(content.as_deref(), failed), &wish, size).unwrap();
            prop_assert!(lines.len() <= rows);
            for line in lines {
                prop_assert!(console::measure_text_width(&line) <= columns, "{line:?}");
            }
        }
    }
}
