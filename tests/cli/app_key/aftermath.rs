//! After a key was stopped, or the new key of a rotation was deleted: who has what is told, and there is a way out.

use duty_sandbox::{Fault, FaultKind};
use serde_json::{Value, json};

use super::holders::{codes, commands, file, fill, in_context, keys, log_in, said, stored};
use crate::harness::World;

/// A rotation of `ci-2024`, whose secret went to a file, that stopped right before the old key was; and the new key.
#[track_caller]
fn before_the_end() -> (World, u64) {
    let world = stored();
    said(&world, "app-key enable ci-2024", 0);
    let fault = FaultKind::error(500, "InternalError");
    world.server.fault(Fault::on("app_key_disable", fault));
    let rotate = "app-key rotate ci-2024 --output-file new.key --self --timeout 3";
    let told = said(&world, rotate, 1);
    assert!(told.contains("rotate --resume"), "{told}");
    world.server.clear_faults();
    let new = keys(&world).pop().unwrap().id;
    (world, new)
}

/// What is written down of the only rotation.
#[track_caller]
fn change_journal(world: &World, change: impl Fn(&mut Value)) {
    let journal = file(world, "app-key-rotate-");
    let mut state: Value = serde_json::from_slice(&std::fs::read(&journal).unwrap()).unwrap();
    change(&mut state);
    std::fs::write(&journal, state.to_string()).unwrap();
}

#[test]
fn a_rotation_whose_new_key_is_deleted_before_its_end_is_undone() {
    let (world, new) = before_the_end();
    said(&world, &format!("app-key delete {new} --yes --self"), 0);
    let told = said(&world, "app-key rotate --resume", 0);
    let undone = "The rotation of ci-2024 (5002) is undone: the old key works as before.";
    assert!(told.contains(undone), "{told}");
    let told = said(
        &world,
        "app-key rotate 5002 --output-file next.key --self",
        0,
    );
    assert!(told.contains("which was tested"), "{told}");
}

/// A list may be behind for a while: that somebody else deleted the new key is believed after it.
#[test]
fn a_new_key_that_somebody_deleted_is_not_waited_for_for_ever() {
    let (world, new) = before_the_end();
    let gone = |state: &mut Value| {
        let list = state["app_keys"].as_array_mut().unwrap();
        list.retain(|key| key["key_id"] != new);
    };
    world.server.edit(gone).unwrap();
    let told = said(&world, "app-key rotate --resume", 7);
    assert!(told.contains("or its list is behind"), "{told}");
    assert_eq!(
        commands(&told, "--resume"),
        ["app-key rotate --resume"],
        "{told}"
    );
    change_journal(&world, |state| state["began"] = json!(1_700_000_000));
    let told = said(&world, "app-key rotate --resume", 0);
    assert!(told.contains("(5002) is undone"), "{told}");
}

/// Nobody has to resume it first.
#[test]
fn a_rotation_that_came_to_nothing_is_not_in_the_way_of_the_next() {
    let (world, new) = before_the_end();
    said(&world, &format!("app-key delete {new} --yes --self"), 0);
    said(
        &world,
        "app-key rotate 5002 --output-file next.key --self",
        0,
    );
    let told = said(&world, "app-key list", 0);
    assert!(!told.contains("was interrupted"), "{told}");
}

#[test]
fn a_rotation_of_which_no_key_is_left_is_forgotten() {
    for end in ["disable", "delete"] {
        let (world, new) = before_the_end();
        said(&world, &format!("app-key delete {new} --yes --self"), 0);
        said(&world, &format!("app-key {end} 5002 --yes --self"), 0);
        let told = said(&world, "app-key rotate --resume", 7);
        assert!(told.contains("the rotation is forgotten"), "{told}");
        assert_eq!(
            commands(&told, "create"),
            ["app-key create ci-2024"],
            "{told}"
        );
        let told = said(&world, "app-key rotate --resume", 6);
        assert!(told.contains("there is nothing to resume"), "{told}");
    }
}

#[test]
fn an_old_key_whose_time_is_over_is_told_by_the_rotation_of_another_key() {
    let world = stored();
    said(&world, "app-key enable ci-2024", 0);
    let keep = "app-key rotate ci-2024 --keep-old 1h --output-file new.key --self";
    let told = said(&world, keep, 0);
    assert!(
        told.contains("then the next rotation of ci-2024 retires it"),
        "{told}"
    );
    change_journal(&world, |state| {
        state["keep"]["until"] = json!(1_700_000_000)
    });
    let told = said(
        &world,
        "app-key rotate laptop --self --output-file own.key",
        0,
    );
    let over = "The time of the old key ci-2024 (5002) is over: the next rotation of ci-2024";
    assert!(told.contains(over), "{told}");
    assert!(keys(&world).iter().any(|key| key.id == 5002 && key.enabled));
}

/// The keys that are at hand then are not those of that person.
#[test]
fn an_old_key_of_another_person_whose_time_is_over_is_told_as_well() {
    let world = stored();
    said(&world, "app-key enable ci-2024", 0);
    let keep = "app-key rotate lisi-laptop --person lisi@example.com --keep-old 1h --output-file 1";
    said(&world, keep, 0);
    let over = "The time of the old key lisi-laptop";
    let due = |state: &mut Value| state["keep"]["until"] = json!(1_700_000_000);
    change_journal(&world, due);
    let another = "app-key rotate ci-2024 --self --output-file new.key";
    for words in ["app-key list", another] {
        let told = said(&world, words, 0);
        assert!(told.contains(over), "{words}: {told}");
    }
    let old = file(&world, "app-key-rotate-");
    let old: Value = serde_json::from_slice(&std::fs::read(old).unwrap()).unwrap();
    let stop = format!("app-key disable {} --person lisi@example.com", old["old"]);
    said(&world, &stop, 0);
    let told = said(&world, "app-key list --person lisi@example.com", 0);
    assert!(!told.contains(over), "{told}");
}

/// Whoever stopped both keys has nothing left to retire.
#[test]
fn an_old_key_that_somebody_stopped_is_not_told_of_for_ever() {
    for (end, until) in [
        ("disable", 1_700_000_000_i64),
        ("delete", 1_700_000_000),
        ("delete", i64::from(u32::MAX)),
    ] {
        let world = stored();
        said(&world, "app-key enable ci-2024", 0);
        let keep = "app-key rotate ci-2024 --keep-old 1h --output-file new.key --self";
        said(&world, keep, 0);
        let new = keys(&world).pop().unwrap().id;
        change_journal(&world, |state| state["keep"]["until"] = json!(until));
        let told = said(&world, "app-key list", 0);
        assert!(told.contains("The old key ci-2024 (5002)") || told.contains("is over"));
        said(&world, &format!("app-key {end} 5002 --yes --self"), 0);
        said(&world, &format!("app-key delete {new} --yes --self"), 0);
        let own = "app-key rotate laptop --self --output-file own.key";
        for words in ["app-key list", own] {
            let told = said(&world, words, 0);
            assert!(!told.contains("old key ci-2024"), "{end}: {told}");
        }
    }
}

/// Another server under the same address (a tunnel, an installation anew) counts its keys from the beginning, too.
#[test]
fn a_rotation_of_another_server_is_not_taken_on_by_the_numbers_of_its_keys() {
    let others = |state: &mut Value| {
        for key in state["app_keys"].as_array_mut().unwrap() {
            let made = key["created_at"].as_i64().unwrap();
            key["created_at"] = json!(made - 86_400);
            let name = format!("their {}", key["key_id"]);
            key["key_name"] = json!(name);
        }
    };
    let (world, _) = before_the_end();
    world.server.edit(others).unwrap();
    let all = keys(&world);
    let told = said(&world, "app-key rotate --resume", 7);
    assert!(told.contains("is of other keys than those"), "{told}");
    assert!(told.contains("nothing was changed"), "{told}");
    // It is not in the way of theirs, and not told of.
    let told = said(&world, "app-key list", 0);
    assert!(!told.contains("was interrupted"), "{told}");
    assert_eq!(keys(&world), all);
    // Nor is it forgotten for one of theirs with the same number.
    let rotate = "app-key rotate 5002 --output-file next.key --self";
    let told = said(&world, rotate, 7);
    assert!(told.contains("--state FILE"), "{told}");
    assert_eq!(keys(&world), all);
    said(&world, &format!("{rotate} --state their.json"), 0);
}

/// The context goes on with the key whose time is over, and which this rotation retires.
#[test]
fn a_context_with_the_key_that_is_retired_first_is_named() {
    let world = stored();
    said(&world, "app-key create ci --save=ci --insecure-storage", 0);
    let id = keys(&world).pop().unwrap().id;
    said(
        &world,
        "app-key rotate ci --keep-old 1h --output-file one.key --self",
        0,
    );
    change_journal(&world, |state| {
        state["keep"]["until"] = json!(1_700_000_000)
    });
    let both = codes(&world, 2);
    let next = world.duty("app-key rotate ci --output-file two.key --self");
    let next = next
        .env("DUTY_VERIFY_CODE", both)
        .any_requests()
        .any_stderr();
    let told = next.run().stderr;
    assert!(told.contains("context ci has the key"), "{told}");
    assert!(
        told.contains(&format!("({id}), which works no more")),
        "{told}"
    );
}

#[test]
fn what_hung_on_a_key_is_told_although_the_next_one_failed() {
    for verb in ["delete", "disable"] {
        let world = stored();
        said(&world, "app-key create ci --save=ci --insecure-storage", 0);
        fill(&world, 1, "enabled");
        let refused = Fault::on(
            &format!("app_key_{verb}"),
            FaultKind::error(403, "AccessDenied"),
        );
        world.server.fault(refused.from(2));
        let both = codes(&world, 2);
        let run = world.duty(&format!("app-key {verb} ci more-0 --yes --self"));
        let run = run.env("DUTY_VERIFY_CODE", both).status(5);
        let told = run.any_requests().any_stderr().run().stderr;
        assert!(told.contains("context ci has the key ci"), "{verb}: {told}");
        assert!(!told.contains("more-0 (5100), which"), "{verb}: {told}");
    }
}

/// The key that duty made and gave to a context is none of the others.
#[test]
fn a_key_that_is_known_to_be_another_is_not_taken_for_the_own_one() {
    let world = stored();
    said(&world, "app-key create ci --save=ci --insecure-storage", 0);
    let list = world.duty("app-key list -o json").any_requests();
    let list = list.any_stderr().any_stdout().run().json();
    let in_use = |name: &str| {
        let mut items = list["items"].as_array().unwrap().iter();
        items.find(|key| key["name"] == name).unwrap()["in_use"].clone()
    };
    // What is left over need not be it: a list may be behind.
    assert_eq!(
        (in_use("laptop"), in_use("ci")),
        (json!(null), json!(false))
    );
    fill(&world, 1, "enabled");
    // Without --self.
    said(&world, "app-key delete ci --yes", 0);
    let told = said(&world, "app-key delete laptop --yes", 2);
    assert!(
        told.contains("may be the key that duty itself is using"),
        "{told}"
    );
}

/// The own key was made a moment ago, and the list does not have it yet: no other one is taken for it.
#[test]
fn what_is_left_over_of_a_list_is_not_taken_for_the_own_key() {
    let world = stored();
    said(&world, "app-key create ci --output-file ci.key", 0);
    let made = said(&world, "app-key create new --output-file new.key", 0);
    assert!(made.contains("new"), "{made}");
    let new = keys(&world).pop().unwrap();
    // Another machine made it.
    std::fs::remove_file(file(&world, "app-key-fingerprints")).unwrap();
    said(&world, "app-key create more --output-file more.key", 0);
    log_in(&world, "default", &world.server.base_url(), &new.secret);
    let id = new.id.to_string();
    let behind = FaultKind::rewritten(move |answer| {
        let mut answer = answer.clone();
        let items = answer["data"]["items"].as_array_mut().unwrap();
        items.retain(|key| key["key_id"].to_string().trim_matches('"') != id);
        items.retain(|key| key["key_name"] != "ci");
        answer["data"]["total"] = json!(answer["data"]["items"].as_array().unwrap().len());
        (200, answer.to_string())
    });
    world.server.fault(Fault::on("app_key_list", behind));
    let rotate = world.duty("app-key rotate --yes").status(2);
    let told = rotate.any_requests().any_stderr().run().stderr;
    assert!(
        told.contains("it is not known which key duty is using"),
        "{told}"
    );
    world.server.clear_faults();
    assert!(keys(&world).iter().any(|key| key.id == 5001 && key.enabled));
    assert_eq!(in_context(&world, "default"), new.secret);
}

/// A server may number its keys anew: an id alone tells no key from another.
#[test]
fn a_key_of_a_known_number_that_was_made_at_another_time_may_be_the_own_one() {
    let world = stored();
    said(&world, "app-key create ci --output-file ci.key", 0);
    let id = keys(&world).pop().unwrap().id;
    let earlier = |state: &mut Value| {
        let mut list = state["app_keys"].as_array_mut().unwrap().iter_mut();
        list.find(|key| key["key_id"] == id).unwrap()["created_at"] = json!(1_700_000_000);
    };
    world.server.edit(earlier).unwrap();
    let told = said(&world, &format!("app-key disable {id} --yes"), 2);
    assert!(
        told.contains("may be the key that duty itself is using"),
        "{told}"
    );
}

#[test]
fn an_old_key_that_somebody_stopped_is_not_said_to_be_due() {
    let world = stored();
    said(&world, "app-key enable ci-2024", 0);
    let keep = "app-key rotate ci-2024 --keep-old 1h --output-file new.key --self";
    said(&world, keep, 0);
    let due = |state: &mut Value| state["keep"]["until"] = json!(1_700_000_000);
    change_journal(&world, due);
    said(&world, "app-key disable 5002 --yes --self", 0);
    for words in [
        "app-key list",
        "app-key rotate laptop --self --output-file own.key",
    ] {
        let told = said(&world, words, 0);
        assert!(!told.contains("is over"), "{words}: {told}");
    }
}

/// It is begun with a file of its own, and what came to nothing is in the state directory.
#[test]
fn a_rotation_that_came_to_nothing_is_forgotten_by_one_with_a_file_of_its_own() {
    let (world, new) = before_the_end();
    said(&world, &format!("app-key delete {new} --yes --self"), 0);
    let next = "app-key rotate 5002 --state st.json --output-file next.key --self";
    said(&world, next, 0);
    let told = said(&world, "app-key list", 0);
    assert!(!told.contains("was interrupted"), "{told}");
    let told = said(&world, "app-key rotate --resume", 6);
    assert!(told.contains("there is nothing to resume"), "{told}");
}

/// As it is told: the login first, with the new key.
#[test]
fn a_rotation_goes_on_although_its_context_is_gone() {
    let world = stored();
    let url = world.server.base_url();
    log_in(&world, "main", &url, world.server.app_key());
    let rotate = "app-key rotate laptop --self --keep-old manual --context main --state st.json";
    said(&world, rotate, 0);
    let new = keys(&world).pop().unwrap().secret;
    assert_eq!(in_context(&world, "main"), new);
    said(&world, "auth remove main", 0);
    let told = said(&world, "app-key rotate --finish --state st.json", 2);
    let login = commands(&told, "auth login").remove(0);
    let finish = commands(&told, "--finish").remove(0);
    let login = world.duty(&format!("{login} --app-key-stdin"));
    let login = login.stdin(format!("{new}\n")).any_requests();
    login.any_stdout().any_stderr().run();
    let told = said(&world, &finish, 0);
    assert!(
        told.contains("is finished: the old key is disabled"),
        "{told}"
    );
}
