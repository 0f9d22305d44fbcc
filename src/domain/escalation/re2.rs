//! Regular expressions as the server reads them (RE2), on an engine that differs in a few signs.
//! What means the same is left alone, what means something else is rewritten, and what the server
//! would refuse or only it can read has no answer: better none than another one.

use regex::RegexBuilder;

/// A pattern past this many bytes once compiled is not worth the memory; there is no answer then.
const LIMIT: usize = 1 << 20;

/// The server refuses to repeat more often than this.
const MOST_REPEATS: u64 = 1000;

/// How often `{n}` or `{n,m}` repeats at most; 0 where it is something else.
fn repeats(rest: &str) -> u64 {
    let inside = rest[1..].split_once('}').map_or("", |(inside, _)| inside);
    let counts =
        inside.split(',').map(
            |count| match count.bytes().all(|byte| byte.is_ascii_digit()) {
                true => count
                    .parse()
                    .unwrap_or(if count.is_empty() { 0 } else { u64::MAX }),
                false => 0,
            },
        );
    counts.max().unwrap_or(0)
}

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
/// - flags other than `i`, `m`, `s` and `U` are refused by RE2, and `{,` is text for it.
fn translate(pattern: &str) -> Option<String> {
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut rest = pattern;
    while let Some(sign) = rest.chars().next() {
        match sign {
            '\\' => rest = escape(rest, false, &mut out)?,
            '[' => rest = brackets(rest, &mut out)?,
            '(' if rest.starts_with("(?") => rest = group(rest, &mut out)?,
            '{' if rest.starts_with("{,") || repeats(rest) > MOST_REPEATS => return None,
            _ => {
                out.push(sign);
                rest = &rest[sign.len_utf8()..];
            }
        }
    }
    Some(out)
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
        // `\u` and `\U` are numbers of characters only here.
        'u' | 'U' | 'B' => return None,
        _ => {
            out.push('\\');
            out.push(sign);
        }
    }
    Some(chars.as_str())
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
