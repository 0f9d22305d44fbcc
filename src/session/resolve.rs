//! The one resolver of what is named on the command line, be it a key, a member, a phone, an IM app, a
//! space or a context: by id, else by its exact name, else by the unique beginning of a name, else the
//! user is asked, else the candidates are listed. [`find`] decides, without anybody to ask.

use serde_json::{Value, json};
use tr::tr;

use crate::error::Error;
use crate::session::app::{App, Session};
use crate::text::pasted;

/// Something that can be named.
pub trait Candidate {
    fn id(&self) -> String;

    fn name(&self) -> &str;

    /// Another name, such as an email address.
    fn alias(&self) -> Option<&str> {
        None
    }

    /// A line that tells it from the others, for people.
    fn label(&self) -> String;

    /// Whether a name may mean it: what is gone is meant by its id alone.
    fn has_name(&self) -> bool {
        true
    }

    /// Of several that a name fits, the only one that works is meant.
    fn works(&self) -> bool {
        true
    }
}

impl<T: Candidate> Candidate for &T {
    fn id(&self) -> String {
        (**self).id()
    }

    fn name(&self) -> &str {
        (**self).name()
    }

    fn alias(&self) -> Option<&str> {
        (**self).alias()
    }

    fn label(&self) -> String {
        (**self).label()
    }

    fn has_name(&self) -> bool {
        (**self).has_name()
    }

    fn works(&self) -> bool {
        (**self).works()
    }
}

/// How a text fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// It is the id or the name.
    Exact,
    /// It is how a name begins, or a name but for upper and lower case.
    Loose,
}

/// The candidates that a text means: none, the one, or several that it does not tell apart.
///
/// As typed first: a name may have quotes of its own.
pub fn find<'a, T: Candidate>(all: &'a [T], text: &str) -> (Fit, Vec<&'a T>) {
    let typed = text.trim();
    let found = find_as_typed(all, typed);
    match pasted(typed) {
        meant if found.1.is_empty() && meant != typed => find_as_typed(all, &meant),
        _ => found,
    }
}

fn find_as_typed<'a, T: Candidate>(all: &'a [T], text: &str) -> (Fit, Vec<&'a T>) {
    let lower = text.to_lowercase();
    let by_name = |fits: &dyn Fn(&str) -> bool| -> Vec<&'a T> {
        let named = all.iter().filter(|one| {
            let mut names = [Some(one.name()), one.alias()].into_iter().flatten();
            one.has_name() && names.any(fits)
        });
        let found: Vec<&T> = named.collect();
        let working: Vec<&T> = found.iter().copied().filter(|one| one.works()).collect();
        if working.len() == 1 { working } else { found }
    };
    if let Some(one) = all.iter().find(|one| one.id() == text) {
        return (Fit::Exact, vec![one]);
    }
    let exact = by_name(&|name| name == text);
    if !exact.is_empty() || text.is_empty() {
        return (Fit::Exact, exact);
    }
    let whole = by_name(&|name| name.to_lowercase() == lower);
    if !whole.is_empty() {
        return (Fit::Loose, whole);
    }
    (
        Fit::Loose,
        by_name(&|name| name.to_lowercase().starts_with(&lower)),
    )
}

/// Whoever typed it.
pub trait User {
    fn may_ask(&self) -> bool;

    /// One of several; `None` where the question was left.
    fn select(&mut self, question: &str, items: &[String]) -> Result<Option<usize>, Error>;

    fn note(&mut self, text: &str);
}

impl User for Session<'_> {
    fn may_ask(&self) -> bool {
        self.terminal.may_ask()
    }

    fn select(&mut self, question: &str, items: &[String]) -> Result<Option<usize>, Error> {
        Session::select(self, question, items)
    }

    fn note(&mut self, text: &str) {
        self.out.note(text);
    }
}

impl User for App {
    fn may_ask(&self) -> bool {
        self.terminal.may_ask()
    }

    fn select(&mut self, question: &str, items: &[String]) -> Result<Option<usize>, Error> {
        self.out.select(question, items)
    }

    fn note(&mut self, text: &str) {
        self.out.note(text);
    }
}

/// What is looked for. An error that names no candidates gets them as its details.
pub struct Wanted<'a, T> {
    /// What was typed; `None` where nothing was, and any may be meant.
    pub text: Option<&'a str>,
    /// What is asked where several fit.
    pub question: String,
    /// The error where none fits.
    pub unknown: &'a dyn Fn() -> Error,
    /// The error where several fit and nobody can be asked.
    pub ambiguous: &'a dyn Fn(&[&T]) -> Error,
}

/// The candidate that is meant. One that was not named in full is told.
///
/// # Errors
/// `wanted.unknown` or `wanted.ambiguous`; `Interrupted` where the question was left.
pub fn resolve<'a, T: Candidate>(
    user: &mut dyn User,
    all: &'a [T],
    wanted: &Wanted<'_, T>,
) -> Result<&'a T, Error> {
    let (fit, found) = match wanted.text {
        None => (Fit::Exact, all.iter().collect()),
        Some(text) => find(all, text),
    };
    match (found.as_slice(), wanted.text) {
        ([], _) => Err(listing((wanted.unknown)(), all.iter())),
        ([one], Some(text)) => {
            if fit == Fit::Loose {
                let label = one.label();
                user.note(&tr!("'{text}' matches {label}", text, label));
            }
            Ok(one)
        }
        ([one], None) => Ok(one),
        (several, _) => {
            let refusal = || (wanted.ambiguous)(several);
            choose(user, several, &wanted.question, refusal)
        }
    }
}

/// The one of these that the user chooses.
///
/// # Errors
/// `refusal`, with the candidates, where nobody can be asked; `Interrupted` where the question was left.
pub fn choose<'a, T: Candidate>(
    user: &mut dyn User,
    among: &[&'a T],
    question: &str,
    refusal: impl FnOnce() -> Error,
) -> Result<&'a T, Error> {
    if among.is_empty() || !user.may_ask() {
        return Err(listing(refusal(), among.iter().copied()));
    }
    let labels: Vec<String> = among.iter().map(|one| one.label()).collect();
    let chosen = user.select(question, &labels)?;
    chosen
        .and_then(|index| among.get(index).copied())
        .ok_or_else(Error::interrupted)
}

fn listing<'a, T: Candidate + 'a>(mut error: Error, all: impl Iterator<Item = &'a T>) -> Error {
    let (labels, candidates): (Vec<String>, Vec<Value>) = all
        .map(|one| (one.label(), json!({"id": one.id(), "name": one.name()})))
        .unzip();
    if error.details.is_empty() {
        error.details = labels;
    }
    error.with("candidates", candidates)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Kind;

    /// Id, name, whether it works; what has no name is gone.
    struct Thing(u64, &'static str, bool);

    impl Candidate for Thing {
        fn id(&self) -> String {
            self.0.to_string()
        }

        fn name(&self) -> &str {
            self.1
        }

        fn alias(&self) -> Option<&str> {
            (self.0 == 1).then_some("First@example.com")
        }

        fn label(&self) -> String {
            format!("{} ({})", self.1, self.0)
        }

        fn has_name(&self) -> bool {
            self.0 < 100
        }

        fn works(&self) -> bool {
            self.2
        }
    }

    const THINGS: [Thing; 9] = [
        Thing(1, "运维值班", true),
        Thing(2, "运维备用", false),
        Thing(3, "Ops", false),
        Thing(4, "Ops EU", false),
        Thing(5, "ops", true),
        Thing(7, "9", false),
        Thing(8, "same", false),
        Thing(9, "same", false),
        Thing(100, "gone", true),
    ];

    /// Answers with this, if it can be asked.
    struct Somebody {
        answer: Option<Option<usize>>,
        told: Vec<String>,
    }

    impl User for Somebody {
        fn may_ask(&self) -> bool {
            self.answer.is_some()
        }

        fn select(&mut self, question: &str, items: &[String]) -> Result<Option<usize>, Error> {
            self.told.push(format!("{question} {}", items.join(", ")));
            Ok(self.answer.flatten())
        }

        fn note(&mut self, text: &str) {
            self.told.push(text.to_owned());
        }
    }

    fn ask(answer: Option<Option<usize>>, text: Option<&str>) -> (Result<u64, Error>, Vec<String>) {
        let mut user = Somebody {
            answer,
            told: Vec::new(),
        };
        let wanted = Wanted {
            text,
            question: "Which?".into(),
            unknown: &|| Error::new(Kind::NotFound, "none"),
            ambiguous: &|found| Error::usage(format!("{} fit", found.len())),
        };
        let found = resolve(&mut user, &THINGS, &wanted).map(|one| one.0);
        (found, user.told)
    }

    #[test]
    fn by_id_name_or_beginning() {
        let found = |text: &str| {
            let (fit, found) = find(&THINGS, text);
            (fit, found.iter().map(|one| one.0).collect::<Vec<_>>())
        };
        for (text, fit, ids, why) in [
            ("2", Fit::Exact, vec![2], "an id"),
            (" 2 ", Fit::Exact, vec![2], "an id with space around it"),
            ("9", Fit::Exact, vec![9], "an id before a name"),
            ("100", Fit::Exact, vec![100], "an id of what is gone"),
            ("Ops", Fit::Exact, vec![3], "a name to the letter"),
            ("OPS", Fit::Loose, vec![5], "of two the one that works"),
            ("ops e", Fit::Loose, vec![4], "a beginning"),
            ("运维", Fit::Loose, vec![1], "of two the one that works"),
            ("first@EXAMPLE.com", Fit::Loose, vec![1], "an alias"),
            ("First@", Fit::Loose, vec![1], "the beginning of an alias"),
            ("same", Fit::Exact, vec![8, 9], "a name that two have"),
            ("s", Fit::Loose, vec![8, 9], "a beginning of two"),
            ("gone", Fit::Loose, vec![], "the name of what is gone"),
            ("", Fit::Exact, vec![], "nothing begins every name"),
            ("nosuch", Fit::Loose, vec![], "nothing"),
        ] {
            assert_eq!(found(text), (fit, ids), "{text}: {why}");
        }
    }

    #[test]
    fn several_are_asked_about_else_listed() {
        let (found, told) = ask(None, Some("same"));
        let error = found.unwrap_err();
        assert_eq!((error.kind, error.message.as_str()), (Kind::Usage, "2 fit"));
        assert_eq!(error.details, ["same (8)", "same (9)"]);
        assert!(told.is_empty());
        let (found, told) = ask(Some(Some(1)), Some("same"));
        assert_eq!(found.unwrap(), 9);
        assert_eq!(told, ["Which? same (8), same (9)"]);
        let (found, _) = ask(Some(None), Some("same"));
        assert_eq!(found.unwrap_err().kind, Kind::Interrupted);
        let (found, _) = ask(Some(Some(2)), None);
        assert_eq!(found.unwrap(), 3, "nothing typed: any may be meant");
    }

    #[test]
    fn what_was_not_named_in_full_is_told_and_what_is_unknown_lists_all() {
        let (found, told) = ask(None, Some("ops e"));
        assert_eq!(found.unwrap(), 4);
        assert_eq!(told, ["'ops e' matches Ops EU (4)"]);
        let (found, told) = ask(None, Some("Ops EU"));
        assert_eq!((found.unwrap(), told.len()), (4, 0));
        let (found, _) = ask(None, Some("nosuch"));
        let error = found.unwrap_err();
        assert_eq!(error.kind, Kind::NotFound);
        assert_eq!(error.details.len(), THINGS.len());
    }
}
