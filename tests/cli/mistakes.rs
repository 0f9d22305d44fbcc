//! A table of mistakes: what somebody types who knows another program, or nothing yet, and what duty answers.

use crate::harness::World;

/// What was typed, and what the answer must say.
const TABLE: &[(&str, &str)] = &[
    ("prefs set critical voice", "try: --voice is what you mean"),
    ("prefs set critical sms", "try: --sms is what you mean"),
    (
        "prefs set critical 飞书",
        "try: --im feishu is what you mean",
    ),
    (
        "prefs set critical --feishu",
        "try: --im feishu is what you mean",
    ),
    (
        "prefs set critical --slack",
        "try: --im slack is what you mean",
    ),
    (
        "prefs set critical --phone",
        "try: --voice is what you mean",
    ),
    ("prefs set critical --mail", "try: --email is what you mean"),
    ("prefs set critical --push", "try: --app is what you mean"),
    (
        "prefs set --severity critical --voice",
        "try: critical is what you mean",
    ),
    (
        "prefs set --warning --voice",
        "try: warning is what you mean",
    ),
    ("prefs set --all --voice", "try: all is what you mean"),
    ("prefs set high --voice", "try: critical is what you mean"),
    ("prefs set 严重 --voice", "try: critical is what you mean"),
    ("prefs set oncall --voice", "try: shift is what you mean"),
    ("prefs test 严重", "try: critical is what you mean"),
    (
        "doctor explain 支付核心 警告",
        "try: warning is what you mean",
    ),
    ("doctor --severity 提醒", "try: info is what you mean"),
    (
        "prefs set critical --dry",
        "try: --dry-run is what you mean",
    ),
    ("prefs set critcal --voice", "similar: critical"),
    ("prefs set critical --im feshu", "similar: feishu"),
    ("prefs set critical --voic", "similar: --voice"),
    (
        "prefs set critical --feshu",
        "try: --im feishu is what you mean",
    ),
    (
        "prefs add critical --fieshu",
        "try: --im feishu is what you mean",
    ),
    (
        "prefs set critical --dingtlk",
        "try: --im dingtalk is what you mean",
    ),
    (
        "prefs set critical --slak",
        "try: --im slack is what you mean",
    ),
    (
        "prefs set critical --temas",
        "try: --im teams is what you mean",
    ),
    (
        "prefs remove all --wecmo",
        "try: --im wecom is what you mean",
    ),
    (
        "prefs set critical --phoen",
        "try: --voice is what you mean",
    ),
    ("prefs set critical --voise", "similar: --voice"),
    ("prefs set critical --emial", "similar: --email"),
    ("prefs set critical --emai", "similar: --email"),
    ("prefs set critical --ap", "similar: --app"),
    ("prefs set critical --dryrun", "similar: --dry-run"),
    ("prefs set critical --contxt x", "similar: --context"),
    ("profile show --ouptut json", "similar: --output"),
    ("profile show --timout 5", "similar: --timeout"),
    ("profile show --quite", "similar: --quiet"),
    (
        "profile show --langauge zh",
        "try: --lang zh is what you mean",
    ),
    (
        "profile show --formt json",
        "try: --output json is what you mean",
    ),
    (
        "profile show --hots x",
        "try: --base-url URL is what you mean",
    ),
    ("device bind --pgn x", "similar: --png"),
    ("device bind --wiat 5m", "similar: --wait"),
    ("device unbind x --dryrun", "similar: --dry-run"),
    ("doctor --sapce x", "similar: --space"),
    ("doctor --severty critical", "similar: --severity"),
    (
        "app-key create ci --output-flie x",
        "similar: --output-file",
    ),
    ("app-key rotate ci --replce", "similar: --replace"),
    ("auth login --improt", "similar: --import"),
    ("auth login --app-kye", "a key is never an argument"),
    ("auth login --toekn", "a key is never an argument"),
    (
        "auth login --insecure-storge",
        "similar: --insecure-storage",
    ),
    ("prefs undo --lsit", "similar: --list"),
    ("prefs apply --flie x", "similar: --file"),
    ("login", "'duty auth login' is what you mean"),
    ("logout", "'duty auth logout' is what you mean"),
    ("status", "'duty auth status' is what you mean"),
    ("keys", "'duty app-key' is what you mean"),
    ("devices", "'duty device' is what you mean"),
    ("bind", "'duty device bind' is what you mean"),
    ("undo", "'duty prefs undo' is what you mean"),
    ("notifications", "'duty prefs' is what you mean"),
    ("explain", "'duty doctor explain' is what you mean"),
    ("docter", "similar: doctor"),
    ("prefs list", "'duty prefs show' is what you mean"),
    ("prefs history", "'duty prefs undo --list' is what you mean"),
    (
        "prefs rm critical --voice",
        "'duty prefs remove' is what you mean",
    ),
    ("prefs diff prefs.toml", "a file is given with --file FILE"),
    ("prefs apply prefs.toml", "a file is given with --file FILE"),
    ("prefs show --json", "try: -o json is what you mean"),
    (
        "prefs show --format json",
        "try: --output json is what you mean",
    ),
    (
        "prefs show --host duty.example",
        "try: --base-url URL is what you mean",
    ),
    (
        "prefs show --no-color",
        "try: --color never is what you mean",
    ),
    ("prefs show --debug", "try: --verbose is what you mean"),
    (
        "auth login --save work",
        "try: --context NAME is what you mean",
    ),
    ("auth login --app-key", "a key is never an argument"),
    ("missed", "'duty doctor missed' is what you mean"),
    (
        "incident 0E83EE",
        "'duty doctor incident 0E83EE' is what you mean",
    ),
    ("0e83ee", "'duty doctor incident 0e83ee' is what you mean"),
    (
        "doctor 0E83EE",
        "'duty doctor incident 0E83EE' is what you mean",
    ),
    (
        "why 0E83EE",
        "'duty doctor incident 0E83EE' is what you mean",
    ),
    ("why critical", "'duty doctor explain' is what you mean"),
    ("incident facade", "'duty doctor incident' is what you mean"),
    ("test critical", "'duty prefs test' is what you mean"),
    ("log", "'duty prefs log' is what you mean"),
    ("auth rm work", "a key is never an argument"),
    (
        "app-key revoke ci",
        "'duty app-key delete' is what you mean",
    ),
    ("app-key new ci", "'duty app-key create' is what you mean"),
    ("device remove", "'duty device unbind' is what you mean"),
    (
        "prefs show --png x",
        "'duty device bind' has --png, this command has not",
    ),
    ("sandbox start", "'duty sandbox serve' is what you mean"),
    (
        "profile show --timeout 0",
        "expected a whole number from 1 to 3600",
    ),
    ("profile show --timeout soon", "expected a whole number"),
    (
        "sandbox serve --listen nowhere",
        "expected an address and a port, such as 127.0.0.1:8080",
    ),
    (
        "profile show --base-url duty.example",
        "write https://duty.example",
    ),
    ("prefs set", "missing: <TARGET>..."),
    ("prefs set critical --im", "needs a value"),
    ("device bind --png a --svg b", "cannot be used with"),
    ("profile show --lang fr", "expected one of: en, zh"),
];

/// Sentences of the library that reads the command line, and of others below it.
const NOT_OURS: [&str; 8] = [
    "tip:",
    "For more information",
    "to pass '",
    "use '--",
    "invalid socket",
    "is not in",
    "invalid digit",
    "unrecognized subcommand",
];

#[test]
fn every_mistake_is_answered_with_what_is_meant() {
    let world = World::new();
    let mut wrong = Vec::new();
    for (words, answer) in TABLE {
        let ran = world.duty(words).any_stderr().any_stdout().status(2).run();
        if !ran.stderr.contains(answer) {
            wrong.push(format!("{words}: no {answer:?} in\n{}", ran.stderr));
        }
        for other in NOT_OURS {
            assert!(!ran.stderr.contains(other), "{words}: {}", ran.stderr);
        }
        if words.contains("--lang") {
            continue;
        }
        let zh = world
            .duty(words)
            .env("DUTY_LANG", "zh")
            .any_stderr()
            .any_stdout()
            .status(2)
            .run();
        assert!(zh.stderr.starts_with("错误："), "{words}: {}", zh.stderr);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What makes somebody silent, or deletes more than was asked for, is never the way out of a mistake.
#[test]
fn nothing_dangerous_is_suggested() {
    let world = World::new();
    for words in [
        "device unbind --all",
        "prefs clear --al",
        "prefs set critical --silent-ok",
        "app-key rotate --rep",
        "auth login --insecure",
    ] {
        let ran = world.duty(words).any_stderr().status(2).run();
        for danger in [
            "similar: --allow-silent",
            "similar: --replace",
            "similar: --insecure",
        ] {
            assert!(!ran.stderr.contains(danger), "{words}: {}", ran.stderr);
        }
    }
    let ran = world
        .duty("prefs clear critical --allow-silen")
        .any_stderr()
        .status(2)
        .run();
    assert!(
        ran.stderr.contains("similar: --allow-silent"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_key_is_not_repeated_whatever_option_it_was_given_to() {
    let world = World::new();
    for words in [
        "auth login --key CANARY0123456789abcdef",
        "auth login --key=CANARY0123456789abcdef",
        "auth login --token=CANARY",
        "prefs show --app-key CANARY0123456789abcdef",
        "prefs show --api-key=CANARY0123456789abcdef",
        "auth login -k CANARY0123456789abcdef",
    ] {
        for format in ["", " -o json"] {
            let ran = world
                .duty(&format!("{words}{format}"))
                .any_stderr()
                .status(2)
                .run();
            assert!(!ran.stderr.contains("CANARY"), "{words}: {}", ran.stderr);
        }
    }
}

#[test]
fn a_context_is_removed_with_its_key() {
    let mut world = World::new();
    let url = world.server.base_url();
    let key = world.server.app_key();
    world.env_remove("DUTY_APP_KEY").env_remove("DUTY_BASE_URL");
    world
        .duty(&format!(
            "auth login --context work --app-key-stdin --insecure-storage --base-url {url}"
        ))
        .stdin(key)
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run();
    let ran = world
        .duty("config unset contexts.work")
        .any_stderr()
        .status(2)
        .run();
    assert!(
        ran.stderr.contains("'duty auth remove work' removes both"),
        "{}",
        ran.stderr
    );
    let ran = world
        .duty("auth remove work --dry-run")
        .any_stdout()
        .stderr("The current context would then be default.\n")
        .run();
    assert!(
        ran.stdout.contains("Context work would be removed."),
        "{}",
        ran.stdout
    );
    let ran = world
        .duty("auth remove work")
        .any_stdout()
        .any_stderr()
        .run();
    assert!(
        ran.stdout.contains("Context work is removed."),
        "{}",
        ran.stdout
    );
    assert!(
        ran.stderr.contains("The current context is now default."),
        "{}",
        ran.stderr
    );
    world
        .duty("config get contexts.work.base_url")
        .any_stderr()
        .status(6)
        .run();
    world
        .duty("config get context")
        .any_stderr()
        .status(6)
        .run();
    world.duty("auth remove work").any_stderr().status(6).run();
    world
        .duty("config set contexts.home.base_url https://duty.example")
        .any_stdout()
        .run();
    let ran = world.duty("config unset contexts.home").any_stdout().run();
    assert_eq!(ran.stdout, "Context home is removed.\n");
}
