//! A large account: nothing is asked twice or refused, and Ctrl-C shows what is known.

use std::collections::BTreeSet;
use std::process::Stdio;
use std::time::Duration;

use crate::harness::{Fault, FaultKind, Options, World, exit_code};

#[test]
fn a_large_account_is_complete_and_never_refused() {
    let world = World::with(Options {
        spaces: Some(130),
        ..Options::default()
    });
    let run = world.duty("doctor -o json").any_stdout().any_requests();
    let ran = run.status(3).run();
    let report = ran.json();
    assert_eq!(report["complete"], true);
    assert_eq!(report["counts"]["examined"], 130);
    let asked: BTreeSet<u64> = ran
        .bodies("escalation_rule_list")
        .iter()
        .map(|body| body["channel_id"].as_u64().unwrap())
        .collect();
    assert_eq!(asked, (40_001..=40_130).collect());
    assert_eq!(ran.bodies("escalation_rule_list").len(), 130, "asked twice");
    let refused = ran.requests.iter().filter(|one| one.status != Some(200));
    assert_eq!(refused.count(), 0);
    let spaces = report["spaces"].as_array().unwrap().len();
    let others = report["counts"]["of_no_concern"].as_u64().unwrap();
    assert_eq!(spaces as u64 + others, 130);
    assert_eq!(spaces, 26, "every fifth");
    // What may hold alerts back is asked of those that concern the person, and of no other.
    for operation in ["silence_rule_list", "inhibit_rule_list", "drop_rule_list"] {
        assert_eq!(ran.bodies(operation).len(), spaces, "{operation}");
    }
}

#[test]
fn ctrl_c_shows_what_is_known() {
    let world = World::with(Options {
        spaces: Some(60),
        ..Options::default()
    });
    // From here on the server hangs: nobody may wait for it.
    let hang = FaultKind::Delay(Duration::from_secs(600));
    world
        .server
        .fault(Fault::on("escalation_rule_list", hang).from(21));
    let mut child = world
        .duty("doctor")
        .command()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Seven requests come before those for the rules; those for what holds alerts back come between them.
    let mut seen = 0;
    while seen < 27 || seen != world.server.requests().len() {
        assert!(child.try_wait().unwrap().is_none(), "ended by itself");
        seen = world.server.requests().len();
        // More than the second in which the server takes no more than 50.
        std::thread::sleep(Duration::from_millis(1500));
    }
    let interrupted = std::process::Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(interrupted.success());
    let output = child.wait_with_output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(exit_code(output.status), Some(130), "{text}");
    assert!(
        text.contains("Not complete: interrupted after 20 of 60 spaces"),
        "{text}"
    );
    assert!(
        text.contains("Verdict: critical incidents reach you"),
        "{text}"
    );
}
