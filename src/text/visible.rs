//! Text that cannot drive a terminal: control characters and direction overrides made visible.

/// Whether a terminal or a reader could be led astray by this character.
pub fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{115f}' | '\u{1160}' | '\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// The text with every such character written as `\u{…}`.
pub fn visible(text: &str) -> String {
    if !text.contains(is_unsafe) {
        return text.to_owned();
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\n' => safe.push_str("\\n"),
            '\t' => safe.push_str("\\t"),
            c if is_unsafe(c) => safe.extend(c.escape_unicode()),
            c => safe.push(c),
        }
    }
    safe
}

/// JSON text with what serde_json leaves raw (C1, DEL, direction overrides) as `\uXXXX`: in JSON
/// such a character can only stand inside a string, so the value stays the same.
pub fn visible_json(json: &str) -> String {
    let raw = |c: char| c != '\n' && is_unsafe(c);
    if !json.contains(raw) {
        return json.to_owned();
    }
    let mut safe = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if raw(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                safe += &format!("\\u{unit:04x}");
            }
        } else {
            safe.push(c);
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_drives_the_terminal() {
        assert_eq!(visible("运维 ok é"), "运维 ok é");
        assert_eq!(
            visible("a\x1b[2J\u{9b}b\u{202e}c\r\n"),
            "a\\u{1b}[2J\\u{9b}b\\u{202e}c\\u{d}\\n"
        );
        // What has no width, or looks like nothing, makes two names look the same.
        for hidden in
            "\u{200b}\u{200c}\u{200d}\u{2060}\u{206a}\u{206f}\u{180e}\u{ad}\u{34f}\u{3164}\u{feff}"
                .chars()
        {
            let shown = visible(&format!("a{hidden}b"));
            assert_eq!(shown, format!("a{}b", hidden.escape_unicode()));
        }
    }

    #[test]
    fn json_keeps_its_value() {
        let value = serde_json::json!({"name": "a\u{1b}\u{9b}\u{7f}\u{202e}\u{e0041}\n运"});
        let text = visible_json(&serde_json::to_string_pretty(&value).unwrap());
        assert!(!text.contains(|c| c != '\n' && is_unsafe(c)));
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&text).unwrap(),
            value
        );
    }
}
