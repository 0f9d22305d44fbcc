//! `duty prefs`.

use crate::harness::World;

const READS: [&str; 4] = [
    "preference_info",
    "member_info",
    "device_list",
    "integration_list",
];

#[test]
fn show_is_a_matrix() {
    let world = World::new();
    world
        .duty("prefs show")
        .requests(&READS)
        .stdout(
            "
        CHANNEL               CRITICAL  WARNING  INFO  SHIFT  STATUS PAGE
        voice                 -         -        -     -      -
        SMS                   -         -        -     -      -
        email                 yes       yes      yes   yes    -
        app                   yes       -        -     yes    -
        Feishu 飞书-运维值班  -         yes      -     -      yes
        ",
        )
        .run();
}
