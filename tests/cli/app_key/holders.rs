//! Who holds which key: what the tests of app keys ask after whatever went wrong.

use std::collections::BTreeSet;
use std::io::Read;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use duty_sandbox::{Fault, FaultKind};
use serde_json::{Value, json};

use crate::harness::{Run, World, exit_code};
use crate::keyring::session::{Service, Session};

/// 张三, whose key the tests use.
pub const PERSON: u64 = 80011;

/// A key as the server has it, secret included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    pub id: u64,
    pub name: String,
    pub enabled: bool,
    pub secret: String,
}

/// The keys of the person, by id.
pub fn keys(world: &World) -> Vec<Key> {
    let state = world.server.state();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let mut keys: Vec<Key> = state["app_keys"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|key| key["person_id"] == PERSON)
        .map(|key| Key {
            id: key["key_id"].as_u64().unwrap(),
            name: text(&key["key_name"]),
            enabled: key["status"] == "enabled",
            secret: text(&key["key"]),
        })
        .collect();
    keys.sort_by_key(|key| key.id);
    keys
}

/// `laptop+ ci-2024-`: names, and whether they work.
pub fn shown(world: &World) -> String {
    let words: Vec<String> = keys(world)
        .iter()
        .map(|key| {
            // That of a rotation has a mark behind it.
            let name = match key.name.split_once(" (new ") {
                Some((name, _)) => format!("{name} (new)"),
                None => key.name.clone(),
            };
            format!("{name}{}", if key.enabled { "+" } else { "-" })
        })
        .collect();
    words.join(", ")
}

/// Every secret that is in a text or in a file of the user.
pub fn held(world: &World, printed: &str, given: &[&str]) -> BTreeSet<u64> {
    let files = world.files();
    keys(world)
        .iter()
        .filter(|key| {
            given.contains(&key.secret.as_str())
                || printed.contains(&key.secret)
                || files
                    .iter()
                    .any(|(_, content)| String::from_utf8_lossy(content).contains(&key.secret))
        })
        .map(|key| key.id)
        .collect()
}

/// The two rules: somebody holds a key that works, and a new key that nobody holds is named.
#[track_caller]
pub fn nobody_is_locked_out(world: &World, printed: &str, given: &[&str]) {
    let held = held(world, printed, given);
    let all = keys(world);
    assert!(
        all.iter().any(|key| key.enabled && held.contains(&key.id)),
        "nobody holds a key that works: {all:?}\n{printed}"
    );
    for key in all {
        assert!(
            !key.enabled || held.contains(&key.id) || printed.contains(&key.id.to_string()),
            "the secret of {key:?} is lost, and nobody is told\n{printed}"
        );
    }
}

/// Codes that were sent before, each good once.
#[track_caller]
pub fn codes(world: &World, how_many: usize) -> String {
    let codes: Vec<String> = (0..how_many)
        .map(|_| {
            world
                .duty("app-key delete 5001 --self --yes --send-code -q")
                .env("DUTY_APP_KEY", world.server.app_key())
                .env("DUTY_BASE_URL", world.server.base_url())
                .any_requests()
                .run();
            let outbox = world.server.outbox().unwrap();
            let mail = outbox.iter().rev().find(|mail| mail.device == "email");
            mail.unwrap().code.clone()
        })
        .collect();
    world.server.clear_requests();
    codes.join(",")
}

/// What a command says that may need a code.
#[track_caller]
pub fn said(world: &World, command: &str, status: i32) -> String {
    let run = world.duty(command).env("DUTY_VERIFY_CODE", codes(world, 1));
    let run = run.status(status).any_requests().any_stdout().any_stderr();
    run.run().stderr
}

/// The commands in a text that have this word, without `duty`.
pub fn commands(told: &str, word: &str) -> Vec<String> {
    let found = told.match_indices("duty ").filter_map(|(at, _)| {
        let words = told[at..].split(['\'', '\n']).next()?.trim_end();
        words
            .contains(word)
            .then(|| words.trim_start_matches("duty ").to_owned())
    });
    found.collect()
}

/// This many more keys for the person.
pub fn fill(world: &World, more: u64, status: &'static str) {
    world
        .server
        .edit(|state| {
            let list = state["app_keys"].as_array_mut().unwrap();
            for n in 0..more {
                let mut key = list[0].clone();
                key["key_id"] = json!(5100 + n);
                key["key_name"] = json!(format!("more-{n}"));
                key["key"] = json!(format!("sandbox-more-{n}-0123456789abcdef"));
                key["status"] = json!(status);
                list.push(key);
            }
        })
        .unwrap();
}

/// A world whose key is stored in the context `default`, in the file that needs no keyring.
#[track_caller]
pub fn stored() -> World {
    let mut world = World::new();
    let url = world.server.base_url();
    world.env_remove("DUTY_APP_KEY").env_remove("DUTY_BASE_URL");
    world
        .duty(&format!(
            "auth login --app-key-stdin --insecure-storage --base-url {url}"
        ))
        .stdin(format!("{}\n", world.server.app_key()))
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run();
    world.server.clear_requests();
    world
}

/// A rotation of the context's key that stops right after the new one is in its slot; its secret.
pub fn cut_off(world: &World) -> String {
    let fault = FaultKind::error(500, "InternalError");
    world.server.fault(Fault::on("member_info", fault));
    world
        .duty("app-key rotate laptop --keep-old 7d --self --context default")
        .any_status()
        .any_requests()
        .any_stderr()
        .run();
    world.server.clear_faults();
    keys(world).pop().unwrap().secret
}

/// The file of the user that has this in its path.
#[track_caller]
pub fn file(world: &World, name: &str) -> PathBuf {
    let files = world.files().into_iter().map(|(path, _)| path);
    let mut found = files.filter(|path| path.to_string_lossy().contains(name));
    found.next().unwrap()
}

/// The key of a context.
#[track_caller]
pub fn in_context(world: &World, context: &str) -> String {
    let token = world.duty(&format!("auth token --context {context}"));
    token.any_stdout().run().stdout.trim().to_owned()
}

/// The context's own rotation, that keeps the old key; the new key.
#[track_caller]
pub fn keep_old(world: &World) -> Key {
    let rotate = world.duty("app-key rotate laptop --self --keep-old manual");
    rotate.any_requests().any_stderr().run();
    keys(world).pop().unwrap()
}

/// What a login to a context says.
#[track_caller]
pub fn log_in(world: &World, context: &str, url: &str, key: &str) -> String {
    with_key(world, &format!("login --yes --context {context}"), url, key)
}

/// What a login says, by this command and to this server.
#[track_caller]
pub fn with_key(world: &World, login: &str, url: &str, key: &str) -> String {
    world
        .duty(&format!(
            "auth {login} --app-key-stdin --insecure-storage --base-url {url}"
        ))
        .stdin(format!("{key}\n"))
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run()
        .stderr
}

/// What a command about contexts says.
#[track_caller]
pub fn auth(world: &World, command: &str) -> String {
    let run = world.duty(&format!("auth {command}"));
    run.any_stdout().any_stderr().run().stderr
}

/// What came of a run that was treated badly.
#[derive(Debug)]
pub struct Outcome {
    pub status: Option<i32>,
    pub signal: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Outcome {
    pub fn printed(&self) -> String {
        format!("{}\n{}", self.stdout, self.stderr)
    }
}

/// A process under way.
pub struct Running {
    child: Child,
}

impl Running {
    /// Start it; stdin is at its end.
    pub fn start(run: &Run<'_>) -> Running {
        let child = run
            .command()
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        Running { child }
    }

    /// Wait until the server has been asked for this operation.
    #[track_caller]
    pub fn at(&mut self, world: &World, operation: &str) {
        self.at_nth(world, operation, 1);
    }

    /// Wait until it has been asked for it this often.
    #[track_caller]
    pub fn at_nth(&mut self, world: &World, operation: &str, often: usize) {
        let began = Instant::now();
        while world
            .server
            .requests()
            .iter()
            .filter(|one| one.operation_id.as_deref() == Some(operation))
            .count()
            < often
        {
            assert!(began.elapsed() < Duration::from_secs(20), "no {operation}");
            assert!(
                self.child.try_wait().unwrap().is_none(),
                "it ended before {operation}"
            );
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Send it a signal by name.
    #[track_caller]
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill")
            .args(["-s", name, &self.child.id().to_string()])
            .status()
            .unwrap();
        assert!(sent.success());
    }

    /// Nobody reads its stdout any more.
    pub fn close_stdout(&mut self) {
        drop(self.child.stdout.take());
    }

    /// Nobody reads its stderr any more.
    pub fn close_stderr(&mut self) {
        drop(self.child.stderr.take());
    }

    pub fn end(mut self) -> Outcome {
        let read = |stream: Option<&mut dyn Read>| {
            let mut text = String::new();
            if let Some(stream) = stream {
                stream.read_to_string(&mut text).unwrap();
            }
            text
        };
        let mut stdout = self.child.stdout.take();
        let mut stderr = self.child.stderr.take();
        let stdout = read(stdout.as_mut().map(|stream| stream as &mut dyn Read));
        let stderr = read(stderr.as_mut().map(|stream| stream as &mut dyn Read));
        let status = self.child.wait().unwrap();
        Outcome {
            status: exit_code(status),
            signal: status.signal(),
            stdout,
            stderr,
        }
    }
}

/// A file system of one page, and that one taken.
pub struct FullDisk(pub PathBuf);

impl FullDisk {
    #[track_caller]
    pub fn mount(world: &World) -> FullDisk {
        let folder = world.home.path().join("full");
        std::fs::create_dir(&folder).unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=4k", "tmpfs"])
            .arg(&folder)
            .status()
            .unwrap();
        assert!(
            mounted.success(),
            "this test mounts a tmpfs, which takes root"
        );
        std::fs::write(folder.join("filler"), vec![0; 4096]).unwrap();
        FullDisk(folder)
    }

    /// The same with so many pages left, in a folder that is there.
    #[track_caller]
    pub fn with_pages(folder: &Path, free: usize) -> FullDisk {
        let size = format!("size={}k", 4 * (free + 1));
        let mut mount = Command::new("mount");
        let mount = mount
            .args(["-t", "tmpfs", "-o", &size, "tmpfs"])
            .arg(folder);
        assert!(
            mount.status().unwrap().success(),
            "this test mounts a tmpfs, which takes root"
        );
        std::fs::write(folder.join("filler"), vec![0; 4096]).unwrap();
        FullDisk(folder.to_owned())
    }
}

impl Drop for FullDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

/// Every run from now on has an unlocked keyring, until this is dropped.
#[track_caller]
pub fn keyring(world: &mut World) -> Session {
    let session = Session::begin(world, Service::Unlocked);
    session.enter(world);
    session
}

/// The stored key is in the keyring from here on.
#[track_caller]
pub fn move_to_keyring(world: &World) {
    let url = world.server.base_url();
    world
        .duty(&format!("auth login --app-key-stdin --base-url {url}"))
        .stdin(format!("{}\n", world.server.app_key()))
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run();
    world.server.clear_requests();
}
