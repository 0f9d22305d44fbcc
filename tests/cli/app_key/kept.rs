//! `duty app-key rotate --keep-old` and `--finish` on a machine that remembers: cut off anywhere, and where
//! somebody changed the keys in between.

use std::path::PathBuf;
use std::time::Duration;

use serde_json::{Value, json};

use super::holders::{Running, codes, keys, log_in, stored};
use super::rotate::codes_of_stored;
use crate::harness::{Edit, Fault, FaultKind, Moment};

#[test]
fn a_code_for_the_end_is_sent_where_there_is_an_end() {
    let world = stored();
    let finish = "app-key rotate --finish --send-code";
    world
        .duty(finish)
        .requests(&[])
        .stderr("Nothing to retire: no rotation that is known here left an old key.\n")
        .run();
    let ran = world
        .duty("app-key rotate --keep-old 7d --send-code")
        .status(2)
        .requests(&["app_key_list"])
        .any_stderr()
        .run();
    assert!(
        ran.stderr.contains("no verification code is needed"),
        "{}",
        ran.stderr
    );
    let ran = world
        .duty("app-key rotate --keep-old 7d")
        .any_requests()
        .any_stderr()
        .run();
    assert!(
        ran.stderr
            .contains("The old key laptop (5001) works until "),
        "{}",
        ran.stderr
    );
    let list = world
        .duty("app-key list")
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run();
    assert!(
        list.stderr.contains("'duty app-key rotate --finish'"),
        "{}",
        list.stderr
    );
    world
        .duty("app-key rotate --finish --dry-run")
        .requests(&["app_key_list"])
        .stderr("Dry run: the old key laptop (5001) would be disabled.\n")
        .run();
    let ran = world
        .duty("app-key rotate --finish")
        .status(8)
        .requests(&["app_key_list", "app_key_disable"])
        .any_stderr()
        .run();
    assert!(ran.stderr.contains("--send-code"), "{}", ran.stderr);
    world
        .duty(finish)
        .requests(&["app_key_list", "member_info", "verification_send"])
        .any_stderr()
        .run();
    let outbox = world.server.outbox().unwrap();
    let mail = outbox.iter().rev().find(|mail| mail.device == "email");
    world
        .duty("app-key rotate --finish")
        .env("DUTY_VERIFY_CODE", &mail.unwrap().code)
        .requests(&["app_key_list", "app_key_disable", "app_key_list"])
        .stderr("The rotation of laptop (5001) is finished: the old key is disabled.\n")
        .run();
}

#[test]
fn the_old_key_stays_where_the_new_one_does_not_work() {
    let world = stored();
    world
        .duty("app-key rotate --keep-old manual")
        .any_requests()
        .any_stderr()
        .run();
    let old = world.server.app_key();
    let change = |change: fn(&mut Vec<Value>)| {
        let edit = move |state: &mut Value| change(state["app_keys"].as_array_mut().unwrap());
        world.server.edit(edit).unwrap();
    };
    let finish = |told: &str| {
        let ran = world
            .duty("app-key rotate --finish")
            .env("DUTY_APP_KEY", old)
            .env("DUTY_BASE_URL", world.server.base_url())
            .env("DUTY_VERIFY_CODE", codes(&world, 1))
            .arg("--self")
            .status(7)
            .requests(&["app_key_list"])
            .any_stderr()
            .run();
        assert!(ran.stderr.contains(told), "{}", ran.stderr);
    };
    change(|keys| keys.last_mut().unwrap()["status"] = json!("disabled"));
    finish("duty app-key enable 60001");
    change(|keys| drop(keys.pop()));
    finish("somebody deleted it");
    // There is nothing to go back to: the rotation is forgotten.
    world
        .duty("app-key rotate --resume")
        .env("DUTY_APP_KEY", old)
        .env("DUTY_BASE_URL", world.server.base_url())
        .requests(&["app_key_list"])
        .stderr("The rotation of laptop (5001) is undone: the old key works as before.\n")
        .run();
    let left = |(path, _): &(PathBuf, Vec<u8>)| path.to_string_lossy().contains("app-key-rotate-");
    assert!(!world.files().iter().any(left));
}

/// A login with another key takes the only copy of the new one away: it says so, and the old one is not stopped then.
#[test]
fn a_login_during_a_kept_rotation_is_told_of_and_locks_nobody_out() {
    let world = stored();
    let old = world.server.app_key().to_owned();
    world
        .duty("app-key rotate --keep-old manual")
        .any_requests()
        .any_stderr()
        .run();
    let new = keys(&world).pop().unwrap();
    let login = |key: &str| log_in(&world, "default", &world.server.base_url(), key);
    let told = format!("had the new key {} of the rotation", new.id);
    assert!(!login(&new.secret).contains(&told), "it is the new one");
    let warned = login(&old);
    assert!(warned.contains(&told), "{warned}");
    assert!(
        warned.contains(&format!("app-key delete {}", new.id)),
        "{warned}"
    );
    for more in ["", " --dry-run"] {
        let ran = world
            .duty(&format!("app-key rotate --finish --self{more}"))
            .env("DUTY_VERIFY_CODE", codes(&world, 1))
            .status(7)
            .requests(&["app_key_list"])
            .any_stderr()
            .run();
        assert!(
            ran.stderr.contains("no longer has the new key"),
            "{}",
            ran.stderr
        );
    }
    assert!(
        keys(&world)
            .iter()
            .all(|key| key.secret != old || key.enabled)
    );
}

/// What is not finished yet may be undone instead, and a dry run says so.
#[test]
fn a_dry_run_of_the_end_says_that_a_new_key_that_is_disabled_is_taken_back() {
    let world = stored();
    let disabled = Edit::new(|state| {
        let list = state["app_keys"].as_array_mut().unwrap();
        list.last_mut().unwrap()["status"] = json!("disabled");
    });
    world.server.fault(Fault::on(
        "app_key_create",
        FaultKind::ConcurrentWrite {
            moment: Moment::After,
            edit: disabled,
        },
    ));
    world
        .duty("app-key rotate laptop --self --keep-old manual")
        .status(4)
        .any_requests()
        .any_stderr()
        .run();
    let dry = world
        .duty("app-key rotate --finish --self --dry-run")
        // As the run itself: the old key is not retired by that.
        .status(7)
        .any_requests()
        .any_stderr()
        .run();
    let told = "would be deleted; the old key laptop (5001) works as before";
    assert!(dry.stderr.contains(told), "{}", dry.stderr);
    let ran = world
        .duty("app-key rotate --finish --self")
        .env("DUTY_VERIFY_CODE", codes_of_stored(&world))
        .any_requests()
        .any_stderr()
        .status(7)
        .run();
    assert!(ran.stderr.contains("is undone"), "{}", ran.stderr);
}

/// What a rotation asks for where it keeps the old key.
const ROTATION: [&str; 8] = [
    "app_key_list",
    "app_key_create",
    "member_info",
    "member_info",
    "app_key_list",
    "app_key_rename",
    "app_key_rename",
    "app_key_list",
];

#[test]
fn a_rotation_that_keeps_the_old_key_is_cut_off_anywhere_and_still_ends() {
    for kind in [
        FaultKind::CloseBefore,
        FaultKind::CloseAfter,
        FaultKind::Delay(LATE),
        FaultKind::DelayAfter(LATE),
    ] {
        for (nth, name) in ROTATION.iter().enumerate() {
            cut_off(&kind, nth, name);
        }
    }
}

/// Time enough to be killed in.
const LATE: Duration = Duration::from_millis(300);

#[track_caller]
fn cut_off(kind: &FaultKind, nth: usize, name: &str) {
    let world = stored();
    let before = ROTATION[..nth].iter().filter(|one| *one == &name).count();
    let told = format!("{kind:?} at {name} {}", before + 1);
    let kill = matches!(kind, FaultKind::Delay(_) | FaultKind::DelayAfter(_));
    let (fault, which) = (Fault::on(name, kind.clone()), before + 1);
    world.server.fault(match u32::try_from(which).unwrap() {
        which if kill => fault.nth(which),
        which => fault.from(which),
    });
    let mut running = Running::start(&world.duty("app-key rotate --keep-old 7d"));
    if kill {
        running.at_nth(&world, name, which);
        running.signal("KILL");
    }
    let outcome = running.end();
    world.server.clear_faults();
    if kill {
        assert_eq!(outcome.signal, Some(9), "{told}");
        // What was sent may still act.
        std::thread::sleep(LATE);
    }
    let told = format!("{told}: {outcome:?}");
    let works = || -> Vec<u64> {
        let all = keys(&world).into_iter().filter(|key| key.enabled);
        all.map(|key| key.id).collect()
    };
    // Whatever came, the old key works.
    assert!(works().contains(&5001), "{told}");
    let undo = Running::start(&world.duty("app-key list")).end().printed();
    if undo.contains("--resume") {
        world
            .duty("app-key rotate --resume")
            .env("DUTY_VERIFY_CODE", codes_of_stored(&world))
            .any_requests()
            .any_stderr()
            .run();
        assert!(works().contains(&5001), "{told}");
    }
    let list = Running::start(&world.duty("app-key list")).end().printed();
    assert!(!list.contains("interrupted"), "{told}\n{list}");
    if works() == [5001] {
        // It never came to a new key, or that was of no use to anybody.
        assert!(!list.contains("--finish"), "{told}\n{list}");
    } else {
        assert!(list.contains("--finish"), "{told}\n{list}");
        world
            .duty("app-key rotate --finish")
            .env("DUTY_VERIFY_CODE", codes_of_stored(&world))
            .any_requests()
            .any_stderr()
            .run();
        assert_eq!(works(), [60001], "{told}");
    }
    let enabled = keys(&world).into_iter().find(|key| key.enabled).unwrap();
    assert_eq!(enabled.name, "laptop", "{told}");
    world
        .duty("auth token")
        .stdout(&format!("{}\n", enabled.secret))
        .run();
}

/// Whatever becomes of the one request that stops the old key, the same command goes on.
#[test]
fn the_end_is_cut_off_and_still_comes() {
    for (kind, status) in [
        (FaultKind::CloseBefore, 10),
        (FaultKind::CloseAfter, 0),
        (FaultKind::Error500Before, 1),
        (FaultKind::Error500After, 0),
    ] {
        let world = stored();
        world
            .duty("app-key rotate --keep-old 7d")
            .any_requests()
            .any_stderr()
            .run();
        let finish = |status: i32| {
            let ran = world
                .duty("app-key rotate --finish")
                .env("DUTY_VERIFY_CODE", codes_of_stored(&world))
                .status(status)
                .any_requests()
                .any_stderr()
                .run();
            ran.stderr
        };
        world
            .server
            .fault(Fault::on("app_key_disable", kind.clone()));
        let told = finish(status);
        world.server.clear_faults();
        if status != 0 {
            // What comes of a request without an answer is not known, and so neither whether the old key works on.
            let works_on = told.contains("the old key laptop (5001) works on");
            assert_eq!(works_on, status != 10, "{kind:?}: {told}");
            let goes_on = "'duty app-key rotate --finish' goes on from here";
            assert!(told.contains(goes_on), "{kind:?}: {told}");
            let told = finish(0);
            assert!(told.contains("is finished"), "{kind:?}: {told}");
        }
        let works = keys(&world).into_iter().filter(|key| key.enabled);
        let works: Vec<u64> = works.map(|key| key.id).collect();
        assert_eq!(works, [60001], "{kind:?}: {told}");
        let told = finish(0);
        assert!(told.contains("Nothing to retire"), "{kind:?}: {told}");
    }
}

#[test]
fn an_old_key_that_somebody_stopped_by_hand_is_in_nobodys_way() {
    let world = stored();
    world
        .duty("app-key rotate --keep-old manual")
        .any_requests()
        .any_stderr()
        .run();
    world
        .server
        .edit(|state| {
            state["app_keys"]
                .as_array_mut()
                .unwrap()
                .retain(|key| key["key_id"] != 5001)
        })
        .unwrap();
    world
        .duty("app-key rotate --keep-old manual")
        .any_requests()
        .any_stderr()
        .run();
    let ran = world
        .duty("app-key rotate --finish -o json")
        .env("DUTY_VERIFY_CODE", {
            let send = "app-key delete 60001 --self --yes --send-code -q";
            world.duty(send).any_requests().run();
            let outbox = world.server.outbox().unwrap();
            let mail = outbox.iter().rev().find(|mail| mail.device == "email");
            mail.unwrap().code.clone()
        })
        .any_requests()
        .any_stdout()
        .run();
    assert_eq!(ran.json()["old_key_id"], "60001");
}

/// The name has the day of the moment that is told, wherever this machine is.
#[test]
fn the_day_in_the_name_is_the_one_that_is_told() {
    // One of them has another day than the profile's zone, at any time of the day.
    for zone in ["Etc/GMT+12", "Etc/GMT-14"] {
        let world = stored();
        world
            .duty("profile show -q")
            .any_requests()
            .any_stdout()
            .run();
        let ran = world
            .duty("app-key rotate --keep-old 30h")
            .env("TZ", zone)
            .any_requests()
            .any_stderr()
            .run();
        let names = keys(&world).into_iter().map(|key| key.name);
        let named = names.filter_map(|name| Some(name.split_once("(until ")?.1[..10].to_owned()));
        let [day] = &named.collect::<Vec<_>>()[..] else {
            panic!("{}", ran.stderr);
        };
        let told = format!("works until {day} ");
        assert!(ran.stderr.contains(&told), "{zone}, {told}: {}", ran.stderr);
    }
}
