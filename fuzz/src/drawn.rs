//! QR codes: what is drawn, in each of its forms, is read back from the modules by a decoder that is not ours.
//! It hands kanji back as the bytes that they were made of, so that none are drawn is for `tests/qr` to see.

use duty::ui::qr::{self, Cell, Error, Form, Options, Rendered};
use rqrr::{Grid, SimpleGrid};

/// The empty modules around a code.
const QUIET: usize = 4;
/// The bytes that every content of so many has room for.
const ROOM: usize = 2_953;

/// Any text is drawn and decoded as what it was, or is too long; the pictures show the same code.
pub fn qr(data: &[u8]) {
    let content = String::from_utf8_lossy(data);
    let options = |form, color| Options {
        form: Some(form),
        invert: data.len() % 2 == 1,
        columns: None,
        rows: None,
        color,
        unicode: true,
        cell: Cell::default(),
    };
    let drawn = match qr::render(&content, &options(Form::Full, false)) {
        Ok(drawn) => drawn,
        Err(error) => {
            assert!(error == Error::TooLong && content.len() > ROOM, "{error}");
            assert_eq!(qr::svg(&content), Err(Error::TooLong));
            assert_eq!(qr::png(&content, 1), Err(Error::TooLong));
            return;
        }
    };
    let invert = options(Form::Full, false).invert;
    let modules = modules(&drawn, invert);
    assert_eq!(decoded(&modules), content);
    for (form, color) in [
        (Form::Full, true),
        (Form::Half, false),
        (Form::Half, true),
        (Form::Ascii, false),
    ] {
        let drawn = qr::render(&content, &options(form, color)).expect("there is room");
        let other = self::modules(&drawn, invert);
        assert_eq!(other[..modules.len()], modules, "{form:?} {color}");
    }
    let svg = qr::svg(&content).expect("it is not too long");
    assert!(svg.contains("<svg") && !svg.contains("script"));
    assert_eq!(of_svg(&svg), modules);
    let scale = 1 + data.first().map_or(0, |byte| byte % 3);
    let png = qr::png(&content, scale.into()).expect("it is not too long");
    assert_eq!(of_png(&png, scale.into()), modules);

    // In less room there is a smaller code of the same, or none.
    let room = usize::from(data.last().copied().unwrap_or_default());
    let less = Options {
        columns: Some(room),
        ..options(Form::Half, true)
    };
    match qr::render(&content, &less) {
        Ok(small) => {
            assert!(small.columns <= room);
            assert_eq!(decoded(&self::modules(&small, invert)), content);
        }
        Err(error) => assert!(matches!(error, Error::TooSmall { columns, .. } if columns > room)),
    }
}

type Modules = Vec<Vec<bool>>;

fn decoded(modules: &Modules) -> String {
    let width = modules.len() - 2 * QUIET;
    let grid = SimpleGrid::from_func(width, |x, y| modules[y + QUIET][x + QUIET]);
    let dark = modules.iter().flatten().filter(|dark| **dark).count();
    let inside = (0..width).flat_map(|y| (0..width).map(move |x| (x, y)));
    let inside = inside
        .filter(|(x, y)| modules[y + QUIET][x + QUIET])
        .count();
    assert_eq!(dark, inside, "the quiet zone is empty");
    Grid::new(grid).decode().expect("it is decoded").1
}

/// The modules of lines of text: what is black where ink is black, and with it turned around.
fn modules(drawn: &Rendered, invert: bool) -> Modules {
    assert_eq!(drawn.lines.len(), drawn.rows);
    let mut rows = Vec::new();
    for line in &drawn.lines {
        let (mut top, mut bottom) = (Vec::new(), Vec::new());
        // Without colors ink is what is dark, on a paper that is not.
        let (mut ink, mut paper) = (true, false);
        let mut rest = line.chars();
        while let Some(c) = rest.next() {
            let (above, below) = match c {
                '\u{1b}' => {
                    let code: String = rest.by_ref().take_while(|c| *c != 'm').collect();
                    match code.as_str() {
                        "[38;5;16" => ink = true,
                        "[38;5;231" => ink = false,
                        "[48;5;16" => paper = true,
                        "[48;5;231" => paper = false,
                        "[0" => {}
                        other => panic!("{other}"),
                    }
                    continue;
                }
                ' ' => (paper, paper),
                '█' | '@' => (ink, ink),
                '▀' => (ink, paper),
                '▄' => (paper, ink),
                other => panic!("{other:?}"),
            };
            top.push(above != invert);
            bottom.push(below != invert);
        }
        assert_eq!(top.len(), drawn.columns);
        if drawn.form == Form::Half {
            rows.extend([top, bottom]);
        } else {
            assert!(top.chunks(2).all(|two| two[0] == two[1]));
            rows.push(top.into_iter().step_by(2).collect());
        }
    }
    // The half row below an odd number of them is empty.
    if rows.len() > rows[0].len() {
        let below = rows.pop().unwrap_or_default();
        assert!(!below.contains(&true));
    }
    rows
}

/// Black rectangles `Mx yhWvHHxVy`, eight units a module.
fn of_svg(svg: &str) -> Modules {
    let between = |from: &str, to: &str| {
        let (_, rest) = svg.split_once(from).expect("it is there");
        rest.split_once(to).expect("it ends").0
    };
    let side: usize = between(" width=\"", "\"").parse().expect("it is a number");
    let mut modules = vec![vec![false; side / 8]; side / 8];
    for rectangle in between(" d=\"M", "\"").split('M') {
        let numbers = rectangle.split([' ', 'h', 'v', 'H', 'V']);
        let numbers: Vec<usize> = numbers
            .map(|number| number.parse().expect("it is a number"))
            .collect();
        let [x, y, width, height, ..] = numbers[..] else {
            panic!("{rectangle}")
        };
        for row in &mut modules[y / 8..(y + height) / 8] {
            row[x / 8..(x + width) / 8].fill(true);
        }
    }
    modules
}

fn of_png(file: &[u8], scale: usize) -> Modules {
    let decoder = png::Decoder::new(std::io::Cursor::new(file));
    let mut reader = decoder.read_info().expect("it is a picture");
    let mut pixels = vec![0; reader.output_buffer_size().expect("it is small")];
    let info = reader.next_frame(&mut pixels).expect("it is whole");
    let (width, height) = (info.width as usize, info.height as usize);
    assert_eq!((width, width % scale), (height, 0));
    let dark = |x: usize, y: usize| pixels[y * info.line_size + x / 8] & (0x80 >> (x % 8)) == 0;
    for (y, x) in (0..height).flat_map(|y| (0..width).map(move |x| (y, x))) {
        assert_eq!(dark(x, y), dark(x / scale * scale, y / scale * scale));
    }
    let row = |y| (0..width).step_by(scale).map(move |x| dark(x, y)).collect();
    (0..height).step_by(scale).map(row).collect()
}
