//! A text as a QR code: in cells of a terminal, in characters of a log, as SVG and as PNG.
//! Pure: the caller says how much room there is and what the terminal can show. The quiet zone of
//! four modules is part of every form; without it, or on the colors of a theme, phones do not find the code.
//! The blocks of many fonts leave hairlines at the edges of a cell, and decoders do not forgive light lines through
//! the dark finder patterns: what is dark is background, and a hairline is put where its neighbor has its color.

use std::fmt;

use qrcode::bits::{self, Bits};
use qrcode::{Color, EcLevel, QrCode, Version};

/// Modules of empty space on every side; the standard asks for four.
const QUIET: usize = 4;

/// 16 and 231 are the black and white of the color cube, which themes leave alone (0 and 15 they do not).
const BLACK: u8 = 16;
const WHITE: u8 = 231;

/// What a dark module is in ASCII. Of seven dense characters tried (`#@MW8%B`, one common font, three line heights,
/// five degrees of blur, three scales), `@` was decoded most often: 11 of 45 pictures, against 6 for `#`.
const INK: &str = "@@";

/// How the modules are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// One column and half a row to a module: `▀`, `▄` and space. The smallest.
    Half,
    /// Two columns and a row to a module: spaces on a colored background, so no font is involved. As many
    /// columns as make it a square where the terminal tells the size of its cells.
    Full,
    /// Two columns and a row to a module: `@@` for ink, without any escape sequence.
    Ascii,
}

impl Form {
    /// The columns and rows of a code of `side` modules, quiet zone included.
    fn cells(self, side: usize, cell: Cell) -> (usize, usize) {
        match self {
            Form::Half => (side, side.div_ceil(2)),
            Form::Full => (side * cell.columns_of_a_square(), side),
            Form::Ascii => (side * 2, side),
        }
    }
}

/// The shape of a cell of the terminal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// Its height by its width.
    pub ratio: f32,
}

/// About twice as high as wide, which all but a few fonts are.
impl Default for Cell {
    fn default() -> Self {
        Cell { ratio: 2.0 }
    }
}

impl Cell {
    /// How many cells beside each other are as wide as one is high. A phone reads a rectangle of about two to three
    /// too.
    fn columns_of_a_square(self) -> usize {
        match self.ratio {
            ..1.4 => 1,
            ..=2.8 => 2,
            _ => 3,
        }
    }
}

/// How much of the code may be damaged and still be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// 7 %: only where a code of level `M` does not fit. On a screen nothing is torn or stained.
    L,
    /// 15 %.
    M,
}

/// What the code is drawn on.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The form to use, or none for the best that the rest allows.
    pub form: Option<Form>,
    /// Swap ink and paper: for a log whose text is lighter than its background.
    pub invert: bool,
    /// The columns there are, or none where width does not matter.
    pub columns: Option<usize>,
    /// The rows there are for the code, or none where height does not matter.
    pub rows: Option<usize>,
    /// Whether color sequences may be written. They are no decoration here: with them the code is
    /// black on white whatever the theme, so a terminal should get them even if text is to be plain.
    pub color: bool,
    /// Whether the terminal shows UTF-8.
    pub unicode: bool,
    /// The shape of its cells.
    pub cell: Cell,
}

impl Options {
    /// The forms to try: what was asked for, else (no colors, so a log) ASCII, else whole cells, which no font can
    /// spoil, and half blocks where those do not fit.
    fn forms(&self) -> &'static [Form] {
        match (self.form, self.color, self.unicode) {
            (Some(Form::Half), _, _) => &[Form::Half],
            (Some(Form::Full), _, _) | (None, true, false) => &[Form::Full],
            (Some(Form::Ascii), _, _) | (None, false, _) => &[Form::Ascii],
            (None, true, true) => &[Form::Full, Form::Half],
        }
    }

    fn fits(&self, (columns, rows): (usize, usize)) -> bool {
        self.columns.is_none_or(|room| columns <= room) && self.rows.is_none_or(|room| rows <= room)
    }
}

/// A code as lines of text.
#[derive(Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The lines, without line ends. Colors are reset at the end of each.
    pub lines: Vec<String>,
    /// The width of every line, in cells.
    pub columns: usize,
    /// The number of lines.
    pub rows: usize,
    /// The form it was drawn in.
    pub form: Form,
    /// The error correction level.
    pub level: Level,
}

/// A code lets whoever scans it in: it is kept out of logs.
impl fmt::Debug for Rendered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Rendered {
            columns,
            rows,
            form,
            level,
            ..
        } = self;
        write!(f, "Rendered({form:?}, {level:?}, {columns}x{rows})")
    }
}

/// Why there is no code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// There is too little room for the form, at any error correction level.
    #[error("the QR code needs {columns} columns and {rows} rows")]
    TooSmall {
        /// The form that was tried.
        form: Form,
        /// The columns that the smallest code of this form needs.
        columns: usize,
        /// The rows it needs.
        rows: usize,
    },
    /// No QR code holds so much.
    #[error("the content is too long for a QR code")]
    TooLong,
    /// The PNG encoder failed.
    #[error("cannot make a PNG: {0}")]
    Png(String),
}

/// Draws `content` in the room there is, at level M if that fits and at level L if only that does.
///
/// # Errors
/// [`Error::TooSmall`] with the size that would do, [`Error::TooLong`].
pub fn render(content: &str, options: &Options) -> Result<Rendered, Error> {
    let codes = [Level::M, Level::L].map(|level| (level, Modules::new(content, level)));
    let mut needs = Error::TooLong;
    for form in options.forms() {
        for (level, modules) in &codes {
            let Ok(modules) = modules else {
                continue;
            };
            let (columns, rows) = form.cells(modules.side, options.cell);
            if options.fits((columns, rows)) {
                return Ok(Rendered {
                    lines: draw(modules, *form, options),
                    columns,
                    rows,
                    form: *form,
                    level: *level,
                });
            }
            needs = Error::TooSmall {
                form: *form,
                columns,
                rows,
            };
        }
    }
    Err(needs)
}

fn draw(modules: &Modules, form: Form, options: &Options) -> Vec<String> {
    match form {
        Form::Half if options.color => half(modules, options.invert),
        Form::Half => half_inked(modules, options.invert),
        Form::Full if options.color => full(modules, options),
        Form::Full if options.unicode => inked(modules, options.invert, "██"),
        Form::Full | Form::Ascii => inked(modules, options.invert, INK),
    }
}

/// `content` as an SVG image, black on white, eight units a module.
///
/// # Errors
/// [`Error::TooLong`].
pub fn svg(content: &str) -> Result<String, Error> {
    let code = encode(content, EcLevel::M).or_else(|_| encode(content, EcLevel::L))?;
    Ok(code
        .render::<qrcode::render::svg::Color<'_>>()
        .quiet_zone(true)
        .module_dimensions(8, 8)
        .build())
}

/// `content` as a PNG image, black on white, `scale` pixels a module.
///
/// # Errors
/// [`Error::TooLong`]; [`Error::Png`] if the encoder fails.
pub fn png(content: &str, scale: u32) -> Result<Vec<u8>, Error> {
    let modules = Modules::new(content, Level::M).or_else(|_| Modules::new(content, Level::L))?;
    png_of(&modules, scale.max(1) as usize)
}

pub(crate) fn png_of(modules: &Modules, scale: usize) -> Result<Vec<u8>, Error> {
    let side = modules.side * scale;
    let mut rows = Vec::new();
    for y in 0..side {
        // One bit a pixel, the leftmost in the highest bit; 1 is white.
        let mut row = vec![0u8; side.div_ceil(8)];
        for x in (0..side).filter(|x| !modules.dark(x / scale, y / scale)) {
            row[x / 8] |= 0x80 >> (x % 8);
        }
        rows.extend(row);
    }
    let failed = |error: png::EncodingError| Error::Png(error.to_string());
    let pixels = u32::try_from(side).map_err(|error| Error::Png(error.to_string()))?;
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, pixels, pixels);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    let mut writer = encoder.write_header().map_err(failed)?;
    writer.write_image_data(&rows).map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(file)
}

/// The smallest code that holds `content`.
///
/// Digits and capitals can be packed, which the encoder sometimes overdoes: plain bytes are tried too. They are the
/// only way for text that is not ASCII: the encoder would take pairs of UTF-8 bytes for Shift JIS kanji where they
/// look like it, and the phone would show other characters.
fn encode(content: &str, level: EcLevel) -> Result<QrCode, Error> {
    let packed = || bits::encode_auto(content.as_bytes(), level).ok();
    let packed = if content.is_ascii() { packed() } else { None };
    let plain = (1..=40).find_map(|version| as_bytes(content, Version::Normal(version), level));
    let smallest = [packed, plain]
        .into_iter()
        .flatten()
        .min_by_key(|bits| bits.version().width());
    QrCode::with_bits(smallest.ok_or(Error::TooLong)?, level).map_err(|_| Error::TooLong)
}

fn as_bytes(content: &str, version: Version, level: EcLevel) -> Option<Bits> {
    let mut bits = Bits::new(version);
    bits.push_byte_data(content.as_bytes()).ok()?;
    bits.push_terminator(level).ok()?;
    Some(bits)
}

/// The modules of a code and of the quiet zone around it.
pub(crate) struct Modules {
    side: usize,
    width: usize,
    colors: Vec<Color>,
}

impl Modules {
    pub(crate) fn new(content: &str, level: Level) -> Result<Self, Error> {
        let code = encode(
            content,
            if level == Level::M {
                EcLevel::M
            } else {
                EcLevel::L
            },
        )?;
        let width = code.width();
        Ok(Modules {
            side: width + 2 * QUIET,
            width,
            colors: code.into_colors(),
        })
    }

    /// How many there are in a row, quiet zone included.
    pub(crate) fn side(&self) -> usize {
        self.side
    }

    /// Outside of the code everything is light, also the half row below an odd number of rows.
    pub(crate) fn dark(&self, x: usize, y: usize) -> bool {
        let inside = QUIET..QUIET + self.width;
        inside.contains(&x)
            && inside.contains(&y)
            && self.colors[(y - QUIET) * self.width + (x - QUIET)] == Color::Dark
    }
}

/// Half blocks. Where both halves are alike the cell is background. Else the font's half block may leave a hairline
/// at its edge of the cell, in the color of the other half: the block is put where the next cell has that color
/// as well, and where none has, the hairline is black in white, which decoders forgive.
fn half(modules: &Modules, invert: bool) -> Vec<String> {
    let black = |x, y| modules.dark(x, y) != invert;
    let line = |y: usize| {
        let mut line = Colored::default();
        for x in 0..modules.side {
            let (top, bottom) = (black(x, y), black(x, y + 1));
            let above = y > 0 && black(x, y - 1);
            let below = black(x, y + 2);
            if top == bottom {
                line.push(None, top, " ");
            } else if above == bottom || (below != top && bottom) {
                line.push(Some(top), bottom, "▀");
            } else {
                line.push(Some(bottom), top, "▄");
            }
        }
        line.end()
    };
    (0..modules.side).step_by(2).map(line).collect()
}

/// Half blocks without colors: ink is all there is.
fn half_inked(modules: &Modules, invert: bool) -> Vec<String> {
    let ink = |x, y| modules.dark(x, y) != invert;
    let line = |y: usize| {
        let cells = (0..modules.side).map(|x| match (ink(x, y), ink(x, y + 1)) {
            (true, true) => '█',
            (true, false) => '▀',
            (false, true) => '▄',
            (false, false) => ' ',
        });
        cells.collect()
    };
    (0..modules.side).step_by(2).map(line).collect()
}

/// Spaces on black and on white.
fn full(modules: &Modules, options: &Options) -> Vec<String> {
    let module = " ".repeat(options.cell.columns_of_a_square());
    let line = |y| {
        let mut line = Colored::default();
        for x in 0..modules.side {
            line.push(None, modules.dark(x, y) != options.invert, &module);
        }
        line.end()
    };
    (0..modules.side).map(line).collect()
}

/// A line of cells that are black and white.
#[derive(Default)]
struct Colored {
    line: String,
    ink: Option<bool>,
    paper: Option<bool>,
}

impl Colored {
    /// Cells without ink leave its color as it is.
    fn push(&mut self, ink: Option<bool>, paper: bool, cells: &str) {
        let color = |black| if black { BLACK } else { WHITE };
        if let Some(ink) = ink
            && self.ink.replace(ink) != Some(ink)
        {
            self.line.push_str(&format!("\x1b[38;5;{}m", color(ink)));
        }
        if self.paper.replace(paper) != Some(paper) {
            self.line.push_str(&format!("\x1b[48;5;{}m", color(paper)));
        }
        self.line.push_str(cells);
    }

    fn end(self) -> String {
        self.line + "\x1b[0m"
    }
}

/// Two characters of ink, or two spaces, in whatever colors the reader's screen has.
fn inked(modules: &Modules, invert: bool, ink: &str) -> Vec<String> {
    let cell = |x, y| {
        if modules.dark(x, y) != invert {
            ink
        } else {
            "  "
        }
    };
    (0..modules.side)
        .map(|y| (0..modules.side).map(|x| cell(x, y)).collect())
        .collect()
}
