//! `show` and `channels`.

use serde_json::json;

use super::{SHOWS_SHIFTS, put};
use crate::harness::World;
use crate::pty::{Pty, SIZE};

#[test]
fn show_is_a_matrix() {
    let world = World::new();
    world
        .duty("prefs show")
        .requests_in_steps(&SHOWS_SHIFTS)
        .stdout(
            "
        CHANNEL               CRITICAL  WARNING        INFO  SHIFT  STATUS PAGE
        voice                 no        no             no    no     no
        SMS                   no        no             no    no     no
        email                 yes       yes            yes   yes    no
        app                   yes       no             no    no     no
        Feishu 飞书-运维值班  no        if linked [1]  no    no     if linked [1]
        Note 1: Feishu 飞书-运维值班 reaches you only if your Feishu account is linked: the server does not tell, the console does (Integration center > IM > 飞书-运维值班 > Linked Users).
        They also decide when an incident is assigned to you by hand, unless whoever assigns it chooses the channels.
        ",
        )
        .run();
}

#[test]
fn each_cell_that_would_not_deliver_has_its_reason_below() {
    let mut world = World::new();
    // The contract has no future_app.
    world.contract = false;
    put(
        &world,
        json!({"critical": ["voice", "future_app:9"], "warning": ["sms", "feishu_app:4402"], "info": []}),
    );
    world
        .duty("prefs show")
        .requests_in_steps(&SHOWS_SHIFTS)
        .stdout(
            "
        CHANNEL               CRITICAL       WARNING    INFO  SHIFT  STATUS PAGE
        voice                 fails [1]      no         no    no     no
        SMS                   no             fails [1]  no    no     no
        email                 no             no         no    yes    no
        app                   no             no         no    no     no
        Feishu 飞书-运维值班  no             no         no    no     if linked [2]
        Feishu (old tenant)   no             fails [3]  no    no     no
        future_app:9          not known [4]  no         no    no     no
        Note 1: voice, SMS will not reach you: the phone number is not verified; 'duty profile set --phone NUMBER' verifies it, the number on file too; or in the console: Personal center > Personal Information > Phone.
        Note 2: Feishu 飞书-运维值班 reaches you only if your Feishu account is linked: the server does not tell, the console does (Integration center > IM > 飞书-运维值班 > Linked Users).
        Note 3: Feishu (old tenant) will not reach you: the IM app is disabled; have it enabled in the console: Integration center > IM.
        Note 4: future_app:9 may not reach you: duty does not know this kind of channel.
        It is not known whether anything reaches you for critical incidents.
        Nothing reaches you for warning incidents.
        Nothing reaches you for info incidents.
        They also decide when an incident is assigned to you by hand, unless whoever assigns it chooses the channels.
        ",
        )
        .run();
    let shown = world
        .duty("prefs show -o json")
        .requests_in_steps(&SHOWS_SHIFTS)
        .any_stdout()
        .run()
        .json();
    assert_eq!(
        shown["critical"],
        json!([
            {"channel": "voice", "wire": "voice", "type": "voice", "id": null, "name": null, "delivers": false, "reason": "phone_unverified"},
            {"channel": "future_app:9", "wire": "future_app:9", "type": null, "id": null, "name": null, "delivers": null, "reason": "channel_unknown"},
        ])
    );
}

/// Marks where somebody looks at them; words for a screen reader, and where the locale has no marks.
#[test]
fn what_is_chosen_is_found_at_a_glance() {
    for (name, value, marks) in [
        ("LC_ALL", "C.UTF-8", true),
        ("ACCESSIBLE", "1", false),
        ("LC_ALL", "C", false),
    ] {
        for words in ["prefs show", "prefs add info --sms"] {
            let world = World::new();
            let mut pty = Pty::start(&world.duty(words).env(name, value), SIZE);
            let (status, text) = (pty.end(), pty.text());
            assert_eq!(status, 0, "{text}");
            let shown = (text.contains('✓'), text.contains("yes"));
            assert_eq!(shown.0, marks, "{name}: {text}");
            assert!(marks || shown.1, "{name}: {text}");
            assert!(!marks || text.contains('·'), "{text}");
        }
    }
}
