//! What fingers know from other programs: `ls`, `rm`, `whoami`, aliases of one's own, commas and capitals.

use crate::harness::World;

#[test]
fn words_of_other_programs_are_known() {
    let world = World::new();
    for (word, known) in [
        ("device ls -q", "device list -q"),
        ("app-key ls -q", "app-key list -q"),
        ("whoami --offline -q", "auth status --offline -q"),
    ] {
        let print = |words: &str| {
            let run = world.duty(words).any_requests().any_stdout();
            run.any_stderr().any_status().run().stdout
        };
        assert_eq!(print(word), print(known), "{word}");
    }
    let ran = world
        .duty("device rm")
        .arg("Pixel 9")
        .arg("--dry-run")
        .any_requests();
    ran.any_stdout().any_stderr().run();
}

#[test]
fn an_alias_of_the_user_stands_for_words_and_hides_no_command() {
    let world = World::new();
    let config = world.home.path().join("config");
    std::fs::create_dir(&config).unwrap();
    std::fs::write(
        config.join("config.toml"),
        "[alias]\nphones = \"device list --jq '.items[].name'\"\ndevice = 'help'\n",
    )
    .unwrap();
    world
        .duty("phones")
        .env("DUTY_CONFIG_DIR", &config)
        .requests(&["device_list"])
        .stdout("Pixel 9\n")
        .run();
    world
        .duty("device list -q")
        .env("DUTY_CONFIG_DIR", &config)
        .requests(&["device_list"])
        .stdout("dev_0000000000000a01\n")
        .run();
    let ran = world
        .duty("nosuch")
        .env("DUTY_CONFIG_DIR", &config)
        .status(2)
        .any_stderr()
        .run();
    assert!(ran.stderr.contains("nosuch"), "{}", ran.stderr);
}

#[test]
fn targets_take_commas_and_capitals() {
    let world = World::new();
    let ran = world
        .duty("prefs set Warning,INFO --email --dry-run -o json")
        .any_requests()
        .any_stdout()
        .run();
    let told = ran.json();
    assert_eq!(told["targets"][0]["target"], "warning");
    assert_eq!(told["targets"][1]["target"], "info");
}
