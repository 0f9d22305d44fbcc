//! Several accounts and servers: which one a command works in, and that it is never the wrong one.

use serde_json::json;

use super::{PRIMARY, config, key, log_in, row, world};
use crate::harness::World;

#[test]
fn a_context_is_not_turned_to_another_server_without_a_word() {
    let world = world();
    let other = World::new();
    log_in(&world, &key(&world), "--context work");
    let login = format!(
        "auth login --app-key-stdin --insecure-storage --context work --base-url {}",
        other.server.base_url()
    );
    let ran = world
        .duty(&login)
        .stdin(key(&other))
        .any_stderr()
        .status(2)
        .run();
    assert!(ran.stderr.contains("--yes"), "{}", ran.stderr);
    assert_eq!(other.server.requests().len(), 0);
    world
        .duty(&format!("{login} --yes"))
        .stdin(key(&other))
        .any_stdout()
        .any_stderr()
        .run();
    assert!(config(&world).contains(&other.server.base_url()));
}

/// Whatever fails on the way, the key of one server is never where another server's is looked for.
#[test]
fn a_login_that_fails_leaves_the_earlier_key() {
    let world = world();
    let other = World::new();
    log_in(&world, &key(&world), "");
    let path = world.duty("config path").any_stdout().run().stdout;
    let lock = std::path::Path::new(path.trim()).with_extension("lock");
    let login = format!(
        "auth login --app-key-stdin --insecure-storage --yes --base-url {}",
        other.server.base_url()
    );
    let stays = || {
        let token = world.duty("auth token").any_stdout().run().stdout;
        assert_eq!(token.trim(), key(&world));
        assert!(config(&world).contains(&world.server.base_url()));
        world
            .duty("profile show")
            .requests(&["member_info"])
            .any_stdout()
            .run();
    };
    // The file cannot be locked.
    std::fs::remove_file(&lock).unwrap();
    std::fs::create_dir(&lock).unwrap();
    let fails = || {
        world
            .duty(&login)
            .stdin(PRIMARY)
            .any_stderr()
            .status(1)
            .run()
            .stderr
    };
    let told = fails();
    assert!(told.contains("was not stored"), "{told}");
    stays();
    // The key cannot be written, after the file was.
    std::fs::remove_dir(&lock).unwrap();
    let data = world.home.path().join("data");
    let elsewhere = |words: &str| world.duty(words).env("DUTY_DATA_DIR", &data);
    elsewhere(&format!(
        "auth login --app-key-stdin --insecure-storage --base-url {}",
        world.server.base_url()
    ))
    .stdin(key(&world))
    .any_stdout()
    .any_stderr()
    .any_requests()
    .run();
    std::fs::remove_dir_all(data.join("insecure-keys")).unwrap();
    std::fs::write(data.join("insecure-keys"), "").unwrap();
    let told = elsewhere(&login)
        .stdin(PRIMARY)
        .any_stderr()
        .status(1)
        .run()
        .stderr;
    assert!(told.contains("cannot store the key"), "{told}");
    let now = config(&world);
    assert!(!now.contains("key_store"), "{now}");
}

#[test]
fn a_variable_wins_and_is_told() {
    let world = world();
    let url = world.server.base_url();
    log_in(&world, &key(&world), "--context work");
    let ran = world
        .duty("auth status -o json")
        .env("DUTY_APP_KEY", PRIMARY)
        .env("FLASHDUTY_APP_KEY", "other-key")
        .any_requests()
        .any_stdout()
        .run();
    let row = row(&ran);
    assert_eq!(row["source"], "DUTY_APP_KEY");
    assert_eq!(
        row["shadows"],
        serde_json::json!([
            {"name": "FLASHDUTY_APP_KEY", "effect": "not_used"},
            {"name": "insecure-file", "effect": "not_used"},
        ])
    );

    // It stands in the way of a context that was asked for: by option or by variable.
    for (words, name) in [("--context work", ""), ("", "work")] {
        let ran = world
            .duty(&format!("profile show {words}"))
            .env("DUTY_CONTEXT", name)
            .env("DUTY_APP_KEY", PRIMARY)
            .any_stderr()
            .status(2)
            .run();
        assert!(ran.stderr.contains("unset DUTY_APP_KEY"), "{}", ran.stderr);
    }
    // A read is not warned of, a change is.
    world
        .duty("profile show")
        .env("DUTY_APP_KEY", key(&world))
        .requests(&["member_info"])
        .any_stdout()
        .run();
    let ran = world
        .duty("prefs set critical --email")
        .env("DUTY_APP_KEY", key(&world))
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run();
    assert!(
        ran.stderr.contains("DUTY_APP_KEY is used in place of"),
        "{}",
        ran.stderr
    );
    // Logging in works all the same, and says that it changes nothing for now.
    let ran = world
        .duty(&format!(
            "auth login --app-key-stdin --insecure-storage --base-url {url}"
        ))
        .env("DUTY_APP_KEY", PRIMARY)
        .stdin(key(&world))
        .requests(&["member_info"])
        .any_stdout()
        .any_stderr()
        .run();
    assert!(
        ran.stderr
            .contains("DUTY_APP_KEY is set and takes precedence"),
        "{}",
        ran.stderr
    );
    // A context without a stored key has nothing that could be overridden.
    world.duty("auth logout").any_stdout().any_stderr().run();
    world
        .duty("profile show --context work")
        .env("DUTY_APP_KEY", key(&world))
        .requests(&["member_info"])
        .any_stdout()
        .run();
}

#[test]
fn a_stored_key_goes_to_its_own_server_only() {
    let world = world();
    let other = World::new();
    log_in(&world, &key(&world), "");
    let url = other.server.base_url();
    for run in [
        world.duty(&format!("profile show --base-url {url}")),
        world.duty("profile show").env("DUTY_BASE_URL", url.clone()),
        world
            .duty("auth token")
            .env("FLASHDUTY_BASE_URL", url.clone()),
    ] {
        let ran = run.any_stderr().status(2).run();
        assert!(ran.stderr.contains("not sent there"), "{}", ran.stderr);
    }
    let ran = world
        .duty(&format!("config set base_url {url}"))
        .any_stderr()
        .status(2)
        .run();
    assert!(ran.stderr.contains("auth login"), "{}", ran.stderr);
    assert_eq!(other.server.requests().len(), 0);
    // A key that was given for this run goes where it is told.
    world
        .duty(&format!("profile show --base-url {url} --app-key-stdin"))
        .stdin(key(&other))
        .any_stdout()
        .run();
    assert_eq!(other.server.requests().len(), 1);
}

#[test]
fn several_contexts_and_each_change_says_where() {
    let world = world();
    let other = World::new();
    log_in(&world, &key(&world), "--context work");
    let one = world
        .duty("prefs set critical --email")
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run();
    assert!(!one.stderr.contains("context work"), "{}", one.stderr);
    world
        .duty(&format!(
            "auth login --app-key-stdin --insecure-storage --context home --base-url {}",
            other.server.base_url()
        ))
        .stdin(PRIMARY)
        .any_stdout()
        .any_stderr()
        .run();
    let told = "context work, account 星环电商 Starloop (2451002751)";
    let ran = world
        .duty("prefs set critical --email --app")
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run();
    assert!(
        ran.stderr.contains(&format!("Changing {told}")),
        "{}",
        ran.stderr
    );
    assert!(
        ran.stderr.contains(&format!("Changed {told}")),
        "{}",
        ran.stderr
    );
    world.server.clear_requests();
    let ran = world
        .duty("prefs set critical --email --context home")
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run();
    assert!(
        ran.stderr.contains("Changing context home"),
        "{}",
        ran.stderr
    );
    assert!(
        ran.stderr.contains(&other.server.base_url()),
        "{}",
        ran.stderr
    );
    assert_eq!(ran.requests.len(), 0, "the other account was not touched");

    world
        .duty("auth switch home")
        .stdout("Context home is now the current context.\n")
        .run();
    let list = world.duty("auth list -o json").any_stdout().run().json();
    assert_eq!(list["items"][0]["name"], "home");
    assert_eq!(list["items"][0]["current"], true);
    assert_eq!(list["items"][1]["current"], false);
    let ran = world.duty("auth token").any_stdout().run();
    assert_eq!(ran.stdout.trim(), PRIMARY);
    let ran = world
        .duty("auth switch nowhere")
        .any_stderr()
        .status(6)
        .run();
    assert!(ran.stderr.contains("home, work"), "{}", ran.stderr);
    let ran = world
        .duty("profile show --context wrok")
        .any_stderr()
        .status(6)
        .run();
    assert!(ran.stderr.contains("home, work"), "{}", ran.stderr);
    world.duty("auth switch").any_stderr().status(2).run();
    world
        .duty("auth switch wo --dry-run")
        .stdout("Context work would become the current context, in place of home.\n")
        .stderr("'wo' matches work\n")
        .run();

    let ran = world.duty("auth logout --all").any_stderr().status(2).run();
    assert!(ran.stderr.contains("--yes"), "{}", ran.stderr);
    let ran = world
        .duty("auth logout --all --yes -o json")
        .any_stdout()
        .any_stderr()
        .run();
    assert_eq!(
        ran.json()["items"][1],
        json!({"name": "work", "deleted_from": ["insecure-file"]})
    );
    assert!(
        !world
            .files()
            .iter()
            .any(|(path, _)| path.to_string_lossy().contains("insecure-keys"))
    );
    world.duty("auth token").any_stderr().status(4).run();
}

#[test]
fn a_key_that_is_refused_is_told_by_its_place() {
    let world = world();
    let refused = |env: &[(&str, &str)]| {
        let mut run = world.duty("profile show").env_remove("DUTY_APP_KEY");
        for (name, value) in env {
            run = run.env(name, *value);
        }
        run.status(4).any_requests().any_stderr().run().stderr
    };
    let url = world.server.base_url();
    let told = refused(&[("DUTY_APP_KEY", "no-such-key"), ("DUTY_BASE_URL", &url)]);
    assert!(told.contains("the key came from DUTY_APP_KEY\n"), "{told}");
    log_in(&world, &key(&world), "");
    let told = refused(&[("FLASHDUTY_APP_KEY", "no-such-key")]);
    let before = "the key came from FLASHDUTY_APP_KEY, which goes before the INSECURE file of context default";
    assert!(told.contains(before), "{told}");
}

#[test]
fn a_filter_that_fails_does_not_hide_the_switch() {
    let world = world();
    log_in(&world, &key(&world), "--context work");
    let ran = world
        .duty("auth switch work --jq")
        .arg("error(\"no\")")
        .status(1)
        .any_stderr()
        .run();
    assert!(
        ran.stderr
            .contains("Context work is now the current context."),
        "{}",
        ran.stderr
    );
    assert!(config(&world).contains("context = \"work\""));
}

/// A key is deleted where the context can say so; else it is told that it is gone.
#[test]
fn a_key_is_not_deleted_without_a_word() {
    for words in ["auth logout", "auth remove default"] {
        let world = world();
        log_in(&world, &key(&world), "");
        let path = world.duty("config path").any_stdout().run().stdout;
        let lock = std::path::Path::new(path.trim()).with_extension("lock");
        std::fs::remove_file(&lock).unwrap();
        std::fs::create_dir(&lock).unwrap();
        let ran = world.duty(words).status(1).any_stderr().run();
        assert!(ran.stderr.contains("cannot lock"), "{}", ran.stderr);
        let token = world.duty("auth token").any_stdout().run().stdout;
        assert_eq!(token.trim(), key(&world), "{words}");
    }
    let mut world = world();
    let folder = world.home.path().join("small");
    std::fs::create_dir(&folder).unwrap();
    let disk = crate::app_key::FullDisk::with_pages(&folder, 2);
    world.env("DUTY_CONFIG_DIR", folder.to_str().unwrap());
    log_in(&world, &key(&world), "");
    std::fs::write(folder.join("another"), vec![0; 4096]).unwrap();
    let ran = world.duty("auth logout").status(1).any_stderr().run();
    let gone = "the key of context default is deleted all the same";
    assert!(ran.stderr.contains(gone), "{}", ran.stderr);
    let left = world.files().into_iter();
    let has_key = |content: &[u8]| String::from_utf8_lossy(content).contains(&key(&world));
    assert_eq!(left.filter(|(_, content)| has_key(content)).count(), 0);
    drop(disk);
}

/// Whoever cannot be told wants every key gone all the same.
#[test]
fn a_logout_that_cannot_be_shown_is_said_to_have_happened() {
    let world = world();
    for context in ["one", "two"] {
        log_in(&world, &key(&world), &format!("--context {context}"));
    }
    let full = std::fs::File::options().write(true).open("/dev/full");
    let mut run = world.duty("auth logout --all --yes").command();
    let output = run.stdout(full.unwrap()).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains("could not be shown"), "{told}");
    assert!(!config(&world).contains("key_store"), "{}", config(&world));
}
