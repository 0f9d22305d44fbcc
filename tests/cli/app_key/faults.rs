//! The fault matrix of app keys: whatever happens to the one request that matters, no secret is lost,
//! and somebody holds a key that works.

mod matrix;

use std::time::Duration;

use duty_sandbox::{Fault, FaultKind, OWNER_KEY};

use super::holders::{
    self, FullDisk, Outcome, Running, codes, keys, move_to_keyring, nobody_is_locked_out, shown,
    stored,
};
use crate::harness::World;
use matrix::{Cell, MATRIX, Op, What};

#[test]
fn create_loses_no_secret() {
    play(Op::Create);
}

#[test]
fn rotate_loses_no_secret() {
    play(Op::Rotate);
}

#[test]
fn delete_says_what_became_of_it() {
    play(Op::Delete);
}

fn play(op: Op) {
    for cell in MATRIX.iter().filter(|cell| cell.0 == op) {
        one(*cell);
    }
}

fn fault(what: What) -> Option<FaultKind> {
    let status = |status, code: &str| FaultKind::Status {
        status,
        code: code.into(),
        message: "injected".into(),
        retry_after: None,
    };
    Some(match what {
        What::TimeoutBefore => FaultKind::Delay(Duration::from_secs(4)),
        What::TimeoutAfter => FaultKind::DelayAfter(Duration::from_secs(4)),
        What::CutBody => FaultKind::CutBody,
        What::Error500Before => FaultKind::Error500Before,
        What::Error500After => FaultKind::Error500After,
        What::Status429 => status(429, "RequestTooFrequently"),
        What::Status428 => status(428, "RequestVerifyRequired"),
        What::Status423 => status(423, "RequestLocked"),
        What::DiskFull => return None,
        // There is time to do something while the answer is on its way.
        What::KeyringGone | What::ClosedStdout | What::Sigint | What::Sigkill => {
            FaultKind::DelayAfter(Duration::from_millis(400))
        }
    })
}

fn one(cell: Cell) {
    let (op, what, status, after, told) = cell;
    let mut world = match op {
        Op::Rotate => stored(),
        Op::Create | Op::Delete => World::new(),
    };
    world.env("DUTY_VERIFY_CODE", codes(&world, 1));
    let mut keyring =
        (what == What::KeyringGone && op != Op::Delete).then(|| holders::keyring(&mut world));
    if op == Op::Rotate && keyring.is_some() {
        move_to_keyring(&world);
    }
    if matches!(what, What::TimeoutBefore | What::TimeoutAfter) {
        world.env("DUTY_TIMEOUT", "1");
    }
    if let Some(kind) = fault(what) {
        world.server.fault(Fault::on(op.request(), kind));
    }
    let outcome = match what {
        What::DiskFull => on_a_full_disk(&mut world, op),
        _ => {
            let mut words = op.words().to_owned();
            if keyring.is_some() && op == Op::Create {
                words = words.replace("-q", "--save=ci");
            }
            let mut running = Running::start(&world.duty(&words));
            match what {
                What::KeyringGone => {
                    running.at(&world, op.request());
                    drop(keyring.take());
                }
                What::ClosedStdout => {
                    running.at(&world, op.request());
                    running.close_stdout();
                }
                What::Sigint => {
                    running.at(&world, op.request());
                    running.signal("INT");
                }
                What::Sigkill => {
                    running.at(&world, op.request());
                    running.signal("KILL");
                }
                _ => {}
            }
            running.end()
        }
    };
    let mut printed = outcome.printed();
    world.server.clear_faults();
    if what == What::Sigkill {
        assert_eq!(outcome.signal, Some(9), "{cell:?}: {outcome:?}");
        // The next look at the keys tells what was cut off.
        world.env_remove("DUTY_VERIFY_CODE");
        let list = Running::start(&world.duty("app-key list")).end();
        printed += &list.printed();
    } else {
        assert_eq!(
            outcome.status,
            Some(if what == What::Sigint { 130 } else { status }),
            "{cell:?}: {outcome:?}"
        );
    }
    let date = jiff::ZonedDateTime::now().strftime("%Y-%m-%d").to_string();
    assert_eq!(
        shown(&world),
        after.replace("DATE", &date),
        "{cell:?}: {printed}"
    );
    assert!(printed.contains(told), "{cell:?}: {printed}");
    nobody_is_locked_out(&world, &printed, &[OWNER_KEY]);
    // What is printed may be kept in a log; stdout is where a script asked for the secret.
    let log = match op {
        Op::Create => &outcome.stderr,
        Op::Rotate | Op::Delete => &printed,
    };
    assert!(
        !keys(&world).iter().any(|key| log.contains(&key.secret)),
        "{cell:?}: a secret was printed\n{printed}"
    );
    if op == Op::Rotate && printed.contains("--resume") {
        resume(&mut world, &printed);
    }
}

/// What was cut off is finished, or undone, and there is one key again that works and is stored.
fn resume(world: &mut World, printed: &str) {
    let url = world.server.base_url();
    let stored_key = || {
        let ran = world.duty("auth token").any_stdout().run();
        ran.stdout.trim().to_owned()
    };
    let code = {
        let key = stored_key();
        world
            .duty("app-key delete 5001 --self --yes --send-code -q")
            .env("DUTY_APP_KEY", key)
            .env("DUTY_BASE_URL", &url)
            .any_requests()
            .run();
        let outbox = world.server.outbox().unwrap();
        let mail = outbox.iter().rev().find(|mail| mail.device == "email");
        mail.unwrap().code.clone()
    };
    world
        .duty("app-key rotate --resume")
        .env("DUTY_VERIFY_CODE", code)
        .any_requests()
        .any_stderr()
        .run();
    let enabled: Vec<_> = keys(world).into_iter().filter(|key| key.enabled).collect();
    assert_eq!(enabled.len(), 1, "{enabled:?} after {printed}");
    assert_eq!(enabled[0].name, "laptop", "after {printed}");
    assert_eq!(stored_key(), enabled[0].secret, "after {printed}");
    let ran = world
        .duty("app-key rotate --resume")
        .status(6)
        .any_stderr()
        .any_requests()
        .run();
    assert!(ran.stderr.contains("nothing to resume"), "{}", ran.stderr);
}

fn on_a_full_disk(world: &mut World, op: Op) -> Outcome {
    let disk = FullDisk::mount(world);
    match op {
        Op::Create => {
            let run = world
                .duty("app-key create ci --output-file")
                .arg(disk.0.join("key"));
            let outcome = Running::start(&run).end();
            assert!(!disk.0.join("key").exists());
            outcome
        }
        Op::Rotate => {
            world.env("DUTY_STATE_DIR", disk.0.join("state"));
            Running::start(&world.duty(op.words())).end()
        }
        Op::Delete => {
            let output = world
                .duty(op.words())
                .command()
                .stdin(std::process::Stdio::null())
                .stdout(
                    std::fs::File::options()
                        .write(true)
                        .open("/dev/full")
                        .unwrap(),
                )
                .output()
                .unwrap();
            Outcome {
                status: output.status.code(),
                signal: None,
                stdout: String::new(),
                stderr: String::from_utf8(output.stderr).unwrap(),
            }
        }
    }
}
