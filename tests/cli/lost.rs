//! A write whose answer is lost: every write of the contract, whatever happened to the answer, before and after
//! the deed. Where what is there proves the deed, the command has done its work; else it says what is not known
//! and what tells. No write is sent twice but that of the preferences and the closing of a test, and those
//! only after a look.

mod told;
mod word;

use std::collections::BTreeSet;
use std::time::Duration;

use duty::api::operations;
use duty_sandbox::{Edit, Options};
use serde_json::json;

use crate::harness::{Fault, FaultKind, World};

/// A write and the command that makes it.
struct Write {
    operation: &'static str,
    words: &'static str,
    /// The words that are told where the answer was lost before the deed: by a 500, or in silence.
    not_done: [&'static str; 2],
    /// The exit code and the words where it was lost after the deed.
    done: (i32, &'static str),
    /// What tells.
    tells: &'static str,
}

const PROVEN: (i32, &str) = (0, "The answer was lost");
const NOT_KNOWN: [&str; 2] = ["nothing was changed", "not known"];

const WRITES: &[Write] = &[
    Write {
        operation: "preference_update",
        words: "prefs add info --app",
        not_done: NOT_KNOWN,
        done: PROVEN,
        tells: "duty prefs show",
    },
    Write {
        operation: "device_unbind",
        words: "device unbind dev_b --yes",
        not_done: NOT_KNOWN,
        done: PROVEN,
        tells: "duty device list",
    },
    Write {
        operation: "member_info_reset",
        words: "profile set --nickname 张三丰",
        not_done: NOT_KNOWN,
        done: PROVEN,
        tells: "duty profile show",
    },
    Write {
        operation: "app_key_create",
        words: "app-key create ci -q",
        not_done: ["no key was created", "not known"],
        done: (10, "nobody has its secret"),
        tells: "duty app-key list",
    },
    Write {
        operation: "app_key_delete",
        words: "app-key delete ci-2024 --yes",
        not_done: NOT_KNOWN,
        done: PROVEN,
        tells: "duty app-key list",
    },
    Write {
        operation: "app_key_enable",
        words: "app-key enable ci-2024",
        not_done: NOT_KNOWN,
        done: PROVEN,
        tells: "duty app-key list",
    },
    Write {
        operation: "app_key_disable",
        words: "app-key disable spare --self",
        not_done: NOT_KNOWN,
        done: PROVEN,
        tells: "duty app-key list",
    },
    Write {
        operation: "app_key_rename",
        words: "app-key rename ci-2024 ci",
        not_done: NOT_KNOWN,
        done: PROVEN,
        tells: "duty app-key list",
    },
    // Nothing that can be read tells.
    Write {
        operation: "verification_send",
        words: "app-key delete ci-2024 --yes --send-code",
        not_done: ["not known", "not known"],
        done: (10, "not known whether a code was sent"),
        tells: "one that arrives can be used",
    },
    // It is looked for, and what is found is closed: a second one would call again.
    Write {
        operation: "incident_create",
        words: "prefs test warning --yes",
        not_done: ["not known whether it was opened", "not known"],
        done: (10, "the incident was found and closed"),
        tells: "duty doctor missed --all",
    },
    Write {
        operation: "incident_resolve",
        words: "prefs test warning --yes",
        not_done: ["it is still open: ", "not known whether it is closed: "],
        done: PROVEN,
        tells: "duty doctor incident ",
    },
    // Nothing that can be read tells of a mail.
    Write {
        operation: "member_notify",
        words: "prefs test --mail --yes",
        not_done: ["not known", "not known"],
        done: (10, "not known"),
        tells: "your mailbox tells",
    },
];

#[test]
fn every_write_of_the_contract_is_here() {
    let ids = |ids: &mut dyn Iterator<Item = &'static str>| ids.collect::<BTreeSet<_>>();
    // What may be sent again without harm needs no proof.
    let once = operations::ALL.iter().filter(|operation| {
        operation.traits.writes && operation.traits.repeat != operations::Repeat::Safe
    });
    assert_eq!(
        ids(&mut WRITES.iter().map(|write| write.operation)),
        ids(&mut once.map(|operation| operation.id)),
    );
}

/// The type of what the api gives says that it is not sent yet; this holds the one place that sends it, and the
/// one way there.
#[test]
fn a_write_is_sent_by_the_protocol_alone() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with("tests.rs") {
                // What only tests are made of is in no binary.
                let name = path.strip_prefix(&root).unwrap().display().to_string();
                files.push((name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let with = |call: &str| -> BTreeSet<&str> {
        let callers = files.iter().filter(|(_, text)| text.contains(call));
        callers.map(|(name, _)| name.as_str()).collect()
    };
    assert_eq!(
        with(".transmit("),
        BTreeSet::from(["session/write/send.rs"])
    );
    // What is read goes the same way, from within it.
    assert_eq!(
        with(".send_with_retries("),
        BTreeSet::from(["api/retry.rs", "api/write.rs"])
    );
}

/// A world in which all of the commands can be run.
fn world() -> World {
    // To make the week before takes a busy machine as long as some of the commands have.
    let mut world = World::with(Options {
        edits: vec![Edit::no_past()],
        ..Options::default()
    });
    world
        .server
        .edit(|state| {
            let mut phone = state["devices"][0].clone();
            phone["device_id"] = json!("dev_b");
            state["devices"].as_array_mut().unwrap().push(phone);
            let mut key = state["app_keys"][0].clone();
            key["key_id"] = json!(5100);
            key["key_name"] = json!("spare");
            key["key"] = json!("sandbox-spare-0123456789abcdef");
            state["app_keys"].as_array_mut().unwrap().push(key);
        })
        .unwrap();
    world
        .duty("app-key delete spare --self --yes --send-code -q")
        .any_requests()
        .run();
    let outbox = world.server.outbox().unwrap();
    let mail = outbox.iter().rev().find(|mail| mail.device == "email");
    world.env("DUTY_VERIFY_CODE", mail.unwrap().code.clone());
    world
}

fn lose(write: &Write, fault: FaultKind, options: &str, status: i32, told: &[&str]) {
    let world = world();
    let case = format!("{}: {fault:?}", write.operation);
    world.server.fault(Fault::on(write.operation, fault));
    let ran = world
        .duty(&format!("{} {options}", write.words))
        .any_stdout()
        .any_stderr()
        .any_requests()
        .status(status)
        .run();
    for told in told {
        assert!(ran.stderr.contains(told), "{case}: {}", ran.stderr);
    }
    let sent = ran.bodies(write.operation).len();
    assert!(
        sent == 1 || ["preference_update", "incident_resolve"].contains(&write.operation),
        "{case}: sent {sent} times"
    );
    let state = world.server.state();
    let tests = state["incidents"].as_array().unwrap().iter();
    let mut tests = tests.filter(|one| one["title"].as_str().unwrap().contains("(duty-"));
    // What was done and what could not be undone is told; nothing else stays open.
    let open = tests.clone().filter(|one| one["progress"] != "Closed");
    let stays = usize::from(write.operation == "incident_resolve" && status != 0);
    assert_eq!(open.count(), stays, "{case}");
    assert!(tests.nth(1).is_none(), "{case}: a second incident");
}

#[test]
fn an_answer_that_is_lost_before_the_deed() {
    for write in WRITES {
        let [refused, silent] = write.not_done;
        lose(write, FaultKind::Error500Before, "", 1, &[refused]);
        let told = [silent, write.tells];
        lose(write, FaultKind::CloseBefore, "", 10, &told);
    }
}

#[test]
fn an_answer_that_is_lost_after_the_deed() {
    for write in WRITES {
        let (status, told) = write.done;
        let on_500 = if ["verification_send", "incident_create", "member_notify"]
            .contains(&write.operation)
        {
            1
        } else {
            status
        };
        lose(write, FaultKind::Error500After, "", on_500, &[told]);
        lose(write, FaultKind::CloseAfter, "", status, &[told]);
    }
}

/// The time of the command is used up when the answer does not come: there is a second more to find out.
#[test]
fn an_answer_that_does_not_come_in_time() {
    let long = Duration::from_secs(60);
    std::thread::scope(|scope| {
        for write in WRITES {
            let [_, silent] = write.not_done;
            let (status, told) = write.done;
            scope.spawn(move || {
                let before = [silent, write.tells, "did not answer within 2 s"];
                lose(write, FaultKind::Delay(long), "--timeout 2", 10, &before);
            });
            scope.spawn(move || {
                lose(
                    write,
                    FaultKind::DelayAfter(long),
                    "--timeout 2",
                    status,
                    &[told],
                );
            });
        }
    });
}

/// And no more than that second.
#[test]
fn what_cannot_be_found_out_is_not_known() {
    for (words, write, read, nth) in [
        (
            "prefs add info --app",
            "preference_update",
            "preference_info",
            2,
        ),
        (
            "device unbind dev_b --yes",
            "device_unbind",
            "device_list",
            2,
        ),
        (
            "profile set --nickname 张三丰",
            "member_info_reset",
            "member_info",
            2,
        ),
        (
            "app-key delete ci-2024 --yes",
            "app_key_delete",
            "app_key_list",
            2,
        ),
        (
            "app-key rename ci-2024 ci",
            "app_key_rename",
            "app_key_list",
            2,
        ),
    ] {
        let world = world();
        let stall = || FaultKind::Delay(Duration::from_secs(60));
        world.server.fault(Fault::on(write, stall()));
        world.server.fault(Fault::on(read, stall()).from(nth));
        let ran = world
            .duty(&format!("{words} --timeout 1"))
            .any_stderr()
            .any_requests()
            .status(10)
            .run();
        assert!(
            ran.stderr
                .contains("it is not known whether the change took effect"),
            "{words}: {}",
            ran.stderr
        );
        assert_eq!(ran.bodies(write).len(), 1);
    }
}

/// And what is said to tell of an incident does tell.
#[test]
fn an_incident_that_could_not_be_looked_for_is_found_by_the_command_that_is_named() {
    let world = World::with(Options {
        edits: vec![Edit::no_past()],
        ..Options::default()
    });
    let failing = || FaultKind::error(500, "InternalError");
    world
        .server
        .fault(Fault::on("incident_create", FaultKind::CloseAfter));
    world.server.fault(Fault::on("incident_list", failing()));
    let ran = world
        .duty("prefs test warning --yes")
        .any_stderr()
        .any_requests()
        .status(10)
        .run();
    let (told, hint) = (&ran.stderr, "duty doctor missed --all --since 1h");
    assert!(told.contains("not known whether it was opened"), "{told}");
    assert!(told.contains(hint), "{told}");
    assert_eq!(ran.bodies("incident_create").len(), 1);
    let nonce = told.split("look for ").nth(1).unwrap();
    let nonce = nonce.split_whitespace().next().unwrap();
    world.server.clear_faults();
    let ran = world
        .duty(hint.strip_prefix("duty ").unwrap())
        .any_stdout()
        .any_stderr()
        .any_requests()
        .run();
    assert!(ran.stdout.contains(nonce), "{nonce}: {}", ran.stdout);
}

/// Closed or not, where neither an answer comes nor a look.
#[test]
fn a_closing_that_cannot_be_looked_into_is_not_known() {
    let world = world();
    let failing = FaultKind::error(500, "InternalError");
    world
        .server
        .fault(Fault::on("incident_resolve", FaultKind::Error500After));
    world.server.fault(Fault::on("incident_info", failing));
    let ran = world
        .duty("prefs test warning --yes")
        .any_stdout()
        .any_stderr()
        .any_requests()
        .status(1)
        .run();
    for words in [
        "not known whether it is closed: ",
        "duty doctor incident ",
        "close it there",
    ] {
        assert!(ran.stderr.contains(words), "{words}: {}", ran.stderr);
    }
}
