//! A server that was installed anew under the same address: what is remembered of the one before is in nobody's way, and
//! can be forgotten.

use serde_json::{Value, json};

use super::holders::{file, keys, said, stored};
use crate::harness::World;

/// What is remembered is of a server whose keys had the same numbers.
#[track_caller]
fn of_another_server(world: &World) -> String {
    let path = file(world, "app-key-rotate-");
    let mut state: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    for key in state["made"].as_array_mut().unwrap() {
        key[1] = json!(1_600_000_000);
    }
    std::fs::write(&path, state.to_string()).unwrap();
    path.display().to_string()
}

/// One rotation of the server that is no more, of `ci-2024`.
fn left_over() -> (World, String) {
    let world = stored();
    said(&world, "app-key enable ci-2024", 0);
    let rotate = "app-key rotate ci-2024 --keep-old manual --output-file first.key --self";
    said(&world, rotate, 0);
    let path = of_another_server(&world);
    (world, path)
}

#[test]
fn a_rotation_of_a_server_that_is_no_more_is_passed_over() {
    for end in ["--finish", "--resume"] {
        let (world, _) = left_over();
        let rotate = "app-key rotate laptop --keep-old manual --output-file own.key --self";
        said(&world, rotate, 0);
        let told = said(&world, &format!("app-key rotate {end} --self"), 0);
        assert!(told.contains("laptop (5001)"), "{end}: {told}");
        let works = |id| keys(&world).iter().any(|key| key.id == id && key.enabled);
        assert_eq!(works(5001), end == "--resume");
        assert!(works(5002));
    }
}

/// Whoever names a key means the one of this server, whatever was called so on the other.
#[test]
fn a_name_is_that_of_a_key_of_this_server() {
    let (world, path) = left_over();
    let mut state: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    state["old_name"] = json!("laptop");
    std::fs::write(&path, state.to_string()).unwrap();
    let rotate = "app-key rotate laptop --keep-old manual --output-file own.key --self";
    said(&world, rotate, 0);
    let told = said(&world, "app-key rotate laptop --finish --self", 0);
    assert!(told.contains("laptop (5001)"), "{told}");
}

#[test]
fn what_is_to_be_removed_of_a_server_that_is_no_more_is_named() {
    let (world, path) = left_over();
    for words in [
        "app-key rotate --finish --self",
        "app-key rotate --resume",
        "app-key rotate 5002 --resume",
        "app-key rotate 5002 --output-file next.key --self",
    ] {
        let told = said(&world, words, 7);
        let remove = format!("where that server is no more, remove {path}");
        assert!(told.contains(&remove), "{words}: {told}");
    }
    std::fs::remove_file(path).unwrap();
    said(&world, "app-key rotate --finish", 0);
}

/// One file may have several rotations: that of the others is not worth theirs.
#[test]
fn a_file_with_another_rotation_is_not_to_be_removed() {
    let world = stored();
    said(&world, "app-key enable ci-2024", 0);
    let rotate = "--keep-old manual --self --state st.json --output-file";
    said(&world, &format!("app-key rotate ci-2024 {rotate} 1.key"), 0);
    let path = file(&world, "st.json");
    let read = || -> Value { serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap() };
    let mut state = read();
    for key in state["rotations"][0]["made"].as_array_mut().unwrap() {
        key[1] = json!(1_600_000_000);
    }
    std::fs::write(&path, state.to_string()).unwrap();
    let finish = "app-key rotate 5002 --finish --self --state st.json";
    let told = said(&world, finish, 7);
    assert!(told.contains("is no more, remove "), "{told}");
    said(&world, &format!("app-key rotate laptop {rotate} 2.key"), 0);
    let told = said(&world, finish, 7);
    assert!(told.contains("is of other keys"), "{told}");
    assert!(!told.contains("remove"), "{told}");
    said(&world, "app-key rotate --finish --self --state st.json", 0);
    assert!(
        keys(&world)
            .iter()
            .all(|key| key.id != 5001 || !key.enabled)
    );
}

/// Nor does that of another person's keys on this machine stand in the way.
#[test]
fn a_rotation_of_another_persons_keys_is_passed_over() {
    let world = stored();
    let rotate = "app-key rotate laptop --keep-old manual --output-file own.key --self";
    said(&world, rotate, 0);
    let path = file(&world, "app-key-rotate-");
    let mut journal: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    (journal["old"], journal["new"]) = (json!(9001), json!(9002));
    (journal["before"], journal["made"]) = (json!([9001]), json!([[9001, 1_600_000_000]]));
    journal["old_name"] = json!("theirs");
    let other = path.display().to_string().replace("5001", "9001");
    std::fs::write(other, journal.to_string()).unwrap();
    let told = said(&world, "app-key rotate --finish --self", 0);
    assert!(
        told.contains("The rotation of laptop (5001) is finished"),
        "{told}"
    );
}
