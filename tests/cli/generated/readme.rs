//! The tables of commands in the two READMEs: what can be typed with the first line of its help, in the order of
//! what `duty` alone prints.

use std::fmt::Write as _;

use clap::builder::ValueRange;
use clap::{Arg, Command};
use duty::cli::{short_help, tree};
use duty::local::options::Lang;
use duty::ui::language::translate;

const BEGIN: &str = "<!-- commands: scripts/generate writes them, from the help of duty -->\n";
const END: &str = "<!-- end of the commands -->\n";

/// The README with its tables as they have to be.
pub fn with_tables(text: &str, lang: Lang) -> String {
    let (before, rest) = text.split_once(BEGIN).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    format!("{before}{BEGIN}\n{}{END}{after}", tables(lang))
}

fn tables(lang: Lang) -> String {
    let mut duty = tree::whole();
    duty.build();
    let (command, what) = match lang {
        Lang::En => ("command", "what it does"),
        Lang::Zh => ("命令", "作用"),
    };
    let mut text = String::new();
    for (heading, nouns) in short_help::GROUPS {
        let heading = translate(heading, lang);
        let heading = heading.trim_end_matches([':', '：']);
        writeln!(
            text,
            "**{heading}**\n\n| {command} | {what} |\n| --- | --- |"
        )
        .unwrap();
        for noun in nouns {
            rows(duty.find_subcommand(noun).unwrap(), "duty", lang, &mut text);
        }
        text.push('\n');
    }
    text
}

/// A row each: the command, where it may stand alone, and those below it.
fn rows(command: &Command, above: &str, lang: Lang, text: &mut String) {
    let words = format!("{above} {}", command.get_name());
    if !command.is_subcommand_required_set() {
        let arguments: String = command.get_positionals().map(argument).collect();
        let about = command.get_about().unwrap().to_string();
        let about = with_code(&translate(&about, lang));
        let row = format!("`{words}{arguments}` | {about}");
        let cells: Vec<String> = row
            .splitn(2, " | ")
            .map(|cell| cell.replace('|', "\\|"))
            .collect();
        writeln!(text, "| {} |", cells.join(" | ")).unwrap();
    }
    let below = command.get_subcommands().filter(|sub| !sub.is_hide_set());
    below.for_each(|sub| rows(sub, &words, lang, text));
}

fn argument(argument: &Arg) -> String {
    let mut name = argument.get_value_names().unwrap_or_default().join(" ");
    if argument
        .get_num_args()
        .is_some_and(|range: ValueRange| range.max_values() > 1)
    {
        name.push('…');
    }
    match argument.is_required_set() {
        true => format!(" {name}"),
        false => format!(" [{name}]"),
    }
}

/// What a text has in quotation marks is typed. An apostrophe is one after a letter.
fn with_code(text: &str) -> String {
    let mut parts = text.split('\'');
    let mut shown = parts.next().unwrap_or_default().to_owned();
    let mut open = false;
    for part in parts {
        let opens = !open && !shown.ends_with(char::is_alphanumeric);
        let mark = if open || opens { '`' } else { '\'' };
        open = opens;
        shown.push(mark);
        shown.push_str(part);
    }
    shown
}

#[test]
fn a_readme_has_what_can_be_typed() {
    let old = format!("a\n{BEGIN}old\n{END}b\n");
    let new = with_tables(&old, Lang::En);
    assert!(
        new.starts_with("a\n<!--") && new.ends_with("-->\nb\n"),
        "{new}"
    );
    assert!(!new.contains("old\n"), "{new}");
    for row in [
        "| `duty doctor` | Find out why",
        "| `duty doctor explain SPACE SEVERITY` | Walk one case",
        "| `duty prefs add TARGET…` | Add channels",
        "| `duty prefs export` | Print the preferences as text, for `prefs apply` |",
        "| `duty help [COMMAND\\|TOPIC…]` | Explain",
        "| `duty api PATH` | Ask the server anything, with duty's key, retries and pace |",
    ] {
        assert!(new.contains(row), "{row}\n{new}");
    }
    assert!(!new.contains("| `duty prefs`") && new.matches("\n| `duty ").count() > 50);
    assert_eq!(with_tables(&new, Lang::En), new);
    let chinese = with_tables(&new, Lang::Zh);
    assert!(
        chinese.contains("| `duty prefs export` | 以文本输出通知偏好，供 `prefs apply` 使用 |"),
        "{chinese}"
    );
}
