//! `set`, `add`, `remove`, `clear`, `copy`, and what each of them refuses.

use serde_json::json;

use super::{READS, WRITES, WRITES_AND_LOG, lists, put};
use crate::harness::World;

#[test]
fn a_change_reads_once_writes_once_and_reads_back() {
    let world = World::new();
    let before = lists(&world);
    let ran = world
        .duty("prefs set critical --email --im feishu")
        .requests_in_steps(&WRITES_AND_LOG)
        .stdout(
            "
            critical incidents
              CHANNEL               BEFORE  NOW  REACHES YOU
              email                 yes     yes  yes
            - app                   yes     no   not listed
            + Feishu 飞书-运维值班  no      yes  if linked
            Feishu 飞书-运维值班 reaches you only if your Feishu account is linked: the server does not tell, the console does (Integration center > IM > 飞书-运维值班 > Linked Users)
            ",
        )
        .stderr("Changed, and read back.\n")
        .run();
    assert_eq!(
        ran.bodies("preference_update"),
        [json!({"trigger_notify": {
            "critical": ["email", "feishu_app:4401"],
            "warning": before["warning"],
            "info": before["info"],
        },
            "schedule_shift_notify": {"personal_channels": ["email"]},
            "status_change_notify": {"im_integrations": ["feishu_app:4401"]},
        })],
        "every other list as read, for a server may keep no list that it is not sent"
    );
    let again = world
        .duty("prefs set critical --im feishu --email")
        .requests_in_steps(&READS)
        .any_stdout()
        .stderr("Nothing to change: it is so already.\n")
        .run();
    assert!(again.bodies("preference_update").is_empty());
}

#[test]
fn several_targets_at_once_in_one_write() {
    let world = World::new();
    let ran = world
        .duty("prefs add all shift --im slack:EU --im lark")
        .requests_in_steps(&WRITES)
        .any_stdout()
        .any_stderr()
        .status(6)
        .any_requests()
        .run();
    assert!(
        ran.bodies("preference_update").is_empty(),
        "no instance begins with EU: nothing is written of the rest"
    );
    assert!(
        ran.stderr
            .contains("  try: name one of them: --im slack:4404\n"),
        "{}",
        ran.stderr
    );
    // The name alone, as 'prefs channels' shows it.
    let ran = world
        .duty("prefs add info --im")
        .arg("Slack EU")
        .requests(&[])
        .any_stderr()
        .status(2)
        .run();
    assert!(
        ran.stderr.contains("TYPE, TYPE:ID or TYPE:NAME") && ran.stderr.contains("slack:4404"),
        "{}",
        ran.stderr
    );
    world
        .duty("prefs add all shift --im lark,slack:4404")
        .requests_in_steps(&WRITES_AND_LOG)
        .any_stdout()
        .any_stderr()
        .run();
    assert_eq!(
        lists(&world),
        json!({
            "critical": ["email", "push", "feishu_app:4401", "slack_app:4404"],
            "warning": ["email", "feishu_app:4401", "slack_app:4404"],
            "info": ["email", "feishu_app:4401", "slack_app:4404"],
            "shift": ["email", "feishu_app:4401", "slack_app:4404"],
            "status-page": ["feishu_app:4401"],
        })
    );
}

#[test]
fn an_instance_is_named_by_id_name_or_beginning_of_a_name() {
    for name in ["4401", "飞书-运维值班", "飞书"] {
        let world = World::new();
        world
            .duty("prefs set info -q --im")
            .arg(format!("feishu:{name}"))
            .requests_in_steps(&WRITES)
            .run();
        assert_eq!(world.pref("info"), ["feishu_app:4401"]);
    }
}

#[test]
fn a_choice_that_a_script_must_make() {
    let world = World::new();
    world
        .duty("prefs set critical --im slack")
        .requests_in_steps(&READS)
        .status(2)
        .stderr(
            "
            error: --im slack fits 2 Slack instances
              slack:4404  Slack EU (enabled)
              slack:4405  Slack US (enabled)
              try: name one of them: --im slack:4404
            ",
        )
        .run();
    world
        .duty("prefs set critical --im feishu:nosuch")
        .requests_in_steps(&READS)
        .status(6)
        .any_stderr()
        .run();
    let ran = world
        .duty("prefs set critical")
        .status(2)
        .any_stderr()
        .run();
    assert!(ran.stderr.contains("'clear' is the verb"), "{}", ran.stderr);
    for verb in ["set", "add"] {
        world
            .duty(&format!("prefs {verb} status-page --email"))
            .status(2)
            .any_stderr()
            .run();
    }
}

#[test]
fn clear_asks_and_keeps_what_it_does_not_know() {
    let mut world = World::new();
    world.contract = false;
    put(&world, json!({"info": ["email", "future_app:9"]}));
    world
        .duty("prefs clear info")
        .requests_in_steps(&READS)
        .status(2)
        .any_stderr()
        .run();
    let ran = world
        .duty("prefs clear info shift --yes")
        .requests_in_steps(&WRITES_AND_LOG)
        .any_stdout()
        .any_stderr()
        .run();
    assert!(
        ran.stderr
            .contains("future_app:9 is kept: duty does not take away what it does not know."),
        "{}",
        ran.stderr
    );
    assert_eq!(lists(&world)["info"], json!(["future_app:9"]));
    assert_eq!(lists(&world)["shift"], json!([]));
    world
        .duty("prefs clear critical --yes --allow-silent -q")
        .requests_in_steps(&WRITES)
        .run();
    assert_eq!(lists(&world)["critical"], json!([]));
    // Nothing left to ask for.
    world
        .duty("prefs clear critical shift -q")
        .requests_in_steps(&READS)
        .run();
}

#[test]
fn remove_means_what_is_listed() {
    let world = World::new();
    put(
        &world,
        json!({"info": ["email", "slack_app:4404", "slack_app:9999", "email"], "warning": ["slack_app:4405", "email"]}),
    );
    // Two are enabled, one is listed.
    world
        .duty("prefs remove warning --im slack -q")
        .requests_in_steps(&WRITES)
        .run();
    // One that is gone from the account.
    world
        .duty("prefs remove info --im slack:9999 -q")
        .requests_in_steps(&WRITES)
        .run();
    assert_eq!(
        lists(&world)["info"],
        json!(["email", "slack_app:4404", "email"])
    );
    let ran = world
        .duty("prefs remove warning --sms --im slack --im feishu:4401")
        .requests_in_steps(&READS)
        .any_stdout()
        .any_stderr()
        .run();
    assert_eq!(
        ran.stderr,
        "warning does not list SMS.\nwarning does not list Feishu 飞书-运维值班.\n\
         warning lists no Slack app.\nNothing to change: it is so already.\n"
    );
    put(
        &world,
        json!({"info": ["slack_app:4404", "slack_app:4405"]}),
    );
    world
        .duty("prefs remove info --im slack")
        .requests_in_steps(&READS)
        .status(2)
        .any_stderr()
        .run();
}

#[test]
fn copy_takes_the_first_as_the_source() {
    let world = World::new();
    world
        .duty("prefs copy warning critical info -q")
        .requests_in_steps(&WRITES)
        .run();
    assert_eq!(world.pref("critical"), ["email", "feishu_app:4401"]);
    assert_eq!(world.pref("info"), ["email", "feishu_app:4401"]);
    put(&world, json!({"critical": ["email", "slack_app:4404"]}));
    let ran = world
        .duty("prefs copy critical status-page")
        .requests_in_steps(&WRITES_AND_LOG)
        .any_stdout()
        .any_stderr()
        .run();
    assert!(
        ran.stderr
            .contains("Not copied to status-page, which takes IM apps only: email."),
        "{}",
        ran.stderr
    );
    assert_eq!(lists(&world)["status-page"], json!(["slack_app:4404"]));
    put(&world, json!({"info": []}));
    for line in [
        "prefs copy shift status-page",
        "prefs copy info warning",
        "prefs copy info info",
    ] {
        world.duty(line).any_requests().status(2).any_stderr().run();
    }
}
