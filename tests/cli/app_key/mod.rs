//! `duty app-key`: the keys that are there. What goes wrong on the way is in `faults.rs`.

mod aftermath;
mod alike;
mod at_once;
mod believed;
mod contexts;
mod copies;
mod create;
mod elsewhere;
mod ended;
mod exec;
mod faults;
mod finish;
mod holders;
mod kept;
mod leaked;
mod others;
mod pipeline;
mod place;
mod reinstalled;
mod relogin;
mod rotate;
mod saved;
mod several;
mod shared;
mod theirs;
mod ways;

use duty_sandbox::{Fault, FaultKind, MEMBER_KEY};
use serde_json::json;

use crate::harness::World;
use crate::pty::{Pty, SIZE};
pub use holders::FullDisk;
use holders::{codes, fill, keys, shown};

/// A world with so many codes given, for other nouns.
pub fn world_with_codes(how_many: usize) -> World {
    with_codes(World::new(), how_many)
}

/// The same where a context has the key.
pub fn stored_with_codes(how_many: usize) -> World {
    with_codes(holders::stored(), how_many)
}

fn with_codes(mut world: World, how_many: usize) -> World {
    world.env("DUTY_VERIFY_CODE", codes(&world, how_many));
    world
}

#[test]
fn list_says_how_many_and_what_is_known_of_the_one_in_use() {
    let world = World::new();
    // The only one that works is the one that was asked with.
    let shown = world
        .duty("app-key list -o json")
        .requests(&["app_key_list"])
        .any_stdout()
        .any_stderr()
        .run()
        .json();
    assert_eq!((&shown["used"], &shown["limit"]), (&json!(2), &json!(5)));
    assert_eq!(shown["items"][0]["in_use"], json!(false));
    assert_eq!(shown["items"][1]["in_use"], json!(true));
    enable_spare(&world);
    let ran = world
        .duty("app-key list")
        .requests(&["app_key_list"])
        .any_stdout()
        .stderr(
            "
            2/5 used
            A key does not say which of these it is: duty knows only the id of a key that it created and stored itself.
            ",
        )
        .run();
    let lines: Vec<Vec<&str>> = ran
        .stdout
        .lines()
        .map(|line| line.split_whitespace().collect())
        .collect();
    assert_eq!(lines[1][..3], ["5002", "ci-2024", "enabled"]);
    assert_eq!(lines[2][..3], ["5001", "laptop", "enabled"]);
    assert_eq!(lines[2].last(), Some(&"maybe"));
    let shown = world
        .duty("app-key list -o json")
        .requests(&["app_key_list"])
        .any_stdout()
        .any_stderr()
        .run()
        .json();
    for nth in [0, 1] {
        assert_eq!(shown["items"][nth]["in_use"], json!(null));
    }
}

/// With a second key that works it is not known which one duty is using.
fn enable_spare(world: &World) {
    world
        .server
        .edit(|state| {
            for key in state["app_keys"].as_array_mut().unwrap() {
                if key["key_id"] == 5002 {
                    key["status"] = json!("enabled");
                }
            }
        })
        .unwrap();
}

#[test]
fn the_key_in_use_is_not_ended_by_accident() {
    let world = World::new();
    let refused = |said: &str| {
        for words in ["app-key disable laptop", "app-key delete 5001 --yes"] {
            let ran = world
                .duty(words)
                .status(2)
                .requests(&["app_key_list"])
                .any_stderr()
                .run();
            assert!(ran.stderr.contains("--self"), "{}", ran.stderr);
            assert!(ran.stderr.contains(said), "{}", ran.stderr);
        }
    };
    refused("laptop (5001) is the key that duty itself is using");
    enable_spare(&world);
    refused("laptop (5001) may be the key that duty itself is using");
    let code = codes(&world, 1);
    world
        .duty("app-key disable laptop --self")
        .env("DUTY_VERIFY_CODE", code)
        .requests(&["app_key_list", "app_key_disable", "app_key_list"])
        .stderr("Disabled the key laptop (5001).\n")
        .run();
    assert_eq!(shown(&world), "laptop-, ci-2024+");
}

#[test]
fn a_disabled_key_of_its_own_is_noticed_when_the_answer_is_lost() {
    let world = World::new();
    let code = codes(&world, 1);
    world
        .server
        .fault(Fault::on("app_key_disable", FaultKind::CloseAfter));
    let ran = world
        .duty("app-key disable laptop --self")
        .env("DUTY_VERIFY_CODE", code)
        .any_requests()
        .any_stderr()
        .run();
    assert!(ran.stderr.contains("it was this one"), "{}", ran.stderr);
}

#[test]
fn keys_are_named_by_id_or_name_and_two_of_a_name_are_refused() {
    let world = World::new();
    world
        .duty("app-key rename 5002 laptop")
        .requests(&["app_key_list", "app_key_rename"])
        .stderr("The key ci-2024 (5002) is called laptop now.\n")
        .run();
    let ran = world
        .duty("app-key rename laptop x")
        .status(2)
        .requests(&["app_key_list"])
        .any_stderr()
        .run();
    assert!(ran.stderr.contains("laptop (5001)") && ran.stderr.contains("laptop (5002)"));
    world
        .duty("app-key rename nobody x")
        .status(6)
        .requests(&["app_key_list"])
        .any_stderr()
        .run();
    let code = codes(&world, 1);
    world
        .duty("app-key enable 5002")
        .env("DUTY_VERIFY_CODE", code)
        .requests(&["app_key_list", "app_key_enable", "app_key_list"])
        .any_stderr()
        .run();
    assert_eq!(shown(&world), "laptop+, laptop+");
}

#[test]
fn the_beginning_of_one_name_is_enough_and_is_told_in_full() {
    let world = World::new();
    fill(&world, 2, "enabled");
    let ran = world
        .duty("app-key delete mo --yes --self")
        .status(2)
        .requests(&["app_key_list"])
        .any_stderr()
        .run();
    assert!(ran.stderr.contains("matches 2 keys"), "{}", ran.stderr);
    assert!(
        ran.stderr.contains("more-0 (5100): enabled")
            && ran.stderr.contains("more-1 (5101): enabled"),
        "{}",
        ran.stderr
    );
    let code = codes(&world, 1);
    world
        .duty("app-key delete CI --yes")
        .env("DUTY_VERIFY_CODE", code)
        .requests(&["app_key_list", "app_key_delete", "app_key_list"])
        .stderr(
            "
            'CI' matches ci-2024 (5002): disabled
            Deleted the key ci-2024 (5002).
            ",
        )
        .run();
    // An id is no beginning of another.
    world
        .duty("app-key rename 500 x")
        .status(6)
        .requests(&["app_key_list"])
        .any_stderr()
        .run();
    let ran = world
        .duty("app-key list --person lisi@ -o json")
        .requests(&["member_list", "member_info", "app_key_list"])
        .any_stdout()
        .any_stderr()
        .run();
    assert_eq!(ran.json()["items"][0]["name"], "lisi-laptop");
    assert!(ran.warnings().contains("'lisi@' matches"), "{}", ran.stdout);
}

#[test]
fn the_owner_acts_for_a_member_and_nobody_else_does() {
    let world = World::new();
    let ran = world
        .duty("app-key list --person lisi@example.com -o json")
        .requests(&["member_list", "member_info", "app_key_list"])
        .any_stdout()
        .any_stderr()
        .run();
    assert_eq!(ran.json()["items"][0]["name"], "lisi-laptop");
    assert_eq!(ran.json()["items"][0]["in_use"], json!(false));
    world
        .duty("app-key list --person nobody@example.com")
        .status(6)
        .requests(&["member_list"])
        .any_stderr()
        .run();
    world
        .server
        .edit(|state| state["members"][2]["member_name"] = json!("李四"))
        .unwrap();
    let ran = world
        .duty("app-key list --person 李四")
        .status(2)
        .requests(&["member_list"])
        .any_stderr()
        .run();
    assert!(ran.stderr.contains("matches 2 members"), "{}", ran.stderr);
    let ran = world
        .duty("app-key create ci -q")
        .env("DUTY_APP_KEY", MEMBER_KEY)
        .status(5)
        .requests(&["app_key_list"])
        .any_stderr()
        .run();
    assert!(
        ran.stderr.contains("only the account owner"),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("Personal center > APP keys"));
}

#[test]
fn a_terminal_shows_the_secret_once_and_asks_for_the_code() {
    let world = World::new();
    let mut pty = Pty::start(&world.duty("app-key create ci"), SIZE);
    let (status, text) = (pty.end(), pty.text());
    assert_eq!(status, 0, "{text}");
    let made = keys(&world).pop().unwrap();
    assert!(
        text.contains("The secret of ci (60001), which you will not see again:"),
        "{text}"
    );
    assert_eq!(text.matches(&made.secret).count(), 1, "{text}");

    let mut pty = Pty::start(&world.duty("app-key delete ci"), SIZE);
    // duty made it, and works with another one.
    let text = pty.until_text("Delete the key ci (60001)?");
    assert!(!text.contains("that duty itself is using"), "{text}");
    pty.send("y\r");
    pty.until_text("Where should it come from?");
    // The phone is not verified: only what can receive a code is offered.
    let text = pty.until_text("authenticator app");
    assert!(
        text.contains("email: z***@example.com") && !text.contains("138"),
        "{text}"
    );
    pty.send("\r");
    pty.until_text("A verification code went to z***@example.com.");
    pty.until_text("Code (email");
    let outbox = world.server.outbox().unwrap();
    let mail = outbox
        .iter()
        .rev()
        .find(|mail| mail.device == "email")
        .unwrap();
    pty.send(&format!("{}\r", mail.code));
    let (status, text) = (pty.end(), pty.text());
    assert_eq!(status, 0, "{text}");
    assert!(text.contains("Deleted the key ci (60001)."), "{text}");
    assert_eq!(shown(&world), "laptop+, ci-2024-");
}
