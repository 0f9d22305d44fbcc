//! `export`, `apply`, `diff`.

use serde_json::json;

use super::{READS, SHOWS, WRITES, lists, put};
use crate::harness::World;

const EXPORTED: &str = r#"
    # How you are notified. 'duty prefs apply -f FILE' makes it so;
    # a target that is left out is left alone.

    critical = [
      "email",
      "app",
    ]

    warning = [
      "email",
      "feishu:4401", # 飞书-运维值班
    ]

    info = []

    shift = [
      "voice",
      "slack:4777", # not among the account's IM apps
      "raw:app", # kept as it is: duty does not know it
      "future_app:9", # kept as it is: duty does not know it
    ]

    status-page = [
      "feishu:4401", # 飞书-运维值班
    ]
    "#;

fn odd_world() -> World {
    let mut world = World::new();
    world.contract = false;
    put(
        &world,
        json!({"info": [], "shift": ["app", "future_app:9", "voice", "voice", "slack_app:4777"]}),
    );
    world
}

#[test]
fn export_is_sorted_and_commented_and_comes_back_unchanged() {
    let world = odd_world();
    let text = world
        .duty("prefs export")
        .requests_in_steps(&SHOWS)
        .stdout(EXPORTED)
        .run()
        .stdout;
    let before = lists(&world);
    // Another order is the same state, and the same bytes.
    put(
        &world,
        json!({"shift": ["slack_app:4777", "voice", "future_app:9", "app"]}),
    );
    world
        .duty("prefs export --lang zh")
        .requests_in_steps(&SHOWS)
        .stdout(EXPORTED)
        .run();
    put(&world, before.clone());
    for verb in ["apply -f -", "apply --check -f -", "diff -f -"] {
        world
            .duty(&format!("prefs {verb}"))
            .stdin(text.clone())
            .requests_in_steps(&READS)
            .any_stderr()
            .run();
    }
    let json = world
        .duty("prefs export -o json")
        .requests_in_steps(&SHOWS)
        .any_stdout()
        .run();
    assert_eq!(
        json.json(),
        json!({
            "schema_version": 1,
            "critical": ["email", "app"],
            "warning": ["email", "feishu:4401"],
            "info": [],
            "shift": ["voice", "slack:4777", "raw:app", "future_app:9"],
            "status_page": ["feishu:4401"],
            "warnings": [],
        })
    );
    world
        .duty("prefs apply -f - -q")
        .stdin(json.stdout)
        .requests_in_steps(&READS)
        .run();
    assert_eq!(lists(&world), before);
}

#[test]
fn apply_takes_words_names_and_wire_strings_and_leaves_the_rest_alone() {
    let mut world = World::new();
    world.contract = false;
    // The server takes back only what it once gave out.
    put(&world, json!({"info": ["future_app:9"]}));
    let before = lists(&world);
    let file = world.home.path().join("prefs.toml");
    std::fs::write(
        &file,
        "warning = ['app', 'lark:飞书', \"slack_app:4404\", 'future_app:9', 'dingtalk']\nstatus_page = []\n",
    )
    .unwrap();
    world
        .duty("prefs apply --check -f prefs.toml -q")
        .requests_in_steps(&READS)
        .any_stdout()
        .status(3)
        .run();
    world
        .duty("prefs diff -f prefs.toml -q")
        .requests_in_steps(&READS)
        .any_stdout()
        .status(3)
        .run();
    let dry = world
        .duty("prefs apply --dry-run -f prefs.toml -o json")
        .requests_in_steps(&READS)
        .any_stdout()
        .run()
        .json();
    assert_eq!(dry["difference"], json!(true));
    assert_eq!(dry["changed"], json!(false));
    assert_eq!(dry["targets"][1]["removed"], json!(["feishu:4401"]));
    assert_eq!(lists(&world), before);
    world
        .duty("prefs apply -f prefs.toml -q")
        .requests_in_steps(&WRITES)
        .run();
    let after = lists(&world);
    assert_eq!(
        after["warning"],
        json!([
            "push",
            "feishu_app:4401",
            "slack_app:4404",
            "future_app:9",
            "dingtalk_app:4403"
        ])
    );
    assert_eq!(after["status-page"], json!([]));
    for target in ["critical", "info", "shift"] {
        assert_eq!(after[target], before[target]);
    }
    world
        .duty("prefs apply --check -f prefs.toml")
        .requests_in_steps(&READS)
        .stderr("No difference.\n")
        .run();
    // What a file leaves out of a list, and duty does not know, stays.
    world
        .duty("prefs apply -f - -q")
        .stdin("info = []")
        .requests_in_steps(&READS)
        .run();
}

#[test]
fn mistakes_have_line_and_column() {
    let world = World::new();
    for (text, expected) in [
        (
            "critical = ['email']\nwarning = ['email',\n  'voise']\nshift = ['x:1']\n",
            "
            error: standard input:3:3: 'voise' is not a channel; did you mean 'voice'?
              standard input:4:10: 'x:1' is not a channel; expected voice, sms, email, app, or TYPE:ID with TYPE one of dingtalk, feishu, wecom, slack, teams
              try: 'duty prefs export' shows how it is written
            ",
        ),
        (
            "{\"critical\": [\"email\"],\n \"warning\": [\"电话\", \"voise\"]}",
            "
            error: standard input:2:14: '电话' is not a channel; expected voice, sms, email, app, or TYPE:ID with TYPE one of dingtalk, feishu, wecom, slack, teams
              standard input:2:20: 'voise' is not a channel; did you mean 'voice'?
              try: 'duty prefs export' shows how it is written
            ",
        ),
        (
            "status-page = ['feishu:4401', 'email']",
            "
            error: standard input:1:31: status page changes are told by IM apps only, and not by voice, SMS, email or push
              try: 'duty prefs export' shows how it is written
            ",
        ),
    ] {
        world
            .duty("prefs apply -f -")
            .stdin(text)
            .requests_in_steps(&READS)
            .stderr(expected)
            .status(2)
            .run();
    }
    // The form is looked at before the server is.
    for (text, expected) in [
        (
            "\ncritcal = []",
            "standard input:2:1: 'critcal' is not a target; expected critical, warning, info, shift, status-page",
        ),
        (
            "{\"info\": [], \"critcal\": []}",
            "standard input:1:14: 'critcal' is not a target",
        ),
        (
            "{\"info\": [],\n\"info\": [\"email\"]}",
            "standard input:2:1: 'info' stands here a second time",
        ),
        (
            "{\"info\": [\"sms\"], \"info\": []}",
            "standard input:1:19: 'info' stands here a second time",
        ),
        (
            "{\"info\": [\"sms\", \"voice\"], \"info\": [\"sms\"], \"x\": 1}",
            "standard input:1:45: expected a list of channels",
        ),
        ("info = []\ninfo = []", "standard input:2:1: duplicate key"),
        (
            "status-page = []\nstatus_page = []",
            "standard input:2:1: 'status_page' stands here a second time",
        ),
        (
            "info = 'email'",
            "standard input:1:8: expected a list of channels",
        ),
        (
            "info = ['email', 3]",
            "standard input:1:18: expected a list of channels",
        ),
        (
            "{\"info\": \"email\"}",
            "standard input:1:2: expected a list of channels",
        ),
        ("info = [", "standard input:1:9: "),
        ("{\"info\": [", "standard input:1:10: "),
        ("# nothing", "standard input names no target"),
    ] {
        let ran = world
            .duty("prefs apply -f -")
            .stdin(text)
            .status(2)
            .any_stderr()
            .run();
        assert!(ran.stderr.contains(expected), "{text}\n{}", ran.stderr);
    }
    let ran = world
        .duty("prefs apply -f -")
        .stdin("info = ['email', 'feishu:nosuch']")
        .requests_in_steps(&READS)
        .status(6)
        .any_stderr()
        .run();
    assert!(
        ran.stderr
            .starts_with("error: standard input:1:18: there is no Feishu instance 'nosuch'"),
        "{}",
        ran.stderr
    );
    world
        .duty("prefs apply -f nosuch.toml")
        .status(6)
        .any_stderr()
        .run();
    world
        .duty("prefs apply -f - --app-key-stdin")
        .status(2)
        .any_stderr()
        .run();
}

#[test]
fn a_file_does_not_silence_by_accident_either() {
    let world = World::new();
    for text in ["critical = []", "critical = ['voice']"] {
        world
            .duty("prefs apply -f -")
            .stdin(text)
            .requests_in_steps(&READS)
            .any_stderr()
            .status(2)
            .run();
        // To look is not to do.
        world
            .duty("prefs apply --check -f -")
            .stdin(text)
            .requests_in_steps(&READS)
            .any_stdout()
            .any_stderr()
            .status(3)
            .run();
    }
    world
        .duty("prefs apply -f - --allow-silent -q")
        .stdin("critical = []")
        .requests_in_steps(&WRITES)
        .run();
}

/// A channel that duty does not know may stay where it is listed; anywhere else it is a mistake. The
/// wire's form of an IM app is looked up as any other.
#[test]
fn a_misspelt_channel_is_not_taken_for_an_unknown_one() {
    let mut world = World::new();
    // The contract has no such channel.
    world.contract = false;
    put(&world, json!({"info": ["email", "future_app:9", "pigeon"]}));
    for (text, status, expected) in [
        (
            "critical = ['slak_app:701']",
            2,
            "standard input:1:13: 'slak_app:701' is not a channel",
        ),
        (
            "critical = ['raw:vioce']",
            2,
            "standard input:1:13: 'raw:vioce' is not a channel; did you mean 'voice'?",
        ),
        (
            "critical = ['slack_app:998']",
            6,
            "there is no Slack instance '998'",
        ),
    ] {
        let ran = world
            .duty("prefs apply -f -")
            .stdin(text)
            .requests_in_steps(&READS)
            .any_stderr()
            .status(status)
            .run();
        assert!(ran.stderr.contains(expected), "{}", ran.stderr);
    }
    world
        .duty("prefs apply -f - -q")
        .stdin("warning = ['email', 'future_app:9', 'raw:pigeon', 'slack_app:4404']")
        .requests_in_steps(&super::WRITES)
        .run();
    assert_eq!(
        world.pref("warning"),
        ["email", "future_app:9", "pigeon", "slack_app:4404"]
    );
}
