//! Pictures for the README: what stands on the terminal during a real `device bind`, as SVG. With
//! `DUTY_PICTURE=FILE` it is written; `scripts/picture` does that. The code in it dies with the sandbox.

use std::fmt::Write as _;

use crate::harness::World;
use crate::pty::Pty;
use crate::raster::{Theme, rasterize};

/// A module of a code in half blocks is a square.
const CELL: (usize, usize) = (9, 18);
const MARGIN: usize = 14;
const PAPER: &str = "#1d1f21";
const INK: &str = "#c5c8c6";

fn color(color: vt100::Color, default: &str) -> String {
    const BASE: [&str; 8] = [
        "#282a2e", "#cc6666", "#b5bd68", "#f0c674", "#81a2be", "#b294bb", "#8abeb7", "#c5c8c6",
    ];
    match color {
        vt100::Color::Default => default.to_owned(),
        vt100::Color::Idx(index @ 0..16) => BASE[usize::from(index) % 8].to_owned(),
        vt100::Color::Idx(index @ 16..232) => {
            let level = |part: u8| if part == 0 { 0 } else { 55 + 40 * part };
            let [red, green, blue] = [36, 6, 1].map(|step| level((index - 16) / step % 6));
            format!("#{red:02x}{green:02x}{blue:02x}")
        }
        vt100::Color::Idx(index) => {
            let grey = 8 + 10 * (index - 232);
            format!("#{grey:02x}{grey:02x}{grey:02x}")
        }
        vt100::Color::Rgb(red, green, blue) => format!("#{red:02x}{green:02x}{blue:02x}"),
    }
}

/// Half blocks are drawn as shapes: fonts leave gaps between them.
fn halves(text: &str) -> Option<[bool; 2]> {
    match text {
        "▀" => Some([true, false]),
        "▄" => Some([false, true]),
        "█" => Some([true, true]),
        _ => None,
    }
}

pub fn svg(screen: &vt100::Screen, title: &str) -> String {
    let (rows, columns) = screen.size();
    let (width, height) = (
        usize::from(columns) * CELL.0 + 2 * MARGIN,
        usize::from(rows) * CELL.1 + 2 * MARGIN,
    );
    let mut shapes: Vec<(String, String)> = Vec::new();
    let mut texts = String::new();
    // The color of each half of a cell, in runs along a row.
    for half_row in 0..usize::from(rows) * 2 {
        let row = (half_row / 2) as u16;
        let of = |column: u16| {
            let cell = screen.cell(row, column)?;
            let paper = color(cell.bgcolor(), PAPER);
            let ink = halves(cell.contents()).is_some_and(|halves| halves[half_row % 2]);
            Some(if ink {
                color(cell.fgcolor(), INK)
            } else {
                paper
            })
        };
        let mut start = 0;
        for column in 1..=columns {
            if column < columns && of(column) == of(start) {
                continue;
            }
            if let Some(fill) = of(start).filter(|fill| fill != PAPER) {
                let (x, y) = (
                    MARGIN + usize::from(start) * CELL.0,
                    MARGIN + half_row * CELL.1 / 2,
                );
                let (wide, high) = (usize::from(column - start) * CELL.0, CELL.1 / 2);
                let path = format!("M{x} {y}h{wide}v{high}h-{wide}z");
                match shapes.iter_mut().find(|(known, _)| *known == fill) {
                    Some((_, paths)) => paths.push_str(&path),
                    None => shapes.push((fill, path)),
                }
            }
            start = column;
        }
    }
    for row in 0..rows {
        let mut column = 0;
        while column < columns {
            let look = |column: u16| {
                let cell = screen.cell(row, column)?;
                let plain = !cell.contents().is_empty() && halves(cell.contents()).is_none();
                // A run of wide characters for itself: a browser's font may make them less than two cells wide.
                let wide = cell.is_wide();
                plain.then(|| (color(cell.fgcolor(), INK), cell.bold(), cell.dim(), wide))
            };
            let start = column;
            let style = look(column);
            let mut text = String::new();
            // The second half of a wide character has nothing of its own.
            let goes_on = |column: u16| {
                let cell = screen.cell(row, column);
                look(column) == style || cell.is_some_and(vt100::Cell::is_wide_continuation)
            };
            while column < columns && goes_on(column) {
                text.push_str(screen.cell(row, column).map_or("", |cell| cell.contents()));
                column += 1;
            }
            let Some((fill, bold, dim, _)) = style.filter(|_| !text.trim().is_empty()) else {
                continue;
            };
            let text = text.replace('&', "&amp;").replace('<', "&lt;");
            let _ = writeln!(
                texts,
                r#"<text x="{}" y="{}" textLength="{}" fill="{fill}"{}{}>{text}</text>"#,
                MARGIN + usize::from(start) * CELL.0,
                MARGIN + usize::from(row) * CELL.1 + 13,
                usize::from(column - start) * CELL.0,
                if bold { r#" font-weight="bold""# } else { "" },
                if dim { r#" opacity=".7""# } else { "" },
            );
        }
    }
    let shapes: String = shapes
        .iter()
        .map(|(fill, paths)| format!("<path fill=\"{fill}\" d=\"{paths}\"/>\n"))
        .collect();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\">\n\
         <title>{title}</title>\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"{PAPER}\"/>\n\
         <g shape-rendering=\"crispEdges\">\n{shapes}</g>\n\
         <g font-family=\"ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', 'Noto Sans Mono CJK SC', monospace\" font-size=\"15\" xml:space=\"preserve\">\n{texts}</g>\n\
         </svg>\n"
    )
}

#[test]
fn of_a_real_run() {
    let world = World::new();
    let run = world
        .duty("device bind")
        .env("LANG", "C.UTF-8")
        .env("TERM", "xterm-256color");
    let mut pty = Pty::start(&run, (80, 24));
    pty.parser.process(b"$ duty device bind\r\n");
    pty.until("countdown", |parser| {
        parser.screen().contents().contains("Ctrl-C ends it.")
            && parser.screen().contents().contains('▀')
    });
    let screen = pty.parser.screen().clone();
    let code = rasterize(&screen, Theme::Dark).rqrr();
    assert_eq!(code.len(), 1, "{}", screen.contents());
    assert!(
        code[0].starts_with("https://app.example.com/bind/"),
        "a made-up code"
    );
    let picture = svg(&screen, "duty device bind: a QR code in the terminal");
    for part in ["$ duty device bind", "Scan to Login", "#ffffff", "#000000"] {
        assert!(picture.contains(part), "{part} is missing:\n{picture}");
    }
    assert!(
        !picture.contains("example.com"),
        "the code is in clear text"
    );
    if let Some(file) = std::env::var_os("DUTY_PICTURE") {
        std::fs::write(file, picture).unwrap();
    }
    pty.send("\x03");
    assert_eq!(pty.end(), 130);
}
