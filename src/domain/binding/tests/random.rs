//! Whatever happens in whatever order: what no script of events may lead to.

use proptest::prelude::*;

use super::*;

/// A server and a user who do anything in any order: (pause, what, how long a code lives).
fn anything() -> impl Strategy<Value = Vec<(i64, u8, i64)>> {
    let pause = prop_oneof![
        8 => 0i64..700, 4 => 0i64..12_000, 2 => -3_000i64..400_000,
        // What is taken for the server's clock jumps.
        1 => -4_000_000i64..4_000_000
    ];
    let life = prop_oneof![-2_000i64..3_000, 3_000i64..12_000, 12_000i64..400_000];
    prop::collection::vec((pause, 0u8..12, life), 1..120)
}

proptest! {
    #[test]
    fn no_dead_code_no_second_code_no_second_request(script in anything()) {
        let mut binding = Binding::new(moment(0), vec![phone("old", 1)]);
        let (mut local, mut now, mut names) = (0, 0, 0);
        let (mut asking, mut polling, mut over) = (false, false, false);
        let mut screen: Option<BindCode> = None;
        let mut replaced: Vec<BindCode> = Vec::new();
        for (pause, what, life) in script {
            now += pause;
            local += pause.clamp(0, 12_000);
            let event = match what {
                0..=2 if asking => {
                    names += 1;
                    code(&names.to_string(), now + life)
                }
                3 if asking => Event::CodeFailed,
                4..=6 if polling => Event::Devices(vec![phone("old", 1)]),
                7 if polling => Event::PollFailed,
                8 => Event::Resize,
                9 if life > 390_000 => Event::WaitOver,
                _ => Event::Tick,
            };
            match event {
                Event::CodeArrived(_) | Event::CodeFailed => asking = false,
                Event::Devices(_) | Event::PollFailed => polling = false,
                _ => {}
            }
            for action in binding.step(apart(local, now), event) {
                prop_assert!(!over, "{action:?} after the end");
                match action {
                    Action::RequestCode => prop_assert!(!std::mem::replace(&mut asking, true)),
                    Action::Poll => prop_assert!(!std::mem::replace(&mut polling, true)),
                    Action::Wipe => replaced.extend(screen.take()),
                    Action::Draw(status) => {
                        if screen != status.code {
                            replaced.extend(screen.take());
                        }
                        if let Some(code) = &status.code {
                            prop_assert!(!replaced.contains(code), "an old code is back");
                            let left = code.expires_at.0.duration_since(at(now));
                            prop_assert!(status.seconds_left >= 1);
                            prop_assert!(SignedDuration::from_secs(status.seconds_left - 1) < left);
                        }
                        screen = status.code;
                    }
                    Action::Finish(_) => {
                        over = true;
                        prop_assert!(screen.is_none(), "a code at the end");
                    }
                }
            }
            if let Some(code) = &screen {
                prop_assert!(at(now) < code.expires_at.0, "a dead code");
            }
            // Whatever the server's clock seems to do, somebody looks for the phone.
            let due = binding.due_in(apart(local, now));
            prop_assert!(over || polling || due <= POLL_LATER, "{due:?} until the next look");
        }
    }

    /// Who ticks only when told to, never has a code on the screen past its end, and sees every second of it.
    #[test]
    fn waking_when_told_is_enough(lives in prop::collection::vec(1_200i64..40_000, 1..6), delay in 0i64..900) {
        let mut binding = Binding::new(moment(0), Vec::new());
        let mut lives = lives.into_iter();
        let mut seen = Vec::new();
        let mut now = 0;
        let mut event = Event::Tick;
        for _ in 0..400 {
            let mut answer = None;
            for action in binding.step(moment(now), event) {
                match action {
                    Action::RequestCode => answer = lives.next(),
                    Action::Draw(status) => seen.push((status.code.map(|code| code.expires_at.0), status.seconds_left)),
                    _ => {}
                }
            }
            if let Some(life) = answer {
                now += delay;
                let expires_at = Seconds(at(now + life));
                event = Event::CodeArrived(BindCode { content: "c".into(), expires_at });
            } else {
                let due = binding.due_in(moment(now));
                // An answer may take for ever: then there is a next second all the same.
                now += i64::try_from(due.as_millis()).expect("a pause").max(1);
                event = Event::Tick;
            }
        }
        for pair in seen.windows(2).filter(|pair| pair[0].0.is_some() && pair[0].0 == pair[1].0) {
            prop_assert!(pair[0].1 - pair[1].1 <= 1, "a second was left out: {seen:?}");
        }
    }
}
