//! The terminal for what the progress library draws: it knows only how wide that is, and where the cursor goes.

use console::Term;
use indicatif::TermLike;

/// stderr as if it were narrower: indicatif leaves the cursor at the right edge, and a terminal's `^C` would
/// wrap there and keep the bar from being wiped.
#[derive(Debug)]
pub(super) struct Narrow(pub(super) Term);

/// Methods that do what the terminal's do.
macro_rules! as_term {
    ($($name:ident($($what:ident: $type:ty)?);)+) => {
        $(fn $name(&self $(, $what: $type)?) -> std::io::Result<()> {
            self.0.$name($($what)?)
        })+
    };
}

impl TermLike for Narrow {
    fn width(&self) -> u16 {
        self.0.size().1.saturating_sub(3).max(1)
    }

    as_term! {
        move_cursor_up(n: usize);
        move_cursor_down(n: usize);
        move_cursor_right(n: usize);
        move_cursor_left(n: usize);
        write_line(text: &str);
        write_str(text: &str);
        clear_line();
        flush();
    }
}
