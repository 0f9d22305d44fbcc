//! `duty device unbind` of several phones that ended before its end: what was done is told, and not the contrary.

use serde_json::json;

use super::{ids, phone};
use crate::harness::{Edit, Fault, FaultKind, Moment, World};

const TWO: &str = "device unbind Tablet Other --yes --timeout 3";

fn two() -> World {
    let world = World::new();
    phone(&world, "dev_b", "Tablet", "");
    phone(&world, "dev_c", "Other", "");
    world
}

#[test]
fn what_was_done_before_is_not_said_not_to_be_changed() {
    for nth in [1, 2] {
        let world = two();
        let fault = FaultKind::error(500, "InternalError");
        world
            .server
            .fault(Fault::on("device_unbind", fault).from(nth));
        let ran = world.duty(TWO).status(1).any_requests().any_stderr().run();
        let done = ran.stderr.contains("unbound before: Tablet");
        let nothing = ran.stderr.contains("nothing was changed");
        assert_eq!((done, nothing), (nth == 2, nth == 1), "{}", ran.stderr);
    }
}

/// The server said that both were done, and has one of them again.
#[test]
fn of_two_one_of_which_is_there_still_the_other_is_told() {
    let world = two();
    let back = Edit::new(|state| {
        let mut phone = state["devices"][0].clone();
        phone["device_id"] = json!("dev_c");
        phone["device_name"] = json!("Other");
        phone["os_version"] = json!("");
        state["devices"].as_array_mut().unwrap().push(phone);
    });
    let fault = FaultKind::ConcurrentWrite {
        moment: Moment::After,
        edit: back,
    };
    world.server.fault(Fault::on("device_unbind", fault).nth(2));
    let ran = world.duty(TWO).status(1).any_requests().any_stderr().run();
    let told = ran.stderr;
    assert!(told.contains("the list shows Other as before"), "{told}");
    assert!(told.contains("  done: Tablet"), "{told}");
    assert_eq!(ids(&world), ["dev_0000000000000a01", "dev_c"]);
}
