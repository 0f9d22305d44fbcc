//! By which clock times are told where the profile is not read.
//! The person's own, as soon as any command has read it.

use crate::harness::World;

/// What an earlier command read of the profile is the clock of the screens that do not read it; where another key may
/// be somebody else's, with the offset.
#[test]
fn times_are_by_the_persons_clock_once_it_was_read() {
    let mut world = World::new();
    world.env("TZ", "America/New_York");
    let bound = |world: &World| {
        let ran = world
            .duty("device list")
            .requests(&["device_list"])
            .any_stdout()
            .run();
        let row = ran.stdout.lines().nth(1).unwrap().to_owned();
        let words: Vec<&str> = row.split_whitespace().rev().take(2).collect();
        format!("{} {}", words[1], words[0])
    };
    assert!(bound(&world).contains("-0"), "{}", bound(&world));
    world.duty("profile show").any_requests().any_stdout().run();
    assert!(bound(&world).ends_with("+08:00"), "{}", bound(&world));
    let (url, key) = (world.server.base_url(), world.server.app_key());
    world.env_remove("DUTY_APP_KEY").env_remove("DUTY_BASE_URL");
    let login = format!("auth login --insecure-storage --app-key-stdin --base-url {url}");
    world
        .duty(&login)
        .stdin(key)
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run();
    let own = bound(&world);
    assert!(own.len() == "2025-11-26 15:16".len(), "{own}");
}
