//! The README in Chinese says what the one in English does: the same parts, tables, commands and links.

use std::collections::BTreeMap;
use std::path::Path;

fn read(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// The levels of the headings, and how many lines of tables and of code stand below each.
fn shape(text: &str) -> Vec<(usize, usize, usize)> {
    let mut parts = Vec::new();
    for line in text.lines() {
        if line.starts_with('#') {
            parts.push((line.chars().take_while(|c| *c == '#').count(), 0, 0));
        } else if let Some((_, rows, code)) = parts.last_mut() {
            *rows += usize::from(line.starts_with('|'));
            *code += usize::from(line.starts_with("    "));
        }
    }
    parts
}

/// Each span of code, and how often it is there.
fn spans(text: &str) -> BTreeMap<String, usize> {
    let prose: Vec<&str> = text
        .lines()
        .filter(|line| !line.starts_with("    "))
        .collect();
    let prose = prose.join(" ");
    let mut found = BTreeMap::new();
    for span in prose.split('`').skip(1).step_by(2) {
        let span = span.split_whitespace().collect::<Vec<_>>().join(" ");
        *found.entry(span).or_default() += 1;
    }
    found
}

/// The commands of the blocks, without what is said of them.
fn blocks(text: &str) -> Vec<String> {
    let code = text.lines().filter(|line| line.starts_with("    "));
    code.map(|line| line.split(" #").next().unwrap_or(line).trim().to_owned())
        .collect()
}

/// Where the links lead to, but for the one to the other language.
fn links(text: &str) -> Vec<&str> {
    text.split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .filter(|link| !link.starts_with("README"))
        .collect()
}

#[test]
fn the_chinese_readme_is_equal() {
    let (english, chinese) = (read("README.md"), read("README.zh-CN.md"));
    assert_eq!(shape(&chinese), shape(&english));
    assert_eq!(spans(&chinese), spans(&english));
    assert_eq!(blocks(&chinese), blocks(&english));
    assert_eq!(links(&chinese), links(&english));
    assert!(spans(&english).len() > 60 && blocks(&english).len() > 20);
}
