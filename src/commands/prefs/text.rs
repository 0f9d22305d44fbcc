//! The preferences as text: TOML for people and for review, JSON for programs. The same bytes for
//! the same state: targets and channels in duty's order, comments in English whatever the language.

use serde_json::{Map, Value};
use tr::tr;

use crate::domain::channel::{Channel, ChannelKind, ImType, Personal};
use crate::domain::delivery::Facts;
use crate::domain::preference::{Preference, Target};
use crate::session::preferences::describe;
use crate::ui::visible;

const HEADER: &str = "\
# How you are notified. 'duty prefs apply -f FILE' makes it so;
# a target that is left out is left alone.
";

/// As TOML, with the names of the instances beside their ids.
pub fn toml(preference: &Preference, facts: &Facts) -> String {
    let mut text = HEADER.to_owned();
    for target in Target::ALL {
        // An empty list would clear what the server does not tell.
        if !preference.is_told(target) {
            text += &format!(
                "\n# {}: left out, for the server does not tell it\n",
                target.word()
            );
            continue;
        }
        let channels = describe::union([preference.channels(target)]);
        text += &format!("\n{} = [", target.word());
        for channel in &channels {
            text += &match channel.word() {
                Some(word) => format!("\n  {},{}", quoted(&word), comment(channel, facts)),
                None => format!("\n  # kept as it is: {}", visible(&channel.wire())),
            };
        }
        text += if channels.is_empty() { "]\n" } else { "\n]\n" };
    }
    text
}

/// As JSON.
pub fn json(preference: &Preference) -> Value {
    let mut object = Map::new();
    for target in Target::ALL {
        // Null is not told; it leaves alone whatever there is.
        if !preference.is_told(target) {
            object.insert(target.word().replace('-', "_"), Value::Null);
            continue;
        }
        let words: Vec<Value> = describe::union([preference.channels(target)])
            .iter()
            .filter_map(Channel::word)
            .map(Value::from)
            .collect();
        object.insert(target.word().replace('-', "_"), words.into());
    }
    Value::Object(object)
}

fn comment(channel: &Channel, facts: &Facts) -> String {
    let text = match (channel.kind(), facts.integration(channel)) {
        (ChannelKind::Unknown, _) => "kept as it is: duty does not know it".to_owned(),
        (_, Some(integration)) => visible(&integration.name),
        (ChannelKind::Im(..), None) if facts.integrations.known().is_some() => {
            "not among the account's IM apps".to_owned()
        }
        _ => return String::new(),
    };
    format!(" # {text}")
}

/// A TOML string that no reader is led astray by.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if visible(c.encode_utf8(&mut [0; 4])).len() != c.len_utf8() => {
                quoted += &format!("\\U{:08x}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

/// A position in a file, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

impl std::fmt::Display for Position {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// Something that a file gets wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    pub position: Position,
    pub text: String,
}

/// What a file says of one target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetList {
    pub target: Target,
    /// Its channels, as words not yet resolved.
    pub words: Vec<(String, Position)>,
}

/// What a text says, TOML or JSON; every mistake in its form, and every target that is none.
pub fn parse(text: &str) -> (Vec<TargetList>, Vec<Mistake>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let raw = if text.trim_start().starts_with('{') {
        json_lists(text)
    } else {
        toml_lists(text)
    };
    let raw = match raw {
        Ok(raw) => raw,
        Err(mistake) => return (Vec::new(), vec![mistake]),
    };
    let mut listed: Vec<TargetList> = Vec::new();
    let mut mistakes = Vec::new();
    for (key, position, words) in raw {
        let target = Target::of_word(&key.replace('_', "-"));
        match (target, words) {
            (None, _) => {
                let targets = Target::ALL.map(Target::word).join(", ");
                mistakes.push(Mistake {
                    position,
                    text: tr!("'{key}' is not a target; expected {targets}", key, targets),
                });
            }
            (Some(target), _) if listed.iter().any(|one| one.target == target) => {
                mistakes.push(Mistake {
                    position,
                    text: tr!("'{key}' stands here a second time", key),
                });
            }
            (Some(_), Err(mistake)) => mistakes.push(mistake),
            (Some(target), Ok(words)) => listed.push(TargetList { target, words }),
        }
    }
    listed.sort_by_key(|one| one.target);
    (listed, mistakes)
}

/// The words that a file can have for a channel.
pub fn valid_words() -> String {
    let own = Personal::ALL.map(Personal::word).join(", ");
    let apps = ImType::ALL.map(ImType::word).join(", ");
    tr!("{own}, or TYPE:ID with TYPE one of {apps}", own, apps)
}

type Words = Vec<(String, Position)>;
type Raw = Vec<(String, Position, Result<Words, Mistake>)>;

fn not_a_list(position: Position) -> Mistake {
    Mistake {
        position,
        text: tr!("expected a list of channels, such as [\"voice\", \"app\"]"),
    }
}

fn toml_lists(text: &str) -> Result<Raw, Mistake> {
    let places = Places::of(text);
    let at = |span: Option<std::ops::Range<usize>>| places.at(span.map_or(0, |span| span.start));
    let document = toml_edit::Document::parse(text).map_err(|error| Mistake {
        position: at(error.span()),
        text: error.message().trim_end().replace('\n', "; "),
    })?;
    let table = document.as_table();
    let mut raw = Raw::new();
    for (key, item) in table {
        let key_position = at(table.key(key).and_then(toml_edit::Key::span));
        let words = match item.as_array() {
            None => Err(not_a_list(at(item.span()))),
            Some(array) => array
                .iter()
                .map(|value| match value.as_str() {
                    Some(word) => Ok((word.to_owned(), at(value.span()))),
                    None => Err(not_a_list(at(value.span()))),
                })
                .collect(),
        };
        raw.push((key.to_owned(), key_position, words));
    }
    Ok(raw)
}

/// JSON's own reader knows no positions, so the strings are found again in the text: in a valid text
/// of this shape they come in the same order.
fn json_lists(text: &str) -> Result<Raw, Mistake> {
    let pairs: Pairs = serde_json::from_str(text).map_err(|error| Mistake {
        position: Position {
            line: error.line(),
            column: error.column().max(1),
        },
        text: error
            .to_string()
            .split(" at line ")
            .next()
            .unwrap_or_default()
            .to_owned(),
    })?;
    let mut strings = strings(text).into_iter();
    let places = Places::of(text);
    let mut take = || places.at(strings.next().unwrap_or(0));
    let mut raw = Raw::new();
    for (key, value) in pairs.0 {
        let key_position = take();
        // The answer of 'export -o json' can be applied as it is.
        if matches!(key.as_str(), "schema_version" | "warnings") {
            (0..strings_in(&value)).for_each(|_| {
                take();
            });
            continue;
        }
        let is_untold = |target| matches!(target, Target::Shift | Target::StatusPage);
        let target = Target::of_word(&key.replace('_', "-"));
        if value.is_null() && target.is_some_and(is_untold) {
            continue;
        }
        // After one of these the strings and the values are out of step.
        let list = value.as_array().ok_or_else(|| not_a_list(key_position))?;
        let mut words = Words::new();
        for one in list {
            let word = one.as_str().ok_or_else(|| not_a_list(key_position))?;
            words.push((word.to_owned(), take()));
        }
        raw.push((key, key_position, Ok(words)));
    }
    Ok(raw)
}

/// How many strings a value is written with.
fn strings_in(value: &Value) -> usize {
    match value {
        Value::String(_) => 1,
        Value::Array(list) => list.iter().map(strings_in).sum(),
        Value::Object(members) => members.values().map(|value| 1 + strings_in(value)).sum(),
        _ => 0,
    }
}

/// A JSON object with every key that it has, also one that comes twice.
struct Pairs(Vec<(String, Value)>);

impl<'de> serde::Deserialize<'de> for Pairs {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Pairs, D::Error> {
        struct Each;
        impl<'de> serde::de::Visitor<'de> for Each {
            type Value = Pairs;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object of lists")
            }

            fn visit_map<M: serde::de::MapAccess<'de>>(
                self,
                mut map: M,
            ) -> Result<Pairs, M::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        from.deserialize_map(Each)
    }
}

/// Where each string of a valid JSON text begins.
fn strings(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut begins = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'"' {
            begins.push(at);
            at += 1;
            while at < bytes.len() && bytes[at] != b'"' {
                at += if bytes[at] == b'\\' { 2 } else { 1 };
            }
        }
        at += 1;
    }
    begins
}

/// Finds positions in a text that has been gone through once, however many are asked for.
struct Places<'a> {
    text: &'a str,
    /// Where each line begins.
    lines: Vec<usize>,
    /// How many characters stand before every so many bytes.
    counted: Vec<usize>,
}

impl<'a> Places<'a> {
    const STEP: usize = 256;

    fn of(text: &'a str) -> Places<'a> {
        let ends = text.match_indices('\n').map(|(at, _)| at + 1);
        let mut count = 0;
        let counted = text.as_bytes().chunks(Self::STEP).map(|chunk| {
            let before = count;
            count += begun(chunk);
            before
        });
        Places {
            text,
            counted: counted.collect(),
            lines: std::iter::once(0).chain(ends).collect(),
        }
    }

    /// How many characters begin before this byte.
    fn characters(&self, offset: usize) -> usize {
        let step = offset / Self::STEP;
        let Some(counted) = self.counted.get(step) else {
            return self.text.chars().count();
        };
        counted + begun(&self.text.as_bytes()[step * Self::STEP..offset])
    }

    fn at(&self, offset: usize) -> Position {
        let offset = offset.min(self.text.len());
        let line = self.lines.partition_point(|begin| *begin <= offset);
        let begin = self.lines[line - 1];
        Position {
            line,
            column: self.characters(offset) - self.characters(begin) + 1,
        }
    }
}

/// How many characters begin in these bytes of a text.
fn begun(bytes: &[u8]) -> usize {
    let begins = |byte: &&u8| **byte & 0b1100_0000 != 0b1000_0000;
    bytes.iter().filter(begins).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_counted_in_lines_and_characters() {
        let text = format!("电{}\n\n{}话x", "é".repeat(300), "ab".repeat(700));
        let places = Places::of(&text);
        for (offset, _) in text.char_indices().chain([(text.len(), ' ')]) {
            let before = &text[..offset];
            let line = before.rsplit('\n').next().unwrap();
            let expected = Position {
                line: before.matches('\n').count() + 1,
                column: line.chars().count() + 1,
            };
            assert_eq!(places.at(offset), expected, "{offset}");
        }
        assert_eq!(Places::of("").at(0), Position { line: 1, column: 1 });
    }
}
