//! The code on a terminal: redrawn on the same spot, wiped before it dies, and gone when this is.

use std::io::Write;

use tr::tr;

use crate::commands::device::bind::course::Show;
use crate::commands::device::bind::frame;
use crate::commands::device::bind::frame::Wish;
use crate::domain::binding::View;
use crate::error::{Error, Kind};
use crate::ui::live;
use crate::ui::live::{Live, Size};
use crate::ui::terminal::{Terminal, Unechoed};
use crate::ui::{Held, Out, qr};

/// The part of the terminal that the code has. The fields go in this order: the code first.
pub struct Screen<'a> {
    live: Live<&'a mut (dyn Write + Send)>,
    terminal: Terminal,
    wish: Wish,
    _unechoed: Unechoed,
    _held: Option<Held>,
}

impl<'a> Screen<'a> {
    /// Nothing is drawn yet.
    pub fn new(out: &'a mut Out, terminal: Terminal, wish: Wish) -> Screen<'a> {
        Screen {
            _held: terminal.stderr.then(|| out.teller().hold()),
            _unechoed: Unechoed::begin(),
            live: out.region(size(&terminal)),
            terminal,
            wish,
        }
    }
}

impl Show for Screen<'_> {
    fn draw(&mut self, view: &View) -> Result<(), Error> {
        self.live.resize(size(&self.terminal));
        let lines = frame::compose(view, &self.wish, self.live.size()).map_err(too_long)?;
        match self.live.draw(&lines) {
            // The code is wiped, and drawn again at the next look at the window.
            Ok(()) | Err(live::Error::DoesNotFit { .. }) => Ok(()),
            Err(error) => Err(anyhow::Error::new(error).into()),
        }
    }

    fn wipe(&mut self) -> Result<(), Error> {
        self.live.resize(size(&self.terminal));
        Ok(self.live.wipe().map_err(anyhow::Error::new)?)
    }

    fn resized(&mut self) -> bool {
        self.live.resize(size(&self.terminal))
    }
}

fn size(terminal: &Terminal) -> Size {
    let (columns, rows) = terminal.size();
    Size { columns, rows }
}

/// No QR code, in whatever form.
pub fn too_long(error: qr::Error) -> Error {
    Error::new(Kind::Failed, tr!("the code cannot be drawn: {0}", error))
        .hint(tr!("--text prints what it holds"))
}
