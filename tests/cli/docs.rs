//! The documents: every command block of `docs/` is run, every link leads somewhere, every page is listed.
//!
//! A block of `console` is a session: lines after `$ ` are typed (`> ` goes on), the others are what comes of
//! them, with `…` for anything. Each command has to end with 0, unless `$ echo $?` asks next. A block of `sh`
//! is run as it is. `<!-- file: NAME -->` before a block writes it to a file. All blocks of a page are one session
//! against the made-up account.

mod links;
mod session;

use std::path::{Path, PathBuf};

use session::Session;

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A page with tests of its own: what terminals show.
const APART: [&str; 1] = ["terminals.md"];

/// The pages of the book below `docs/`, without its index.
fn pages() -> Vec<PathBuf> {
    let mut pages = Vec::new();
    for folder in ["docs", "docs/zh"] {
        for entry in std::fs::read_dir(repository().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy();
            let apart = name == "README.md" || APART.contains(&name.as_ref());
            if path.extension().is_some_and(|end| end == "md") && !apart {
                pages.push(path);
            }
        }
    }
    pages.sort();
    assert!(pages.len() >= 10, "{pages:?}");
    pages
}

/// A fenced block: what it is, what was said of it in the comment before it, and its lines.
#[derive(Clone, Debug, Default, PartialEq)]
struct Block {
    line: usize,
    kind: String,
    file: Option<String>,
    lines: Vec<String>,
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    let mut file = None;
    for (index, line) in text.lines().enumerate() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(kind)) => {
                open = Some(Block {
                    line: index + 1,
                    kind: kind.to_owned(),
                    file: file.take(),
                    lines: Vec::new(),
                });
            }
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(block), None) => block.lines.push(line.to_owned()),
            (None, None) => {
                let told = line.strip_prefix("<!-- file: ");
                if let Some(name) = told.and_then(|rest| rest.strip_suffix(" -->")) {
                    file = Some(name.to_owned());
                }
            }
        }
    }
    assert_eq!(open, None, "a block that does not end");
    blocks
}

/// A file that no command of the page runs is at least what its name says, as far as this machine can tell.
fn read_as_its_kind(name: &str, text: &str) {
    let checked = |program: &str, arguments: &[&str]| {
        let run = std::process::Command::new(program).args(arguments).output();
        let output = run.unwrap_or_else(|error| panic!("this test needs {program}: {error}"));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{name}: {said}");
    };
    if name.ends_with(".yml") {
        let read = serde_saphyr::from_str::<serde_json::Value>(text);
        assert!(
            read.is_ok_and(|read| read.is_object()),
            "{name} is not YAML"
        );
    } else if name.ends_with(".ps1") {
        assert_eq!(powershell_mistake(text), None, "{name}");
    } else if name.ends_with(".sh") {
        checked("sh", &["-n", "-c", text]);
    } else if name.ends_with(".py") {
        let parse = "import ast, sys; ast.parse(sys.argv[1])";
        checked("python3", &["-c", parse, text]);
    }
}

/// Where this is no PowerShell, by the grammar that editors highlight it with: there is no pwsh on most machines.
/// It knows the syntax, and nothing of what a command does.
fn powershell_mistake(text: &str) -> Option<String> {
    let mut parser = tree_sitter::Parser::new();
    let language = tree_sitter_powershell::LANGUAGE.into();
    parser.set_language(&language).unwrap();
    let tree = parser.parse(text, None).unwrap();
    let mut left = vec![tree.root_node()];
    while let Some(node) = left.pop() {
        if node.is_error() || node.is_missing() {
            let at = node.start_position();
            return Some(format!("line {}, column {}", at.row + 1, at.column + 1));
        }
        left.extend((0..node.child_count()).filter_map(|nth| node.child(nth.try_into().unwrap())));
    }
    None
}

#[test]
fn what_is_no_powershell_is_told() {
    let fine =
        "if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }\n$a | Where-Object { $_.b -eq $false }\n";
    assert_eq!(powershell_mistake(fine), None);
    for broken in [
        "if ($a -ne 0) { exit 1\n",
        "foreach ($a of $b) { $a }\n",
        "if $a { exit 1 }\n",
        "$a = 'open\n",
    ] {
        assert!(powershell_mistake(broken).is_some(), "{broken}");
    }
}

/// Run a page; what is not as it says.
fn wrong(page: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(page).unwrap();
    let mut session = Session::new(page.parent().is_some_and(|folder| folder.ends_with("zh")));
    let mut ran = 0;
    for block in blocks(&text) {
        match (block.kind.as_str(), &block.file) {
            (_, Some(name)) => {
                read_as_its_kind(name, &block.lines.join("\n"));
                session.write(name, &block.lines);
            }
            ("console" | "sh", None) => {
                ran += 1;
                session.block(&block);
            }
            ("text" | "toml" | "yaml" | "json", None) => {}
            (kind, None) => panic!("{}:{}: a block of '{kind}'", page.display(), block.line),
        }
    }
    assert!(ran > 0, "{} runs nothing", page.display());
    let place = page.strip_prefix(repository()).unwrap().display();
    session
        .run()
        .into_iter()
        .map(|problem| format!("{place}:{problem}"))
        .collect()
}

#[test]
fn every_command_block_does_what_the_page_says() {
    let wrong: Vec<String> = pages().iter().flat_map(|page| wrong(page)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_page_is_long_enough_and_listed() {
    for page in pages() {
        let text = std::fs::read_to_string(&page).unwrap();
        assert!(
            text.lines().count() >= 40,
            "{} is to be merged into another page",
            page.display()
        );
        let index = std::fs::read_to_string(page.with_file_name("README.md")).unwrap();
        let name = page.file_name().unwrap().to_string_lossy();
        assert!(
            index.contains(&format!("]({name})")),
            "{} is not in the index",
            page.display()
        );
    }
}

/// The pages that a newcomer needs first are there in Chinese, and the two indexes name them in the same order.
#[test]
fn the_first_pages_are_in_chinese_too() {
    let listed = |index: &str| -> Vec<String> {
        let text = std::fs::read_to_string(repository().join(index)).unwrap();
        let rows = text.lines().filter(|line| line.starts_with("| "));
        rows.filter_map(|row| row.split_once("](")?.1.split_once(')'))
            .map(|(name, _)| name.to_owned())
            .collect()
    };
    let english = listed("docs/README.md");
    let chinese = listed("docs/zh/README.md");
    assert!(chinese.len() >= 5, "{chinese:?}");
    assert_eq!(english[..chinese.len()], chinese);
}

#[test]
fn blocks_are_found() {
    let text = "a\n```console\n$ x\ny\n```\n<!-- file: f -->\n\n```toml\nz\n```\n";
    let [session, file] = &blocks(text)[..] else {
        panic!("{:?}", blocks(text));
    };
    assert_eq!((session.line, session.lines.len()), (2, 2));
    assert_eq!(file.file.as_deref(), Some("f"));
}
