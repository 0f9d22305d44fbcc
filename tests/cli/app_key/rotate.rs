//! `duty app-key rotate`: before, and cut off anywhere.

use duty_sandbox::{Edit, Fault, FaultKind, Moment};
use serde_json::json;

use super::holders::{
    Running, codes, fill, keyring, keys, move_to_keyring, nobody_is_locked_out, shown, stored,
};
use crate::harness::World;
use crate::pty::{Pty, SIZE};

#[test]
fn a_rotation_in_a_script_wants_its_code_before_anything_is_made() {
    let world = stored();
    let ran = world
        .duty("app-key rotate laptop --self")
        .status(8)
        .requests(&["app_key_list"])
        .any_stderr()
        .run();
    assert!(ran.stderr.contains("nothing was changed"), "{}", ran.stderr);
    // Of two keys that work either may be the one in use.
    fill(&world, 1, "enabled");
    let code = codes(&world, 1);
    let ran = world
        .duty("app-key rotate laptop")
        .env("DUTY_VERIFY_CODE", &code)
        .status(2)
        .requests(&["app_key_list"])
        .any_stderr()
        .run();
    assert!(ran.stderr.contains("--self"), "{}", ran.stderr);
}

#[test]
fn at_five_of_five_a_rotation_replaces_the_oldest_disabled_key() {
    let world = stored();
    fill(&world, 3, "disabled");
    let rotate = "app-key rotate laptop --self";
    let twice = codes(&world, 2);
    let ran = world
        .duty(rotate)
        .env("DUTY_VERIFY_CODE", &twice)
        .status(7)
        .requests(&["app_key_list"])
        .any_stderr()
        .run();
    assert!(
        ran.stderr.contains("--replace deletes ci-2024 (5002)"),
        "{}",
        ran.stderr
    );
    let ran = world
        .duty(&format!("{rotate} --replace"))
        .env("DUTY_VERIFY_CODE", twice.split(',').next().unwrap())
        .status(8)
        .requests(&["app_key_list"])
        .any_stderr()
        .run();
    assert!(
        ran.stderr.contains(
            "code 1 deletes ci-2024 (5002) to make room; code 2 stops laptop (5001) once the new key works"
        ),
        "{}",
        ran.stderr
    );
    world
        .duty(&format!("{rotate} --replace"))
        .env("DUTY_VERIFY_CODE", &twice)
        .any_requests()
        .any_stderr()
        .run();
    assert!(!shown(&world).contains("ci-2024"), "{}", shown(&world));
    assert!(shown(&world).ends_with("laptop+"), "{}", shown(&world));
    // Never an enabled one.
    let world = stored();
    fill(&world, 3, "enabled");
    world
        .server
        .edit(|state| state["app_keys"][1]["status"] = json!("enabled"))
        .unwrap();
    world
        .duty(&format!("{rotate} --replace"))
        .env("DUTY_VERIFY_CODE", "123456,123457")
        .status(7)
        .requests(&["app_key_list"])
        .any_stderr()
        .run();
}

/// The requests of a whole rotation, in their order.
const ROTATION: [&str; 9] = [
    "app_key_list",
    "app_key_create",
    "member_info",
    "member_info",
    "app_key_list",
    "app_key_rename",
    "app_key_rename",
    "app_key_list",
    "app_key_disable",
];

/// How the nth request of a rotation is hit.
#[derive(Clone, Copy, Debug)]
enum Cut {
    Closed,
    ClosedAfter,
    Killed,
    KilledAfter,
}

#[test]
fn a_rotation_cut_off_after_any_request_is_finished_or_undone() {
    for cut in [Cut::Closed, Cut::ClosedAfter, Cut::Killed, Cut::KilledAfter] {
        for (nth, name) in ROTATION.iter().enumerate() {
            cut_off(cut, nth, name);
        }
    }
}

#[track_caller]
fn cut_off(cut: Cut, nth: usize, name: &str) {
    let world = stored();
    let code = codes(&world, 1);
    let before = ROTATION[..nth].iter().filter(|one| *one == &name).count();
    let wait = std::time::Duration::from_millis(300);
    let (kind, kill) = match cut {
        Cut::Closed => (FaultKind::CloseBefore, false),
        Cut::ClosedAfter => (FaultKind::CloseAfter, false),
        Cut::Killed => (FaultKind::Delay(wait), true),
        Cut::KilledAfter => (FaultKind::DelayAfter(wait), true),
    };
    // From then on, so that a repeated read does not save it.
    let fault = Fault::on(name, kind);
    let which = u32::try_from(before + 1).unwrap();
    world.server.fault(if kill {
        fault.nth(which)
    } else {
        fault.from(which)
    });
    let run = world
        .duty("app-key rotate laptop --self")
        .env("DUTY_VERIFY_CODE", code);
    let mut running = Running::start(&run);
    if kill {
        running.at_nth(&world, name, before + 1);
        running.signal("KILL");
    }
    let outcome = running.end();
    world.server.clear_faults();
    let told = format!("{cut:?} at {name} {}: {outcome:?}", before + 1);
    if kill {
        assert_eq!(outcome.signal, Some(9), "{told}");
        // What was sent may still act.
        std::thread::sleep(wait);
    }
    if matches!(cut, Cut::ClosedAfter) && matches!(name, "app_key_rename" | "app_key_disable") {
        // The list told, asked with the new key: the old one may be stopped.
        assert_eq!(outcome.status, Some(0), "{told}");
    }
    let list = Running::start(&world.duty("app-key list")).end();
    assert_eq!(list.status, Some(0), "no key works after {told}\n{list:?}");
    let printed = outcome.printed() + &list.printed();
    nobody_is_locked_out(&world, &printed, &[]);
    let left = world
        .files()
        .iter()
        .any(|(path, _)| path.to_string_lossy().contains("app-key-rotate-"));
    if left {
        assert!(printed.contains("--resume"), "{told}\n{printed}");
        let code = codes_of_stored(&world);
        world
            .duty("app-key rotate --resume")
            .env("DUTY_VERIFY_CODE", code)
            .any_requests()
            .any_stderr()
            .run();
    }
    let enabled: Vec<_> = keys(&world).into_iter().filter(|key| key.enabled).collect();
    assert_eq!(enabled.len(), 1, "{enabled:?} after {told}");
    assert_eq!(enabled[0].name, "laptop", "{told}");
    world
        .duty("auth token")
        .stdout(&format!("{}\n", enabled[0].secret))
        .run();
    for (path, content) in world.files() {
        assert!(!path.to_string_lossy().contains("+new"), "{told}");
        if path.to_string_lossy().contains("app-key-rotate-") {
            panic!("{}: {}", path.display(), String::from_utf8_lossy(&content));
        }
    }
}

#[test]
fn a_journal_that_is_behind_is_caught_up_with() {
    // Where it was cut off, and the state that was not written down any more.
    for (at, often, phase) in [
        ("member_info", 1, "making"),
        ("app_key_list", 2, "kept"),
        ("app_key_list", 2, "proven"),
        ("app_key_rename", 2, "kept"),
        ("app_key_disable", 1, "proven"),
        ("app_key_disable", 1, "making"),
    ] {
        let world = stored();
        let code = codes(&world, 1);
        let wait = std::time::Duration::from_millis(300);
        world
            .server
            .fault(Fault::on(at, FaultKind::Delay(wait)).nth(often));
        let run = world
            .duty("app-key rotate laptop --self")
            .env("DUTY_VERIFY_CODE", code);
        let mut running = Running::start(&run);
        running.at_nth(&world, at, often as usize);
        running.signal("KILL");
        running.end();
        std::thread::sleep(wait);
        world.server.clear_faults();
        let (path, text) = world
            .files()
            .into_iter()
            .find(|(path, _)| path.to_string_lossy().contains("app-key-rotate-"))
            .unwrap();
        let mut journal: serde_json::Value = serde_json::from_slice(&text).unwrap();
        journal["phase"] = json!(phase);
        if phase == "making" {
            journal["new"] = json!(null);
        }
        std::fs::write(&path, journal.to_string()).unwrap();
        let code = codes_of_stored(&world);
        let ran = world
            .duty("app-key rotate --resume")
            .env("DUTY_VERIFY_CODE", code)
            .any_requests()
            .any_stderr()
            .run();
        let told = format!("{at} {often} {phase}: {}", ran.stderr);
        assert!(ran.stderr.contains("is finished"), "{told}");
        let enabled: Vec<_> = keys(&world).into_iter().filter(|key| key.enabled).collect();
        assert_eq!(enabled.len(), 1, "{told}");
        assert_eq!(
            (enabled[0].name.as_str(), enabled[0].id),
            ("laptop", 60001),
            "{told}"
        );
        world
            .duty("auth token")
            .stdout(&format!("{}\n", enabled[0].secret))
            .run();
    }
}

/// A code for whoever's key is stored now.
#[track_caller]
pub fn codes_of_stored(world: &World) -> String {
    world
        .duty("app-key delete 5001 --self --yes --send-code -q")
        .any_requests()
        .run();
    let outbox = world.server.outbox().unwrap();
    let mail = outbox.iter().rev().find(|mail| mail.device == "email");
    mail.unwrap().code.clone()
}

#[test]
fn a_journal_has_no_secret_and_is_the_owners() {
    use std::os::unix::fs::PermissionsExt;
    let world = stored();
    let code = codes(&world, 1);
    world
        .server
        .fault(Fault::on("app_key_disable", FaultKind::Error500Before));
    world
        .duty("app-key rotate laptop --self")
        .env("DUTY_VERIFY_CODE", code)
        .status(1)
        .any_requests()
        .any_stderr()
        .run();
    let files = world.files();
    let (path, text) = files
        .iter()
        .find(|(path, _)| path.to_string_lossy().contains("app-key-rotate-"))
        .unwrap();
    let mode = std::fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let text = String::from_utf8_lossy(text);
    for key in keys(&world) {
        assert!(!text.contains(&key.secret), "{text}");
    }
    let ran = world
        .duty("app-key rotate laptop --self")
        .env("DUTY_VERIFY_CODE", "123456")
        .status(7)
        .any_requests()
        .any_stderr()
        .run();
    assert!(ran.stderr.contains("--resume"), "{}", ran.stderr);
}

#[test]
fn a_key_in_the_keyring_is_replaced_there() {
    let mut world = stored();
    let _keyring = keyring(&mut world);
    move_to_keyring(&world);
    let code = codes(&world, 1);
    let ran = world
        .duty("app-key rotate laptop --self -v")
        .env("DUTY_VERIFY_CODE", code)
        .any_requests()
        .any_stderr()
        .run();
    let new = keys(&world).pop().unwrap();
    assert!(
        ran.stderr.contains("the keyring, context default"),
        "{}",
        ran.stderr
    );
    assert!(!ran.stderr.contains(&new.secret), "{}", ran.stderr);
    world
        .duty("auth token")
        .stdout(&format!("{}\n", new.secret))
        .run();
    // What was kept until then is gone: the keyring has one entry of duty.
    let seen = std::process::Command::new("secret-tool")
        .args(["search", "--all", "service", "duty"])
        .env_clear()
        .envs(
            world
                .duty("")
                .command()
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        )
        .output()
        .expect("this test needs the package libsecret-tools");
    let seen = String::from_utf8_lossy(&[seen.stdout, seen.stderr].concat()).into_owned();
    assert_eq!(seen.matches("secret = ").count(), 1, "{seen}");
    assert!(!seen.contains("+new"), "{seen}");
}

#[test]
fn ctrl_c_at_the_code_leaves_a_rotation_that_goes_on() {
    let world = stored();
    let mut pty = Pty::start(&world.duty("app-key rotate laptop"), SIZE);
    pty.until_text("Replace laptop (5001) with a new key?");
    pty.send("y\r");
    pty.until_text("Where should it come from?");
    pty.send("\r");
    pty.until_text("Code (email");
    pty.send("\u{3}");
    let (status, text) = (pty.end(), pty.text());
    assert_eq!(status, 130, "{text}");
    assert!(text.contains("--resume"), "{text}");
    assert_eq!(shown(&world).matches('+').count(), 2, "{}", shown(&world));
    let code = codes_of_stored(&world);
    world
        .duty("app-key rotate --resume")
        .env("DUTY_VERIFY_CODE", code)
        .any_requests()
        .stderr("The rotation of laptop (5001) is finished.\n")
        .run();
}

#[test]
fn a_new_key_that_is_not_accepted_takes_the_place_of_nothing() {
    let world = stored();
    let old = keys(&world).remove(0);
    let code = codes(&world, 1);
    world.server.fault(Fault::on(
        "app_key_create",
        FaultKind::ConcurrentWrite {
            moment: Moment::After,
            edit: Edit::new(|state| {
                let list = state["app_keys"].as_array_mut().unwrap();
                let made = list.last_mut().unwrap();
                made["status"] = json!("disabled");
            }),
        },
    ));
    let ran = world
        .duty("app-key rotate laptop --self")
        .env("DUTY_VERIFY_CODE", code)
        .status(4)
        .any_requests()
        .any_stderr()
        .run();
    assert!(ran.stderr.contains("could not be tested"), "{}", ran.stderr);
    assert!(ran.stderr.contains("--resume"), "{}", ran.stderr);
    let token = format!("{}\n", old.secret);
    world.duty("auth token").stdout(&token).run();
    let code = codes_of_stored(&world);
    let ran = world
        .duty("app-key rotate --resume")
        .env("DUTY_VERIFY_CODE", code)
        .any_requests()
        .any_stderr()
        .run();
    assert!(ran.stderr.contains("is undone"), "{}", ran.stderr);
    assert_eq!(shown(&world), "laptop+, ci-2024-");
    world.duty("auth token").stdout(&token).run();
    let left = world.files();
    assert!(
        left.iter()
            .all(|(path, _)| !path.to_string_lossy().contains("+new"))
    );
}
