//! What is not taken on trust: a filter that would lose the secret, an answer that the list contradicts, a context of
//! another server; and what is told of a rotation whose keys went another way.

use super::holders::shown;
use crate::harness::World;

#[test]
fn a_context_of_another_server_gets_no_key() {
    let world = World::new();
    world
        .duty("config set contexts.b.base_url https://other.example.com")
        .any_stdout()
        .any_stderr()
        .run();
    for dry_run in ["", "--dry-run"] {
        let ran = world
            .duty(&format!(
                "app-key create x --save=b --insecure-storage {dry_run}"
            ))
            .status(2)
            .requests(&[])
            .any_stderr()
            .run();
        assert!(
            ran.stderr
                .contains("context b is of https://other.example.com"),
            "{}",
            ran.stderr
        );
    }
    assert_eq!(shown(&world), "laptop+, ci-2024-");
}
