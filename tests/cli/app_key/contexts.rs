//! A context that another duty changes while a key is on its way into it: what somebody logged in with stays, no key
//! comes to a server that it is not for, and no secret is lost over it.

use duty_sandbox::{Fault, FaultKind, MEMBER_KEY};

use super::holders::{Running, codes, cut_off, keys, nobody_is_locked_out, shown, stored};
use crate::harness::World;

#[track_caller]
fn log_in(world: &World, key: &str, url: &str) {
    world
        .duty(&format!(
            "auth login --app-key-stdin --insecure-storage --yes --base-url {url}"
        ))
        .stdin(format!("{key}\n"))
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run();
}

fn files(world: &World) -> Vec<(String, String)> {
    let each = world.files().into_iter();
    each.map(|(path, content)| {
        (
            path.display().to_string(),
            String::from_utf8_lossy(&content).into_owned(),
        )
    })
    .collect()
}

fn has_slot(world: &World) -> bool {
    files(world)
        .iter()
        .any(|(path, _)| path.contains("default+new"))
}

fn config(world: &World) -> String {
    let found = files(world)
        .into_iter()
        .find(|(path, _)| path.ends_with("/config.toml"));
    found.unwrap().1
}

/// What somebody does to the context while a rotation waits to be resumed.
enum Meanwhile {
    ToAnotherServer,
    ToAnotherPerson,
    Removed,
}

#[test]
fn a_rotation_puts_no_key_into_a_context_that_is_another_by_now() {
    for meanwhile in [
        Meanwhile::ToAnotherServer,
        Meanwhile::ToAnotherPerson,
        Meanwhile::Removed,
    ] {
        let (world, other) = (stored(), World::new());
        let (old, url) = (keys(&world)[0].secret.clone(), world.server.base_url());
        cut_off(&world);
        assert!(has_slot(&world));
        match meanwhile {
            Meanwhile::ToAnotherServer => {
                log_in(&world, other.server.app_key(), &other.server.base_url());
            }
            Meanwhile::ToAnotherPerson => log_in(&world, MEMBER_KEY, &url),
            Meanwhile::Removed => {
                // As by hand: what the slot has stays.
                let config = world.home.path().join(".config/duty/config.toml");
                std::fs::write(config, "").unwrap();
            }
        }
        let before = config(&world);
        let run = |words: &str| {
            world
                .duty(words)
                .env("DUTY_APP_KEY", &old)
                .env("DUTY_BASE_URL", &url)
                .any_requests()
                .any_stdout()
                .any_stderr()
        };
        let ran = run("app-key rotate --resume").status(7).run();
        assert!(
            ran.stderr.contains("context default was changed meanwhile"),
            "{}",
            ran.stderr
        );
        assert_eq!(config(&world), before);
        // As it says: the new key goes, and so does what is known of the rotation.
        let new = keys(&world).pop().unwrap();
        assert!(ran.stderr.contains(&format!("app-key delete {}", new.id)));
        let code = super::codes(&world, 1);
        run(&format!("app-key delete {} --self --yes", new.id))
            .env("DUTY_VERIFY_CODE", code)
            .run();
        run("app-key rotate --resume").run();
        assert!(!has_slot(&world));
        assert_eq!(config(&world), before);
        assert!(
            keys(&world)
                .iter()
                .any(|key| key.enabled && key.secret == old)
        );
    }
}

/// What cannot be written down is found out before there is a key.
#[test]
fn a_context_that_cannot_be_written_down_gets_no_key() {
    let world = World::new();
    let folder = world.home.path().join(".config/duty");
    std::fs::create_dir_all(&folder).unwrap();
    std::os::unix::fs::symlink("/proc/none.toml", folder.join("config.toml")).unwrap();
    let before = keys(&world);
    for command in ["create x", "rotate laptop --self --keep-old 1h"] {
        let ran = world
            .duty(&format!("app-key {command} --save=ci --insecure-storage"))
            .status(1)
            .any_requests()
            .any_stderr()
            .run();
        assert_eq!(keys(&world), before, "{command}: {}", ran.stderr);
        assert!(ran.stderr.contains("no key was created"), "{}", ran.stderr);
    }
}

#[test]
fn of_two_keys_for_one_new_context_one_is_told_elsewhere() {
    let world = World::new();
    let wait = std::time::Duration::from_secs(2);
    let slow = Fault::on("app_key_create", FaultKind::Delay(wait));
    world.server.fault(slow.first(1));
    let create = |name: &str| {
        world.duty(&format!(
            "app-key create {name} --save=ci --insecure-storage"
        ))
    };
    let first = create("one");
    let mut running = Running::start(&first);
    running.at(&world, "app_key_create");
    create("two").any_requests().any_stderr().run();
    let ended = running.end();
    // There is a key: what was asked for was not wrong.
    assert_eq!(ended.status, Some(7), "{}", ended.stderr);
    assert!(
        ended.stderr.contains("context ci already has a key"),
        "{}",
        ended.stderr
    );
    nobody_is_locked_out(&world, &ended.printed(), &[world.server.app_key()]);
    let two = keys(&world).into_iter().find(|key| key.name == "two");
    world
        .duty("auth token --context ci")
        .env_remove("DUTY_APP_KEY")
        .env_remove("DUTY_BASE_URL")
        .stdout(&format!("{}\n", two.unwrap().secret))
        .run();
}

/// Nothing that opens something stays behind.
#[test]
fn logging_out_takes_the_key_of_an_interrupted_rotation_too() {
    for words in [
        "auth logout",
        "auth logout --all --yes",
        "auth remove default",
    ] {
        let world = stored();
        cut_off(&world);
        assert!(has_slot(&world));
        world.duty(words).any_stdout().any_stderr().run();
        for (path, content) in files(&world) {
            for key in keys(&world) {
                assert!(!content.contains(&key.secret), "{words}: {path}");
            }
        }
    }
}

/// A number of a process means another one in every container.
#[test]
fn a_key_of_a_killed_create_is_named_and_one_under_way_is_not() {
    let world = World::new();
    let wait = std::time::Duration::from_secs(10);
    world
        .server
        .fault(Fault::on("app_key_create", FaultKind::DelayAfter(wait)).first(1));
    let run = world.duty("app-key create ci --output-file ci.key");
    let mut running = Running::start(&run);
    running.at(&world, "app_key_create");
    let told = |world: &World| {
        let ran = world
            .duty("app-key list")
            .any_requests()
            .any_stdout()
            .any_stderr()
            .run();
        ran.stderr
            .contains("duty was interrupted while creating the key")
    };
    let made = || keys(&world).into_iter().any(|key| key.name == "ci");
    while !made() {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    assert!(!told(&world));
    running.signal("KILL");
    running.end();
    assert!(told(&world));
    assert!(!told(&world), "once");
    assert!(
        !files(&world)
            .iter()
            .any(|(path, _)| path.contains("app-key-create"))
    );
}

/// Two folders of configuration may share the folder of what is remembered.
#[test]
fn a_rotation_of_another_folder_is_left_alone() {
    let world = stored();
    let url = world.server.base_url();
    let other = world.home.path().join("other");
    let there = |words: &str| {
        world
            .duty(words)
            .env("DUTY_CONFIG_DIR", &other)
            .any_requests()
            .any_stdout()
            .any_stderr()
    };
    there(&format!(
        "auth login --app-key-stdin --insecure-storage --base-url {url}"
    ))
    .stdin(format!("{}\n", world.server.app_key()))
    .run();
    let code = codes(&world, 2);
    world.server.fault(Fault::on(
        "app_key_disable",
        FaultKind::error(500, "InternalError"),
    ));
    world
        .duty("app-key rotate laptop --self")
        .env("DUTY_VERIFY_CODE", &code)
        .any_status()
        .any_requests()
        .any_stderr()
        .run();
    world.server.clear_faults();
    let before = shown(&world);
    for words in ["--resume --yes", "--finish --self", "--resume --send-code"] {
        let ran = there(&format!("app-key rotate {words}"))
            .env("DUTY_VERIFY_CODE", &code)
            .any_status()
            .run();
        if words.starts_with("--resume") {
            let own = world.home.path().join(".config/duty");
            let own = format!(
                "set DUTY_CONFIG_DIR to {}",
                own.canonicalize().unwrap().display()
            );
            assert_eq!(ran.status, Some(2), "{}", ran.stderr);
            assert!(
                ran.stderr.contains("another folder of configuration"),
                "{}",
                ran.stderr
            );
            assert!(ran.stderr.contains(&own), "{own}: {}", ran.stderr);
        }
        assert_eq!(shown(&world), before, "{words}");
    }
    let listed = there("app-key list").run();
    let own = world.home.path().join(".config/duty");
    let begun = format!(
        "where DUTY_CONFIG_DIR is {}",
        own.canonicalize().unwrap().display()
    );
    assert!(listed.stderr.contains(&begun), "{}", listed.stderr);
    let listed = world
        .duty("app-key list")
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run();
    assert!(
        !listed.stderr.contains("DUTY_CONFIG_DIR"),
        "{}",
        listed.stderr
    );
    for words in ["auth logout", "auth remove default"] {
        let ran = there(words).run();
        assert!(
            !ran.stderr.contains("nobody may hold"),
            "{words}: {}",
            ran.stderr
        );
    }
    // Here it goes on, whichever way the folder is named.
    let ran = world
        .duty("app-key rotate --resume")
        .env("DUTY_CONFIG_DIR", world.home.path().join(".config/duty"))
        .env("DUTY_VERIFY_CODE", &code)
        .any_requests()
        .any_stderr()
        .run();
    assert!(ran.stderr.contains("is finished"), "{}", ran.stderr);
    assert!(shown(&world).ends_with("laptop+"), "{}", shown(&world));
}

/// After logins to two servers the place beside the key of a context may have another rotation's new key.
#[test]
fn what_another_rotation_has_put_beside_the_key_is_its_own() {
    let world = stored();
    cut_off(&world);
    let all = files(&world).into_iter();
    let (slot, new) = all
        .into_iter()
        .find(|(path, _)| path.contains("default+new"))
        .unwrap();
    let another = "another-key-0123456789";
    std::fs::write(&slot, another).unwrap();
    world.server.clear_requests();
    let resume = world.duty("app-key rotate --resume");
    let ran = resume
        .any_requests()
        .any_stdout()
        .any_stderr()
        .any_status()
        .run();
    assert!(
        ran.stderr.contains("is not where it was stored"),
        "{}",
        ran.stderr
    );
    assert_eq!(std::fs::read_to_string(&slot).unwrap(), another);
    assert!(
        world
            .server
            .requests()
            .iter()
            .all(|one| !format!("{one:?}").contains(another))
    );
    // With its own it goes on.
    std::fs::write(&slot, new).unwrap();
    let code = super::codes(&world, 1);
    let resume = world
        .duty("app-key rotate --resume")
        .env("DUTY_VERIFY_CODE", code);
    resume.any_requests().any_stdout().any_stderr().run();
    assert!(!has_slot(&world));
}
