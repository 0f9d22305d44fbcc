//! One page as one session of bash: its commands, and what is expected of each.

use std::process::{Command, Stdio};

use regex::Regex;
use tempfile::TempDir;

use super::Block;
use crate::harness::binary;

/// Before each command of the script, and before its exit code.
const BEGIN: char = '\u{1e}';
const END: char = '\u{1f}';

/// A command, where it stands, and what it should print, if the page shows that.
struct Step {
    line: usize,
    command: String,
    expected: Option<String>,
}

pub struct Session {
    home: TempDir,
    lang: &'static str,
    steps: Vec<Step>,
}

impl Session {
    pub fn new(chinese: bool) -> Session {
        Session {
            home: tempfile::tempdir().unwrap(),
            lang: if chinese { "zh" } else { "en" },
            steps: Vec::new(),
        }
    }

    /// A file of the page, in the folder of the session.
    pub fn write(&mut self, name: &str, lines: &[String]) {
        let mut command = format!("mkdir -p \"$(dirname {name})\"; cat >{name} <<'END_OF_FILE'\n");
        for line in lines {
            command += &format!("{line}\n");
        }
        self.steps.push(Step {
            line: 0,
            command: command + "END_OF_FILE",
            expected: None,
        });
    }

    pub fn block(&mut self, block: &Block) {
        if block.kind == "sh" {
            self.steps.push(Step {
                line: block.line,
                command: block.lines.join("\n"),
                expected: None,
            });
            return;
        }
        for (index, line) in block.lines.iter().enumerate() {
            if let Some(command) = line.strip_prefix("$ ") {
                self.steps.push(Step {
                    line: block.line + 1 + index,
                    command: command.to_owned(),
                    expected: None,
                });
                continue;
            }
            let step = self
                .steps
                .last_mut()
                .expect("a session begins with a command");
            match line.strip_prefix("> ") {
                Some(more) if step.expected.is_none() => {
                    step.command += "\n";
                    step.command += more;
                }
                _ => {
                    let expected = step.expected.get_or_insert_default();
                    expected.push_str(line);
                    expected.push('\n');
                }
            }
        }
    }

    /// Run it; what is not as it should be, each with its line.
    pub fn run(self) -> Vec<String> {
        let mut script =
            String::from("exec 2>&1\ntrap 'kill $(jobs -p) 2>/dev/null' EXIT\nlast=0\n");
        for step in &self.steps {
            script += &format!(
                "printf '{BEGIN}'\n(exit $last)\n{}\nlast=$?\nprintf '{END}%d' $last\n",
                step.command
            );
        }
        let folder = binary().parent().unwrap().display().to_string();
        // From a file: what reads standard input is not to read the script.
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), script).unwrap();
        // A command that waits for what will not come is told by an error, not by the patience of CI.
        let output = Command::new("timeout")
            .args(["--kill-after=5", "120", "bash"])
            .arg(file.path())
            .env_clear()
            .env("HOME", self.home.path())
            .env(
                "PATH",
                format!("{folder}:{}", std::env::var("PATH").unwrap()),
            )
            .env("DUTY_SANDBOX", "1")
            .env("DUTY_LANG", self.lang)
            .env("DUTY_RETRY_BASE_MS", "1")
            .env("LC_ALL", "C.UTF-8")
            .current_dir(self.home.path())
            .stdin(Stdio::null())
            .output()
            .expect("'timeout' is needed for this test");
        let output = String::from_utf8(output.stdout).unwrap();
        let mut wrong = Vec::new();
        let mut ran = output.split(BEGIN).skip(1);
        for (index, step) in self.steps.iter().enumerate() {
            let Some(one) = ran.next() else {
                wrong.push(format!("{}: the session ended before this", step.line));
                break;
            };
            let (printed, status) = one.rsplit_once(END).unwrap_or((one, "none"));
            let asked = self
                .steps
                .get(index + 1)
                .is_some_and(|next| next.command == "echo $?");
            if status != "0" && !asked {
                wrong.push(format!(
                    "{}: {} ended with {status}:\n{printed}",
                    step.line, step.command
                ));
            }
            if let Some(expected) = &step.expected
                && !like(expected, printed)
            {
                wrong.push(format!(
                    "{}: {}\nshould print\n{expected}and printed\n{printed}",
                    step.line, step.command
                ));
            }
        }
        wrong
    }
}

/// Whether this is what the page shows: a line of `…` stands for any lines or none, `…` in a line for anything.
fn like(expected: &str, printed: &str) -> bool {
    let mut pattern = String::from("^");
    for line in expected.lines() {
        if line == "…" {
            pattern += "(?:[^\\n]*\\n)*";
        } else {
            let parts: Vec<String> = line.split('…').map(regex::escape).collect();
            pattern += &parts.join("[^\\n]*");
            pattern += "\\n";
        }
    }
    Regex::new(&(pattern + "$")).unwrap().is_match(printed)
}

#[test]
fn an_ellipsis_stands_for_anything() {
    assert!(like("a\n…\nd\n", "a\nb\nc\nd\n"));
    assert!(like("…\na\n…\n", "a\n"));
    assert!(like("a…c\n", "a b c\n"));
    assert!(!like("a…c\n", "a\nc\n"));
    assert!(!like("a\n", "a\nb\n"));
    assert!(!like("a…c\n", "a b\n"));
}

#[test]
fn what_a_page_gets_wrong_is_told() {
    let block = |lines: &[&str]| Block {
        line: 10,
        kind: "console".into(),
        lines: lines.iter().map(|line| (*line).to_owned()).collect(),
        ..Block::default()
    };
    let wrong = |lines: &[&str]| {
        let mut session = Session::new(false);
        session.block(&block(lines));
        session.run()
    };
    assert_eq!(
        wrong(&[
            "$ echo a",
            "a",
            "$ false",
            "$ echo $?",
            "1",
            "$ cat <<E",
            "> x",
            "> E",
            "x"
        ]),
        Vec::<String>::new()
    );
    let [status, text, last, end] =
        &wrong(&["$ false", "$ echo a", "b", "$ exit 3", "$ echo c"])[..]
    else {
        panic!("four things are wrong");
    };
    assert!(status.starts_with("11: false ended with 1"), "{status}");
    assert!(text.starts_with("12: echo a\nshould print\nb"), "{text}");
    assert!(last.starts_with("14: exit 3 ended with none"), "{last}");
    assert!(end.starts_with("15: the session ended"), "{end}");
}
