//! How the code is drawn, and what goes wrong where it cannot be.

use tr::tr;

use crate::error::{Error, Kind};
use crate::ui::Charset;
use crate::ui::picture::{self, Picture, Pixels, Protocol};
use crate::ui::qr;
use crate::ui::qr::{Cell, Form};

/// How the code is drawn.
#[derive(Clone, Debug)]
pub struct Style {
    /// The form that was asked for; `None` is the best that the terminal shows.
    pub form: Option<Form>,
    /// White on black.
    pub invert: bool,
    pub charset: Charset,
    /// The shape of the terminal's cells.
    pub cell: Cell,
    /// How the terminal shows pictures, and the size of its cells; `None` where it is drawn as text.
    pub picture: Option<(Protocol, Pixels)>,
    /// How to go on where no phone can scan it: in the sandbox.
    pub hint: Option<String>,
}

/// A code as rows of the screen: of text, or empty ones that a picture lies on.
pub struct Drawn {
    pub lines: Vec<String>,
    pub picture: Option<Picture>,
}

impl Style {
    /// The code on a terminal, in the room there is: a picture where it shows one, else as text.
    pub fn drawn(&self, content: &str, room: (usize, usize)) -> Result<Drawn, qr::Error> {
        if let Some((protocol, cell)) = self.picture
            && let Some(picture) = picture::render(content, protocol, cell, room)?
        {
            return Ok(Drawn {
                lines: vec![String::new(); picture.rows],
                picture: Some(picture),
            });
        }
        Ok(Drawn {
            lines: self.render(content, true, Some(room))?.lines,
            picture: None,
        })
    }

    /// The code in the room there is, or any amount of it. Black on white whatever the theme and
    /// whatever NO_COLOR says: here color is no decoration.
    pub fn render(
        &self,
        content: &str,
        color: bool,
        room: Option<(usize, usize)>,
    ) -> Result<qr::Rendered, qr::Error> {
        let render = |form| {
            qr::render(
                content,
                &qr::Options {
                    form,
                    invert: self.invert,
                    columns: room.map(|(columns, _)| columns),
                    rows: room.map(|(_, rows)| rows),
                    color,
                    unicode: self.charset == Charset::Unicode,
                    cell: self.cell,
                },
            )
        };
        let rendered = render(self.form);
        // Few terminals cannot show half blocks; without a word on it they are better than nothing.
        if matches!(rendered, Err(qr::Error::TooSmall { .. }))
            && self.form.is_none()
            && self.charset == Charset::Unknown
        {
            return render(Some(Form::Half));
        }
        rendered
    }
}

/// No QR code, in whatever form.
pub fn too_long(error: qr::Error) -> Error {
    Error::new(Kind::Failed, tr!("the code cannot be drawn: {0}", error))
        .hint(tr!("--text prints what it holds"))
}
