//! The last phone and the guard against silence: what is not known permits nothing.

use serde_json::json;

use super::{critical, ids, phone};
use crate::harness::{Edit, Fault, FaultKind, Moment, World};

const PHONE: &str = "device unbind dev_0000000000000a01";

/// Where the preferences cannot be read, or are somebody else's, nobody knows what the phone is needed for.
#[test]
fn what_is_not_known_wants_its_own_permission() {
    for theirs in [false, true] {
        let mut world = World::new();
        world.env("DUTY_TIMEOUT", "3");
        critical(&world, "");
        let why = if theirs {
            let other = Edit::new(|state| {
                let own = &mut state["preferences"]["80011"];
                own["person_id"] = json!(80012);
                own["trigger_notify"]["critical"] = json!(["email"]);
            });
            world.server.apply(&other).unwrap();
            "the preferences of person 80012"
        } else {
            let broken = FaultKind::raw(502, "application/json", "");
            world.server.fault(Fault::on("preference_info", broken));
            "the server could not answer"
        };
        for options in ["--yes -q", "--yes -o json", "--no-input"] {
            let ran = world
                .duty(&format!("{PHONE} {options}"))
                .status(2)
                .any_requests()
                .any_stderr()
                .run();
            for said in [
                "not known whether critical incidents would still reach you",
                why,
                "--allow-silent",
            ] {
                assert!(
                    ran.stderr.contains(said),
                    "{options}, {said}: {}",
                    ran.stderr
                );
            }
        }
        let ran = world
            .duty(&format!("{PHONE} --dry-run"))
            .any_requests()
            .any_stdout()
            .any_stderr()
            .run();
        assert!(
            ran.stderr.contains("a script needs --allow-silent"),
            "{}",
            ran.stderr
        );
        assert_eq!(ids(&world).len(), 1);
        let told = world
            .duty(&format!("{PHONE} --yes --allow-silent -o json"))
            .any_requests()
            .any_stdout()
            .run()
            .json();
        assert_eq!(told["severities_without_phone"], json!(null), "{told}");
        assert_eq!(told["phones_left"], 0, "{told}");
        assert_eq!(ids(&world).len(), 0);
    }
}

/// Two at once: each leaves one phone, as far as it knew; how many are left is what a look says.
#[test]
fn what_is_left_is_looked_at() {
    let world = World::new();
    critical(&world, "");
    phone(&world, "dev_b", "Tablet", "");
    let other = Edit::new(|state| {
        let phones = state["devices"].as_array_mut().unwrap();
        phones.retain(|phone| phone["device_id"] != "dev_0000000000000a01");
    });
    let others = FaultKind::ConcurrentWrite {
        moment: Moment::After,
        edit: other,
    };
    world
        .server
        .fault(Fault::on("device_unbind", others).nth(1));
    let ran = world
        .duty("device unbind dev_b --yes -o json")
        .any_requests()
        .any_stdout()
        .run();
    let told = ran.json();
    assert_eq!(told["phones_left"], 0, "{told}");
    assert_eq!(told["severities_without_phone"], json!(["critical"]));
    assert!(
        ran.warnings().contains("no phone is bound any more"),
        "{told}"
    );
    // Where nobody says, it is not known.
    let world = World::new();
    phone(&world, "dev_b", "Tablet", "");
    let broken = FaultKind::error(403, "AccessDenied");
    world.server.fault(Fault::on("device_list", broken).from(2));
    let ran = world
        .duty("device unbind dev_b --yes -o json")
        .any_requests()
        .any_stdout()
        .run();
    assert_eq!(ran.json()["phones_left"], json!(null));
    assert!(ran.warnings().contains("not known"), "{}", ran.stdout);
}

/// An answer is not believed where the list shows the contrary; and where there is none, an empty list proves nothing.
#[test]
fn what_the_list_says_of_the_sole_phone_counts_for_what_it_is() {
    let world = World::new();
    let nothing = r#"{"request_id": "r", "data": {}}"#;
    let nothing = FaultKind::raw(200, "application/json", nothing);
    world.server.fault(Fault::on("device_unbind", nothing));
    let ran = world
        .duty(&format!("{PHONE} --yes -o json"))
        .status(1)
        .any_requests()
        .any_stderr()
        .run();
    assert!(
        ran.stderr
            .contains("the server said that it was done, but the list shows Pixel 9"),
        "{}",
        ran.stderr
    );
    world.server.clear_faults();
    world
        .server
        .fault(Fault::on("device_unbind", FaultKind::CloseAfter));
    let ran = world
        .duty(&format!("{PHONE} --yes"))
        .status(10)
        .any_requests()
        .any_stderr()
        .run();
    assert!(
        ran.stderr
            .contains("it is not known whether the change took effect"),
        "{}",
        ran.stderr
    );
}
