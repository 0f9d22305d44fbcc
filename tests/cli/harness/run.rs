//! One run of the binary, what is expected of it, and what came of it.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::Write;
use std::process::{Command, ExitStatus, Stdio};

use duty_sandbox::Recorded;
use serde_json::Value;
use similar_asserts::SimpleDiff;
use unindent::unindent;

use super::{World, binary, promise};
use crate::contract::Contract;

/// One run and what is expected of it.
#[must_use]
pub struct Run<'a> {
    world: &'a World,
    args: Vec<OsString>,
    env: BTreeMap<OsString, OsString>,
    stdin: Vec<u8>,
    stdout: Option<String>,
    stderr: Option<String>,
    status: Option<i32>,
    /// What goes out at the same time is one step.
    requests: Option<Vec<Vec<String>>>,
}

impl Run<'_> {
    pub(super) fn of<'a>(world: &'a World, words: &str) -> Run<'a> {
        Run {
            world,
            args: words.split_whitespace().map(OsString::from).collect(),
            env: world.env.clone(),
            stdin: Vec::new(),
            stdout: Some(String::new()),
            stderr: Some(String::new()),
            status: Some(0),
            requests: Some(Vec::new()),
        }
    }

    /// One more argument, white space and all.
    pub fn arg(mut self, arg: impl Into<OsString>) -> Self {
        self.args.push(arg.into());
        self
    }

    pub fn env(mut self, name: &str, value: impl Into<OsString>) -> Self {
        self.env.insert(name.into(), value.into());
        self
    }

    pub fn env_remove(mut self, name: &str) -> Self {
        self.env.remove(&OsString::from(name));
        self
    }

    pub fn stdin(mut self, text: impl Into<Vec<u8>>) -> Self {
        self.stdin = text.into();
        self
    }

    /// Exactly this on stdout; indentation of the literal and its first line end are cut.
    pub fn stdout(mut self, text: &str) -> Self {
        self.stdout = Some(unindent(text));
        self
    }

    /// Exactly this on stderr.
    pub fn stderr(mut self, text: &str) -> Self {
        self.stderr = Some(unindent(text));
        self
    }

    pub fn any_stdout(mut self) -> Self {
        self.stdout = None;
        self
    }

    pub fn any_stderr(mut self) -> Self {
        self.stderr = None;
        self
    }

    pub fn status(mut self, status: i32) -> Self {
        self.status = Some(status);
        self
    }

    pub fn any_status(mut self) -> Self {
        self.status = None;
        self
    }

    /// Exactly these operations, by operationId, one after the other.
    pub fn requests(self, operations: &[&str]) -> Self {
        let steps: Vec<&[&str]> = operations.iter().map(std::slice::from_ref).collect();
        self.requests_in_steps(&steps)
    }

    /// Exactly these operations: the steps one after the other, those of one step at the same time and
    /// so in any order.
    pub fn requests_in_steps(mut self, steps: &[&[&str]]) -> Self {
        let owned = |step: &&[&str]| step.iter().map(|id| (*id).to_owned()).collect();
        self.requests = Some(steps.iter().map(owned).collect());
        self
    }

    pub fn any_requests(mut self) -> Self {
        self.requests = None;
        self
    }

    /// The command, for a test that runs it in its own way.
    pub fn command(&self) -> Command {
        let mut command = Command::new(binary());
        command
            .args(&self.args)
            .env_clear()
            .envs(&self.env)
            .current_dir(self.world.home.path());
        command
    }

    /// Run it and hold it against what is expected.
    #[track_caller]
    pub fn run(self) -> Ran {
        self.world.server.clear_requests();
        let mut child = self
            .command()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // A command that reads nothing closes the pipe first.
        let _ = stdin.write_all(&self.stdin);
        drop(stdin);
        let output = child.wait_with_output().unwrap();
        let ran = Ran {
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
            status: exit_code(output.status),
            requests: self.world.server.requests(),
        };
        let wrong = self.differences(&ran);
        assert!(
            wrong.is_empty(),
            "{wrong}what came of duty {:?}\n--- stdout\n{}--- stderr\n{}--- status {:?}\n--- requests {:?}\n",
            self.args,
            ran.stdout,
            ran.stderr,
            ran.status,
            ran.operations()
        );
        if self.world.contract {
            hold_against_contract(&ran.requests);
        }
        promise::hold(&self.args, &self.env, &ran);
        ran
    }

    /// Everything in which a run is not as expected, as diffs; nothing where it is.
    fn differences(&self, ran: &Ran) -> String {
        let mut wrong = String::new();
        // A command in a text is a mark until it is shown, and no mark is shown.
        if (ran.stdout.clone() + &ran.stderr).contains('\u{fdd0}') {
            wrong.push_str("a command of a text was not written out\n");
        }
        let mut hold = |what: &str, seen: &str, expected: &str| {
            if seen != expected {
                let diff = SimpleDiff::from_str(expected, seen, "expected", "seen");
                wrong.push_str(&format!("{what} is not as expected\n{diff}\n"));
            }
        };
        if let Some(expected) = &self.stdout {
            hold("stdout", &ran.stdout, expected);
        }
        if let Some(expected) = &self.stderr {
            hold("stderr", &ran.stderr, expected);
        }
        let status = ran
            .status
            .map_or("a signal".into(), |status| status.to_string());
        if let Some(expected) = self.status {
            hold("the exit code", &status, &expected.to_string());
        }
        if let Some(expected) = &self.requests {
            let seen = in_steps_like(expected, ran.operations());
            hold("the list of requests", &lines(&seen), &lines(expected));
        }
        wrong
    }
}

/// The operations in steps as long as the expected ones; what is more than they hold is the last step.
fn in_steps_like(steps: &[Vec<String>], operations: Vec<String>) -> Vec<Vec<String>> {
    let mut rest = operations.into_iter();
    let mut seen: Vec<Vec<String>> = steps
        .iter()
        .map(|step| rest.by_ref().take(step.len()).collect())
        .collect();
    seen.extend(rest.map(|more| vec![more]));
    seen
}

/// A line a step; the operations of one step in the order of the alphabet.
fn lines(steps: &[Vec<String>]) -> String {
    let line = |step: &Vec<String>| {
        let mut step = step.clone();
        step.sort();
        step.join(" + ") + "\n"
    };
    steps
        .iter()
        .filter(|step| !step.is_empty())
        .map(line)
        .collect()
}

#[test]
fn the_order_of_requests_counts_but_within_a_step() {
    let owned = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
    let expected = [owned(&["b", "a"]), owned(&["c"]), owned(&["a"])];
    let seen = |ids: &[&str]| lines(&in_steps_like(&expected, owned(ids)));
    assert_eq!(lines(&expected), "a + b\nc\na\n");
    assert_eq!(seen(&["a", "b", "c", "a"]), lines(&expected));
    assert_eq!(seen(&["b", "a", "c", "a"]), lines(&expected));
    for wrong in [
        &["c", "a", "b", "a"][..],
        &["a", "b", "a", "c"],
        &["a", "b", "c"],
        &["a", "b", "c", "a", "a"],
        &[],
    ] {
        assert_ne!(seen(wrong), lines(&expected), "{wrong:?}");
    }
}

#[track_caller]
fn hold_against_contract(requests: &[Recorded]) {
    let contract = Contract::load();
    for one in requests {
        let Some(operation) = one.operation_id.as_deref() else {
            panic!(
                "a request to {}, which the contract does not have",
                one.path
            );
        };
        if let Ok(body) = serde_json::from_slice::<Value>(&one.body) {
            if let Err(wrong) = contract.check_request(operation, &body) {
                panic!("{operation} was sent what the contract does not have: {wrong:?}\n{body}");
            }
        } else {
            panic!("the body of {operation} is not JSON");
        }
        // An answer with an error in it was ordered by the test.
        if let (Some(status @ 200), Ok(body)) =
            (one.status, serde_json::from_slice::<Value>(&one.response))
            && body.get("error").is_none()
            && let Err(wrong) = contract.check_response(operation, status, &body)
        {
            panic!("{operation} answered what the contract does not have: {wrong:?}\n{body}");
        }
    }
}

/// The exit code as a shell tells it: death by signal n counts as 128 + n, so that Ctrl-C is 130 whether duty
/// ended by it (Unix) or with it (Windows).
pub fn exit_code(status: ExitStatus) -> Option<i32> {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return Some(128 + signal);
    }
    status.code()
}

/// What came of a run.
pub struct Ran {
    pub stdout: String,
    pub stderr: String,
    pub status: Option<i32>,
    pub requests: Vec<Recorded>,
}

impl Ran {
    /// The operationIds of the requests, in the order of their arrival.
    pub fn operations(&self) -> Vec<String> {
        self.requests
            .iter()
            .map(|one| one.operation_id.clone().unwrap_or_else(|| one.path.clone()))
            .collect()
    }

    /// stdout as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        parsed(&self.stdout)
    }

    /// What the answer warns of, a line each.
    #[track_caller]
    pub fn warnings(&self) -> String {
        let told = self.json()["warnings"].clone();
        let lines = told.as_array().unwrap().iter();
        lines
            .map(|one| one["message"].as_str().unwrap().to_owned() + "\n")
            .collect()
    }

    /// stderr as JSON: an error.
    #[track_caller]
    pub fn error(&self) -> Value {
        parsed(&self.stderr)["error"].clone()
    }

    /// The bodies of the requests to an operation.
    #[track_caller]
    pub fn bodies(&self, operation: &str) -> Vec<Value> {
        self.requests
            .iter()
            .filter(|one| one.operation_id.as_deref() == Some(operation))
            .map(|one| serde_json::from_slice(&one.body).unwrap())
            .collect()
    }
}

#[track_caller]
fn parsed(text: &str) -> Value {
    match serde_json::from_str(text) {
        Ok(value) => value,
        Err(error) => panic!("{error}: {text}"),
    }
}
