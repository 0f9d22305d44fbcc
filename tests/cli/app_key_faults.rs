//! The fault matrix of app keys: whatever happens to the one request that matters, no secret is lost,
//! and somebody holds a key that works.

use std::time::Duration;

use duty_sandbox::{Fault, FaultKind, OWNER_KEY};

use crate::app_key_holders::{
    FullDisk, Keyring, Outcome, Running, codes, keys, move_to_keyring, nobody_is_locked_out, shown,
    stored,
};
use crate::harness::World;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Op {
    Create,
    Rotate,
    Delete,
}

impl Op {
    /// The request that the fault hits.
    fn request(self) -> &'static str {
        match self {
            Op::Create | Op::Rotate => "app_key_create",
            Op::Delete => "app_key_delete",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Op::Create => "app-key create ci -q",
            Op::Rotate => "app-key rotate laptop --self",
            Op::Delete => "app-key delete ci-2024 --yes -o json",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum What {
    TimeoutBefore,
    TimeoutAfter,
    CutBody,
    Error500Before,
    Error500After,
    Status429,
    Status428,
    Status423,
    KeyringGone,
    DiskFull,
    ClosedStdout,
    Sigint,
    Sigkill,
}

/// Operation, what happens, exit code (-1 for a signal), the keys afterwards (`+` works, `-` is
/// disabled), and words that are told.
type Cell = (Op, What, i32, &'static str, &'static str);

/// The keys as they were.
const AS_BEFORE: &str = "laptop+, ci-2024-";

const MATRIX: &[Cell] = &[
    // No key, the old one works; or a key that nobody holds, and the command that deletes it.
    (
        Op::Create,
        What::TimeoutBefore,
        10,
        AS_BEFORE,
        "no key was made",
    ),
    (
        Op::Create,
        What::TimeoutAfter,
        10,
        "laptop+, ci-2024-, ci+",
        "duty app-key delete 60001",
    ),
    (
        Op::Create,
        What::CutBody,
        10,
        "laptop+, ci-2024-, ci+",
        "duty app-key delete 60001",
    ),
    (
        Op::Create,
        What::Error500Before,
        1,
        AS_BEFORE,
        "no key was made",
    ),
    (
        Op::Create,
        What::Error500After,
        10,
        "laptop+, ci-2024-, ci+",
        "duty app-key delete 60001",
    ),
    (Op::Create, What::Status429, 9, AS_BEFORE, "no key was made"),
    (Op::Create, What::Status428, 8, AS_BEFORE, "no key was made"),
    (Op::Create, What::Status423, 8, AS_BEFORE, "no key was made"),
    // Told on stderr, because the keyring went away between the trial and the save.
    (
        Op::Create,
        What::KeyringGone,
        4,
        "laptop+, ci-2024-, ci+",
        "NEW APP KEY ci (60001)",
    ),
    (Op::Create, What::DiskFull, 1, AS_BEFORE, "no key was made"),
    (
        Op::Create,
        What::ClosedStdout,
        1,
        "laptop+, ci-2024-, ci+",
        "NEW APP KEY ci (60001)",
    ),
    // The step is finished, the secret is on stdout.
    (Op::Create, What::Sigint, 0, "laptop+, ci-2024-, ci+", ""),
    (
        Op::Create,
        What::Sigkill,
        -1,
        "laptop+, ci-2024-, ci+",
        "duty app-key delete 60001",
    ),
    // The old key works and is stored; --resume puts away what nobody holds.
    (
        Op::Rotate,
        What::TimeoutBefore,
        10,
        AS_BEFORE,
        "no key was made",
    ),
    (
        Op::Rotate,
        What::TimeoutAfter,
        10,
        "laptop+, ci-2024-, laptop (new)+",
        "--resume",
    ),
    (
        Op::Rotate,
        What::CutBody,
        10,
        "laptop+, ci-2024-, laptop (new)+",
        "--resume",
    ),
    (
        Op::Rotate,
        What::Error500Before,
        1,
        AS_BEFORE,
        "no key was made",
    ),
    (
        Op::Rotate,
        What::Error500After,
        10,
        "laptop+, ci-2024-, laptop (new)+",
        "--resume",
    ),
    (Op::Rotate, What::Status429, 9, AS_BEFORE, "no key was made"),
    (Op::Rotate, What::Status428, 8, AS_BEFORE, "no key was made"),
    (Op::Rotate, What::Status423, 8, AS_BEFORE, "no key was made"),
    (
        Op::Rotate,
        What::KeyringGone,
        4,
        "laptop+, ci-2024-, laptop (new)+",
        "NEW APP KEY laptop (60001)",
    ),
    (
        Op::Rotate,
        What::DiskFull,
        1,
        AS_BEFORE,
        "nothing was changed",
    ),
    // Nothing of it goes to stdout.
    (
        Op::Rotate,
        What::ClosedStdout,
        0,
        "laptop (until DATE)-, ci-2024-, laptop+",
        "proven",
    ),
    // The new key is kept beside the old one, and the old one works.
    (
        Op::Rotate,
        What::Sigint,
        130,
        "laptop+, ci-2024-, laptop (new)+",
        "--resume",
    ),
    (
        Op::Rotate,
        What::Sigkill,
        -1,
        "laptop+, ci-2024-, laptop (new)+",
        "60001",
    ),
    // Nothing is held here but the key in use, which is another one.
    (
        Op::Delete,
        What::TimeoutBefore,
        10,
        AS_BEFORE,
        "nothing was changed",
    ),
    (
        Op::Delete,
        What::TimeoutAfter,
        0,
        "laptop+",
        "the change took effect",
    ),
    (
        Op::Delete,
        What::CutBody,
        0,
        "laptop+",
        "the change took effect",
    ),
    (
        Op::Delete,
        What::Error500Before,
        1,
        AS_BEFORE,
        "nothing was changed",
    ),
    (
        Op::Delete,
        What::Error500After,
        0,
        "laptop+",
        "the change took effect",
    ),
    (Op::Delete, What::Status429, 9, AS_BEFORE, "cannot delete"),
    (Op::Delete, What::Status428, 8, AS_BEFORE, "not accepted"),
    (Op::Delete, What::Status423, 8, AS_BEFORE, "locked"),
    // It needs no keyring and no disk beyond the key that it begins with.
    (
        Op::Delete,
        What::KeyringGone,
        0,
        "laptop+",
        "Deleted the key",
    ),
    (Op::Delete, What::DiskFull, 1, "laptop+", "Deleted the key"),
    (
        Op::Delete,
        What::ClosedStdout,
        0,
        "laptop+",
        "Deleted the key",
    ),
    (Op::Delete, What::Sigint, 0, "laptop+", "Deleted the key"),
    (Op::Delete, What::Sigkill, -1, "laptop+", ""),
];

#[test]
fn the_matrix_has_every_cell_once() {
    for op in [Op::Create, Op::Rotate, Op::Delete] {
        let cells: Vec<What> = MATRIX
            .iter()
            .filter(|cell| cell.0 == op)
            .map(|cell| cell.1)
            .collect();
        assert_eq!(cells.len(), 13, "{op:?}");
        assert!(cells.windows(2).all(|pair| (pair[0] as u8) < pair[1] as u8));
    }
}

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
    let keyring =
        (what == What::KeyringGone && op != Op::Delete).then(|| Keyring::begin(&mut world));
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
                    if let Some(keyring) = &keyring {
                        keyring.kill();
                    }
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
        assert_eq!(outcome.status, Some(status), "{cell:?}: {outcome:?}");
    }
    let date = jiff::ZonedDateTime::now().strftime("%Y-%m-%d").to_string();
    assert_eq!(
        shown(&world),
        after.replace("DATE", &date),
        "{cell:?}: {printed}"
    );
    assert!(printed.contains(told), "{cell:?}: {printed}");
    nobody_is_locked_out(&world, &printed, &[OWNER_KEY]);
    if op != Op::Create {
        assert!(
            printed.contains("NEW APP KEY")
                || !keys(&world).iter().any(|key| printed.contains(&key.secret)),
            "{cell:?}: a secret was printed\n{printed}"
        );
    }
    drop(keyring);
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
            .duty("app-key delete laptop --send-code -q")
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
