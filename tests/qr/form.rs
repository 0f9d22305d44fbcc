//! Which form is chosen. What fonts do to it is seen in `tests/cli/device/xterm.rs`.

use super::*;

#[test]
fn the_form_follows_from_what_the_terminal_shows() {
    let form = |color, unicode, (columns, rows)| {
        let options = Options {
            color,
            unicode,
            ..terminal(columns, rows)
        };
        qr::render(&content(60), &options).map(|code| code.form)
    };
    let (large, small) = ((82, 41), (81, 41));
    assert_eq!(form(true, true, large), Ok(Form::Full), "no font in it");
    assert_eq!(form(true, true, small), Ok(Form::Half), "the smallest");
    assert_eq!(form(true, false, large), Ok(Form::Full));
    assert_eq!(form(false, true, large), Ok(Form::Ascii));
    assert_eq!(form(false, false, large), Ok(Form::Ascii));
    let asked = Options {
        form: Some(Form::Half),
        color: false,
        unicode: false,
        ..terminal(200, 60)
    };
    assert_eq!(qr::render("x", &asked).unwrap().form, Form::Half);
}

/// A module of whole cells is as nearly a square as they can make it.
#[test]
fn whole_cells_follow_the_shape_of_the_cells() {
    for (ratio, columns) in [
        (0.9, 37),
        (1.3, 37),
        (1.5, 74),
        (2.0, 74),
        (2.7, 74),
        (3.0, 111),
    ] {
        let options = Options {
            cell: Cell { ratio },
            ..terminal(200, 60)
        };
        let code = qr::render(&content(40), &options).unwrap();
        assert_eq!((code.form, code.columns), (Form::Full, columns), "{ratio}");
    }
}
