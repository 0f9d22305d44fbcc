//! Whether an answer is about what was asked for.

use tr::tr;

use crate::error::Error;

/// An answer about another thing than the one that was asked for says nothing of this one. Without an id it is taken
/// for what was asked for.
pub fn about<T, I: PartialEq + Default>(
    answer: Result<T, Error>,
    asked: &I,
    told: impl Fn(&T) -> &I,
) -> Result<T, Error> {
    let answer = answer?;
    let id = told(&answer);
    if *id != I::default() && id != asked {
        return Err(Error::failed(tr!("the answer is about something else")));
    }
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_about_another_thing_is_none() {
        let about = |told: u64| about(Ok(told), &7, |told| told).is_ok();
        assert!(about(7) && about(0));
        assert!(!about(8));
    }
}
