//! Every form of the code, in windows of every size, on light and dark: it is the server's code.

use std::time::Duration;

use duty::ui::qr::{self, Cell, Form};

use super::{bind, codes, serving};
use crate::pty::Pty;
use crate::raster::{Raster, Theme, rasterize};

const SIZES: [(u16, u16); 6] = [
    (80, 24),
    (100, 30),
    (120, 40),
    (132, 43),
    (160, 50),
    (200, 60),
];
const LENGTHS: [usize; 7] = [40, 60, 80, 100, 200, 300, 400];

/// Whether a code of this form fits, with a line below it.
fn fits(content: &str, form: Form, (columns, rows): (u16, u16)) -> bool {
    let options = qr::Options {
        form: Some(form),
        invert: false,
        columns: Some(usize::from(columns)),
        rows: Some(usize::from(rows) - 1),
        color: true,
        unicode: true,
        cell: Cell::default(),
    };
    qr::render(content, &options).is_ok()
}

/// Every size of the window in one run, and then Ctrl-C.
#[track_caller]
fn decodes(form: Form, options: &str, decode: impl Fn(&Raster, &str, &str), themes: &[Theme]) {
    let mut shown = 0;
    for length in LENGTHS {
        let (world, content) = serving(length);
        let mut pty = Pty::start(&bind(&world, options), SIZES[0]);
        for size in SIZES {
            let case = format!("bind {options}, {length} bytes, {size:?}");
            if size != SIZES[0] {
                let before = pty.count;
                pty.resize(size);
                while pty.count == before {
                    assert_eq!(pty.chunk(Duration::from_secs(10)), Some(true), "{case}");
                }
            }
            let (columns, rows) = size;
            if !fits(&content, form, size) {
                let says = format!("this one has {columns} and {rows}");
                pty.until(&says.clone(), |parser| {
                    parser
                        .screen()
                        .contents()
                        .replace('\n', " ")
                        .contains(&says)
                });
                assert_eq!(codes(&pty), [""; 0], "{case}");
                continue;
            }
            pty.until("countdown below the code", |parser| {
                let text = parser.screen().contents();
                text.contains("min") && !text.contains("this one has")
            });
            // The frame is one write, but it may arrive in two pieces.
            while pty.chunk(Duration::from_millis(30)) == Some(true) {}
            for theme in themes {
                let raster = rasterize(pty.parser.screen(), *theme);
                decode(
                    &raster,
                    &content,
                    &format!("{case}, {theme:?}\n{}", pty.text()),
                );
            }
            shown += 1;
        }
        pty.send("\x03");
        assert_eq!(pty.end(), 130);
        assert_eq!(codes(&pty), [""; 0]);
        assert!(!pty.text().contains('▀'), "{}", pty.text());
    }
    assert!(shown > 0);
}

#[track_caller]
fn sharp(raster: &Raster, content: &str, case: &str) {
    assert_eq!(raster.rqrr(), [content], "rqrr, {case}");
    assert_eq!(raster.zbar(), [content], "zbar, {case}");
}

#[test]
fn half_blocks_are_the_servers_code_on_any_theme() {
    decodes(Form::Half, "--qr half", sharp, &Theme::ALL);
}

#[test]
fn the_best_form_is_the_servers_code_on_any_theme() {
    decodes(Form::Half, "", sharp, &Theme::ALL);
}

#[test]
fn two_columns_a_module_are_the_servers_code_on_any_theme() {
    decodes(Form::Full, "--qr full", sharp, &Theme::ALL);
}

/// Glyphs are no solid cells; a camera is a little out of focus at some moment, and each decoder has the
/// moment that suits it.
#[test]
fn ascii_is_the_servers_code() {
    let soft = |raster: &Raster, content: &str, case: &str| {
        let soft = |radius| raster.blurred(radius).blurred(radius);
        let any = |found: &dyn Fn(usize) -> Vec<String>| {
            (3..8).map(found).find(|found| !found.is_empty())
        };
        assert_eq!(
            any(&|radius| soft(radius).rqrr()),
            Some(vec![content.to_owned()]),
            "rqrr, {case}"
        );
        assert_eq!(
            any(&|radius| soft(radius).zbar()),
            Some(vec![content.to_owned()]),
            "zbar, {case}"
        );
    };
    decodes(Form::Ascii, "--qr ascii", soft, &[Theme::Light]);
    decodes(Form::Ascii, "--qr ascii --invert", soft, &[Theme::Dark]);
}

#[test]
fn no_color_takes_no_color_from_the_code() {
    let (world, content) = serving(60);
    let mut pty = Pty::start(&bind(&world, "").env("NO_COLOR", "1"), (80, 24));
    pty.until("code", |parser| {
        parser.screen().contents().contains("59 min")
    });
    for theme in Theme::ALL {
        sharp(&rasterize(pty.parser.screen(), theme), &content, "NO_COLOR");
    }
}
