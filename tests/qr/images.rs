//! The codes that go to a file: PNG through two readers, SVG through a reader of just the shapes that it consists of.

use super::*;

#[test]
fn png_decodes() {
    for (length, scale) in LENGTHS.into_iter().zip([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) {
        let content = content(length);
        let file = qr::png(&content, scale).unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(&file))
            .read_info()
            .unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        let (width, height) = (info.width as usize, info.height as usize);
        let bits = |row: &[u8]| {
            (0..width)
                .map(|x| {
                    if row[x / 8] & (0x80 >> (x % 8)) == 0 {
                        0
                    } else {
                        255
                    }
                })
                .collect::<Vec<u8>>()
        };
        let grey = pixels.chunks(info.line_size).flat_map(bits).collect();
        let raster = Raster {
            width,
            height,
            grey,
        };
        let quiet = 4 * scale as usize;
        assert!(
            raster.grey[..quiet * width]
                .iter()
                .all(|pixel| *pixel == 255),
            "the quiet zone"
        );
        assert_eq!(raster.rqrr(), [content.as_str()], "{length} bytes");
        if scale > 1 {
            assert_eq!(
                raster::zbar(&file, ".png"),
                [content.as_str()],
                "{length} bytes"
            );
        }
    }
}

#[test]
fn svg_decodes() {
    for length in LENGTHS {
        let content = content(length);
        let svg = qr::svg(&content).unwrap();
        assert_decodes(&from_svg(&svg), &content, &format!("{length} bytes"));
    }
}

/// Draws what the images consist of: a white square, and a path of black rectangles `Mx yhWvHHxVy`.
#[track_caller]
fn from_svg(svg: &str) -> Raster {
    let between = |from: &str, to: &str| svg.split_once(from).unwrap().1.split_once(to).unwrap().0;
    assert!(svg.contains(r##"fill="#fff""##) && svg.contains(r##"<path fill="#000""##));
    let side: usize = between(r#" width=""#, "\"").parse().unwrap();
    assert_eq!(between(r#" height=""#, "\""), side.to_string());
    let mut grey = vec![255; side * side];
    for rectangle in between(r#" d="M"#, "\"").split('M') {
        let numbers: Vec<usize> = rectangle
            .split([' ', 'h', 'v', 'H', 'V'])
            .map(|number| number.parse().unwrap())
            .collect();
        let [left, top, width, height, ..] = numbers[..] else {
            panic!("{rectangle}")
        };
        for y in top..top + height {
            grey[y * side..][left..left + width].fill(0);
        }
    }
    Raster {
        width: side,
        height: side,
        grey,
    }
}
