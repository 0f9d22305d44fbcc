//! The README's picture of `duty doctor incident`, of a real run. With `DUTY_INCIDENT_PICTURE=FILE` it is
//! written; `scripts/picture` does that.

use crate::device::picture::svg;
use crate::harness::World;
use crate::pty::Pty;

#[test]
fn of_a_real_run() {
    let world = World::new();
    let run = world
        .duty("doctor incident 0E83EE")
        .env("LANG", "C.UTF-8")
        .env("TERM", "xterm-256color");
    let mut pty = Pty::start(&run, (110, 30));
    pty.parser.process(b"$ duty doctor incident 0E83EE\r\n");
    assert_eq!(pty.end(), 3);
    let picture = svg(
        pty.parser.screen(),
        "duty doctor incident: why one incident did not reach you",
    );
    for part in ["You were not notified.", "FAILED", "&gt; "] {
        let part = part.replace("&gt;", ">");
        assert!(picture.contains(&part), "{part} is missing:\n{picture}");
    }
    if let Some(file) = std::env::var_os("DUTY_INCIDENT_PICTURE") {
        std::fs::write(file, picture).unwrap();
    }
}
