//! What a camera sees of a terminal: the cells of a vt100 screen with their colors become grey pixels, and those
//! go to two decoders that share no code with each other or with the encoder.
//! Included by path; it depends on vt100, rqrr, tempfile and the program `zbarimg`.
#![allow(dead_code)] // Each test binary uses its own part.

use std::process::{Command, Output};

/// A cell is 8 by 16 pixels: a module of a half-block code is 8 by 8.
const CELL: (usize, usize) = (8, 16);

/// The colors that a terminal has where a program sets none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Dark grey on nearly white.
    Light,
    /// Light grey on nearly black.
    Dark,
}

impl Theme {
    /// Both.
    pub const ALL: [Theme; 2] = [Theme::Light, Theme::Dark];

    fn ink(self) -> u8 {
        match self {
            Theme::Light => 0x33,
            Theme::Dark => 0xc0,
        }
    }

    fn paper(self) -> u8 {
        match self {
            Theme::Light => 0xfa,
            Theme::Dark => 0x1e,
        }
    }
}

/// The first sixteen colors as a popular theme (Solarized) has them, in grey: "white" is not, "bright black" is
/// darker than black, and the bright colors are greys. A code drawn in these would be a gamble.
const BASE: [u8; 16] = [
    42, 100, 130, 135, 117, 110, 124, 231, 31, 107, 104, 117, 144, 121, 157, 246,
];

/// The commercial at of the VGA's 8x16 font, a row a byte: about half of the cell is ink, as in other fonts.
const AT: [u8; 16] = [
    0, 0, 0, 0x7c, 0xc6, 0xc6, 0xde, 0xde, 0xde, 0xdc, 0xc0, 0x7c, 0, 0, 0, 0,
];
/// Its number sign.
const HASH: [u8; 16] = [
    0, 0, 0, 0x6c, 0x6c, 0xfe, 0x6c, 0x6c, 0x6c, 0xfe, 0x6c, 0x6c, 0, 0, 0, 0,
];
/// All other text: a frame of ink, so that it is seen but is no solid cell.
const OTHER: [u8; 16] = [
    0, 0, 0, 0x7e, 0x42, 0x42, 0x42, 0x42, 0x42, 0x42, 0x42, 0x7e, 0, 0, 0, 0,
];

/// A picture in grey; 255 is white.
#[derive(Clone)]
pub struct Raster {
    /// In pixels.
    pub width: usize,
    /// In pixels.
    pub height: usize,
    /// Row by row.
    pub grey: Vec<u8>,
}

/// The screen as a terminal with this theme draws it.
pub fn rasterize(screen: &vt100::Screen, theme: Theme) -> Raster {
    let (rows, columns) = screen.size();
    let (width, height) = (usize::from(columns) * CELL.0, usize::from(rows) * CELL.1);
    let mut grey = vec![theme.paper(); width * height];
    for row in 0..rows {
        for column in 0..columns {
            let Some(cell) = screen.cell(row, column) else {
                continue;
            };
            let mut ink = shade(cell.fgcolor()).unwrap_or(theme.ink());
            let mut paper = shade(cell.bgcolor()).unwrap_or(theme.paper());
            if cell.inverse() {
                std::mem::swap(&mut ink, &mut paper);
            }
            let glyph = glyph(cell.contents());
            for (y, bits) in glyph.into_iter().enumerate() {
                let start = (usize::from(row) * CELL.1 + y) * width + usize::from(column) * CELL.0;
                for (x, pixel) in grey[start..][..CELL.0].iter_mut().enumerate() {
                    *pixel = if bits & (0x80 >> x) != 0 { ink } else { paper };
                }
            }
        }
    }
    Raster {
        width,
        height,
        grey,
    }
}

/// The rows of a cell, a bit a pixel, the leftmost in the highest bit.
fn glyph(text: &str) -> [u8; CELL.1] {
    match text {
        "" | " " => [0; CELL.1],
        "█" => [0xff; CELL.1],
        "▀" => std::array::from_fn(|y| if y < CELL.1 / 2 { 0xff } else { 0 }),
        "▄" => std::array::from_fn(|y| if y < CELL.1 / 2 { 0 } else { 0xff }),
        "@" => AT,
        "#" => HASH,
        _ => OTHER,
    }
}

/// None for the theme's own.
fn shade(color: vt100::Color) -> Option<u8> {
    let grey = |r: u8, g: u8, b: u8| {
        ((u32::from(r) * 299 + u32::from(g) * 587 + u32::from(b) * 114) / 1000) as u8
    };
    let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
    match color {
        vt100::Color::Default => None,
        vt100::Color::Rgb(r, g, b) => Some(grey(r, g, b)),
        vt100::Color::Idx(index @ 0..=15) => Some(BASE[usize::from(index)]),
        vt100::Color::Idx(index @ 16..=231) => {
            let cube = index - 16;
            Some(grey(level(cube / 36), level(cube / 6 % 6), level(cube % 6)))
        }
        vt100::Color::Idx(index) => Some(8 + 10 * (index - 232)),
    }
}

impl Raster {
    /// With black and white exchanged, as some scanners try it.
    pub fn inverted(mut self) -> Self {
        self.grey.iter_mut().for_each(|pixel| *pixel = 255 - *pixel);
        self
    }

    /// Every pixel the mean of those up to `radius` away: a photograph a little out of focus, which is what turns
    /// glyphs into grey cells.
    pub fn blurred(&self, radius: usize) -> Self {
        let pass = |pixels: &[u8], width: usize, height: usize| {
            // Along the rows, and turned by a quarter, so that two passes are the whole and upright again.
            let mut turned = vec![0; pixels.len()];
            for y in 0..height {
                let row = &pixels[y * width..][..width];
                let value = |x: usize| usize::from(row[x]);
                let mut sum: usize = (0..radius.min(width)).map(value).sum();
                for x in 0..width {
                    sum += if x + radius < width {
                        value(x + radius)
                    } else {
                        0
                    };
                    sum -= if x > radius { value(x - radius - 1) } else { 0 };
                    let count = (x + radius + 1).min(width) - x.saturating_sub(radius);
                    turned[x * height + y] = (sum / count) as u8;
                }
            }
            turned
        };
        let turned = pass(&self.grey, self.width, self.height);
        Raster {
            grey: pass(&turned, self.height, self.width),
            ..*self
        }
    }

    /// The contents of all codes that rqrr finds.
    pub fn rqrr(&self) -> Vec<String> {
        let pixel = |x, y| self.grey[y * self.width + x];
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(self.width, self.height, pixel);
        image
            .detect_grids()
            .iter()
            .filter_map(|grid| Some(grid.decode().ok()?.1))
            .collect()
    }

    /// The contents of all codes that zbar finds; contents must not hold line breaks.
    pub fn zbar(&self) -> Vec<String> {
        zbar(&self.pgm(), ".pgm")
    }

    /// As a portable greymap.
    pub fn pgm(&self) -> Vec<u8> {
        let mut file = format!("P5 {} {} 255\n", self.width, self.height).into_bytes();
        file.extend(&self.grey);
        file
    }
}

/// The contents of all codes that zbar finds in an image file.
pub fn zbar(image: &[u8], suffix: &str) -> Vec<String> {
    let file = tempfile::Builder::new()
        .suffix(suffix)
        .tempfile()
        .expect("a temporary file");
    std::fs::write(file.path(), image).expect("the image is written");
    let run = Command::new("zbarimg")
        .args(["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable"])
        .arg(file.path())
        .output();
    let Output {
        status,
        stdout,
        stderr,
    } = run.unwrap_or_else(|error| {
        panic!("this test needs zbarimg (Debian: apt install zbar-tools): {error}")
    });
    // 4 is "no code found".
    assert!(
        matches!(status.code(), Some(0 | 4)),
        "zbarimg: {}",
        String::from_utf8_lossy(&stderr)
    );
    String::from_utf8_lossy(&stdout)
        .lines()
        .map(str::to_owned)
        .collect()
}
