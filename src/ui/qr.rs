//! A text as a QR code: in cells of a terminal, in characters of a log, as SVG and as PNG.
//! Pure: the caller says how much room there is and what the terminal can show. The quiet zone of
//! four modules is part of every form; without it, or on the colors of a theme, phones do not find the code.

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
    /// One column and half a row to a module: `▀`, `▄`, `█` and space. The smallest.
    Half,
    /// Two columns and a row to a module: spaces on a colored background, so no font is involved.
    Full,
    /// Two columns and a row to a module: `@@` for ink, without any escape sequence.
    Ascii,
}

impl Form {
    /// The columns and rows of a code of `side` modules, quiet zone included.
    fn cells(self, side: usize) -> (usize, usize) {
        match self {
            Form::Half => (side, side.div_ceil(2)),
            Form::Full | Form::Ascii => (side * 2, side),
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
    /// The form to use, or none for the best that the rest allows. See [`Options::form`].
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
}

impl Options {
    /// The form that will be drawn: what was asked for, else half blocks, else (not UTF-8) two
    /// columns a module, else (no colors, so a log) ASCII.
    ///
    /// Room does not matter for this choice: half blocks need the fewest columns *and* the fewest
    /// rows, so where they do not fit nothing else does.
    pub fn form(&self) -> Form {
        match (self.form, self.color, self.unicode) {
            (Some(form), _, _) => form,
            (None, false, _) => Form::Ascii,
            (None, true, true) => Form::Half,
            (None, true, false) => Form::Full,
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
    let form = options.form();
    let mut needs = None;
    for level in [Level::M, Level::L] {
        let Ok(modules) = Modules::new(content, level) else {
            continue;
        };
        let (columns, rows) = form.cells(modules.side);
        if options.fits((columns, rows)) {
            let lines = match form {
                Form::Half => half(&modules, options),
                Form::Full if options.color => full(&modules, options.invert),
                Form::Full if options.unicode => inked(&modules, options.invert, "██"),
                Form::Full | Form::Ascii => inked(&modules, options.invert, INK),
            };
            return Ok(Rendered {
                lines,
                columns,
                rows,
                form,
                level,
            });
        }
        needs = Some((columns, rows));
    }
    let (columns, rows) = needs.ok_or(Error::TooLong)?;
    Err(Error::TooSmall {
        form,
        columns,
        rows,
    })
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
    let scale = scale.max(1) as usize;
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
struct Modules {
    side: usize,
    width: usize,
    colors: Vec<Color>,
}

impl Modules {
    fn new(content: &str, level: Level) -> Result<Self, Error> {
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

    /// Outside of the code everything is light, also the half row below an odd number of rows.
    fn dark(&self, x: usize, y: usize) -> bool {
        let inside = QUIET..QUIET + self.width;
        inside.contains(&x)
            && inside.contains(&y)
            && self.colors[(y - QUIET) * self.width + (x - QUIET)] == Color::Dark
    }
}

/// Half blocks. With colors the ink is always the dark modules, and `invert` swaps the colors;
/// without, `invert` swaps what is inked.
fn half(modules: &Modules, options: &Options) -> Vec<String> {
    let ink = |x, y| modules.dark(x, y) != (options.invert && !options.color);
    let (start, end) = match (options.color, options.invert) {
        (true, false) => (format!("\x1b[38;5;{BLACK};48;5;{WHITE}m"), "\x1b[0m"),
        (true, true) => (format!("\x1b[38;5;{WHITE};48;5;{BLACK}m"), "\x1b[0m"),
        (false, _) => (String::new(), ""),
    };
    let line = |y: usize| {
        let cells = (0..modules.side).map(|x| match (ink(x, y), ink(x, y + 1)) {
            (true, true) => '█',
            (true, false) => '▀',
            (false, true) => '▄',
            (false, false) => ' ',
        });
        format!("{start}{}{end}", cells.collect::<String>())
    };
    (0..modules.side).step_by(2).map(line).collect()
}

/// Spaces on black and on white.
fn full(modules: &Modules, invert: bool) -> Vec<String> {
    let line = |y| {
        let mut line = String::new();
        let mut before = None;
        for x in 0..modules.side {
            let black = modules.dark(x, y) != invert;
            if before.replace(black) != Some(black) {
                line.push_str(&format!("\x1b[48;5;{}m", if black { BLACK } else { WHITE }));
            }
            line.push_str("  ");
        }
        line + "\x1b[0m"
    };
    (0..modules.side).map(line).collect()
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
