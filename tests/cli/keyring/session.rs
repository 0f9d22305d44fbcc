//! A D-Bus session of a test's own, with or without a keyring in it.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};

use tempfile::TempDir;

use crate::harness::World;

/// A D-Bus session; it ends with this.
pub struct Session {
    shell: Child,
    stdin: Option<ChildStdin>,
    pub address: String,
    runtime: TempDir,
}

/// What runs in a session.
#[derive(Clone, Copy, PartialEq)]
pub enum Service {
    /// A keyring, unlocked.
    Unlocked,
    /// A keyring that nobody unlocks.
    Locked,
    /// A keyring that was unlocked, and then answers no more.
    Frozen,
    /// Nothing, and nothing that could be started.
    Nothing,
}

impl Session {
    #[track_caller]
    pub fn begin(world: &World, service: Service) -> Session {
        let runtime = tempfile::tempdir().unwrap();
        let mut command = Command::new("dbus-run-session");
        if service == Service::Nothing {
            let bare = runtime.path().join("session.conf");
            std::fs::write(
                &bare,
                format!(
                    "<busconfig><type>session</type><listen>unix:dir={}</listen>\
                     <policy context='default'><allow send_destination='*' eavesdrop='true'/>\
                     <allow eavesdrop='true'/><allow own='*'/></policy></busconfig>",
                    runtime.path().display()
                ),
            )
            .unwrap();
            command.arg("--config-file").arg(bare);
        }
        // It is there once it owns its name; `--unlock` may return before.
        let unlock = "printf %s testpass | gnome-keyring-daemon --unlock --components=secrets >/dev/null || exit
            for i in $(seq 200); do
                pid=$(dbus-send --session --print-reply=literal --dest=org.freedesktop.DBus / \
                    org.freedesktop.DBus.GetConnectionUnixProcessID string:org.freedesktop.secrets \
                    | awk '{print $NF}')
                [ \"$pid\" ] && break
                sleep 0.05
            done
            [ \"$pid\" ] || exit";
        let ready = "echo $DBUS_SESSION_BUS_ADDRESS; read end";
        let script = match service {
            Service::Unlocked => format!("{unlock}\n{ready}"),
            Service::Locked | Service::Nothing => ready.to_owned(),
            Service::Frozen => {
                format!("{unlock}\nkill -STOP $pid || exit\n{ready}\nkill -KILL $pid")
            }
        };
        let mut shell = command
            .args(["--", "sh", "-c", &script])
            .env_clear()
            .env("HOME", world.home.path())
            .env("PATH", std::env::var("PATH").unwrap())
            .env("XDG_RUNTIME_DIR", runtime.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("dbus-run-session: {error}. {NEEDS}"));
        let mut address = String::new();
        BufReader::new(shell.stdout.take().unwrap())
            .read_line(&mut address)
            .unwrap();
        let address = address.trim().to_owned();
        assert!(address.starts_with("unix:"), "no D-Bus session. {NEEDS}");
        Session {
            stdin: shell.stdin.take(),
            shell,
            address,
            runtime,
        }
    }

    /// Every run from now on is in this session.
    pub fn enter(&self, world: &mut World) {
        world.env("DBUS_SESSION_BUS_ADDRESS", &self.address);
        world.env("XDG_RUNTIME_DIR", self.runtime.path());
    }

    /// What another program finds in the keyring.
    #[track_caller]
    pub fn secret_tool(&self, world: &World, words: &[&str]) -> (String, bool) {
        let output = Command::new("secret-tool")
            .args(words)
            .env_clear()
            .env("HOME", world.home.path())
            .env("PATH", std::env::var("PATH").unwrap())
            .env("DBUS_SESSION_BUS_ADDRESS", &self.address)
            .env("XDG_RUNTIME_DIR", self.runtime.path())
            .output()
            .unwrap_or_else(|error| panic!("secret-tool: {error}. {NEEDS}"));
        let told = [output.stdout, output.stderr].concat();
        (String::from_utf8(told).unwrap(), output.status.success())
    }

    /// Another program keeps a key for duty, under these attributes.
    #[track_caller]
    pub fn store(&self, world: &World, attributes: &[&str], key: &str) {
        let mut store = Command::new("secret-tool")
            .args(["store", "--label=another", "service", "duty"])
            .args(attributes)
            .env("HOME", world.home.path())
            .env("DBUS_SESSION_BUS_ADDRESS", &self.address)
            .stdin(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("secret-tool: {error}. {NEEDS}"));
        store
            .stdin
            .take()
            .unwrap()
            .write_all(key.as_bytes())
            .unwrap();
        assert!(store.wait().unwrap().success());
    }
}

pub const NEEDS: &str = "This test needs the packages dbus, gnome-keyring and libsecret-tools";

impl Drop for Session {
    fn drop(&mut self) {
        if let Some(mut stdin) = self.stdin.take() {
            let _ = stdin.write_all(b"end\n");
        }
        let _ = self.shell.wait();
    }
}
