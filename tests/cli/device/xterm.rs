//! The code in a real terminal: xterm draws it with the fonts that people have, a screenshot is taken, and two
//! decoders read it. An emulator draws blocks without gaps; a font does not.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::bind::{bind, serving};
use crate::harness::Run;
use crate::raster::Raster;

/// Longer than any terminal takes to start and to draw.
const PATIENCE: Duration = Duration::from_secs(12);

const FONTS: [(&str, u32); 4] = [
    ("DejaVu Sans Mono", 9),
    ("DejaVu Sans Mono", 10),
    ("DejaVu Sans Mono", 14),
    ("Liberation Mono", 12),
];
/// What xterm takes where nobody names a font.
const BITMAP: &str = "-misc-fixed-medium-r-semicondensed--13-120-75-75-c-60-iso10646-1";
/// Ink and paper of the window.
const THEMES: [(&str, &str); 2] = [("black", "white"), ("gray80", "black")];

/// A program that ends with the test.
struct Ends(Child);

impl Drop for Ends {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A screen that nobody looks at, and its name.
fn display() -> (Ends, String) {
    let mut server = Command::new("Xvfb")
        .args(["-displayfd", "1", "-screen", "0", "1280x1024x24"])
        .args(["-nolisten", "tcp", "-br"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap_or_else(|error| panic!("this test needs Xvfb (Debian: xvfb): {error}"));
    let mut number = String::new();
    BufReader::new(server.stdout.take().unwrap())
        .read_line(&mut number)
        .unwrap();
    (Ends(server), format!(":{}", number.trim()))
}

/// A portable greymap, as ImageMagick writes it: `P5`, three numbers, and the pixels.
fn screenshot(display: &str) -> Raster {
    let picture = Command::new("import")
        .args(["-display", display, "-window", "root"])
        .args(["-colorspace", "Gray", "-depth", "8", "pgm:-"])
        .output()
        .unwrap_or_else(|error| panic!("this test needs import (Debian: imagemagick): {error}"))
        .stdout;
    let mut parts = picture.splitn(5, |byte| byte.is_ascii_whitespace());
    let mut number = || std::str::from_utf8(parts.next().unwrap()).unwrap().parse();
    let _ = number();
    let (width, height, most): (usize, usize, usize) =
        (number().unwrap(), number().unwrap(), number().unwrap());
    let grey = parts.next().unwrap().to_vec();
    assert_eq!((grey.len(), most), (width * height, 255));
    Raster {
        width,
        height,
        grey,
    }
}

fn has_font(name: &str) -> bool {
    let found = Command::new("fc-list").arg(name).output().unwrap();
    !found.stdout.is_empty()
}

/// A window of xterm in which this runs.
fn xterm(display: &str, run: &Run<'_>, options: &[&str], before: &[&str]) -> Ends {
    let command = run.command();
    let mut xterm = Command::new("xterm");
    xterm.args(options);
    xterm
        .args(["-geometry", "130x45+0+0", "-u8", "-e"])
        .args(before);
    xterm.arg(command.get_program()).args(command.get_args());
    xterm
        .env_clear()
        .current_dir(command.get_current_dir().unwrap());
    for (name, value) in command.get_envs() {
        xterm.env(name, value.unwrap());
    }
    xterm.env("DISPLAY", display);
    let window = xterm.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    Ends(window.unwrap_or_else(|error| panic!("this test needs xterm: {error}")))
}

/// Which of the fonts and themes a phone would not read, with what each of the decoders made of it.
fn unread(options: &str, fonts: &[Vec<String>]) -> Vec<String> {
    let (_server, display) = display();
    let mut unread = Vec::new();
    for font in fonts {
        for (ink, paper) in THEMES {
            let (world, content) = serving(60);
            let run = bind(&world, options);
            let font: Vec<&str> = font.iter().map(String::as_str).collect();
            let colors = ["-fg", ink, "-bg", paper];
            let _window = xterm(&display, &run, &[&font[..], &colors].concat(), &[]);
            let end = Instant::now() + PATIENCE;
            let read = loop {
                let picture = screenshot(&display);
                // A screenshot is sharper than what any camera sees; rqrr takes single pixels for modules.
                let read = (picture.blurred(1).rqrr(), picture.zbar());
                let want = vec![content.clone()];
                if read == (want.clone(), want) {
                    break None;
                }
                if Instant::now() > end {
                    keep(&picture);
                    break Some(read);
                }
                std::thread::sleep(Duration::from_millis(200));
            };
            if let Some((rqrr, zbar)) = read {
                unread.push(format!(
                    "{} {ink} on {paper}: rqrr {}, zbar {}",
                    font.join(" "),
                    rqrr.len(),
                    zbar.len()
                ));
            }
        }
    }
    unread
}

/// For the eyes of whoever looks into a failure.
fn keep(picture: &Raster) {
    if let Some(file) = std::env::var_os("DUTY_SCREENSHOT") {
        std::fs::write(file, picture.pgm()).unwrap();
    }
}

fn fonts() -> Vec<Vec<String>> {
    let mut fonts = vec![vec!["-fn".to_owned(), BITMAP.to_owned()]];
    for (name, size) in FONTS {
        assert!(has_font(name), "this test needs the font {name}");
        let size = size.to_string();
        fonts.push(["-fa", name, "-fs", &size].map(str::to_owned).to_vec());
    }
    fonts
}

#[test]
fn half_blocks_are_read_with_every_font_and_theme() {
    assert_eq!(unread("--qr half", &fonts()), [""; 0]);
}

/// Square cells, and lines far apart: the form follows from what the terminal says of its cells.
#[test]
fn the_best_form_is_read_in_cells_of_other_shapes() {
    let square = "-schumacher-clean-medium-r-normal--8-80-75-75-c-80-iso646.1991-irv";
    let mut fonts = vec![vec!["-fn".to_owned(), square.to_owned()]];
    for height in ["XTerm*scaleHeight: 1.3", "XTerm*scaleHeight: 1.5"] {
        let far = ["-fa", "DejaVu Sans Mono", "-fs", "6", "-xrm", height];
        fonts.push(far.map(str::to_owned).to_vec());
    }
    assert_eq!(unread("", &fonts), [""; 0]);
}

#[test]
fn the_best_form_is_read_with_every_font_and_theme() {
    assert_eq!(unread("", &fonts()), [""; 0]);
}

#[test]
fn two_columns_a_module_are_read_with_every_font_and_theme() {
    assert_eq!(unread("--qr full", &fonts()), [""; 0]);
}

/// The terminal that knows sixel, by its own word.
fn vt340() -> Vec<Vec<String>> {
    let of = |mut font: Vec<String>| {
        font.extend(["-ti", "vt340"].map(str::to_owned));
        font
    };
    fonts().into_iter().map(of).collect()
}

#[test]
fn a_picture_is_read_with_every_font_and_theme() {
    assert_eq!(unread("--qr image", &vt340()), [""; 0]);
}

/// Pixels of a few lines of text, which are fewer than those of a code.
const TEXT: usize = 4000;

#[test]
fn a_picture_is_gone_when_the_waiting_is_over() {
    let (_server, display) = display();
    let (world, content) = serving(60);
    let run = bind(&world, "--qr image --wait 4s");
    let stays = ["sh", "-c", r#""$0" "$@"; exec sleep 600"#];
    let plain = ["sh", "-c", "exec sleep 600"];
    let options = ["-ti", "vt340", "-fg", "black", "-bg", "white"];
    let until = |what: &str, seen: &dyn Fn(&Raster) -> bool| {
        let end = Instant::now() + 2 * PATIENCE;
        loop {
            let picture = screenshot(&display);
            if seen(&picture) {
                return picture;
            }
            if Instant::now() > end {
                keep(&picture);
                panic!("no {what} in time");
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    };
    let ink = |picture: &Raster| picture.grey.iter().filter(|grey| **grey < 128).count();
    let empty = {
        let _window = xterm(&display, &run, &options, &plain);
        // The window, and nothing in it; the screen behind it is black.
        ink(&until("window", &|picture| {
            picture.grey.iter().filter(|grey| **grey > 128).count() > 100_000
        }))
    };
    let _window = xterm(&display, &run, &options, &stays);
    until("code", &|picture| picture.zbar() == [content.clone()]);
    let after = until("end", &|picture| ink(picture) < empty + TEXT);
    assert_eq!(after.zbar(), [""; 0]);
}
