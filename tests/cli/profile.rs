//! `duty profile`.

use crate::harness::World;

#[test]
fn show_tells_who_the_key_belongs_to() {
    let world = World::new();
    world
        .duty("profile show")
        .requests(&["member_info"])
        .stdout("x")
        .run();
}
