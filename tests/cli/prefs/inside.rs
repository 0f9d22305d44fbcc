//! Commands run inside the test, where a thousand processes would take too long, and random states
//! and commands for them. What a command prints is looked at elsewhere.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use duty::cli;
use duty::cli::tree;
use duty::domain::changes::Step;
use duty::domain::channel::Channel;
use duty::domain::preference::{Preference, Target};
use duty::error::{Error, Exit};
use duty::local::config::Config;
use duty::local::environment::Environment;
use duty::local::settings::Settings;
use duty::session::app::App;
use duty::ui::Streams;
use duty::ui::prompt::TerminalPrompter;
use duty::ui::terminal::Terminal;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Value, json};

use crate::harness::{Options, World};

/// A world whose server does not mind how fast it is asked.
pub fn fast_world() -> World {
    let mut world = World::with(Options {
        rate_limit: None,
        ..Options::default()
    });
    world.contract = false;
    world
}

/// One duty on a machine of its own: its history is nobody else's.
#[derive(Clone, Debug)]
pub struct Machine {
    base_url: String,
    app_key: String,
    pub state: PathBuf,
    /// What `EDITOR` is there.
    pub editor: String,
}

impl Machine {
    /// With this state directory.
    pub fn new(world: &World, state: &Path) -> Machine {
        Machine {
            base_url: world.server.base_url(),
            app_key: world.server.app_key().to_string(),
            state: state.into(),
            editor: "true".into(),
        }
    }

    /// A command by its words after `duty`, in this process. What it prints is thrown away.
    pub fn run(&self, words: &str) -> Result<Exit, Error> {
        self.run_to(words, Box::new(std::io::sink()))
    }

    /// What a command prints, which has to succeed.
    pub fn printed(&self, words: &str) -> String {
        let printed = Printed::default();
        self.run_to(words, Box::new(printed.clone())).unwrap();
        let printed = printed.0.lock().unwrap().clone();
        String::from_utf8(printed).unwrap()
    }

    /// The JSON that a command prints, which has to succeed.
    pub fn json(&self, words: &str) -> Value {
        serde_json::from_str(&self.printed(&format!("{words} -o json"))).unwrap()
    }

    fn run_to(&self, words: &str, stdout: Box<dyn Write + Send>) -> Result<Exit, Error> {
        let words = std::iter::once("duty").chain(words.split_whitespace());
        let words: Vec<_> = words.map(Into::into).collect();
        let cli = tree::parse(&words).unwrap();
        let env = Environment::of([
            ("DUTY_BASE_URL", self.base_url.clone()),
            ("DUTY_APP_KEY", self.app_key.clone()),
            ("DUTY_STATE_DIR", self.state.display().to_string()),
            ("DUTY_RETRY_BASE_MS", "1".into()),
            ("DUTY_NO_INPUT", "1".into()),
            ("EDITOR", self.editor.clone()),
        ]);
        let settings = Settings::resolve(&cli.global, &env, Config::default()).unwrap();
        let streams = Streams {
            stdout,
            stderr: Box::new(std::io::sink()),
            terminal: Terminal::default(),
            prompter: Box::new(TerminalPrompter { accessible: false }),
        };
        let mut app = App::new(settings, env, streams);
        cli::run(&mut app, &cli)
    }
}

/// What a command prints.
#[derive(Clone, Default)]
struct Printed(Arc<Mutex<Vec<u8>>>);

impl Write for Printed {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A command on the machine that this world is.
pub fn run(world: &World, words: &str) -> Result<Exit, Error> {
    Machine::new(world, &world.home.path().join("state")).run(words)
}

/// The state that these lists are, as the client reads it.
pub fn preference(lists: &Value) -> Preference {
    serde_json::from_value(json!({
        "person_id": 1,
        "trigger_notify": {
            "critical": lists["critical"], "warning": lists["warning"], "info": lists["info"],
        },
        "shedule_shift_notify": {"personal_channels": lists["shift"]},
        "status_page_notify": {"im_integrations": lists["status-page"]},
    }))
    .unwrap()
}

/// The lists of a state.
pub fn lists_of(preference: &Preference) -> Value {
    Target::ALL
        .into_iter()
        .map(|target| (target.word().to_owned(), json!(preference.channels(target))))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

const PERSONAL: [(&str, &str); 4] = [
    ("voice", "--voice"),
    ("sms", "--sms"),
    ("email", "--email"),
    ("push", "--app"),
];
const IM: [(&str, &str); 4] = [
    ("feishu_app:4401", "--im feishu:4401"),
    ("feishu_app:4402", "--im lark:4402"),
    ("slack_app:4404", "--im slack:4404"),
    ("dingtalk_app:4403", "--im dingtalk:4403"),
];
const UNKNOWN: [&str; 5] = ["future_app:9", "pigeon", "slack_app:x", "app", "raw:\"\\"];

/// A list as a server may have it: any order, repetition, and what duty has never heard of.
fn list(personal: bool) -> impl Strategy<Value = Vec<String>> {
    let mut all: Vec<&str> = IM.iter().map(|(wire, _)| *wire).chain(UNKNOWN).collect();
    if personal {
        all.extend(PERSONAL.iter().map(|(wire, _)| *wire));
    }
    prop::collection::vec(select(all).prop_map(str::to_owned), 0..6)
}

/// Lists of all five targets.
pub fn any_lists() -> impl Strategy<Value = Value> {
    (list(true), list(true), list(true), list(true), list(false)).prop_map(
        |(critical, warning, info, shift, page)| {
            json!({"critical": critical, "warning": warning, "info": info, "shift": shift, "status-page": page})
        },
    )
}

/// What somebody else makes of one list.
pub fn any_write() -> impl Strategy<Value = Value> {
    (select(Target::ALL.to_vec())).prop_flat_map(|target| {
        list(target != Target::StatusPage).prop_map(move |list| json!({target.word(): list}))
    })
}

/// A command: its words after `duty prefs`, and what it means.
#[derive(Clone, Debug)]
pub struct Verb {
    pub words: String,
    pub steps: Vec<(Target, Step)>,
}

/// A command that changes something, with every option that keeps it from being refused.
pub fn any_verb() -> impl Strategy<Value = Verb> {
    let targets = subsequence(Target::ALL.to_vec(), 1..=3);
    let channels = (
        subsequence(PERSONAL.to_vec(), 0..=3),
        subsequence(IM.to_vec(), 0..=2),
    )
        .prop_map(|(personal, im)| [personal, im].concat());
    let kind = select(vec!["set", "add", "remove", "clear", "copy"]);
    (kind, targets, channels, select(Target::ALL.to_vec())).prop_filter_map(
        "a command that means something",
        |(kind, mut targets, mut channels, source)| {
            if matches!(kind, "set" | "add") && targets.contains(&Target::StatusPage) {
                channels.retain(|(wire, _)| wire.contains(':'));
            }
            if matches!(kind, "set" | "add" | "remove") && channels.is_empty() {
                return None;
            }
            if kind == "copy" {
                targets.retain(|target| *target != source);
                if targets.is_empty() {
                    return None;
                }
            }
            let wires: Vec<Channel> = channels
                .iter()
                .map(|(wire, _)| Channel::wire_string(wire))
                .collect();
            let step = match kind {
                "set" => Step::Set(wires),
                "add" => Step::Add(wires),
                "remove" => Step::Remove(wires),
                "clear" => Step::Clear,
                _ => Step::Copy(source),
            };
            let mut words = vec![kind];
            if kind == "copy" {
                words.push(source.word());
            }
            words.extend(targets.iter().map(|target| target.word()));
            if matches!(kind, "set" | "add" | "remove") {
                words.extend(channels.iter().map(|(_, option)| *option));
            }
            words.extend(["--allow-silent", "--yes"]);
            Some(Verb {
                words: words.join(" "),
                steps: targets
                    .into_iter()
                    .map(|target| (target, step.clone()))
                    .collect(),
            })
        },
    )
}
