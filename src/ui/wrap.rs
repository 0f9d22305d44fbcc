//! Prose on a terminal breaks between words. A command in quotes does not break: it is to be copied.

use textwrap::{Options, WordSplitter};

use crate::text::TIED;

/// The text in lines of at most `width` columns, where there is a width; what cannot be broken may be
/// longer. Lines after the first stand a little to the right of the first.
pub fn wrap(text: &str, width: Option<usize>) -> String {
    let Some(width) = width.filter(|width| *width >= 20) else {
        return text.replace(TIED, " ");
    };
    let beginning = text.len() - text.trim_start().len();
    let hanging = " ".repeat(beginning + if text.starts_with('[') { 4 } else { 2 });
    let options = Options::new(width)
        .subsequent_indent(&hanging)
        .break_words(false)
        .word_splitter(WordSplitter::NoHyphenation);
    untie(&textwrap::fill(&tie(text), options))
}

/// Help in lines of at most `width` columns: what stands in a column of its own goes on below
/// itself. A command to copy (`$ …`, or `duty …` with nothing beside it) stays as it is.
pub fn columns(text: &str, width: usize) -> String {
    let mut broken = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let content = line.trim_end_matches('\n');
        if console::measure_text_width(content) <= width || is_copied(content.trim()) {
            broken.push_str(line);
            continue;
        }
        let beginning = content.len() - content.trim_start().len();
        let name = content[beginning..].find("  ").map(|at| beginning + at);
        let column = name.map_or(beginning, |at| {
            let gap = content[at..].len() - content[at..].trim_start().len();
            console::measure_text_width(&content[..at]) + gap
        });
        let hanging = " ".repeat(if column + 20 > width {
            beginning
        } else {
            column
        });
        let options = Options::new(width)
            .subsequent_indent(&hanging)
            .break_words(false)
            .word_splitter(WordSplitter::NoHyphenation);
        broken += &untie(&textwrap::fill(&tie(content), options));
        broken += &line[content.len()..];
    }
    broken
}

/// Whether a line of help is a command and nothing else.
fn is_copied(line: &str) -> bool {
    line.starts_with("$ ") || line.starts_with("duty ") && !line.contains("  ")
}

/// The text in lines none of which is longer than `columns`: words are broken where they must be, and
/// where there is not even room for a character it is left out.
pub fn within(text: &str, columns: usize) -> Vec<String> {
    textwrap::wrap(text, columns.max(1))
        .into_iter()
        .map(std::borrow::Cow::into_owned)
        .filter(|line| console::measure_text_width(line) <= columns)
        .collect()
}

/// The lines of a cell: broken where its language breaks, and within a word where that has no room.
pub fn cell(text: &str, width: usize) -> String {
    let options = Options::new(width).word_splitter(WordSplitter::NoHyphenation);
    textwrap::fill(text, options)
}

/// The text after these first words, its further lines so far to the right.
pub fn below(first: &str, text: &str, hanging: usize, width: Option<usize>) -> String {
    let Some(width) = width.filter(|width| *width >= 20) else {
        return format!("{first}{text}").replace(TIED, " ");
    };
    let hanging = " ".repeat(hanging);
    let options = Options::new(width)
        .initial_indent(first)
        .subsequent_indent(&hanging)
        .break_words(false)
        .word_splitter(WordSplitter::NoHyphenation);
    untie(&textwrap::fill(&tie(text), options))
}

/// No line ends at it (WORD JOINER); it takes no room.
const JOINED: char = '\u{2060}';

/// A line that is broken again at the spaces of [`tie`].
fn untie(text: &str) -> String {
    text.replace(JOINED, "").replace(TIED, " ")
}

/// What is to be copied does not break, neither at its spaces nor within a word, as after a slash or between two Chinese
/// characters: what stands between quotes that open after white space, and words that are tied already.
fn tie(text: &str) -> String {
    let mut tied = String::with_capacity(text.len());
    let mut inside = false;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let was_inside = inside;
        if c == '\'' {
            let opens = !inside && !before.is_alphanumeric();
            let closes_later = text[at + 1..].contains('\'');
            inside = opens && closes_later;
        }
        if was_inside {
            tied.push(JOINED);
        }
        match c {
            ' ' if inside => tied += TIED,
            c => tied.push(c),
        }
        before = c;
    }
    tied.split_inclusive([' ', '\n']).map(join).collect()
}

/// The commands without quotes, from the word before a tied space to what ends the sentence: in Chinese other text stands
/// beside it without a space.
fn join(piece: &str) -> String {
    const ENDS: [char; 7] = [' ', '\n', '；', '。', '，', '）', '”'];
    let (mut joined, mut rest) = (String::with_capacity(piece.len()), piece);
    loop {
        // Between quotes it is joined already.
        let mut ties = rest.match_indices(TIED).map(|(at, _)| at);
        let Some(first) = ties.find(|at| !rest[..*at].ends_with(JOINED)) else {
            return joined + rest;
        };
        let begin = rest[..first].trim_end_matches(|c: char| c.is_ascii_graphic());
        let end = rest[first..]
            .find(ENDS)
            .map_or(rest.len(), |end| first + end);
        joined += begin;
        for (index, c) in rest[begin.len()..end].chars().enumerate() {
            joined.extend((index > 0).then_some(JOINED));
            joined.push(c);
        }
        rest = &rest[end..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_breaks_and_commands_do_not() {
        let text = "choose a channel that works ('duty prefs channels' says which do)";
        assert_eq!(
            wrap(text, Some(36)),
            "choose a channel that works\n  ('duty prefs channels' says which\n  do)"
        );
        assert_eq!(wrap(text, None), text);
        let command = format!("To go back: duty{TIED}prefs{TIED}undo{TIED}--yes");
        let whole = "duty prefs undo --yes";
        assert_eq!(wrap(&command, Some(24)), format!("To go back:\n  {whole}"));
        assert_eq!(wrap(&command, None), format!("To go back: {whole}"));
        assert_eq!(wrap(text, Some(4)), text);
        let apostrophe = "the key is the primary account's own and has no member";
        assert!(wrap(apostrophe, Some(30)).lines().count() > 1);
    }

    #[test]
    fn a_command_does_not_break_within_a_word() {
        for command in [
            "duty prefs apply -f /var/folders/q7/long/T/duty-prefs-abc.toml",
            "duty app-key disable '值班主管张三丰与李四光联合应急'",
            "duty profile set --nickname 值班主管张三丰与李四光联合应急",
        ] {
            let tied = format!("To go back: {}", command.replace(' ', TIED));
            assert_eq!(wrap(&tied, Some(40)), format!("To go back:\n  {command}"));
            let quoted = format!("what you saved is kept: '{command}' applies it");
            let lines = wrap(&quoted, Some(40));
            let is_quoted = !command.contains('\'');
            assert!(
                !is_quoted || lines.contains(&format!("'{command}'")),
                "{lines}"
            );
        }
        // Beside it a line may end.
        let chinese = "（'duty prefs set'）；主题：options、exit-codes、environment、contract；'duty help json'";
        let lines = wrap(chinese, Some(40));
        assert!(
            lines
                .lines()
                .all(|line| console::measure_text_width(line) <= 40),
            "{lines}"
        );
        assert!(wrap("值班主管张三丰与李四光联合应急/值班主管", Some(20)).contains('\n'));
    }

    #[test]
    fn within_a_window_nothing_is_too_long() {
        assert_eq!(within("one two three", 7), ["one two", "three"]);
        assert_eq!(within("extraordinary", 5), ["extra", "ordin", "ary"]);
        assert_eq!(within("绑定手机 ok", 5), ["绑定", "手机", "ok"]);
        assert_eq!(within("绑", 1), [""; 0]);
    }

    #[test]
    fn further_lines_stand_below_the_first() {
        assert_eq!(
            below("1. ", "nobody is told of 'a command' there", 3, Some(20)),
            "1. nobody is told of\n   'a command' there"
        );
        assert_eq!(below("1. ", "a b", 3, None), "1. a b");
    }

    #[test]
    fn help_goes_on_in_its_column() {
        let help = "选项：\n  -q, --quiet  只输出结果：不显示说明和提示\n  $ duty prefs set critical --voice\n";
        assert_eq!(
            columns(help, 36),
            "选项：\n  -q, --quiet  只输出结果：不显示说\n               明和提示\n  $ duty prefs set critical --voice\n"
        );
        assert_eq!(columns(help, 80), help);
    }

    #[test]
    fn a_long_word_stays_whole_and_chinese_breaks() {
        let secret = "k".repeat(60);
        assert_eq!(wrap(&secret, Some(40)), secret);
        let chinese = "手机号未验证".repeat(10);
        assert!(
            wrap(&chinese, Some(40))
                .lines()
                .all(|line| console::measure_text_width(line) <= 40)
        );
    }
}
