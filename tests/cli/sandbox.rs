//! `--sandbox` and `duty sandbox`: the newcomer's way, with nothing configured.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use crate::harness::World;

fn bare() -> World {
    let mut world = World::new();
    world.env_remove("DUTY_BASE_URL").env_remove("DUTY_APP_KEY");
    world
}

/// What a rotation remembers is for the made-up account, whatever port it has today.
#[test]
fn a_rotation_in_the_sandbox_is_resumed_by_another_run() {
    let mut world = World::new();
    world.env_remove("DUTY_BASE_URL").env_remove("DUTY_APP_KEY");
    let rotate = "--sandbox app-key rotate --output-file new.key";
    // A code that is wrong: the old key cannot be stopped at the end.
    let ran = world
        .duty(rotate)
        .env("DUTY_VERIFY_CODE", "123456")
        .status(8)
        .any_stderr()
        .run();
    assert!(
        ran.stderr
            .contains("duty --sandbox app-key rotate --resume"),
        "{}",
        ran.stderr
    );
    let left = |(path, _): &(std::path::PathBuf, Vec<u8>)| {
        path.to_string_lossy().contains("app-key-rotate-")
    };
    assert!(world.files().iter().any(left));
    world
        .duty("--sandbox app-key rotate --resume --send-code")
        .any_stderr()
        .run();
    let code = world
        .duty("sandbox outbox --jq")
        .arg("[.items[] | select(.device == \"email\")] | last.code")
        .any_stdout()
        .run()
        .stdout;
    let ran = world
        .duty("--sandbox app-key rotate --resume --yes")
        .env("DUTY_VERIFY_CODE", code.trim())
        .any_stderr()
        .run();
    assert!(ran.stderr.contains("is finished"), "{}", ran.stderr);
    assert!(!world.files().iter().any(left));
    world.duty("--sandbox profile show -q").any_stdout().run();
}

#[test]
fn a_change_lasts_and_reset_undoes_it() {
    let world = bare();
    world
        .duty("--sandbox prefs set critical --voice --im feishu")
        .stdout(
            "
            critical incidents
              CHANNEL               BEFORE  NOW  REACHES YOU
            + voice                 no      yes  fails
            - email                 yes     no   not listed
            - app                   yes     no   not listed
            + Feishu 飞书-运维值班  no      yes  if linked
            voice will not reach you: the phone number is not verified; 'duty --sandbox profile set --phone NUMBER' verifies it, the number on file too; or in the console: Personal center > Personal Information > Phone
            Feishu 飞书-运维值班 reaches you only if your Feishu account is linked: the server does not tell, the console does (Integration center > IM > 飞书-运维值班 > Linked Users)
            It is not known whether anything reaches you for critical incidents.
            ",
        )
        .stderr(
            "
            Sandbox: a made-up account on this machine. Nothing here pages anyone.
            Changed, and read back.
            ",
        )
        .run();
    let ran = world
        .duty("--sandbox prefs show -o json -q")
        .any_stdout()
        .run();
    let shown = ran.json();
    let wires = |target: &str| -> Vec<String> {
        shown[target]
            .as_array()
            .unwrap()
            .iter()
            .map(|channel| channel["channel"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(wires("critical"), ["voice", "feishu:4401"]);
    assert_eq!(wires("warning"), ["email", "feishu:4401"]);
    assert_eq!(wires("info"), ["email"]);
    world
        .duty("sandbox reset")
        .stderr("The made-up account is back in its original state.\n")
        .run();
    let ran = world
        .duty("prefs show -o json -q")
        .env("DUTY_SANDBOX", "1")
        .any_stdout()
        .run();
    assert_eq!(ran.json()["critical"][0]["channel"], "email");
}

#[test]
fn a_server_and_the_sandbox_are_one_or_the_other() {
    bare()
        .duty("--sandbox --base-url https://duty.example profile show")
        .any_stderr()
        .status(2)
        .run();
}

#[test]
fn a_broken_state_is_named_with_the_way_out() {
    let world = bare();
    let folder = world.home.path().join("data");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("sandbox.json"), "{half").unwrap();
    let ran = world
        .duty("--sandbox profile show")
        .env("DUTY_DATA_DIR", &folder)
        .any_stderr()
        .status(1)
        .run();
    assert!(ran.stderr.contains("sandbox.json"), "{}", ran.stderr);
    assert!(ran.stderr.contains("duty sandbox reset"), "{}", ran.stderr);
    world
        .duty("sandbox reset -q")
        .env("DUTY_DATA_DIR", &folder)
        .run();
    world
        .duty("--sandbox profile show -q")
        .env("DUTY_DATA_DIR", &folder)
        .any_stdout()
        .run();
}

#[test]
fn serve_is_a_server_for_other_programs() {
    let world = bare();
    let mut server = world
        .duty("sandbox serve")
        .command()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
    let mut exported = |name: &str| {
        let line = lines.next().unwrap().unwrap();
        line.strip_prefix(&format!("export {name}="))
            .unwrap_or_else(|| panic!("{line}"))
            .to_owned()
    };
    let base = exported("DUTY_BASE_URL");
    let key = exported("DUTY_APP_KEY");
    world
        .duty("profile show")
        .env("DUTY_BASE_URL", base)
        .env("DUTY_APP_KEY", key)
        .any_stdout()
        .run();
    // Ctrl-C is how it is meant to end.
    let interrupted = std::process::Command::new("kill")
        .args(["-INT", &server.id().to_string()])
        .status()
        .unwrap();
    assert!(interrupted.success());
    assert_eq!(server.wait().unwrap().code(), Some(0));
    world
        .duty("sandbox serve --listen 0.0.0.0:0")
        .any_stderr()
        .status(2)
        .run();
}

#[test]
fn a_large_account_is_served_and_forgotten() {
    let world = bare();
    let mut server = world
        .duty("sandbox serve --spaces 12 -o json -q")
        .command()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut text = String::new();
    let mut reader = BufReader::new(server.stdout.take().unwrap());
    while !text.ends_with("}\n") {
        assert_ne!(reader.read_line(&mut text).unwrap(), 0, "{text}");
    }
    let told: serde_json::Value = serde_json::from_str(&text).unwrap();
    let word = |name: &str| told[name].as_str().unwrap().to_owned();
    let ran = world
        .duty("doctor --problems -o json")
        .env("DUTY_BASE_URL", word("base_url"))
        .env("DUTY_APP_KEY", word("app_key"))
        .any_stdout()
        .run();
    assert_eq!(ran.json()["counts"]["total"], 12);
    let interrupted = std::process::Command::new("kill")
        .args(["-INT", &server.id().to_string()])
        .status()
        .unwrap();
    assert!(interrupted.success());
    assert_eq!(server.wait().unwrap().code(), Some(0));
    // The account of '--sandbox' is another one.
    let kept = |(path, _): &(std::path::PathBuf, Vec<u8>)| path.ends_with("sandbox.json");
    assert!(!world.files().iter().any(kept));
}

#[test]
fn reset_forgets_the_writes_too() {
    let world = bare();
    let history = || {
        let files = world.files().into_iter();
        files
            .filter(|(path, _)| {
                let name = path.to_string_lossy().into_owned();
                name.contains("+sandbox.") && !name.ends_with(".lock")
            })
            .count()
    };
    world
        .duty("--sandbox prefs set critical --voice --im feishu")
        .any_stdout()
        .any_stderr()
        .run();
    // What was there before, and what was seen.
    assert_eq!(history(), 2);
    world.duty("sandbox reset").any_stderr().run();
    assert_eq!(history(), 0);
    world.duty("sandbox reset").any_stderr().run();
}

#[test]
fn an_alert_comes_in_and_goes_its_way() {
    let world = bare();
    let ran = world
        .duty("sandbox page --space logistics --severity Warning -o json")
        .any_stdout()
        .any_stderr()
        .status(6)
        .run();
    assert!(ran.stderr.contains("logistics"), "{}", ran.stderr);
    let ran = world
        .duty("sandbox page --space 物流 --severity Warning -o json")
        .any_stdout()
        .run();
    let page = ran.json();
    assert_eq!(page["incident"]["severity"], "warning");
    assert_eq!(
        page["incident"]["space"],
        serde_json::json!({"id": "30103", "name": "订单与物流"})
    );
    assert!(
        page["incident"]["id"]
            .as_str()
            .unwrap()
            .to_uppercase()
            .ends_with(page["incident"]["num"].as_str().unwrap())
    );
    let ran = world.duty("sandbox page").any_stdout().run();
    let words = "\"支付网关错误率升高\" is open: critical, in 支付核心.\n";
    assert!(
        ran.stdout.starts_with("Incident ") && ran.stdout.ends_with(words),
        "{}",
        ran.stdout
    );
    let ran = world.duty("sandbox page -q").any_stdout().run();
    assert_eq!(ran.stdout.trim().len(), 6, "{}", ran.stdout);
    world
        .duty("sandbox page --space e")
        .stderr(
            "
            error: e is a part of several names: Checkout EU, Edge & CDN, 数据仓库 Data Warehouse, 搜索 Search
            ",
        )
        .status(2)
        .run();
}

#[test]
fn serve_at_a_port() {
    let world = bare();
    // One that is free now.
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let mut server = world
        .duty(&format!("sandbox serve --port {port}"))
        .command()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let line = BufReader::new(server.stdout.take().unwrap())
        .lines()
        .next()
        .unwrap()
        .unwrap();
    assert_eq!(
        line,
        format!("export DUTY_BASE_URL=http://127.0.0.1:{port}")
    );
    server.kill().unwrap();
    server.wait().unwrap();
    world
        .duty("sandbox serve --port 1 --listen 127.0.0.1:0")
        .any_stderr()
        .status(2)
        .run();
}
