//! The QR codes as a phone meets them: on a terminal, in a log, in a file. Everything is drawn by an emulator,
//! turned into pixels, and decoded by rqrr and by zbar.
#![allow(clippy::unwrap_used)] // A test that cannot go on says so by its line.

#[path = "qr/form.rs"]
mod form;
#[path = "qr/images.rs"]
mod images;
#[path = "qr/live.rs"]
mod live;
#[path = "support/raster.rs"]
mod raster;

use duty::ui::live::{Live, Size};
use duty::ui::qr::{self, Cell, Error, Form, Level, Options, Rendered};
use raster::{Raster, Theme, rasterize};

const SIZES: [(usize, usize); 6] = [
    (80, 24),
    (100, 30),
    (120, 40),
    (132, 43),
    (160, 50),
    (200, 60),
];
const LENGTHS: [usize; 10] = [40, 60, 80, 100, 150, 200, 250, 300, 350, 400];

/// A terminal that shows colors and UTF-8.
fn terminal(columns: usize, rows: usize) -> Options {
    Options {
        form: None,
        invert: false,
        columns: Some(columns),
        rows: Some(rows),
        color: true,
        unicode: true,
        cell: Cell::default(),
    }
}

/// A log: any width and height, no colors.
fn log() -> Options {
    Options {
        form: None,
        invert: false,
        columns: None,
        rows: None,
        color: false,
        unicode: true,
        cell: Cell::default(),
    }
}

/// A content as a server might make it: an address and a token without a pattern.
fn content(length: usize) -> String {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut state = length as u64;
    let token = std::iter::repeat_with(move || {
        state = state
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        char::from(alphabet[(state >> 58) as usize])
    });
    "https://example.com/bind?t="
        .chars()
        .chain(token)
        .take(length)
        .collect()
}

/// A terminal with a few lines of somebody's shell, and then the code.
fn on_screen(code: &Rendered, columns: usize, rows: usize) -> vt100::Parser {
    let mut parser = vt100::Parser::new(rows as u16, columns as u16, 0);
    parser.process(b"$ uptime\r\n 03:12:07 up 9 days\r\n$ duty device bind\r\n");
    let mut bytes = Vec::new();
    let mut live = Live::new(&mut bytes, Size { columns, rows });
    live.draw(&code.lines).unwrap();
    std::mem::forget(live); // Dropped, it would wipe the code.
    parser.process(&bytes);
    parser
}

/// A viewer of logs, as wide and high as it takes.
fn in_log(code: &Rendered) -> vt100::Parser {
    let (columns, rows) = (code.columns + 4, code.rows + 4);
    let mut parser = vt100::Parser::new(rows as u16, columns as u16, 0);
    parser.process(format!("Scan:\r\n{}\r\n", code.lines.join("\r\n")).as_bytes());
    parser
}

#[track_caller]
fn assert_decodes(raster: &Raster, content: &str, case: &str) {
    assert_eq!(raster.rqrr(), [content], "rqrr, {case}");
    assert_eq!(raster.zbar(), [content], "zbar, {case}");
}

fn decodes_on_every_terminal(form: Form, theme: Theme) {
    let mut shown = 0;
    for (length, (columns, rows)) in LENGTHS
        .iter()
        .flat_map(|length| SIZES.map(|size| (*length, size)))
    {
        let content = content(length);
        let case = format!("{form:?}, {theme:?}, {length} bytes, {columns}x{rows}");
        let options = Options {
            form: Some(form),
            ..terminal(columns, rows)
        };
        match qr::render(&content, &options) {
            Ok(code) => {
                assert!(code.columns <= columns && code.rows <= rows, "{case}");
                let screen = on_screen(&code, columns, rows);
                assert_decodes(&rasterize(screen.screen(), theme), &content, &case);
                shown += 1;
            }
            Err(error) => {
                let Error::TooSmall {
                    columns: needed,
                    rows: high,
                    form: tried,
                } = error
                else {
                    panic!("{case}: {error}")
                };
                assert_eq!(tried, form, "{case}");
                assert!(needed > columns || high > rows, "{case}: {error}");
                let fits = |columns, rows| {
                    qr::render(
                        &content,
                        &Options {
                            form: Some(form),
                            ..terminal(columns, rows)
                        },
                    )
                };
                let code = fits(needed, high).unwrap();
                assert_eq!((code.columns, code.rows), (needed, high), "{case}");
                assert_eq!(fits(needed - 1, high), Err(error.clone()), "{case}");
                assert_eq!(fits(needed, high - 1), Err(error), "{case}");
                // What fits exactly is decoded once a length, on the first size that is too small for it.
                if (columns, rows) == SIZES[0] {
                    let screen = on_screen(&code, needed, high);
                    assert_decodes(&rasterize(screen.screen(), theme), &content, &case);
                }
            }
        }
    }
    assert!(shown > 0);
}

#[test]
fn half_blocks_decode_on_a_light_theme() {
    decodes_on_every_terminal(Form::Half, Theme::Light);
}

#[test]
fn half_blocks_decode_on_a_dark_theme() {
    decodes_on_every_terminal(Form::Half, Theme::Dark);
}

#[test]
fn two_columns_a_module_decode_on_a_light_theme() {
    decodes_on_every_terminal(Form::Full, Theme::Light);
}

#[test]
fn two_columns_a_module_decode_on_a_dark_theme() {
    decodes_on_every_terminal(Form::Full, Theme::Dark);
}

/// Glyphs are no solid cells, and neither decoder takes them for modules while they are sharp. A camera is a little
/// out of focus at some moment; each decoder has the moment that suits it.
fn decodes_in_a_log(form: Form, unicode: bool) {
    for theme in Theme::ALL {
        for length in [40, 100, 200, 400] {
            let content = content(length);
            let invert = theme == Theme::Dark;
            let options = Options {
                form: Some(form),
                invert,
                unicode,
                ..log()
            };
            let code = qr::render(&content, &options).unwrap();
            assert_eq!(code.level, Level::M);
            assert!(code.lines.iter().all(|line| !line.contains('\x1b')));
            let case = format!("{form:?}, {theme:?}, {length} bytes, unicode {unicode}");
            let raster = rasterize(in_log(&code).screen(), theme);
            if code.lines.iter().any(|line| line.contains('@')) {
                let soft = |radius| raster.blurred(radius).blurred(radius);
                assert_eq!(soft(4).rqrr(), [content.as_str()], "rqrr, {case}");
                assert_eq!(soft(6).zbar(), [content.as_str()], "zbar, {case}");
            } else {
                assert_decodes(&raster, &content, &case);
            }
        }
    }
}

#[test]
fn ascii_decodes_in_a_log() {
    decodes_in_a_log(Form::Ascii, true);
}

#[test]
fn two_columns_a_module_without_colors_decode() {
    decodes_in_a_log(Form::Full, true);
    decodes_in_a_log(Form::Full, false);
}

#[test]
fn half_blocks_without_colors_decode() {
    decodes_in_a_log(Form::Half, true);
}

#[test]
fn ascii_is_ascii() {
    for invert in [false, true] {
        let code = qr::render(
            &content(60),
            &Options {
                form: Some(Form::Ascii),
                invert,
                ..terminal(200, 60)
            },
        )
        .unwrap();
        assert_eq!((code.columns, code.rows), (82, 41));
        for line in &code.lines {
            assert_eq!(line.len(), code.columns);
            assert!(
                line.bytes().all(|byte| matches!(byte, b' ' | b'@')),
                "{line:?}"
            );
        }
        let quiet = if invert { "@" } else { " " }.repeat(code.columns);
        assert_eq!(code.lines[..4], [quiet.as_str(); 4]);
        assert_eq!(code.lines[37..], [quiet.as_str(); 4]);
    }
}

#[test]
fn on_a_terminal_invert_is_white_on_black() {
    let content = content(60);
    for form in [Form::Half, Form::Full] {
        let code = qr::render(
            &content,
            &Options {
                form: Some(form),
                invert: true,
                ..terminal(100, 50)
            },
        )
        .unwrap();
        for theme in Theme::ALL {
            let raster = rasterize(on_screen(&code, 100, 50).screen(), theme);
            assert_eq!(raster.rqrr(), [""; 0], "{form:?}, {theme:?}");
            assert_decodes(&raster.inverted(), &content, "inverted");
        }
    }
}

/// Colors that do not come from the theme, set anew on each line and reset at its end.
#[test]
fn every_line_brings_its_colors_along() {
    let content = content(60);
    for (form, start) in [
        (Form::Half, "\x1b[48;5;231m"),
        (Form::Full, "\x1b[48;5;231m"),
    ] {
        let code = qr::render(
            &content,
            &Options {
                form: Some(form),
                ..terminal(100, 50)
            },
        )
        .unwrap();
        for line in &code.lines {
            assert!(
                line.starts_with(start) && line.ends_with("\x1b[0m"),
                "{line:?}"
            );
            assert_eq!(console::measure_text_width(line), code.columns);
        }
    }
}

/// The sizes that the manual may promise: (bytes, level M, level L), half blocks.
#[test]
fn sizes() {
    let size = |length, rows| {
        let code = qr::render(&content(length), &terminal(80, rows)).unwrap();
        (code.columns, code.rows, code.level)
    };
    assert_eq!(size(40, 24), (37, 19, Level::M));
    assert_eq!(size(60, 24), (41, 21, Level::M));
    assert_eq!(size(80, 24), (45, 23, Level::M));
    assert_eq!(size(100, 25), (49, 25, Level::M));
    assert_eq!(
        size(100, 24),
        (45, 23, Level::L),
        "a smaller level where M does not fit"
    );
    assert_eq!(size(400, 39), (77, 39, Level::L));
    let small = Error::TooSmall {
        form: Form::Half,
        columns: 45,
        rows: 23,
    };
    assert_eq!(
        qr::render(&content(100), &terminal(80, 22)),
        Err(small.clone())
    );
    assert_eq!(
        qr::render(&content(100), &terminal(44, 24)),
        Err(small.clone())
    );
    assert_eq!(
        small.to_string(),
        "the QR code needs 45 columns and 23 rows"
    );
}

/// Bytes that look like Shift JIS must not become kanji.
#[test]
fn other_scripts_stay_what_they_are() {
    for content in [
        "https://example.com/绑定?名=值班手机",
        "点击绑定设备,开始值班。点茗荷",
    ] {
        let code = qr::render(content, &terminal(80, 24)).unwrap();
        assert_decodes(
            &rasterize(on_screen(&code, 80, 24).screen(), Theme::Dark),
            content,
            content,
        );
    }
}

#[test]
fn what_no_code_holds_is_an_error() {
    assert_eq!(qr::render(&content(2954), &log()), Err(Error::TooLong));
    assert_eq!(qr::svg(&content(2954)), Err(Error::TooLong));
    assert_eq!(qr::png(&content(2954), 4), Err(Error::TooLong));
    assert_eq!(
        qr::render(&content(2953), &log()).unwrap().level,
        Level::L,
        "only level L holds this"
    );
    assert!(qr::svg(&content(2953)).is_ok() && qr::png(&content(2953), 1).is_ok());
}

/// A code that is logged lets anybody in.
#[test]
fn a_code_is_not_in_its_debug_form() {
    let code = qr::render(&content(60), &log()).unwrap();
    assert_eq!(format!("{code:?}"), "Rendered(Ascii, M, 82x41)");
}
