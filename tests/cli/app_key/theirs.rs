//! Rotations that were cut off, and what others did meanwhile: their keys are theirs, and no key is sent to another server.

use duty_sandbox::{Fault, FaultKind};
use serde_json::{Value, json};

use super::holders::{Key, auth, codes, cut_off, file, fill, keep_old, keys, log_in, stored};
use crate::harness::World;

/// A rotation whose new key is in the context, and whose old one could not be stopped; the new one, and what was said.
#[track_caller]
fn cut_off_at_the_end(world: &World) -> (Key, String) {
    let error = FaultKind::error(500, "InternalError");
    world.server.fault(Fault::on("app_key_disable", error));
    let rotate = world.duty("app-key rotate laptop --self --context default");
    let rotate = rotate.env("DUTY_VERIFY_CODE", codes(world, 1)).status(1);
    let told = rotate.any_requests().any_stderr().run().stderr;
    world.server.clear_faults();
    (keys(world).pop().unwrap(), told)
}

/// It was cut off before there was a new key. What others do under its names is theirs: an old key that they keep works on.
#[test]
fn the_new_key_of_somebody_else_is_not_taken_for_its_own() {
    for (begin, option) in [
        ("--output-file n.key", "--resume"),
        ("--output-file n.key --delete", "--resume"),
        ("--output-file n.key --keep-old 1h", "--finish --self"),
        ("", "--resume"),
    ] {
        let world = stored();
        let create = Fault::on("app_key_create", FaultKind::CloseBefore);
        world.server.fault(create);
        let rotate = format!("app-key rotate laptop --self --context default {begin}");
        let run = world
            .duty(&rotate)
            .env("DUTY_VERIFY_CODE", codes(&world, 1));
        run.any_status().any_requests().any_stderr().run();
        world.server.clear_faults();
        // Somebody else, who does not have what is remembered here.
        world
            .duty("app-key rotate laptop --self --keep-old 24h --state st.json --output-file o.key")
            .env("DUTY_STATE_DIR", world.home.path().join("theirs"))
            .any_requests()
            .any_stderr()
            .run();
        let run = world.duty(&format!("app-key rotate {option} --context default"));
        let run = run.env("DUTY_VERIFY_CODE", codes(&world, 1));
        let ran = run.any_status().any_requests().any_stderr().run();
        assert!(keys(&world)[0].enabled, "{}", ran.stderr);
        assert!(!ran.stderr.contains("app-key delete"), "{}", ran.stderr);
        assert!(!ran.stderr.contains("is finished"), "{}", ran.stderr);
    }
}

/// That somebody gave it another name does not prove that the new key is in anybody's hands.
#[test]
fn a_name_does_not_prove_a_new_key() {
    let world = stored();
    let error = FaultKind::error(500, "InternalError");
    world.server.fault(Fault::on("member_info", error));
    let code = codes(&world, 1);
    world
        .duty("app-key rotate laptop --self --context default --output-file n.key")
        .env("DUTY_VERIFY_CODE", &code)
        .any_status()
        .any_requests()
        .any_stderr()
        .run();
    world.server.clear_faults();
    let rename = world.duty("app-key rename 5001").arg("laptop (old)");
    rename.any_requests().any_stderr().run();
    let run = world.duty("app-key rotate --resume --context default");
    let run = run.env("DUTY_VERIFY_CODE", code).status(2);
    let ran = run.any_requests().any_stderr().run();
    assert!(ran.stderr.contains("never tested"), "{}", ran.stderr);
    assert!(keys(&world)[0].enabled);
}

/// The key that a rotation left beside that of the context may be for another server: it is not sent to this one, and stays.
#[test]
fn a_new_key_of_another_server_is_neither_sent_nor_overwritten() {
    let (world, other) = (stored(), World::new());
    let (new, _) = cut_off_at_the_end(&world);
    let there = other.server.base_url();
    log_in(&world, "default", &there, other.server.app_key());
    other.server.clear_requests();
    let rotate = world
        .duty("app-key rotate --context default --keep-old 1h")
        .status(7);
    let ran = rotate.any_requests().any_stderr().run();
    let told = format!("its new key is for {}", world.server.base_url());
    assert!(ran.stderr.contains(&told), "{}", ran.stderr);
    let sent = format!("{:?}", other.server.requests());
    assert!(!sent.contains(&new.secret));
    let slot = file(&world, "insecure-keys/default+new");
    let slot = std::fs::read_to_string(slot).unwrap();
    assert_eq!(slot.trim(), new.secret);
}

/// The context lost both copies, and another one has the new key.
#[test]
fn an_interrupted_rotation_goes_on_where_the_new_key_is() {
    for take_away in ["logout --context default", "remove default"] {
        let world = stored();
        let (new, _) = cut_off_at_the_end(&world);
        log_in(&world, "two", &world.server.base_url(), &new.secret);
        let told = auth(&world, take_away);
        let command = "'duty app-key rotate --resume --context two'";
        assert!(told.contains(command), "{take_away}: {told}");
        assert!(!told.contains("app-key delete"), "{take_away}: {told}");
        let run = world.duty("app-key rotate --resume --context two");
        let run = run.env("DUTY_VERIFY_CODE", codes(&world, 1));
        let ran = run.any_requests().any_stderr().run();
        assert!(ran.stderr.contains("is finished"), "{}", ran.stderr);
        assert!(!keys(&world)[0].enabled);
    }
}

/// A third key came into the context of a rotation that was cut off: it stays, and the rotation ends where the new key is.
#[test]
fn a_third_key_in_the_context_stays_where_another_context_has_the_new_one() {
    let world = stored();
    let (new, told) = cut_off_at_the_end(&world);
    // There is a new key, in the context.
    assert!(!told.contains("nothing was changed"), "{told}");
    fill(&world, 1, "enabled");
    let third = "sandbox-more-0-0123456789abcdef";
    let url = world.server.base_url();
    log_in(&world, "two", &url, &new.secret);
    log_in(&world, "default", &url, third);
    // It was cut off, and was never to be kept: that is not nothing.
    let run = world
        .duty("app-key rotate --finish --context default")
        .status(7);
    let ran = run.any_requests().any_stderr().run();
    assert!(ran.stderr.contains("rotate --resume"), "{}", ran.stderr);
    let run = world
        .duty("app-key rotate --resume --context default")
        .status(7);
    let run = run.env("DUTY_VERIFY_CODE", codes(&world, 1));
    let ran = run.any_requests().any_stderr().run();
    let command = "'duty app-key rotate --resume --context two'";
    let told = ran.stderr.replace("--context default ", "");
    assert!(told.contains(&command.replace('\'', "")), "{}", ran.stderr);
    assert!(!told.contains("app-key delete"), "{told}");
    let run = world.duty("app-key rotate --resume --context two");
    let run = run.env("DUTY_VERIFY_CODE", codes(&world, 1));
    let ran = run.any_requests().any_stderr().run();
    assert!(ran.stderr.contains("is finished"), "{}", ran.stderr);
    let own = world
        .duty("auth token --context default")
        .any_stdout()
        .run();
    assert_eq!(own.stdout.trim(), third);
    let slot =
        |(path, _): &(std::path::PathBuf, Vec<u8>)| path.to_string_lossy().contains("default+new");
    assert!(!world.files().iter().any(slot));
    assert!(!keys(&world)[0].enabled);
}

/// The last copy goes: that is told, although it was said before how it goes on.
#[test]
fn the_last_copy_of_an_interrupted_rotation_does_not_go_without_a_word() {
    for take_away in ["logout --context two", "remove two", ""] {
        let world = stored();
        let (new, _) = cut_off_at_the_end(&world);
        let url = world.server.base_url();
        log_in(&world, "two", &url, &new.secret);
        auth(&world, "logout --context default");
        let told = match take_away {
            "" => log_in(&world, "two", &url, world.server.app_key()),
            command => auth(&world, command),
        };
        let orphan = format!("nobody may hold its new key laptop ({})", new.id);
        assert!(told.contains(&orphan), "{take_away}: {told}");
    }
}

/// There is a new key in its place, and nothing else is written down of it. Others have made a key of that name.
#[test]
fn a_key_of_the_same_name_is_neither_deleted_nor_adopted() {
    for own_is_there in [false, true] {
        let world = stored();
        let secret = cut_off(&world);
        let path = file(&world, "app-key-rotate-");
        let mut journal: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        journal["phase"] = json!("making");
        journal["new"] = Value::Null;
        journal["store"].as_object_mut().unwrap().remove("next");
        std::fs::write(&path, journal.to_string()).unwrap();
        let theirs = "sandbox-theirs-0123456789abcdef";
        world
            .server
            .edit(|state| {
                let list = state["app_keys"].as_array_mut().unwrap();
                let mut key = list[0].clone();
                key["key_id"] = json!(5999);
                key["key"] = json!(theirs);
                list.retain(|one| own_is_there || one["key"] != secret.as_str());
                list.insert(0, key);
            })
            .unwrap();
        let run = world.duty("app-key rotate --resume --context default");
        let run = run.env("DUTY_VERIFY_CODE", codes(&world, 1)).any_status();
        let ran = run.any_requests().any_stderr().run();
        let all = keys(&world);
        let is_theirs = |key: &&Key| key.secret == theirs;
        assert!(
            all.iter().find(is_theirs).unwrap().enabled,
            "{}",
            ran.stderr
        );
        assert!(all.iter().any(|key| key.id == 5001 && key.enabled));
        let token = world.duty("auth token --context default");
        let own = token.any_stdout().run().stdout;
        let wanted = match own_is_there {
            true => secret.as_str(),
            false => world.server.app_key(),
        };
        assert_eq!(own.trim(), wanted, "{}", ran.stderr);
    }
}

/// A copy of the context's own key in that place is in nobody's way.
#[test]
fn a_copy_of_the_own_key_beside_it_does_no_harm() {
    let world = stored();
    let own = file(&world, "insecure-keys/default");
    std::fs::copy(&own, own.with_file_name("default+new")).unwrap();
    let rotate = world.duty("app-key rotate laptop --self --keep-old 1h");
    rotate.any_requests().any_stderr().run();
    assert!(!own.with_file_name("default+new").exists());
}

/// What it is about is not known: perhaps the one that is meant.
#[test]
fn a_state_that_cannot_be_read_is_not_none() {
    for broken in [
        "",
        "{",
        r#"{"version": 9}"#,
        r#"{"version": 1, "phase": "later"}"#,
    ] {
        let world = stored();
        keep_old(&world);
        let path = file(&world, "app-key-rotate-");
        std::fs::write(&path, broken).unwrap();
        for words in ["--resume", "--finish", "--self --keep-old 1h", "--dry-run"] {
            let run = world.duty(&format!("app-key rotate {words} --context default"));
            let ran = run.status(2).any_requests().any_stderr().run();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            assert!(ran.stderr.contains(&name), "{words}: {}", ran.stderr);
        }
        let list = world.duty("app-key list").any_requests().any_stdout();
        list.any_stderr().run();
    }
}

/// A rotation whose memory is in a file is known by its place.
#[test]
fn a_logout_tells_of_a_new_key_that_only_a_file_knows_of() {
    let world = stored();
    let error = FaultKind::error(500, "InternalError");
    world.server.fault(Fault::on("member_info", error));
    let rotate = world.duty("app-key rotate laptop --self --keep-old 1h --state st.json");
    rotate.any_status().any_requests().any_stderr().run();
    let told = auth(&world, "logout --context default");
    assert!(
        told.contains("beside that of context default is deleted"),
        "{told}"
    );
}
