//! A QR code as a picture on the terminal: exact, and smaller than text. Three protocols: kitty graphics, the inline
//! pictures of iTerm2, and sixel. Pure: what a terminal answered comes from the caller.
//! Each is a few lines for black and white; the crates for sixel bring thirty others, to choose colors.

use std::fmt::{self, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::ui::qr::{self, Level, Modules};

/// What asks a terminal for its name, for kitty graphics, for the size of its cells, and (which all answer, and after
/// the others) what it is.
pub const QUESTION: &str = "\x1b[>q\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\\x1b[16t\x1b[c";

/// How pictures are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    Kitty,
    /// OSC 1337, which has no question of its own: whoever knows it says its name.
    Inline,
    Sixel,
}

/// Pixels of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pixels {
    pub width: usize,
    pub height: usize,
}

/// What a terminal said of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    name: String,
    kitty: bool,
    sixel: bool,
    pub cell: Option<Pixels>,
}

impl Answers {
    /// What these bytes say; other bytes are of no interest.
    pub fn read(bytes: &[u8]) -> Answers {
        let text = String::from_utf8_lossy(bytes);
        let between = |begin: &str, end: &str| {
            let (_, rest) = text.split_once(begin)?;
            Some(rest.split_once(end)?.0.to_owned())
        };
        let numbers = |begin: &str, end: &str| -> Vec<usize> {
            let found = between(begin, end).unwrap_or_default();
            found
                .split(';')
                .filter_map(|one| one.parse().ok())
                .collect()
        };
        let cell = match numbers("\x1b[6;", "t")[..] {
            [height, width] if CELLS.contains(&height) && CELLS.contains(&width) => {
                Some(Pixels { width, height })
            }
            _ => None,
        };
        Answers {
            name: between("\x1bP>|", "\x1b\\").unwrap_or_default(),
            kitty: text.contains("\x1b_Gi=31;OK"),
            sixel: numbers("\x1b[?", "c").iter().skip(1).any(|one| *one == 4),
            cell,
        }
    }

    /// Whether everything has come: the last question is answered.
    pub fn are_complete(bytes: &[u8]) -> bool {
        let begin = bytes.windows(3).position(|three| three == b"\x1b[?");
        begin.is_some_and(|at| bytes[at..].contains(&b'c'))
    }

    /// How it shows pictures, if it does.
    pub fn protocol(&self) -> Option<Protocol> {
        let inline = ["iTerm2 ", "WezTerm "];
        let inline = inline.iter().any(|name| self.name.starts_with(name));
        match (self.kitty, inline, self.sixel) {
            (true, _, _) => Some(Protocol::Kitty),
            (_, true, _) => Some(Protocol::Inline),
            (_, _, true) => Some(Protocol::Sixel),
            _ => None,
        }
    }

    /// Whether phones were seen to read pictures of it: docs/terminals.md.
    pub fn is_tested(&self) -> bool {
        self.name.starts_with("XTerm(") || self.name.starts_with("kitty(")
    }
}

/// A picture, and the room that it takes.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    pub columns: usize,
    pub rows: usize,
    /// What draws it from the cursor on; the cursor is anywhere afterwards.
    pub draw: String,
    /// What takes it away beside clearing its rows.
    pub wipe: &'static str,
}

/// A code lets whoever scans it in: it is kept out of logs.
impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Picture({}x{})", self.columns, self.rows)
    }
}

/// Pixels that a side of a cell has on any screen; what says otherwise lies.
const CELLS: std::ops::RangeInclusive<usize> = 1..=256;

/// Pixels of a module: as many as are read well out of focus, and never so few that a camera would have to be close.
const GOOD: usize = 6;
const SMALLEST: usize = 4;

/// The content in this many columns and rows; `None` where there is too little room.
///
/// # Errors
/// Where no code holds so much.
pub fn render(
    content: &str,
    protocol: Protocol,
    cell: Pixels,
    (columns, rows): (usize, usize),
) -> Result<Option<Picture>, qr::Error> {
    for level in [Level::M, Level::L] {
        let Ok(modules) = Modules::new(content, level) else {
            continue;
        };
        let side = modules.side();
        let most = (columns * cell.width).min(rows * cell.height) / side;
        let scale = most.min((cell.height / 3).max(GOOD));
        if scale < SMALLEST {
            continue;
        }
        let columns = (side * scale).div_ceil(cell.width);
        let rows = (side * scale).div_ceil(cell.height);
        let (draw, wipe) = match protocol {
            Protocol::Kitty => (kitty(&qr::png_of(&modules, scale)?), FORGET),
            Protocol::Inline => (inline(&qr::png_of(&modules, scale)?, columns, rows), ""),
            Protocol::Sixel => (sixel(&modules, scale), ""),
        };
        return Ok(Some(Picture {
            columns,
            rows,
            draw,
            wipe,
        }));
    }
    Modules::new(content, Level::L).map(|_| None)
}

/// Takes the picture from the screen, from what scrolled away, and from the terminal's memory.
const FORGET: &str = "\x1b_Ga=d,d=I,i=4409,q=2\x1b\\";

/// A PNG in pieces of the size that the protocol allows.
fn kitty(png: &[u8]) -> String {
    let encoded = STANDARD.encode(png);
    let mut pieces = encoded.as_bytes().chunks(4096).peekable();
    let mut drawn = String::new();
    let mut head = "a=T,f=100,i=4409,C=1,q=2,";
    while let Some(piece) = pieces.next() {
        let more = u8::from(pieces.peek().is_some());
        let piece = String::from_utf8_lossy(piece);
        let _ = write!(drawn, "\x1b_G{head}m={more};{piece}\x1b\\");
        head = "";
    }
    drawn
}

/// A PNG in so many cells, whatever a pixel is there; what is in cells is cleared with them.
fn inline(png: &[u8], columns: usize, rows: usize) -> String {
    let (size, encoded) = (png.len(), STANDARD.encode(png));
    format!(
        "\x1b]1337;File=inline=1;size={size};width={columns};height={rows};preserveAspectRatio=1;doNotMoveCursor=1:{encoded}\x07"
    )
}

/// Six rows of pixels at a time, and of these first the black ones and then the white ones.
fn sixel(modules: &Modules, scale: usize) -> String {
    let side = modules.side() * scale;
    let mut drawn = format!("\x1bP0;1;0q\"1;1;{side};{side}#0;2;0;0;0#1;2;100;100;100");
    for top in (0..side).step_by(6) {
        for (color, end) in [(0, '$'), (1, '-')] {
            let _ = write!(drawn, "#{color}");
            for x in 0..modules.side() {
                let bits = (0..6).filter(|bit| {
                    let y = top + bit;
                    y < side && usize::from(!modules.dark(x, y / scale)) == color
                });
                let bits: u8 = bits.map(|bit| 1 << bit).sum();
                let _ = write!(drawn, "!{scale}{}", char::from(63 + bits));
            }
            drawn.push(end);
        }
    }
    drawn + "\x1b\\"
}

#[cfg(test)]
mod tests {
    use super::*;

    const CELL: Pixels = Pixels {
        width: 9,
        height: 18,
    };

    #[test]
    fn terminals_are_known_by_their_answers() {
        let kitty = b"\x1bP>|kitty(0.26.5)\x1b\\\x1b_Gi=31;OK\x1b\\\x1b[6;20;9t\x1b[?62;c";
        let told = Answers::read(kitty);
        assert_eq!(told.protocol(), Some(Protocol::Kitty));
        assert!(told.is_tested() && Answers::are_complete(kitty));
        let cell = Pixels {
            width: 9,
            height: 20,
        };
        assert_eq!(told.cell, Some(cell));
        let vt340 = b"\x1bP>|XTerm(379)\x1b\\\x1b[?63;1;2;4;6;9;15;16;22;28c";
        assert_eq!(Answers::read(vt340).protocol(), Some(Protocol::Sixel));
        let iterm = b"\x1bP>|iTerm2 3.4.23\x1b\\\x1b[?62;4c";
        let told = Answers::read(iterm);
        assert_eq!(told.protocol(), Some(Protocol::Inline));
        assert!(!told.is_tested());
        let wezterm = b"\x1bP>|WezTerm 20240203-110809-5046fc22\x1b\\\x1b[?65;4;6;18;22c";
        assert_eq!(Answers::read(wezterm).protocol(), Some(Protocol::Inline));
        for plain in [
            &b"\x1bP>|XTerm(379)\x1b\\\x1b[?64;1;2;6;9;15;16;17;18;21;22;28c"[..],
            b"\x1b_Gi=31;ENOTSUPPORTED\x1b\\\x1b[?62;22c",
            b"\x1b[?4;1c",
            b"typed 4c",
            b"",
        ] {
            assert_eq!(Answers::read(plain).protocol(), None, "{plain:?}");
        }
        assert!(!Answers::are_complete(b"c\x1b[?62;4"));
    }

    #[test]
    fn a_picture_has_the_room_that_it_is_given() {
        let content = "https://example.com/bind/0123456789abcdefghijklmnop";
        for protocol in [Protocol::Kitty, Protocol::Inline, Protocol::Sixel] {
            let large = render(content, protocol, CELL, (80, 23)).unwrap().unwrap();
            assert!(large.columns <= 80 && large.rows <= 23, "{large:?}");
            let low = render(content, protocol, CELL, (80, 12)).unwrap().unwrap();
            assert!(low.rows <= 12 && low.rows < large.rows, "{low:?}");
            assert_eq!(render(content, protocol, CELL, (80, 3)), Ok(None));
        }
        let long = "x".repeat(3000);
        assert!(render(&long, Protocol::Sixel, CELL, (80, 23)).is_err());
    }

    /// A sixel reader of its own.
    #[test]
    fn the_pixels_are_the_modules() {
        let modules = Modules::new("https://example.com", Level::M).unwrap();
        let drawn = sixel(&modules, 4);
        let body = drawn.split_once("100;100;100").unwrap().1;
        let mut white = vec![None; (modules.side() * 4).pow(2)];
        let (mut x, mut top, mut color, mut count) = (0, 0, 0, String::new());
        for sign in body.trim_end_matches("\x1b\\").chars() {
            match sign {
                '#' | '!' => count.clear(),
                '$' => x = 0,
                '-' => (x, top) = (0, top + 6),
                '0'..='9' => {
                    count.push(sign);
                    if x == 0 && count.len() == 1 && "01".contains(&count) {
                        color = count.parse().unwrap();
                    }
                }
                _ => {
                    for _ in 0..count.parse().unwrap() {
                        for bit in (0..6).filter(|bit| (sign as u8 - 63) >> bit & 1 == 1) {
                            white[(top + bit) * modules.side() * 4 + x] = Some(color == 1);
                        }
                        x += 1;
                    }
                }
            }
        }
        for (at, white) in white.into_iter().enumerate() {
            let (x, y) = (at % (modules.side() * 4), at / (modules.side() * 4));
            assert_eq!(white, Some(!modules.dark(x / 4, y / 4)), "{x} {y}");
        }
    }
}
