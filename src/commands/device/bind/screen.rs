//! The code on a terminal: redrawn on the same spot, wiped before it dies, and gone when this is.

use std::io::Write;

use crate::commands::device::bind::driver::Renderer;
use crate::commands::device::bind::frame;
use crate::commands::device::bind::style::{Style, too_long};
use crate::domain::binding::Status;
use crate::error::Error;
use crate::ui::live;
use crate::ui::live::{Live, Size};
use crate::ui::picture::Pixels;
use crate::ui::terminal::{Terminal, Unechoed};
use crate::ui::{Held, Out};

/// The part of the terminal that the code has. The fields go in this order: the code first.
pub struct Screen<'a> {
    live: Live<&'a mut (dyn Write + Send)>,
    terminal: Terminal,
    style: Style,
    _unechoed: Unechoed,
    _held: Option<Held>,
}

impl<'a> Screen<'a> {
    pub fn new(out: &'a mut Out, terminal: Terminal, style: Style) -> Screen<'a> {
        Screen {
            _held: terminal.stderr.then(|| out.teller().hold()),
            _unechoed: Unechoed::begin(),
            live: out.region(size(&terminal)),
            terminal,
            style,
        }
    }
}

impl Screen<'_> {
    /// Whether the terminal may have kept rows of a code where they cannot be wiped.
    pub fn may_be_in_history(&self) -> bool {
        self.live.may_be_in_history()
    }
}

impl Renderer for Screen<'_> {
    fn draw(&mut self, status: &Status) -> Result<(), Error> {
        self.live.resize(size(&self.terminal));
        // A font of another size is a window of another size.
        if let Some((_, cell)) = &mut self.style.picture
            && let Some(now) = pixels(&self.terminal)
        {
            *cell = now;
        }
        let frame = frame::compose(status, &self.style, self.live.size()).map_err(too_long)?;
        match self.live.draw_with(&frame.lines, frame.picture) {
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

/// Whole pixels, and no more than there are: a picture that is too high would scroll.
pub fn pixels(terminal: &Terminal) -> Option<Pixels> {
    terminal.pixels().map(|(width, height)| Pixels {
        width: width as usize,
        height: height as usize,
    })
}
