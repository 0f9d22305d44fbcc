//! After a signal nothing more that writes is sent; one read tells what is in force, and it ends soon.

use std::time::{Duration, Instant};

use super::{Ended, Running, SOON};
use crate::harness::{Fault, FaultKind, World};
use crate::pty::{Pty, SIZE};

const LATE: Duration = Duration::from_millis(300);
const LONG: Duration = Duration::from_secs(60);

/// Each write with the command that makes it, and what is told where nobody knows what became of it.
const WRITES: [(&str, &str, &str); 4] = [
    (
        "prefs set critical --voice --email",
        "preference_update",
        "duty prefs show",
    ),
    (
        "device unbind dev_0000000000000a01 --yes --allow-silent",
        "device_unbind",
        "duty device list",
    ),
    (
        "profile set --nickname 张三丰",
        "member_info_reset",
        "duty profile show",
    ),
    (
        "app-key rename ci-2024 ci",
        "app_key_rename",
        "duty app-key list",
    ),
];

/// Sends the signal once the write is under way; what came of it, and how often it was sent.
#[track_caller]
fn interrupted(world: &World, words: &str, operation: &str, signal: &str) -> (Ended, usize) {
    world.server.clear_requests();
    let mut run = Running::start(&world.duty(words).env("DUTY_TIMEOUT", "40"));
    run.until_asked(world, operation, 1);
    let sent = Instant::now();
    run.signal(signal);
    let ended = run.end(sent);
    let requests = world.server.requests();
    let of_it = |one: &&duty_sandbox::Recorded| one.operation_id.as_deref() == Some(operation);
    (ended, requests.iter().filter(of_it).count())
}

#[test]
fn a_stalled_write_is_given_up_and_looked_after() {
    std::thread::scope(|scope| {
        for (words, operation, tells) in WRITES {
            for (signal, status) in [("INT", 130), ("TERM", 143)] {
                scope.spawn(move || {
                    let world = World::new();
                    world
                        .server
                        .fault(Fault::on(operation, FaultKind::Delay(LONG)));
                    let (ended, times) = interrupted(&world, words, operation, signal);
                    assert_eq!(ended.status, Some(status), "{words}: {ended:?}");
                    assert_eq!(times, 1, "{words}");
                    assert!(ended.took < SOON, "{words}: {ended:?}");
                    for said in ["interrupted", "not known", tells] {
                        assert!(ended.stderr.contains(said), "{words}, {said}: {ended:?}");
                    }
                });
            }
        }
    });
}

#[test]
fn where_the_deed_was_done_that_is_said() {
    std::thread::scope(|scope| {
        for (words, operation, _) in WRITES {
            scope.spawn(move || {
                let world = World::new();
                // A list without any phone would prove nothing.
                let another = |state: &mut serde_json::Value| {
                    let mut phone = state["devices"][0].clone();
                    phone["device_id"] = "dev_b".into();
                    state["devices"].as_array_mut().unwrap().push(phone);
                };
                world.server.edit(another).unwrap();
                world
                    .server
                    .fault(Fault::on(operation, FaultKind::DelayAfter(LONG)));
                let (ended, times) = interrupted(&world, words, operation, "INT");
                assert_eq!((ended.status, times), (Some(130), 1), "{words}: {ended:?}");
                assert!(
                    ended.stderr.contains("The answer was lost (interrupted"),
                    "{ended:?}"
                );
                assert!(ended.took < SOON, "{words}: {ended:?}");
            });
        }
    });
}

/// The request that closes has the rest of the two seconds, and not what the answer that was waited for has left.
#[test]
fn a_test_incident_whose_answer_is_lost_to_a_signal_is_closed_and_that_is_known() {
    std::thread::scope(|scope| {
        for signal in ["INT", "TERM"] {
            scope.spawn(move || {
                let world = World::new();
                // One who does not wait for it has closed nothing.
                for (operation, late) in [
                    ("incident_create", FaultKind::DelayAfter(LONG)),
                    ("incident_resolve", FaultKind::Delay(LATE)),
                ] {
                    world.server.fault(Fault::on(operation, late));
                }
                let words = "prefs test critical --yes";
                let (ended, times) = interrupted(&world, words, "incident_create", signal);
                assert_eq!(times, 1, "{ended:?}");
                let closed = "the answer was lost; the incident was found and closed";
                assert!(ended.stderr.contains(closed), "{ended:?}");
                assert!(ended.took < SOON, "{ended:?}");
            });
        }
    });
}

#[test]
fn where_the_look_stalls_too_nothing_is_claimed() {
    std::thread::scope(|scope| {
        for (words, operation, read, nth, tells) in [
            (WRITES[0].0, WRITES[0].1, "preference_info", 2, WRITES[0].2),
            (WRITES[1].0, WRITES[1].1, "device_list", 2, WRITES[1].2),
            (WRITES[3].0, WRITES[3].1, "app_key_list", 2, WRITES[3].2),
        ] {
            scope.spawn(move || {
                let world = World::new();
                world
                    .server
                    .fault(Fault::on(operation, FaultKind::Delay(LONG)));
                world
                    .server
                    .fault(Fault::on(read, FaultKind::Delay(LONG)).from(nth));
                let (ended, times) = interrupted(&world, words, operation, "INT");
                assert_eq!((ended.status, times), (Some(130), 1), "{words}: {ended:?}");
                for said in ["not known", tells] {
                    assert!(ended.stderr.contains(said), "{words}, {said}: {ended:?}");
                }
                assert!(ended.took < SOON, "{words}: {ended:?}");
            });
        }
    });
}

/// The server asks to wait, or fails: the wait wakes up, and the write is not sent again.
#[test]
fn a_wait_ends_with_the_signal() {
    std::thread::scope(|scope| {
        for fault in [
            FaultKind::too_frequent(Some(5)),
            FaultKind::error(503, "ServiceUnavailable"),
        ] {
            scope.spawn(move || {
                let world = World::new();
                world
                    .server
                    .fault(Fault::on("preference_update", fault.clone()));
                let words = "prefs set critical --voice --email";
                world.server.clear_requests();
                let run = world
                    .duty(words)
                    .env("DUTY_TIMEOUT", "40")
                    .env("DUTY_RETRY_BASE_MS", "20000");
                let mut run = Running::start(&run);
                // The look after the write is over: it waits.
                run.until_asked(&world, "preference_info", 2);
                std::thread::sleep(Duration::from_millis(100));
                let sent = Instant::now();
                run.signal("INT");
                let ended = run.end(sent);
                assert_eq!(ended.status, Some(130), "{fault:?}: {ended:?}");
                assert!(ended.took < SOON, "{fault:?}: {ended:?}");
                let requests = world.server.requests();
                let writes = requests
                    .iter()
                    .filter(|one| one.path == "/preference/update");
                assert_eq!(writes.count(), 1, "{fault:?}");
                let said = match fault {
                    FaultKind::Status { status: 429, .. } => "nothing was changed",
                    _ => "not known",
                };
                assert!(ended.stderr.contains(said), "{fault:?}: {ended:?}");
            });
        }
    });
}

#[test]
fn of_several_writes_none_is_begun_after_it() {
    let world = World::new();
    let phones = |world: &World| world.server.state()["devices"].as_array().unwrap().len();
    let before = phones(&world);
    world
        .server
        .edit(|state| {
            let mut phone = state["devices"][0].clone();
            phone["device_id"] = "dev_b".into();
            state["devices"].as_array_mut().unwrap().push(phone);
        })
        .unwrap();
    let slow = FaultKind::DelayAfter(Duration::from_millis(300));
    world
        .server
        .fault(Fault::on("device_unbind", slow).first(1));
    let words = "device unbind dev_0000000000000a01 dev_b --yes --allow-silent";
    let (ended, times) = interrupted(&world, words, "device_unbind", "INT");
    assert_eq!((ended.status, times), (Some(130), 1), "{ended:?}");
    assert!(ended.stderr.contains("unbound before:"), "{ended:?}");
    assert_eq!(phones(&world), before, "one of two is left");
}

/// What is passed on for a user: nothing that can be read tells.
#[test]
fn what_is_passed_on_is_not_known_after_a_signal() {
    let world = World::new();
    world
        .server
        .fault(Fault::on("incident_create", FaultKind::DelayAfter(LONG)));
    let words = "api /incident/create -f title=x -f incident_severity=Info --yes";
    let (ended, times) = interrupted(&world, words, "incident_create", "INT");
    assert_eq!((ended.status, times), (Some(130), 1), "{ended:?}");
    assert!(ended.took < SOON, "{ended:?}");
    for said in ["interrupted", "not known", "before you send it again"] {
        assert!(ended.stderr.contains(said), "{said}: {ended:?}");
    }
}

/// An editor has Ctrl-C for itself: what was written there is still applied.
#[test]
fn what_was_meant_for_the_editor_is_no_interrupt() {
    let world = World::new();
    let editor = r#"trap 'touch heard' INT; f() { echo it is open; while ! test -e heard; do sleep 0.05; done; printf 'info = ["sms"]\n' > "$1"; }; f"#;
    let mut pty = Pty::start(&world.duty("prefs edit").env("EDITOR", editor), SIZE);
    pty.until_text("it is open");
    pty.send("\u{3}");
    assert_eq!(pty.end(), 0, "{}", pty.text());
    assert!(
        pty.text().contains("Changed, and read back."),
        "{}",
        pty.text()
    );
    assert_eq!(world.pref("info"), ["sms"]);
}

/// The answer came in time: what was done is said, and it ends by the signal all the same.
#[test]
fn what_was_done_after_a_signal_is_said_and_it_ends_by_that() {
    std::thread::scope(|scope| {
        for (signal, status) in [("INT", 130), ("TERM", 143), ("HUP", 129), ("QUIT", 131)] {
            for json in [false, true] {
                scope.spawn(move || {
                    let world = World::new();
                    let slow = FaultKind::DelayAfter(Duration::from_millis(300));
                    world.server.fault(Fault::on("app_key_rename", slow));
                    let words = match json {
                        true => "app-key rename ci-2024 ci -o json",
                        false => "app-key rename ci-2024 ci",
                    };
                    let (ended, times) = interrupted(&world, words, "app_key_rename", signal);
                    assert_eq!((ended.status, times), (Some(status), 1), "{ended:?}");
                    match json {
                        true => assert!(ended.stdout.contains("\"ci\""), "{ended:?}"),
                        false => assert!(ended.stderr.contains("is called ci now"), "{ended:?}"),
                    }
                });
            }
        }
    });
}

/// The loop of a shell stops there.
#[test]
fn ctrl_c_stops_the_loop_also_where_the_answer_came() {
    let world = World::new();
    let slow = FaultKind::DelayAfter(Duration::from_millis(300));
    world.server.fault(Fault::on("app_key_rename", slow));
    let run = world.duty("app-key rename 5002 ci");
    let mut shell = Pty::start_in_loop(&run, SIZE);
    let began = Instant::now();
    let renames = || {
        let requests = world.server.requests();
        requests.iter().any(|one| one.path.ends_with("/name/reset"))
    };
    while !renames() {
        assert!(began.elapsed() < super::PATIENCE, "{}", shell.text());
        std::thread::sleep(Duration::from_millis(2));
    }
    shell.send("\u{3}");
    assert_eq!(shell.end(), 130);
    let text = shell.text();
    assert!(text.contains("is called ci now"), "{text}");
    assert!(
        !text.contains("round 2") && !text.contains("after it"),
        "{text}"
    );
}

/// As of a shell: a command that got Ctrl-C too, and did its work, is the one that saw to it.
#[test]
fn a_command_of_exec_that_sees_to_ctrl_c_ends_nothing() {
    let world = World::new();
    let create = world.duty("app-key create ci --exec").arg(
        "trap 'touch heard' INT; cat >taken; mv taken got; while ! test -e heard; do sleep 0.05; done; exit 0",
    );
    let mut pty = Pty::start(&create, SIZE);
    let began = Instant::now();
    while !world.home.path().join("got").exists() {
        assert!(began.elapsed() < super::PATIENCE, "{}", pty.text());
        std::thread::sleep(Duration::from_millis(2));
    }
    pty.send("\u{3}");
    assert_eq!(pty.end(), 0, "{}", pty.text());
}

/// The server has answered, and what is there is being read: nobody is left to guess.
#[test]
fn what_was_accepted_is_said_where_the_look_after_it_is_cut_off() {
    std::thread::scope(|scope| {
        for (words, read, tells) in [
            (
                "app-key delete ci-2024 --yes",
                "app_key_list",
                "app-key list",
            ),
            ("app-key enable ci-2024", "app_key_list", "app-key list"),
            (WRITES[1].0, "device_list", WRITES[1].2),
            (WRITES[2].0, "member_info", WRITES[2].2),
        ] {
            for json in [false, true] {
                scope.spawn(move || {
                    let world = crate::app_key::world_with_codes(1);
                    world.server.clear_requests();
                    world
                        .server
                        .fault(Fault::on(read, FaultKind::Delay(LONG)).from(2));
                    let words = match json {
                        true => format!("{words} -o json"),
                        false => words.to_owned(),
                    };
                    let mut run = Running::start(&world.duty(&words).env("DUTY_TIMEOUT", "40"));
                    run.until_asked(&world, read, 2);
                    let sent = Instant::now();
                    run.signal("INT");
                    let ended = run.end(sent);
                    assert_eq!(ended.status, Some(130), "{words}: {ended:?}");
                    assert!(ended.took < SOON, "{words}: {ended:?}");
                    for said in ["the change was accepted", tells] {
                        assert!(ended.stderr.contains(said), "{words}, {said}: {ended:?}");
                    }
                });
            }
        }
    });
}

/// The change is made and read back, and only who else changed something is still asked.
#[test]
fn what_was_changed_is_said_where_the_log_is_not_waited_for() {
    let world = World::new();
    world
        .server
        .fault(Fault::on("audit_search", FaultKind::Delay(LONG)));
    let words = "prefs set info --email --app --yes";
    let mut run = Running::start(&world.duty(words).env("DUTY_TIMEOUT", "40"));
    run.until_asked(&world, "audit_search", 1);
    let sent = Instant::now();
    run.signal("INT");
    let ended = run.end(sent);
    assert_eq!(ended.status, Some(130), "{ended:?}");
    assert!(ended.took < SOON, "{ended:?}");
    assert!(ended.stderr.contains("Changed, and read back"), "{ended:?}");
}
