use super::*;

/// What comes of interrupts at these milliseconds under these modes.
fn told(modes: &[Mode], at: &[u64]) -> Vec<Then> {
    let mut state = State::new();
    for mode in modes {
        state.held[*mode as usize] += 1;
    }
    let start = Instant::now();
    at.iter()
        .map(|ms| state.note(SIGINT, true, start + Duration::from_millis(*ms)))
        .collect()
}

#[test]
fn the_mode_says_what_an_interrupt_does() {
    use Mode::{Ask, Attend, Wait};
    use Then::{End, EndAfter, Note};
    assert_eq!(told(&[], &[0]), [End]);
    assert_eq!(told(&[Ask], &[0, 1]), [EndAfter(TO_LEAVE_A_QUESTION), End]);
    assert_eq!(told(&[Wait], &[0, 1]), [Note, End]);
    assert_eq!(told(&[Wait, Ask], &[0, 1]), [Note, End]); // the question was left
    assert_eq!(
        told(&[Attend], &[0, 1, 1999, 2001]),
        [Note, Note, Note, End]
    );
}

#[test]
fn a_question_within_what_waits_is_left_and_what_that_raises_is_no_second_interrupt() {
    let mut state = State::new();
    let now = Instant::now();
    state.held[Mode::Wait as usize] = 1;
    state.open = 1;
    assert_eq!(state.note(SIGINT, true, now), Then::Leave);
    assert_eq!(state.note(SIGINT, true, now), Then::Note);
    state.woken = Some(now);
    assert_eq!(state.note(SIGINT, true, now), Then::Note);
    assert_eq!(state.note(SIGINT, true, now), Then::End);
}

#[test]
fn what_another_signal_raises_in_a_question_is_none_of_its_own() {
    let now = Instant::now();
    for (open, left) in [(1, false), (0, true)] {
        let mut state = State {
            open,
            left,
            ..State::new()
        };
        state.held[Mode::Ask as usize] = 1;
        assert_eq!(
            state.note(15, true, now),
            Then::EndAfter(TO_LEAVE_A_QUESTION)
        );
        assert_eq!(state.note(SIGINT, true, now), Then::Note);
        assert_eq!(state.note(SIGINT, true, now), Then::End);
        assert_eq!(state.first, Some((15, now)));
        state.woken = Some(now);
        assert_eq!(state.note(SIGINT, true, now + A_WHILE), Then::End);
    }
}

#[test]
fn of_what_another_has_the_terminal_for_only_the_keys_are_its_own() {
    let now = Instant::now();
    let lent = || State {
        lent: 1,
        held: [0, 1, 0],
        ..State::new()
    };
    for key in [SIGINT, SIGQUIT] {
        let mut state = lent();
        assert_eq!(state.note(key, true, now), Then::Note);
        assert_eq!(state.first, None);
        assert_eq!(state.note(key, false, now), Then::Note);
        assert_eq!(state.first, Some((key, now)));
        assert_eq!(state.note(key, true, now), Then::Note);
    }
    for signal in [15, 1] {
        let mut state = lent();
        assert_eq!(state.note(signal, true, now), Then::Note);
        assert_eq!(state.first, Some((signal, now)));
        assert_eq!(state.note(signal, true, now), Then::End);
    }
}

/// What the kernel asks before it hands the memory to a program that collects it.
#[cfg(target_os = "linux")]
#[test]
fn the_kernel_hands_the_memory_to_nobody() {
    use rustix::process::{DumpableBehavior, dumpable_behavior};
    leave_no_core();
    let left = dumpable_behavior();
    assert_eq!(left.ok(), Some(DumpableBehavior::NotDumpable));
}

#[test]
fn the_first_signal_is_the_one_that_counts() {
    let mut state = State::new();
    let now = Instant::now();
    state.note(15, true, now);
    state.note(SIGINT, true, now);
    assert_eq!(state.first, Some((15, now)));
}
