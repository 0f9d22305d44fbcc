//! Questions without a terminal: duty runs inside the test, and its questions go to a script. That the same
//! questions reach a person is seen on a real terminal, in `prompt.rs` and in a test or two of each noun.

use std::collections::VecDeque;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use duty::error::Error;
use duty::local::environment::Environment;
use duty::ui::Streams;
use duty::ui::prompt::Prompter;
use duty::ui::terminal::Terminal;

use crate::harness::Run;

/// What is answered.
#[derive(Clone, Copy, Debug)]
pub enum Answer {
    Yes,
    No,
    /// The one of a list that has this in it.
    Choose(&'static str),
    /// Out of a list, with Esc.
    Leave,
    /// This text.
    Type(&'static str),
    /// Ctrl-C.
    Interrupt,
}

/// What a run printed, to both streams, with its questions.
#[derive(Clone, Default)]
struct Printed(Arc<Mutex<Vec<u8>>>);

impl Printed {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Printed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Answers in their order, each where this has been printed or asked.
#[derive(Clone)]
struct Script {
    turns: Arc<Mutex<VecDeque<(String, Answer)>>>,
    printed: Printed,
}

impl Script {
    fn next(&self, question: &str) -> Answer {
        writeln!(self.printed.clone(), "{question}").unwrap();
        let printed = self.printed.text();
        let turn = self.turns.lock().unwrap().pop_front();
        let (expected, answer) =
            turn.unwrap_or_else(|| panic!("one question more than expected:\n{printed}"));
        assert!(
            printed.contains(&expected),
            "'{expected}' never came:\n{printed}"
        );
        answer
    }
}

impl Prompter for Script {
    fn confirm(&self, question: &str) -> Result<bool, Error> {
        match self.next(question) {
            Answer::Yes => Ok(true),
            Answer::No => Ok(false),
            Answer::Interrupt => Err(Error::interrupted()),
            other => panic!("{other:?} is no answer to {question}"),
        }
    }

    fn select(&self, question: &str, items: &[String]) -> Result<Option<usize>, Error> {
        match self.next(&format!("{question}\n{}", items.join("\n"))) {
            Answer::Choose(what) => {
                let chosen = items.iter().position(|item| item.contains(what));
                assert!(chosen.is_some(), "{what} is not in {items:?}");
                Ok(chosen)
            }
            Answer::Leave => Ok(None),
            Answer::Interrupt => Err(Error::interrupted()),
            other => panic!("{other:?} is no answer to {question}"),
        }
    }

    fn line(&self, question: &str) -> Result<String, Error> {
        match self.next(question) {
            Answer::Type(text) => Ok(text.to_owned()),
            Answer::Interrupt => Err(Error::interrupted()),
            other => panic!("{other:?} is no answer to {question}"),
        }
    }

    fn hidden_line(&self, question: &str) -> Result<String, Error> {
        self.line(question)
    }
}

/// The run inside this test, with a conversation: what is waited for, then what is answered. The exit code, and
/// everything that was printed.
#[track_caller]
pub fn talk(run: &Run<'_>, turns: &[(&str, Answer)]) -> (u8, String) {
    let command = run.command();
    let home = command.get_current_dir().unwrap();
    let places = [
        ("DUTY_CONFIG_DIR", ".config/duty"),
        ("DUTY_DATA_DIR", ".local/share/duty"),
        ("DUTY_STATE_DIR", ".local/state/duty"),
    ];
    let env = command
        .get_envs()
        .map(|(name, value)| (name.to_owned(), value.unwrap().to_owned()))
        .chain(places.map(|(name, place)| (name.into(), home.join(place).into())));
    let turns = turns
        .iter()
        .map(|(what, answer)| ((*what).to_owned(), *answer));
    let script = Script {
        turns: Arc::new(Mutex::new(turns.collect())),
        printed: Printed::default(),
    };
    let mut terminal = Terminal::default();
    terminal.stdin = true;
    terminal.stderr = true;
    let streams = Streams {
        stdout: Box::new(script.printed.clone()),
        stderr: Box::new(script.printed.clone()),
        terminal,
        prompter: Box::new(script.clone()),
    };
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let code = duty::run_with(
        words.map(ToOwned::to_owned),
        Environment::of(env),
        streams,
        || {},
    );
    let printed = script.printed.text();
    let left = script.turns.lock().unwrap();
    assert!(left.is_empty(), "{left:?} never came:\n{printed}");
    (code, printed)
}
