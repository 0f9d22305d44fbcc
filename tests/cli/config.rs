//! `duty config`, and `config.toml` under every command.

use std::path::PathBuf;

use crate::harness::World;

#[track_caller]
fn file(world: &World) -> PathBuf {
    PathBuf::from(world.duty("config path").any_stdout().run().stdout.trim())
}

fn write(world: &World, text: &str) -> PathBuf {
    let file = file(world);
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(&file, text).unwrap();
    file
}

#[test]
fn set_get_list_unset() {
    let world = World::new();
    world
        .duty("config set lang zh")
        .stdout("NAME  BEFORE   NOW\nlang  not set  zh\n")
        .run();
    world.duty("config get lang").stdout("zh\n").run();
    world
        .duty("config set contexts.work.base_url https://duty.example/")
        .any_stdout()
        .run();
    world.duty("config set context work").any_stdout().run();
    world
        .duty("config set channels_off voice,sms")
        .any_stdout()
        .run();
    world
        .duty("config set endpoints.device_list /my/devices")
        .any_stdout()
        .run();
    world
        .duty("config set color never --dry-run")
        .any_stdout()
        .run();
    // The language counts from now on; here the table is looked at in English.
    world
        .duty("config list --lang en")
        .stdout(
            "
            NAME                        VALUE
            context                     work
            lang                        zh
            contexts.work.base_url      https://duty.example
            contexts.work.channels_off  voice,sms
            endpoints.device_list       /my/devices
            ",
        )
        .run();
    let ran = world.duty("config list -o json").any_stdout().run();
    assert_eq!(
        ran.json()["items"][3],
        serde_json::json!({"name": "contexts.work.channels_off", "value": "voice,sms"})
    );
    assert_eq!(
        std::fs::read_to_string(file(&world)).unwrap(),
        "lang = \"zh\"\ncontext = \"work\"\n\n[contexts.work]\nbase_url = \"https://duty.example\"\nchannels_off = [\"voice\", \"sms\"]\n\n[endpoints]\ndevice_list = \"/my/devices\"\n"
    );
    world.duty("config unset lang").any_stdout().run();
    world.duty("config get lang").any_stderr().status(6).run();
    world.duty("config unset contexts.work").any_stdout().run();
    world
        .duty("config get context")
        .any_stderr()
        .status(6)
        .run();
    world
        .duty("config unset contexts.work")
        .any_stderr()
        .status(6)
        .run();
}

#[test]
fn what_may_not_be_is_refused_and_not_repeated() {
    let world = World::new();
    for (name, value) in [
        ("app_key", "CANARY"),
        ("contexts.work.app_key", "CANARY"),
        ("contexts.work.key", "CANARY"),
        ("DUTY_APP_KEY", "CANARY"),
        ("token", "CANARY"),
        ("output", "CANARY"),
        ("lang", "CANARY"),
        ("color", "CANARY"),
        ("base_url", "https://duty.example?app_key=CANARY"),
        ("base_url", "CANARY"),
        ("channels_off", "CANARY"),
        ("endpoints.device_list", "CANARY"),
        ("endpoints.device_list", "/x?app_key=CANARY"),
        ("endpoints.member_info", "/x"),
        ("endpoints.nonsense", "/x"),
        ("contexts.work.key_store", "keyring"),
        ("contexts.work.key_id", "1"),
        ("contexts.sandbox.output", "json"),
        ("contexts.a/b.output", "json"),
        ("nonsense", "1"),
    ] {
        let ran = world
            .duty("config set")
            .arg(name)
            .arg(value)
            .any_stderr()
            .status(2)
            .run();
        assert!(!ran.stderr.contains("CANARY"), "{}", ran.stderr);
    }
    let ran = world
        .duty("config set app_key CANARY")
        .any_stderr()
        .status(2)
        .run();
    assert!(ran.stderr.contains("auth login"), "{}", ran.stderr);
    world
        .duty("config set context nowhere")
        .any_stderr()
        .status(6)
        .run();
    assert!(!file(&world).exists());
}

#[test]
fn comments_and_unknown_entries_stay() {
    let world = World::new();
    let text = "# mine\nlang = 'en' # for now\nfuture = [1, # one\n 2]\n\n[contexts.work] # at work\nfuture = true\n";
    let file = write(&world, text);
    world
        .duty("config set lang zh")
        .any_stdout()
        .stderr(
            "
            warning: config.toml has an entry that duty does not know, line 3: future
            warning: config.toml has an entry that duty does not know, line 7: contexts.work.future
            ",
        )
        .run();
    assert_eq!(
        std::fs::read_to_string(&file).unwrap(),
        text.replace("'en'", "\"zh\"")
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn a_broken_file_is_told_by_line_and_column_and_left_alone() {
    let world = World::new();
    for (text, place) in [
        ("output = 'json'\nlang = [\n", "line 2"),
        ("output = 'xml'\n", "line 1, column 10"),
        (
            "\n\n[contexts.work]\napp_key = 'CANARY'\n",
            "line 4, column 11",
        ),
    ] {
        let file = write(&world, text);
        for words in [
            "profile show",
            "config set lang zh",
            "config list",
            "auth list",
        ] {
            let ran = world.duty(words).any_stderr().status(2).run();
            assert!(ran.stderr.contains(place), "{}", ran.stderr);
            assert!(ran.stderr.contains("config.toml"), "{}", ran.stderr);
            assert!(!ran.stderr.contains("CANARY"), "{}", ran.stderr);
        }
        assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
        // What helps to mend it works.
        world.duty("config path").any_stdout().run();
        world.duty("help environment").any_stdout().run();
    }
}

#[test]
fn commands_obey_it() {
    let mut world = World::new();
    let url = world.server.base_url();
    world.env_remove("DUTY_BASE_URL");
    write(
        &world,
        &format!(
            "context = 'work'\noutput = 'json'\n[contexts.work]\nbase_url = '{url}'\nchannels_off = ['email']\n[contexts.plain]\nbase_url = '{url}'\noutput = 'table'\n"
        ),
    );
    let ran = world.duty("prefs show").any_requests().any_stdout().run();
    assert!(ran.json().is_object());
    let ran = world
        .duty("prefs show --context plain")
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run();
    assert!(ran.stdout.starts_with("CHANNEL"), "{}", ran.stdout);
    // The path of an operation that is assumed.
    world
        .duty("config set endpoints.device_list /push/elsewhere")
        .any_stdout()
        .run();
    world.contract = false;
    let ran = world
        .duty("prefs show")
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run();
    assert!(
        ran.requests.iter().any(|one| one.path == "/push/elsewhere"),
        "{:?}",
        ran.operations()
    );
}

#[test]
fn two_writers_at_once_a_hundred_times() {
    let world = World::new();
    let path = file(&world);
    for round in 0..100 {
        let write = |context: &str| {
            world
                .duty(&format!(
                    "config set contexts.{context}.lang {}",
                    if round % 2 == 0 { "zh" } else { "en" }
                ))
                .command()
                .stdout(std::process::Stdio::null())
                .spawn()
                .unwrap()
        };
        let writers = [write(&format!("a{round}")), write(&format!("b{round}"))];
        // Whoever reads meanwhile reads a whole file.
        if let Ok(text) = std::fs::read_to_string(&path) {
            assert!(text.is_empty() || text.ends_with('\n'), "{text}");
        }
        for mut writer in writers {
            assert!(writer.wait().unwrap().success(), "round {round}");
        }
    }
    let list = world.duty("config list -o json").any_stdout().run().json();
    assert_eq!(list["items"].as_array().unwrap().len(), 200);
    let folder: Vec<_> = std::fs::read_dir(path.parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(folder.len(), 2, "{folder:?}");
}

#[cfg(unix)]
#[test]
fn what_is_no_file_or_too_long_is_not_read() {
    let world = World::new();
    let file = write(&world, "");
    for (words, place) in [("profile show", &file), ("config set lang zh", &file)] {
        std::fs::remove_file(place).unwrap();
        let made = std::process::Command::new("mkfifo").arg(place).status();
        assert!(made.expect("this test needs mkfifo").success());
        let ran = world.duty(words).any_stderr().status(1).run();
        assert!(ran.stderr.contains("not a file"), "{}", ran.stderr);
    }
    std::fs::remove_file(&file).unwrap();
    std::os::unix::fs::symlink("/dev/zero", &file).unwrap();
    let ran = world.duty("profile show").any_stderr().status(1).run();
    assert!(ran.stderr.contains("not a file"), "{}", ran.stderr);
    std::fs::remove_file(&file).unwrap();
    write(&world, &"# long\n".repeat(200_000));
    let ran = world.duty("profile show").any_stderr().status(1).run();
    assert!(ran.stderr.contains("1 MiB"), "{}", ran.stderr);
    std::fs::remove_file(&file).unwrap();
    let lock = file.with_extension("lock");
    let _ = std::fs::remove_file(&lock);
    let made = std::process::Command::new("mkfifo").arg(&lock).status();
    assert!(made.expect("this test needs mkfifo").success());
    let ran = world
        .duty("config set lang zh")
        .any_stderr()
        .status(1)
        .run();
    assert!(ran.stderr.contains("not a file"), "{}", ran.stderr);
}

#[test]
fn another_writer_is_waited_for_as_long_as_the_command_may_take() {
    let world = World::new();
    let file = write(&world, "");
    let lock = std::fs::File::create(file.with_extension("lock")).unwrap();
    lock.lock().unwrap();
    let ran = world
        .duty("config set lang zh --timeout 1")
        .any_stderr()
        .status(1)
        .run();
    assert!(ran.stderr.contains("another duty"), "{}", ran.stderr);
    drop(lock);
    world.duty("config set lang zh").any_stdout().run();
}

#[test]
fn nothing_of_a_server_that_is_not_usable_is_shown() {
    let world = World::new();
    for url in [
        "https://duty.example/?app_key=CANARY",
        "https://duty.example/app_key=CANARY",
    ] {
        write(
            &world,
            &format!("[contexts.work]\nbase_url = '{url}'\nkey_store = 'insecure-file'\n"),
        );
        for words in [
            "config list",
            "config list -o json",
            "config get contexts.work.base_url",
            "auth list",
            "auth list -o json",
        ] {
            let ran = world.duty(words).any_stdout().run();
            assert!(ran.stdout.contains("not usable"), "{}", ran.stdout);
            assert!(!ran.stdout.contains("CANARY"), "{}", ran.stdout);
        }
        for (words, status) in [
            ("config set contexts.work.base_url https://b.example", 2),
            ("auth login --context work --app-key-stdin", 2),
        ] {
            let ran = world.duty(words).any_stderr().status(status).run();
            assert!(!ran.stderr.contains("CANARY"), "{}", ran.stderr);
        }
    }
}
