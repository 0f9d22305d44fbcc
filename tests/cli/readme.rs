//! The README in Chinese says what the one in English does: the same parts, tables, commands and links, but for
//! pages that are there in Chinese too. What duty answers is shown in the language of the README.

use std::collections::BTreeMap;
use std::path::Path;

use crate::harness::World;

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

/// The blocks of code.
fn blocks(text: &str) -> Vec<Vec<&str>> {
    let mut blocks: Vec<Vec<&str>> = vec![Vec::new()];
    for line in text.lines() {
        match line.strip_prefix("    ") {
            Some(code) => blocks.last_mut().unwrap().push(code),
            None if line.is_empty() => {}
            None => blocks.push(Vec::new()),
        }
    }
    blocks.retain(|block| !block.is_empty());
    blocks
}

/// Whether a block is what duty answers, and not what is typed.
fn is_answer(block: &[&str]) -> bool {
    let starts = |word: &str| block[0].starts_with(word);
    !["cargo ", "duty ", "scripts/", "KEY="]
        .into_iter()
        .any(starts)
}

/// The commands, without what is said of them.
fn commands(text: &str) -> Vec<String> {
    let blocks = blocks(text).into_iter().filter(|block| !is_answer(block));
    let lines = blocks.flatten();
    lines
        .map(|line| line.split(" #").next().unwrap_or(line).trim().to_owned())
        .collect()
}

/// Where the links lead to, but for the one to the other language.
fn links(text: &str) -> Vec<String> {
    text.split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .filter(|link| !link.starts_with("README"))
        .map(str::to_owned)
        .collect()
}

/// The same page in Chinese, where there is one.
fn in_chinese(link: String) -> String {
    let page = link
        .strip_prefix("docs/")
        .filter(|page| *page != "README.md");
    let chinese = page.map(|page| format!("docs/zh/{page}"));
    let is_there = |page: &String| Path::new(env!("CARGO_MANIFEST_DIR")).join(page).exists();
    chinese.filter(is_there).unwrap_or(link)
}

#[test]
fn the_chinese_readme_is_equal() {
    let (english, chinese) = (read("README.md"), read("README.zh-CN.md"));
    assert_eq!(shape(&chinese), shape(&english));
    assert_eq!(spans(&chinese), spans(&english));
    assert_eq!(commands(&chinese), commands(&english));
    let translated: Vec<String> = links(&english).into_iter().map(in_chinese).collect();
    assert_eq!(links(&chinese), translated);
    assert!(spans(&english).len() > 60 && commands(&english).len() > 15);
}

/// Lines without the width of their columns, which the others decide.
fn loosely(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn what_the_readmes_show_is_what_duty_answers() {
    for (name, lang) in [("README.md", "en"), ("README.zh-CN.md", "zh")] {
        let said = |words: &str, status| {
            // Each in a made-up account of its own: what the doctor learns changes what is said of a channel.
            let mut world = World::new();
            world.env_remove("DUTY_BASE_URL").env_remove("DUTY_APP_KEY");
            let run = world.duty(words).env("DUTY_LANG", lang);
            let ran = run.any_stdout().any_stderr().status(status).run();
            ran.stdout.lines().map(loosely).collect::<Vec<_>>()
        };
        let change = said("--sandbox prefs set critical --voice --im feishu", 0);
        let doctor = said("--sandbox doctor", 3);
        let text = read(name);
        let answers: Vec<_> = blocks(&text)
            .into_iter()
            .filter(|one| is_answer(one))
            .collect();
        let [shown_change, shown_doctor] = answers.as_slice() else {
            panic!("{name}: {answers:?}");
        };
        for line in shown_change {
            let start = loosely(line.trim_end_matches('…'));
            let found = change.iter().any(|said| said.starts_with(&start));
            assert!(found, "{name}: {line}\n{change:#?}");
        }
        // What hangs on the hour is left out.
        let spaces = ["Edge & CDN", "移动端 App", "订单与物流", "数据仓库"];
        let mut compared = 0;
        for (nth, line) in shown_doctor.iter().enumerate() {
            if nth == 1 || nth == 2 || spaces.iter().any(|space| line.starts_with(space)) {
                let found = doctor.contains(&loosely(line));
                assert!(found, "{name}: {line}\n{doctor:#?}");
                compared += 1;
            }
        }
        assert_eq!(compared, 6, "{name}");
    }
}
