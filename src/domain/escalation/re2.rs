//! Regular expressions as the server reads them (RE2), on an engine that differs in a few signs.
//! What means the same is left alone, what means something else is rewritten, and what the server
//! would refuse or only it can read has no answer: better none than another one.

use regex::RegexBuilder;

/// A pattern past this many bytes once compiled is not worth the memory; there is no answer then.
const LIMIT: usize = 1 << 20;

/// The server refuses to repeat more often than this.
const MOST_REPEATS: u64 = 1000;

/// Whether the pattern is found anywhere in the text; nothing where the pattern cannot be read.
pub(crate) fn find(pattern: &str, text: &str) -> Option<bool> {
    let pattern = translate(pattern)?;
    let regex = RegexBuilder::new(&pattern)
        .size_limit(LIMIT)
        .nest_limit(100)
        .build()
        .ok()?;
    Some(regex.is_match(text))
}

/// From RE2's signs to the engine's:
///
/// - `\d`, `\s`, `\w` and `\b` know only ASCII in RE2, and all of Unicode here;
/// - in brackets RE2 takes `[`, `&` and `~` as they are, here they make sets of sets;
/// - `\<` and `\>` are plain signs in RE2, here they are ends of words;
/// - flags other than `i`, `m`, `s` and `U` are refused by RE2, and `{,` is text for it;
/// - so are a repetition of a repetition, one of more than 1000 in all, and classes by other names.
fn translate(pattern: &str) -> Option<String> {
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut rest = pattern;
    let mut depth = Depth::default();
    while let Some(sign) = rest.chars().next() {
        if let Some(repeat) = repeat(rest) {
            depth.repeat(&repeat)?;
            out.push_str(&rest[..repeat.length]);
            rest = &rest[repeat.length..];
            continue;
        }
        depth.step(sign);
        match sign {
            '\\' => rest = escape(rest, false, &mut out)?,
            '[' => rest = brackets(rest, &mut out)?,
            '(' if rest.starts_with("(?") => rest = group(rest, &mut out)?,
            '{' if rest.starts_with("{,") => return None,
            _ => {
                out.push(sign);
                rest = &rest[sign.len_utf8()..];
            }
        }
    }
    Some(out)
}

/// How often what stands before is repeated at most, and in how many bytes that is said, with the `?` of a lazy one.
struct Repeat {
    most: u64,
    length: usize,
}

fn repeat(rest: &str) -> Option<Repeat> {
    let (most, length) = match rest.as_bytes()[0] {
        b'*' | b'+' | b'?' => (1, 1),
        b'{' => {
            let (inside, _) = rest[1..].split_once('}')?;
            let counts = inside.split(',');
            let is_count = |count: &str| count.bytes().all(|byte| byte.is_ascii_digit());
            if inside.starts_with(',') || inside.is_empty() || !counts.clone().all(is_count) {
                return None;
            }
            let counts = counts.filter(|count| !count.is_empty());
            let most = counts
                .map(|count| count.parse().unwrap_or(u64::MAX))
                .max()?;
            (most, inside.len() + 2)
        }
        _ => return None,
    };
    let is_lazy = rest[length..].starts_with('?');
    Some(Repeat {
        most,
        length: length + usize::from(is_lazy),
    })
}

/// How often anything is repeated, group within group.
#[derive(Default)]
struct Depth {
    /// The most in each of the groups that are open.
    open: Vec<u64>,
    /// The most in what is outside of all groups, and in the last thing.
    outside: u64,
    last: u64,
    /// The last thing was a repetition.
    is_repeated: bool,
}

impl Depth {
    /// What begins with this sign, where it is no repetition.
    fn step(&mut self, sign: char) {
        self.is_repeated = false;
        self.last = 1;
        match sign {
            '(' => self.open.push(1),
            ')' => self.last = self.open.pop().unwrap_or(1),
            _ => {}
        }
        self.count();
    }

    /// Nothing where the server would refuse it.
    fn repeat(&mut self, repeat: &Repeat) -> Option<()> {
        if std::mem::replace(&mut self.is_repeated, true) {
            return None;
        }
        self.last = self.last.max(1).saturating_mul(repeat.most.max(1));
        self.count();
        (self.last <= MOST_REPEATS).then_some(())
    }

    fn count(&mut self) {
        let around = self.open.last_mut().unwrap_or(&mut self.outside);
        *around = (*around).max(self.last);
    }
}

/// A backslash and what it is for; gives what comes after.
fn escape<'a>(rest: &'a str, in_brackets: bool, out: &mut String) -> Option<&'a str> {
    let mut chars = rest.chars();
    chars.next();
    let sign = chars.next()?;
    match sign {
        'd' => out.push_str("[0-9]"),
        'D' => out.push_str("[^0-9]"),
        's' => out.push_str(r"[\t\n\x0C\r ]"),
        'S' => out.push_str(r"[^\t\n\x0C\r ]"),
        'w' => out.push_str("[0-9A-Za-z_]"),
        'W' => out.push_str("[^0-9A-Za-z_]"),
        'b' if !in_brackets => out.push_str(r"(?-u:\b)"),
        // RE2 refuses it in brackets.
        'b' => return None,
        '<' | '>' => out.push(sign),
        'p' | 'P' => {
            let (name, after) = class(chars.as_str())?;
            out.push('\\');
            out.push(sign);
            out.push_str(name);
            return Some(after);
        }
        // `\u` and `\U` are numbers of characters only here.
        'u' | 'U' | 'B' => return None,
        _ => {
            out.push('\\');
            out.push(sign);
        }
    }
    Some(chars.as_str())
}

/// Classes in brackets that RE2 has.
const POSIX: [&str; 14] = [
    "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct",
    "space", "upper", "word", "xdigit",
];

/// Classes of Unicode that RE2 has, as it spells them: the categories, and scripts that names are written in.
const CLASSES: [&str; 48] = [
    "C",
    "Cc",
    "Cf",
    "Co",
    "Cs",
    "L",
    "Ll",
    "Lm",
    "Lo",
    "Lt",
    "Lu",
    "M",
    "Mc",
    "Me",
    "Mn",
    "N",
    "Nd",
    "Nl",
    "No",
    "P",
    "Pc",
    "Pd",
    "Pe",
    "Pf",
    "Pi",
    "Po",
    "Ps",
    "S",
    "Sc",
    "Sk",
    "Sm",
    "So",
    "Z",
    "Zl",
    "Zp",
    "Zs",
    "Arabic",
    "Bopomofo",
    "Cyrillic",
    "Devanagari",
    "Greek",
    "Han",
    "Hangul",
    "Hebrew",
    "Hiragana",
    "Katakana",
    "Latin",
    "Thai",
];

/// The name of a class, `L` or `{Lu}`, and what comes after; nothing where RE2 may not know it.
fn class(rest: &str) -> Option<(&str, &str)> {
    let (name, length) = match rest.strip_prefix('{') {
        Some(inside) => {
            let (name, _) = inside.split_once('}')?;
            (name, name.len() + 2)
        }
        None => (rest.get(..1)?, 1),
    };
    CLASSES.contains(&name).then(|| rest.split_at(length))
}

/// From `[` to its `]`; gives what comes after.
fn brackets<'a>(rest: &'a str, out: &mut String) -> Option<&'a str> {
    out.push('[');
    let mut rest = &rest[1..];
    if let Some(after) = rest.strip_prefix('^') {
        out.push('^');
        rest = after;
    }
    // The first one stands for itself.
    if let Some(after) = rest.strip_prefix(']') {
        out.push_str(r"\]");
        rest = after;
    }
    loop {
        let sign = rest.chars().next()?;
        if rest.starts_with("[:") {
            let end = rest.find(":]")? + 2;
            let name = rest[2..end - 2].trim_start_matches('^');
            POSIX.contains(&name).then_some(())?;
            out.push_str(&rest[..end]);
            rest = &rest[end..];
            continue;
        }
        match sign {
            '\\' => {
                rest = escape(rest, true, out)?;
                continue;
            }
            '[' | '&' | '~' => out.extend(['\\', sign]),
            '-' if rest.starts_with("--") => return None,
            _ => out.push(sign),
        }
        rest = &rest[sign.len_utf8()..];
        if sign == ']' {
            return Some(rest);
        }
    }
}

/// `(?:`, `(?P<name>`, `(?<name>` and flags; gives what comes after.
fn group<'a>(rest: &'a str, out: &mut String) -> Option<&'a str> {
    let inside = &rest[2..];
    let named = inside.starts_with("P<") || inside.starts_with('<');
    let end = inside.find([':', ')', '>'])?;
    let known = inside[..end].chars().all(|flag| "imsU-".contains(flag));
    if !named && !known {
        return None;
    }
    out.push_str(&rest[..2 + end + 1]);
    Some(&inside[end + 1..])
}
