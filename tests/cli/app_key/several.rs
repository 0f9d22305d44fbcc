//! `duty app-key delete`, `enable` and `disable` of several keys: one question, one code where the server allows
//! it, and what was done where not all was. And what is checked before a code is sent.

use duty_sandbox::{Edit, Moment};
use serde_json::json;

use super::holders::{codes, fill, keys, shown, stored};
use crate::harness::{Fault, FaultKind, World};
use crate::prompter::{Answer, talk};
use crate::pty::{Pty, SIZE};

#[test]
fn the_question_names_every_key_and_each_code_says_what_it_is_for() {
    let world = stored();
    fill(&world, 3, "disabled");
    let turns = [
        (
            "Replace laptop (5001) with a new key, and delete laptop (5001), and ci-2024 (5002) to make room?",
            Answer::Yes,
        ),
        (
            "code 1 deletes ci-2024 (5002) to make room; code 2 stops laptop (5001) once the new key works",
            Answer::Choose("email"),
        ),
        ("Code (email", Answer::Interrupt),
    ];
    let (status, text) = talk(
        &world.duty("app-key rotate laptop --delete --replace"),
        &turns,
    );
    assert_eq!(status, 130, "{text}");
    assert!(shown(&world).contains("ci-2024-"), "{text}");
    // Where the old key is kept, it is not said to be deleted.
    let turns = [(
        "Replace laptop (5001) with a new key, and delete ci-2024 (5002) to make room?",
        Answer::No,
    )];
    let words = "app-key rotate laptop --delete --replace --keep-old 1d";
    let (status, text) = talk(&world.duty(words), &turns);
    assert_eq!(status, 2, "{text}");
}

/// Three keys that nothing uses beside the one in use.
fn world() -> World {
    let world = World::new();
    fill(&world, 2, "disabled");
    world
}

#[test]
fn several_keys_are_deleted_by_id_name_and_beginning() {
    let world = world();
    let code = codes(&world, 3);
    let ran = world
        .duty("app-key delete ci 5100 more-1 more-0 --yes -o json")
        .env("DUTY_VERIFY_CODE", code)
        .requests(&[
            "app_key_list",
            "app_key_delete",
            "app_key_delete",
            "app_key_delete",
            "app_key_list",
        ])
        .any_stdout()
        .run();
    let done = |id: &str, name: &str| json!({"id": id, "name": name, "changed": true});
    let told = ran.json();
    assert_eq!(
        told["items"],
        json!([
            done("5002", "ci-2024"),
            done("5100", "more-0"),
            done("5101", "more-1")
        ])
    );
    assert_eq!(
        (&told["action"], &told["changed"]),
        (&json!("delete"), &json!(true))
    );
    assert_eq!(shown(&world), "laptop+");
}

#[test]
fn what_is_so_already_needs_no_code() {
    let world = world();
    let told = world
        .duty("app-key enable laptop ci-2024 -o json")
        .env("DUTY_VERIFY_CODE", codes(&world, 1))
        .requests(&["app_key_list", "app_key_enable", "app_key_list"])
        .any_stdout()
        .run()
        .json();
    let changed: Vec<_> = told["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|key| &key["changed"])
        .collect();
    assert_eq!(changed, [false, true]);
    let told = world
        .duty("app-key enable laptop ci-2024 --send-code -o json")
        .requests(&["app_key_list"])
        .any_stdout()
        .run()
        .json();
    assert_eq!(told["changed"], false);
}

#[test]
fn one_question_names_all_and_one_code_is_tried_for_the_next() {
    let world = world();
    let turns = [
        (
            "Delete the keys ci-2024 (5002), more-0 (5100)? What uses them stops working at once.",
            Answer::Yes,
        ),
        ("Where should it come from?", Answer::Choose("email")),
        ("Code (email", Answer::Interrupt),
    ];
    let (status, text) = talk(&world.duty("app-key delete ci-2024 more-0"), &turns);
    assert_eq!(status, 130, "{text}");
    // This server wants another code each time: what is done and what is not is told, and the one code is
    // tried once more and no further.
    let ran = world
        .duty("app-key delete ci-2024 more-0 more-1 --yes -o json")
        .env("DUTY_VERIFY_CODE", codes(&world, 1))
        .status(8)
        .requests(&["app_key_list", "app_key_delete", "app_key_delete"])
        .any_stderr()
        .run();
    let error: serde_json::Value = serde_json::from_str(&ran.stderr).unwrap();
    let details = &error["error"]["details"];
    let one = |id: &str, name: &str| json!({"id": id, "name": name});
    assert_eq!(details["done"], json!([one("5002", "ci-2024")]));
    assert_eq!(
        details["not_done"],
        json!([one("5100", "more-0"), one("5101", "more-1")])
    );
    let message = error["error"]["message"].as_str().unwrap();
    assert!(
        message.contains("this server takes a code only once")
            && message.contains("done: ci-2024 (5002)")
            && message.contains("not done: more-0 (5100), more-1 (5101)"),
        "{message}"
    );
    assert_eq!(shown(&world), "laptop+, more-0-, more-1-");
    // A server that takes a code again is asked for no other.
    let again = Edit::new(|state| {
        for mail in state["outbox"].as_array_mut().unwrap() {
            mail["used"] = json!(false);
        }
    });
    world.server.fault(Fault::on(
        "app_key_delete",
        FaultKind::ConcurrentWrite {
            moment: Moment::After,
            edit: again,
        },
    ));
    world
        .duty("app-key delete more-0 more-1 --yes")
        .env("DUTY_VERIFY_CODE", codes(&world, 1))
        .requests(&[
            "app_key_list",
            "app_key_delete",
            "app_key_delete",
            "app_key_list",
        ])
        .stderr(
            "
            Deleted the key more-0 (5100).
            Deleted the key more-1 (5101).
            ",
        )
        .run();
}

/// The server says of the last one that nothing was done: of the others it was.
#[test]
fn what_was_done_before_is_not_said_not_to_be_changed() {
    for verb in ["disable", "delete", "enable"] {
        for nth in [1, 2] {
            let world = World::new();
            let status = if verb == "enable" {
                "disabled"
            } else {
                "enabled"
            };
            fill(&world, 2, status);
            let fault = FaultKind::error(500, "InternalError");
            let fault = Fault::on(&format!("app_key_{verb}"), fault).from(nth);
            world.server.fault(fault);
            let ran = world
                .duty(&format!(
                    "app-key {verb} more-0 more-1 --self --yes --timeout 3"
                ))
                .env("DUTY_VERIFY_CODE", codes(&world, 2))
                .any_status()
                .any_requests()
                .any_stderr()
                .run();
            let told = &ran.stderr;
            assert_eq!(ran.status, Some(1), "{told}");
            assert!(told.contains("not done: "), "{told}");
            let done = told.contains("  done: more-0 (5100)");
            let nothing = told.contains("nothing was changed");
            assert_eq!(
                (done, nothing),
                (nth == 2, nth == 1),
                "{verb} {nth}: {told}"
            );
        }
    }
}

#[test]
fn the_key_in_use_is_the_last_to_go() {
    let world = world();
    world
        .duty("app-key disable laptop ci-2024 more-0 --self")
        .env("DUTY_VERIFY_CODE", codes(&world, 1))
        .any_requests()
        .stderr(
            "
            Disabled the key laptop (5001).
            warning: that was the key that duty was using: 'duty auth login' with another one
            ",
        )
        .run();
    let world = self::world();
    let ran = world
        .duty("app-key delete laptop ci-2024 --self --yes")
        .env("DUTY_VERIFY_CODE", codes(&world, 2))
        .any_requests()
        .any_stderr()
        .run();
    let at = |text: &str| ran.stderr.find(text).unwrap();
    assert!(at("ci-2024 (5002)") < at("laptop (5001)"), "{}", ran.stderr);
}

#[test]
fn nothing_is_sent_before_all_that_can_be_checked_is() {
    let world = world();
    let refused = |words: &str, status: i32, told: &str| {
        let ran = world
            .duty(&format!("{words} --send-code"))
            .status(status)
            .requests(&["app_key_list"])
            .any_stderr()
            .run();
        assert!(ran.stderr.contains(told), "{words}: {}", ran.stderr);
    };
    refused(
        "app-key delete nobody --yes",
        6,
        "there is no app key 'nobody'",
    );
    refused(
        "app-key delete ci-2024 nobody --yes",
        6,
        "there is no app key 'nobody'",
    );
    refused("app-key delete more --yes", 2, "matches 2 keys");
    refused("app-key delete ci-2024", 2, "this needs confirmation");
    refused("app-key disable laptop", 2, "--self");
    refused(
        "app-key rotate nobody --exec cat",
        6,
        "there is no app key 'nobody'",
    );
    refused(
        "app-key rotate ci-2024 --exec cat",
        2,
        "there is nothing to rotate",
    );
    refused("app-key rotate", 2, "where does the secret go?");
    refused(
        "app-key rotate --exec if",
        2,
        "the shell cannot read the command",
    );
    refused(
        "app-key rotate --output-file nowhere/key",
        1,
        "cannot write nowhere/key",
    );
    // Last of all, and once.
    let ran = world
        .duty("app-key rotate --exec cat --send-code -o json")
        .requests(&["app_key_list", "member_info", "verification_send"])
        .any_stdout()
        .run();
    assert_eq!(ran.json()["sent"], true);
    fill(&world, 5, "enabled");
    refused(
        "app-key rotate laptop --self --exec cat",
        7,
        "app keys are in use",
    );
    assert_eq!(keys(&world).len(), 9);
}

#[test]
fn a_script_rotates_the_key_that_it_is_known_to_use() {
    let world = World::new();
    let told = world
        .duty("app-key rotate --output-file new.key -o json")
        .env("DUTY_VERIFY_CODE", codes(&world, 1))
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run()
        .json();
    assert_eq!(told["old_key_id"], "5001");
    // A key that this machine made is known again, also beside others.
    let mut world = World::new();
    let made = world
        .duty("app-key create ci -q")
        .any_requests()
        .any_stdout()
        .run()
        .stdout;
    world.env("DUTY_APP_KEY", made.trim());
    let list = world
        .duty("app-key list -o json")
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run()
        .json();
    let in_use: Vec<_> = list["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|key| key["in_use"].as_bool())
        .collect();
    assert_eq!(in_use, [Some(false), Some(false), Some(true)], "{list}");
    let hashes = world
        .home
        .path()
        .join(".local/state/duty/app-key-fingerprints.json");
    let text = std::fs::read_to_string(&hashes).unwrap();
    assert!(!text.contains(made.trim()), "{text}");
    // Another one needs no word.
    world
        .duty("app-key disable laptop")
        .env("DUTY_VERIFY_CODE", codes(&world, 1))
        .any_requests()
        .stderr("Disabled the key laptop (5001).\n")
        .run();
}

/// The options of every verb stand under their own headings.
#[test]
fn a_dry_run_is_no_place_of_a_secret() {
    let world = World::new();
    for verb in ["create", "rotate"] {
        let help = world
            .duty(&format!("app-key {verb} --help"))
            .any_stdout()
            .run()
            .stdout;
        let of = |option: &str| {
            let before = &help[..help.find(option).unwrap()];
            before
                .lines()
                .rev()
                .find(|line| line.ends_with(':'))
                .unwrap()
        };
        assert_eq!(of("--dry-run "), "Options:", "{help}");
        assert_eq!(of("--exec <"), "Where the secret goes:", "{help}");
    }
}

/// Whatever ends it while it asks for the code, it ends by that, and says how it goes on.
#[test]
fn a_signal_at_the_code_is_the_one_that_ends_it_and_leaves_a_rotation_that_goes_on() {
    for (signal, number) in [("INT", 2), ("TERM", 15), ("HUP", 1), ("USR1", 10)] {
        let world = stored();
        let mut pty = Pty::start(&world.duty("app-key rotate laptop"), SIZE);
        for (question, answer) in [
            ("Replace laptop (5001) with a new key?", "y\r"),
            ("Where should it come from?", "\r"),
            ("Code (email", ""),
        ] {
            pty.until_text(question);
            pty.send(answer);
        }
        let kill = ["-s", signal, &pty.id().to_string()].map(str::to_owned);
        let sent = std::process::Command::new("kill").args(kill).status();
        assert!(sent.unwrap().success());
        assert_eq!(pty.end(), 128 + number, "{}", pty.text());
        let text = pty.text();
        assert!(text.contains("app-key rotate --resume"), "{signal}: {text}");
    }
}
