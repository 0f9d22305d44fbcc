//! A region of the terminal that is redrawn in place, without the alternate screen, so that what stood above
//! stays and scrolling back works. Pure: bytes to a writer, and the size that it is told.
//! Its promise is that nothing of a frame on the screen outlives `wipe`, `finish` or a drop, also after the window has
//! changed size. A terminal whose window becomes smaller may move rows into its history: that is told, for nothing
//! reaches them there but what takes all else along.

use std::io::{self, Write};

use crate::ui::picture::Picture;

/// The size of the terminal, in cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Columns.
    pub columns: usize,
    /// Rows.
    pub rows: usize,
}

/// Why a frame was not drawn.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It is wider or higher than the terminal: it would wrap, or its top would scroll out of reach.
    /// What was drawn before has been wiped.
    #[error("the terminal has {has:?}, the frame needs {needs:?}")]
    DoesNotFit {
        /// The terminal.
        has: Size,
        /// The frame.
        needs: Size,
    },
    /// The terminal is gone.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// What the next bytes have to do about the rows on the screen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Anchor {
    /// Nothing is drawn; the region begins at the row of the cursor.
    Here,
    /// The frame in `drawn` ends at the row of the cursor.
    Drawn,
    /// The window became smaller: the terminal may have wrapped, cut or moved rows, so any of them may hold a piece.
    Lost,
}

/// The painter of one region. Each frame is one write.
///
/// The caller must keep others off the terminal while it lives: no echo of what is typed (an Enter would move the
/// region by a row), no other output. It must tell the size before every frame; that costs nothing if it is the same.
pub struct Live<W: Write> {
    out: W,
    size: Size,
    drawn: Vec<String>,
    /// A picture on rows of the frame that are empty, and on which of them it begins.
    picture: Option<(usize, Picture)>,
    anchor: Anchor,
    /// Rows of a frame may have gone into the terminal's history, from where a growing window brings them back.
    shrunk: bool,
    hidden: bool,
}

impl<W: Write> Live<W> {
    /// A painter that has drawn nothing yet. The cursor stands at the start of a line.
    pub fn new(out: W, size: Size) -> Self {
        Self {
            out,
            size,
            drawn: Vec::new(),
            picture: None,
            anchor: Anchor::Here,
            shrunk: false,
            hidden: false,
        }
    }

    /// The size it was last told.
    pub fn size(&self) -> Size {
        self.size
    }

    /// Whether rows of a frame may have left the screen for the terminal's history, where nothing wipes them.
    pub fn may_be_in_history(&self) -> bool {
        self.shrunk
    }

    /// Takes note of the terminal's size, and says whether it is another one: then a frame should follow at once.
    ///
    /// A window that only grew keeps what stood above the region. One that became smaller leaves no way to know
    /// which rows belong to whom, so the next bytes clear the screen (not the history) and draw at its top.
    pub fn resize(&mut self, size: Size) -> bool {
        if size == self.size {
            return false;
        }
        let smaller = size.columns < self.size.columns || size.rows < self.size.rows;
        self.shrunk |= smaller && self.anchor == Anchor::Drawn;
        self.size = size;
        if self.shrunk {
            self.anchor = Anchor::Lost;
        }
        true
    }

    /// Draws `lines` where the last frame stood, writing only the lines that differ.
    ///
    /// # Errors
    /// [`Error::DoesNotFit`], after which nothing is on the screen; [`Error::Io`].
    pub fn draw(&mut self, lines: &[String]) -> Result<(), Error> {
        self.draw_with(lines, None)
    }

    /// The same with a picture on empty rows, of which it says the first.
    ///
    /// # Errors
    /// As of [`Live::draw`].
    pub fn draw_with(
        &mut self,
        lines: &[String],
        picture: Option<(usize, Picture)>,
    ) -> Result<(), Error> {
        let lines: Vec<String> = lines
            .iter()
            .flat_map(|line| line.split('\n'))
            .map(str::to_owned)
            .collect();
        let columns = lines
            .iter()
            .map(|line| console::measure_text_width(line))
            .max()
            .unwrap_or(0);
        let needs = Size {
            columns,
            rows: lines.len(),
        };
        if needs.columns > self.size.columns || needs.rows > self.size.rows {
            self.wipe()?;
            return Err(Error::DoesNotFit {
                has: self.size,
                needs,
            });
        }
        if lines.is_empty() {
            return self.wipe();
        }
        let mut bytes = String::new();
        if !self.hidden {
            bytes.push_str("\x1b[?25l");
            self.hidden = true;
        }
        if self.anchor == Anchor::Lost || self.picture != picture {
            bytes.push_str(&self.erase());
        }
        let old = std::mem::take(&mut self.drawn);
        bytes.push_str(&top(old.len()));
        for (row, line) in lines.iter().enumerate() {
            if row > 0 {
                // Not "cursor down": past the bottom of the screen this one scrolls.
                bytes.push_str("\r\n");
            }
            if old.get(row) != Some(line) {
                // Cleared first: in the last column, clearing afterwards takes the last character along.
                bytes.push_str("\x1b[2K");
                bytes.push_str(line);
            }
        }
        for _ in lines.len()..old.len() {
            bytes.push_str("\r\n\x1b[2K");
        }
        bytes.push_str(&up(old.len().saturating_sub(lines.len())));
        // The cursor waits at the start of the last line, so that an echoed ^C does not wrap.
        bytes.push('\r');
        if let Some((row, shown)) = picture.as_ref().filter(|_| self.picture != picture) {
            // All of its rows are there by now, so that it does not scroll.
            let below = up(lines.len().saturating_sub(row + 1));
            bytes.push_str(&format!("\x1b7{below}{}\x1b8", shown.draw));
        }
        self.picture = picture;
        self.anchor = Anchor::Drawn;
        self.drawn = lines;
        self.send(&bytes)
    }

    /// Clears the region. The cursor stays hidden, at the region's first row, where the next frame will begin.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn wipe(&mut self) -> Result<(), Error> {
        let bytes = self.erase();
        self.send(&bytes)
    }

    /// Clears the region, writes `text` in its place and gives the cursor back.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn finish(mut self, text: &[String]) -> Result<(), Error> {
        let mut bytes = self.erase();
        for line in text {
            bytes.push_str(line);
            bytes.push_str("\r\n");
        }
        bytes.push_str(self.show());
        self.send(&bytes)
    }

    /// The bytes that clear what is drawn and leave the cursor at the first of the cleared rows.
    ///
    /// Row by row: terminals move a screen that is cleared as a whole into their history (tmux does), where a code
    /// would outlive its wiping.
    fn erase(&mut self) -> String {
        let drawn = std::mem::take(&mut self.drawn).len();
        let picture = self.picture.take();
        let picture = picture.map_or("", |(_, picture)| picture.wipe).to_owned();
        picture
            + &match std::mem::replace(&mut self.anchor, Anchor::Here) {
                Anchor::Here => String::new(),
                Anchor::Drawn => {
                    let rows = vec!["\x1b[2K"; drawn].join("\r\n");
                    format!("{}{rows}{}", top(drawn), top(drawn))
                }
                Anchor::Lost => {
                    let rows = (1..=self.size.rows)
                        .rev()
                        .map(|row| format!("\x1b[{row};1H\x1b[2K"));
                    format!("\x1b[0m{}", rows.collect::<String>())
                }
            }
    }

    fn show(&mut self) -> &'static str {
        if std::mem::take(&mut self.hidden) {
            "\x1b[?25h"
        } else {
            ""
        }
    }

    fn send(&mut self, bytes: &str) -> Result<(), Error> {
        self.out.write_all(bytes.as_bytes())?;
        Ok(self.out.flush()?)
    }
}

/// An error on the way out of the caller must not leave a code, or a terminal without a cursor.
impl<W: Write> Drop for Live<W> {
    fn drop(&mut self) {
        let mut bytes = self.erase();
        bytes.push_str(self.show());
        if !bytes.is_empty() {
            // There is nobody left to tell.
            let _ = self.send(&bytes);
        }
    }
}

/// From anywhere in the last of `rows` rows to the start of the first.
fn top(rows: usize) -> String {
    format!("\r{}", up(rows.saturating_sub(1)))
}

fn up(rows: usize) -> String {
    if rows == 0 {
        String::new()
    } else {
        format!("\x1b[{rows}A")
    }
}
