//! What a person pastes, wherever a server, a name or an id is read.

use crate::harness::World;

/// What comes along from a page, a chat or a file of variables is none of what is meant.
#[test]
fn what_is_pasted_is_read_as_it_is_meant() {
    let mut world = World::new();
    let url = world.server.base_url();
    let quoted = format!("\"{url}\"");
    world
        .env("DUTY_BASE_URL", &quoted)
        .env("DUTY_TIMEOUT", "'20'")
        .env("DUTY_LANG", "\u{feff}en\r")
        .env("DUTY_COLOR", "“never”");
    let ran = world
        .duty("profile show -o json")
        .requests(&["member_info"])
        .any_stdout()
        .run();
    assert_eq!(ran.json()["nickname"], "张三");
    let ran = world
        .duty("profile set --dry-run -o json --nickname")
        .arg("\u{feff}王\u{200b}五 ")
        .any_requests()
        .any_stdout()
        .run();
    assert_eq!(ran.json()["fields"][0]["after"], "王五", "{}", ran.stdout);
    for (words, pasted, more, operation) in [
        (
            "app-key disable --self --dry-run",
            "“laptop”",
            "",
            "app_key_list",
        ),
        (
            "device unbind --dry-run",
            "'Pixel 9'\u{a0}",
            "",
            "device_list",
        ),
        ("doctor explain", "\"支付核心\"", "critical", "channel_list"),
        ("doctor incident", "“0e83ee”", "", "incident_list"),
    ] {
        let run = world.duty(words).arg(pasted);
        let run = match more {
            "" => run,
            more => run.arg(more),
        };
        let ran = run
            .any_requests()
            .any_stdout()
            .any_stderr()
            .any_status()
            .run();
        assert_ne!(ran.status, Some(6), "{words} {pasted}: {}", ran.stderr);
        assert_ne!(ran.status, Some(2), "{words} {pasted}: {}", ran.stderr);
        assert!(
            ran.operations().iter().any(|one| one == operation),
            "{words}: {:?}",
            ran.operations()
        );
    }
}
