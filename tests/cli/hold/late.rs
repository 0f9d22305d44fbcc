//! A signal comes while a request is under way that must be told to its end, and a question would follow: it does not
//! open, for nobody would wake it up again.

use std::time::Instant;

use super::{SOON, signal};
use crate::harness::{Fault, FaultKind, World};
use crate::pty::{Pty, SIZE};

/// While its answer is on its way a signal can come.
const A_MOMENT: FaultKind = FaultKind::DelayAfter(std::time::Duration::from_millis(400));
const SIGNALS: [(&str, u32); 3] = [("INT", 2), ("TERM", 15), ("HUP", 1)];

fn asked(world: &World, operation: &str) -> usize {
    let requests = world.server.requests();
    let of_it = |one: &&duty_sandbox::Recorded| one.operation_id.as_deref() == Some(operation);
    requests.iter().filter(of_it).count()
}

/// What is on the terminal at the end of a run that gets the signal at the `nth` request of this operation. The
/// questions before are answered with yes.
#[track_caller]
fn text_after(world: &World, words: &str, (operation, nth): (&str, usize), at: usize) -> String {
    let (name, number) = SIGNALS[at];
    world.server.clear_requests();
    world.server.fault(Fault::on(operation, A_MOMENT));
    let mut pty = Pty::start(&world.duty(words), SIZE);
    let (began, mut agreed) = (Instant::now(), false);
    while asked(world, operation) < nth {
        assert!(began.elapsed() < super::PATIENCE, "{}", pty.text());
        pty.chunk(std::time::Duration::from_millis(2));
        if !agreed && pty.text().contains("[y/N]:") {
            pty.send("y\r");
            agreed = true;
        }
    }
    let sent = Instant::now();
    signal(pty.id(), name);
    assert_eq!(pty.end(), 128 + number, "{words}, {name}: {}", pty.text());
    assert!(sent.elapsed() < SOON, "{words}, {name}: {}", pty.text());
    world.server.clear_faults();
    let text = pty.text();
    assert!(text.contains("interrupted"), "{words}, {name}: {text}");
    text
}

#[test]
fn no_question_opens_after_a_signal() {
    std::thread::scope(|scope| {
        for (words, operation) in [
            (
                "app-key delete ci-2024 --yes --verify-device email",
                ("verification_send", 1),
            ),
            (
                "profile set --email new@example.com",
                ("verification_send", 1),
            ),
            // Where the code is to come from.
            ("app-key delete ci-2024 --yes", ("member_info", 1)),
        ] {
            for at in 0..SIGNALS.len() {
                scope.spawn(move || {
                    let world = World::new();
                    let text = text_after(&world, words, operation, at);
                    for question in ["Code (", "> "] {
                        assert!(!text.contains(question), "{words}, {at}: {text}");
                    }
                });
            }
        }
    });
}

/// The new key is there: what was asked would have been left with these words too.
#[test]
fn a_rotation_says_where_it_is_and_how_it_goes_on() {
    std::thread::scope(|scope| {
        for (more, operation) in [
            (" --verify-device email", ("verification_send", 1)),
            // Before it the new key was tested, and the caller is asked for once more.
            ("", ("member_info", 2)),
        ] {
            for at in 0..SIGNALS.len() {
                scope.spawn(move || {
                    let mut world = crate::app_key::stored_with_codes(0);
                    world.env_remove("DUTY_VERIFY_CODE");
                    let words = format!("app-key rotate laptop{more}");
                    let text = text_after(&world, &words, operation, at);
                    for part in ["the key of context default", "rotate --resume' goes on"] {
                        assert!(text.contains(part), "{words}, {at}, {part}: {text}");
                    }
                    assert!(!text.contains("Code ("), "{words}, {at}: {text}");
                });
            }
        }
    });
}

/// The question whether the new key may be used comes after the look at the account.
#[test]
fn a_rotation_that_is_gone_on_with_names_the_command_again() {
    let mut world = crate::app_key::stored_with_codes(0);
    world.env_remove("DUTY_VERIFY_CODE");
    let url = world.server.base_url();
    let second = format!("config set contexts.second.base_url {url}");
    world.duty(&second).any_stdout().any_stderr().run();
    let fault = FaultKind::error(500, "InternalError");
    world.server.fault(Fault::on("member_info", fault).from(2));
    world
        .duty("app-key rotate laptop --self --output-file f")
        .env("DUTY_VERIFY_CODE", "123456")
        .any_status()
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run();
    world.server.clear_faults();
    for at in 0..SIGNALS.len() {
        let words = "app-key rotate --resume --self";
        let text = text_after(&world, words, ("member_info", 1), at);
        assert!(!text.contains("[y/N]"), "{text}");
        assert!(text.contains("rotate --resume' goes on"), "{text}");
    }
}
