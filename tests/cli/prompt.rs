//! What is asked on a terminal, on a real one: a pseudo-terminal with an emulator behind it.

use std::io::{Read, Write};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::harness::{World, binary};

/// duty on a terminal.
struct OnTerminal {
    master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
    keyboard: Box<dyn Write + Send>,
    screen: Arc<Mutex<vt100::Parser>>,
    raw: Arc<Mutex<Vec<u8>>>,
}

impl OnTerminal {
    fn run(world: &World, words: &str) -> OnTerminal {
        let size = PtySize {
            rows: 24,
            cols: 100,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(binary());
        command.args(words.split_whitespace());
        command.env_clear();
        for (name, value) in world.duty("").command().get_envs() {
            command.env(name, value.unwrap());
        }
        command.env("TERM", "xterm-256color");
        command.cwd(world.home.path());
        let child = pair.slave.spawn_command(command).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let keyboard = pair.master.take_writer().unwrap();
        let screen = Arc::new(Mutex::new(vt100::Parser::new(24, 100, 0)));
        let raw = Arc::new(Mutex::new(Vec::new()));
        let (behind, all) = (screen.clone(), raw.clone());
        // The slave stays open: the modes of the terminal can be looked at after the end.
        std::mem::forget(pair.slave);
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(n @ 1..) = reader.read(&mut bytes) {
                all.lock().unwrap().extend_from_slice(&bytes[..n]);
                behind.lock().unwrap().process(&bytes[..n]);
            }
        });
        OnTerminal {
            master: pair.master,
            child,
            keyboard,
            screen,
            raw,
        }
    }

    fn text(&self) -> String {
        self.screen.lock().unwrap().screen().contents()
    }

    fn wait_for(&self, what: &str) {
        self.until(what, |text| text.contains(what));
    }

    fn until(&self, what: &str, there: impl Fn(&str) -> bool) {
        let began = Instant::now();
        while !there(&self.text()) {
            assert!(
                began.elapsed() < Duration::from_secs(20),
                "{what} never came:\n{}",
                self.text()
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn echoes(&self) -> bool {
        // ECHO, on every Unix.
        self.master.get_termios().unwrap().local_flags.bits() & 0o10 != 0
    }

    fn types(&mut self, text: &str) {
        self.keyboard.write_all(text.as_bytes()).unwrap();
        self.keyboard.flush().unwrap();
    }

    fn ends_with(&mut self, code: u32) {
        let status = self.child.wait().unwrap();
        assert_eq!(status.exit_code(), code, "{}", self.text());
    }

    fn cursor_is_visible(&self) -> bool {
        !self.screen.lock().unwrap().screen().hide_cursor()
    }
}

/// A world in which nothing gives the key but what is typed.
fn world() -> World {
    let mut world = World::new();
    world.env_remove("DUTY_APP_KEY");
    world
}

const LOGIN: &str = "auth login --insecure-storage";

#[test]
fn the_key_is_typed_and_never_shown() {
    let world = world();
    let key = world.server.app_key().to_string();
    let mut duty = OnTerminal::run(&world, LOGIN);
    duty.wait_for("APP key");
    duty.until("the echo's end", |_| !duty.echoes());
    duty.types(&format!("{key}\r"));
    duty.ends_with(0);
    duty.wait_for("INSECURE");
    duty.wait_for("张三 (80011)");
    let raw = String::from_utf8_lossy(&duty.raw.lock().unwrap()).into_owned();
    assert!(!raw.contains(&key), "{raw}");
    assert!(duty.echoes());
    world.duty("auth token").stdout(&format!("{key}\n")).run();
}

#[test]
fn ctrl_c_restores_the_terminal_and_is_130() {
    let world = world();
    for words in [LOGIN, "profile show --app-key-stdin"] {
        let mut duty = OnTerminal::run(&world, words);
        duty.wait_for("not shown");
        duty.until("the echo's end", |_| !duty.echoes());
        duty.types("half a ke\u{3}");
        duty.ends_with(130);
        duty.until("the cursor", |_| duty.cursor_is_visible());
        assert!(duty.echoes(), "{words}");
        assert!(!duty.text().contains("half"), "{}", duty.text());
    }
    assert_eq!(world.files().len(), 0);
}

#[test]
fn ctrl_c_in_a_list_brings_the_cursor_back() {
    let world = world();
    for name in ["work", "home"] {
        let line = format!(
            "config set contexts.{name}.base_url {}",
            world.server.base_url()
        );
        world.duty(&line).any_stdout().run();
    }
    let mut duty = OnTerminal::run(&world, "auth switch");
    duty.wait_for("work");
    duty.types("\u{3}");
    duty.ends_with(130);
    duty.until("the cursor", |_| duty.cursor_is_visible());
    assert!(duty.echoes());
    let mut duty = OnTerminal::run(&world, "auth switch");
    duty.wait_for("work");
    duty.types("\u{1b}[B\r");
    duty.ends_with(0);
    world.duty("config get context").stdout("work\n").run();
}

#[test]
fn the_key_from_stdin_that_is_a_terminal() {
    let world = world();
    let key = world.server.app_key().to_string();
    let mut duty = OnTerminal::run(&world, "profile show --app-key-stdin");
    duty.wait_for("Paste the key, then Enter");
    duty.until("the echo's end", |_| !duty.echoes());
    duty.types(&format!("{key}\r"));
    duty.ends_with(0);
    duty.wait_for("张三");
    assert!(!String::from_utf8_lossy(&duty.raw.lock().unwrap()).contains(&key));
}

#[test]
fn what_may_not_be_asked_is_not_asked() {
    let world = world();
    for more in ["--no-input", "--no-input --yes"] {
        let mut duty = OnTerminal::run(&world, &format!("{LOGIN} {more}"));
        duty.ends_with(2);
        duty.wait_for("--app-key-stdin");
    }
    let mut ci = world;
    ci.env("CI", "true");
    let mut duty = OnTerminal::run(&ci, LOGIN);
    duty.ends_with(2);
}

#[test]
fn an_import_is_asked_for_and_no_is_no() {
    let world = world();
    let folder = world.home.path().join(".flashduty");
    std::fs::create_dir(&folder).unwrap();
    let text = format!(
        "app_key: {}\nbase_url: {}\n",
        world.server.app_key(),
        world.server.base_url()
    );
    std::fs::write(folder.join("config.yaml"), text).unwrap();
    let mut duty = OnTerminal::run(&world, LOGIN);
    duty.wait_for("--import takes it over");
    duty.wait_for("not shown");
    duty.types("\u{3}");
    duty.ends_with(130);
    let mut duty = OnTerminal::run(&world, &format!("{LOGIN} --import"));
    duty.wait_for("Take over the key …cdef");
    duty.types("n");
    duty.ends_with(2);
    duty.wait_for("nothing was changed");
    let mut duty = OnTerminal::run(&world, &format!("{LOGIN} --import"));
    duty.wait_for("Take over");
    duty.types("y");
    duty.ends_with(0);
    duty.wait_for("still holds the key");
}
