//! How wide the columns of a table are where it is too wide for the window: what is narrow stays whole, what cannot be
//! broken (an id, an address) is not broken as long as there is room, and what is left goes to those that want it.

use textwrap::WordSeparator::UnicodeBreakProperties;
use textwrap::core::Word;

/// What a column would take, and what of it cannot be broken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Wish {
    whole: usize,
    word: usize,
}

impl Wish {
    /// The wish of a cell.
    pub(super) fn of(text: &str) -> Wish {
        let words = UnicodeBreakProperties.find_words(text);
        Wish {
            whole: console::measure_text_width(text),
            word: words
                .map(|word: Word<'_>| console::measure_text_width(&word))
                .max()
                .unwrap_or(0),
        }
    }

    /// What fulfils both.
    pub(super) fn and(self, other: Wish) -> Wish {
        Wish {
            whole: self.whole.max(other.whole),
            word: self.word.max(other.word),
        }
    }
}

/// The narrowest that a column gets: a wide character must have room.
const LEAST: usize = 2;

/// Whether columns of these wishes have room without a word being broken.
pub(super) fn keeps_words(wishes: &[Wish], room: usize) -> bool {
    let words = wishes.iter().map(|wish| wish.word.max(LEAST));
    words.sum::<usize>() <= room
}

/// Widths of columns that together take no more than `room`, wherever each can have [`LEAST`].
pub(super) fn widths(wishes: &[Wish], room: usize) -> Vec<usize> {
    let under = |cap: usize, of: fn(&Wish) -> usize, least: fn(&Wish) -> usize| {
        let width = |wish: &Wish| cap.clamp(least(wish), of(wish).max(least(wish)));
        wishes.iter().map(width).collect::<Vec<usize>>()
    };
    let fits = |widths: &Vec<usize>| widths.iter().sum::<usize>() <= room;
    let whole = |wish: &Wish| wish.whole;
    let word = |wish: &Wish| wish.word.clamp(LEAST, LEAST.max(wish.whole));
    let caps = (0..=room).rev();
    let unbroken = caps.clone().map(|cap| under(cap, whole, word)).find(fits);
    let broken = || caps.map(|cap| under(cap, word, |_| LEAST)).find(fits);
    let mut widths = unbroken
        .or_else(broken)
        .unwrap_or_else(|| vec![LEAST; wishes.len()]);
    // A cap leaves less than a column each.
    let mut left = room.saturating_sub(widths.iter().sum());
    for (width, wish) in widths.iter_mut().zip(wishes) {
        let more = left.min(wish.whole.saturating_sub(*width)).min(1);
        *width += more;
        left -= more;
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn wish(whole: usize, word: usize) -> Wish {
        Wish { whole, word }
    }

    #[test]
    fn what_is_narrow_stays_whole_and_ids_are_not_broken() {
        let columns = [wish(30, 8), wish(20, 20), wish(4, 4)];
        assert_eq!(widths(&columns, 60), [30, 20, 4]);
        assert_eq!(widths(&columns, 44), [20, 20, 4]);
        assert_eq!(widths(&columns, 20), [8, 8, 4]);
    }

    #[test]
    fn the_wish_of_a_text() {
        assert_eq!(Wish::of("dev_0a01 is it"), wish(14, 8));
        // A closing sign stays with what it closes.
        assert_eq!(Wish::of("值班，"), wish(6, 4));
    }

    proptest! {
        #[test]
        fn never_wider_than_the_room(
            wishes in prop::collection::vec((0usize..90, 0usize..90), 1..7),
            room in 14usize..120,
        ) {
            let wishes: Vec<Wish> = wishes.into_iter().map(|(a, b)| wish(a.max(b), b)).collect();
            let widths = widths(&wishes, room);
            prop_assert!(widths.iter().sum::<usize>() <= room);
            let wanted: usize = wishes.iter().map(|wish| wish.whole.max(LEAST)).sum();
            if wanted <= room {
                for (width, wish) in widths.iter().zip(&wishes) {
                    prop_assert!(*width >= wish.whole);
                }
            }
        }
    }
}
