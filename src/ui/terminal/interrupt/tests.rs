use super::*;

/// What comes of interrupts at these milliseconds under these modes.
fn told(modes: &[Mode], at: &[u64]) -> Vec<Then> {
    let mut state = State::new();
    for mode in modes {
        state.held[*mode as usize] += 1;
    }
    let start = Instant::now();
    at.iter()
        .map(|ms| state.note(SIGINT, start + Duration::from_millis(*ms)))
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
    assert_eq!(state.note(SIGINT, now), Then::Leave);
    assert_eq!(state.note(SIGINT, now), Then::Note);
    state.woken = Some(now);
    assert_eq!(state.note(SIGINT, now), Then::Note);
    assert_eq!(state.note(SIGINT, now), Then::End);
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
        assert_eq!(state.note(15, now), Then::EndAfter(TO_LEAVE_A_QUESTION));
        assert_eq!(state.note(SIGINT, now), Then::Note);
        assert_eq!(state.note(SIGINT, now), Then::End);
        assert_eq!(state.first, Some((15, now)));
        state.woken = Some(now);
        assert_eq!(state.note(SIGINT, now + A_WHILE), Then::End);
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
    state.note(15, now);
    state.note(SIGINT, now);
    assert_eq!(state.first, Some((15, now)));
}
