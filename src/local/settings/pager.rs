//! What longer output goes through on a terminal: `--no-pager` over `DUTY_PAGER` over `PAGER` over less, where it is
//! there.

use crate::local::environment::Environment;

/// The program, with its words; `None` where there is to be none.
pub fn of(env: &Environment, no_pager: bool) -> Option<String> {
    if no_pager || env.get("TERM") == Some("dumb") || env.is_on("ACCESSIBLE") {
        return None;
    }
    // That one is set and empty says that there is to be none.
    let named = env.said("DUTY_PAGER").or_else(|| env.said("PAGER"));
    let program = match named {
        Some(named) => named.trim().to_owned(),
        None if is_there(env, "less") => "less".to_owned(),
        None => return None,
    };
    (!program.is_empty() && program != "cat").then_some(program)
}

fn is_there(env: &Environment, program: &str) -> bool {
    // Windows has none that deserves the name.
    cfg!(unix)
        && env.os("PATH").is_some_and(|path| {
            std::env::split_paths(path).any(|folder| folder.join(program).is_file())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearer_variable_wins_and_empty_is_none() {
        let pager = |pairs: &[(&str, &str)]| of(&Environment::of(pairs.iter().copied()), false);
        assert_eq!(pager(&[]), None);
        assert_eq!(pager(&[("PAGER", "more")]).as_deref(), Some("more"));
        let both = [("PAGER", "more"), ("DUTY_PAGER", "less -S")];
        assert_eq!(pager(&both).as_deref(), Some("less -S"));
        assert_eq!(of(&Environment::of(both), true), None);
        for none in ["", " ", "cat"] {
            assert_eq!(pager(&[("PAGER", "more"), ("DUTY_PAGER", none)]), None);
        }
        assert_eq!(pager(&[("PAGER", "more"), ("TERM", "dumb")]), None);
        assert_eq!(pager(&[("PAGER", "more"), ("ACCESSIBLE", "1")]), None);
    }
}
