use proptest::prelude::*;

use super::*;

fn account(options: &[&[&str]]) -> Account {
    let words = |option: &&[&str]| option.iter().map(ToString::to_string).collect();
    Account(options.iter().map(words).collect())
}

#[test]
fn commands_carry_the_account_that_they_are_told_in() {
    let account = account(&[&["--sandbox"], &["--context", "work"]]);
    for (command, line) in [
        (
            duty!("profile set --nickname", "张三"),
            "duty --sandbox --context work profile set --nickname 张三",
        ),
        (
            duty!("auth login --context", "home"),
            "duty auth login --context home",
        ),
        (duty!("config list"), "duty --context work config list"),
        (duty!("auth switch", "work"), "duty auth switch work"),
        (duty!("help exit-codes"), "duty help exit-codes"),
        (
            duty!("prefs show"),
            "duty --sandbox --context work prefs show",
        ),
    ] {
        assert_eq!(
            account.text(&format!("try '{command}'.")),
            format!("try '{line}'.")
        );
        assert_eq!(
            Account::default().text(&command.to_string()),
            Account::default().line(&command)
        );
    }
}

#[test]
fn what_somebody_else_chose_is_no_option() {
    let (id, name) = ("--base-url=http://a.example", "-x");
    for (command, line) in [
        (
            duty!("doctor incident", id),
            "duty doctor incident -- --base-url=http://a.example",
        ),
        (
            duty!("app-key delete", name, "--self"),
            "duty app-key delete --self -- -x",
        ),
        (
            duty!("profile set --nickname", name),
            "duty profile set --nickname=-x",
        ),
        (duty!("prefs apply -f", name), "duty prefs apply -f-x"),
        (
            duty!("doctor explain", name, Box::new("critical")),
            "duty doctor explain -- -x critical",
        ),
    ] {
        assert_eq!(Account::default().line(&command), line);
    }
}

#[test]
fn what_is_no_mark_is_no_command() {
    let account = account(&[&["--sandbox"]]);
    let forged = format!("{OPEN}0000000000000000{:02x}{END}", b'x');
    for text in ["duty prefs show", "'duty prefs show'", forged.as_str()] {
        assert_eq!(account.text(text), text);
    }
    let mark = duty!("prefs show").to_string();
    assert_eq!(account.text(mark.trim_end_matches(END)), "…");
}

#[test]
fn json_stays_json_and_the_commands_of_a_text_can_be_had() {
    let account = account(&[&["--sandbox"]]);
    let command = duty!("profile set --nickname", "a\"b\\c\n");
    let json = serde_json::json!({"hint": format!("'{command}'"), "command": command});
    let told: serde_json::Value = serde_json::from_str(&account.json(&json.to_string())).unwrap();
    assert_eq!(told["command"], account.line(&command));
    assert_eq!(told["hint"], format!("'{}'", account.line(&command)));
    let mut argv = Vec::new();
    written(json["hint"].as_str().unwrap(), |command| {
        argv = account.argv(command);
        String::new()
    });
    assert_eq!(
        argv,
        [
            "duty",
            "--sandbox",
            "profile",
            "set",
            "--nickname",
            "a\"b\\c\n"
        ]
    );
}

#[test]
fn what_has_a_gap_is_shown_and_not_run() {
    let text = format!(
        "'{}', '{}' or '{}'",
        duty!("app-key delete KEY"),
        duty!("auth login --context NAME --base-url", "https://a.example"),
        duty!("app-key delete", "CI"),
    );
    let run = commands_to_run(&text);
    assert_eq!(run, [duty!("app-key delete", "CI")]);
    assert!(
        Account::default()
            .text(&text)
            .contains("'duty app-key delete KEY'")
    );
}

/// What a shell makes of a line.
fn parsed(line: &str) -> Vec<String> {
    let output = std::process::Command::new("bash")
        .args(["-c", &format!("printf '%s\\0' {line}")])
        .env("LC_ALL", "C.UTF-8")
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.split_terminator('\0').map(str::to_owned).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn a_shell_reads_back_what_was_meant(
        words in prop::collection::vec("[^\0]{0,8}|[ -~]{0,12}|[\\\\'\"$`!\n\t\u{1b}\u{9b}\u{202e}0-7]{0,8}", 1..5)
    ) {
        let command = words.iter().fold(duty!("prefs"), |command, word| command.arg(word));
        let account = Account::default();
        let text = command.to_string();
        let line = account.text(&text);
        prop_assert!(!line.contains(crate::text::visible::is_unsafe), "{line:?}");
        prop_assert_eq!(parsed(&line), account.argv(&command));
        let json = account.json(&serde_json::json!([command]).to_string()).into_owned();
        prop_assert_eq!(serde_json::from_str::<Vec<String>>(&json).unwrap(), vec![line.into_owned()]);
    }
}
