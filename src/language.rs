//! The language of what people read: English in the code, other languages as catalogs in `po/`.
//!
//! Text in the code is `tr!`; text that clap holds (help) is looked up by [`translate`].

use std::borrow::Cow;
use std::collections::HashMap;
use std::ffi::OsString;
use std::sync::LazyLock;

use tr::Translator;

use crate::args;
use crate::args::global::{Format, Lang};
use crate::settings::{self, Environment};

/// English, with its context before it where it has one, to Chinese. Read when it is first asked for; a catalog that cannot be read leaves the text
/// in English, and a test keeps it readable.
static CHINESE: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let file = rspolib::pofile(include_str!("../po/zh.po"));
    let entries = file.map(|file| file.entries).unwrap_or_default();
    entries
        .into_iter()
        .filter_map(|entry| {
            let text = entry.msgstr.or(entry.msgstr_plural.into_iter().next())?;
            let key = key(entry.msgctxt.as_deref(), &entry.msgid).into_owned();
            (!text.is_empty()).then_some((key, text))
        })
        .collect()
});

/// A text in its context, as gettext joins the two: one English word may be two in Chinese.
fn key<'a>(context: Option<&str>, text: &'a str) -> Cow<'a, str> {
    match context {
        None => Cow::Borrowed(text),
        Some(context) => Cow::Owned(format!("{context}\u{4}{text}")),
    }
}

/// Looks texts up in [`CHINESE`]; Chinese has one form for every number.
struct Chinese;

impl Translator for Chinese {
    fn translate<'a>(&'a self, text: &'a str, context: Option<&'a str>) -> Cow<'a, str> {
        let found = CHINESE.get(key(context, text).as_ref());
        Cow::Borrowed(found.map_or(text, String::as_str))
    }

    fn ntranslate<'a>(
        &'a self,
        _n: u64,
        singular: &'a str,
        plural: &'a str,
        context: Option<&'a str>,
    ) -> Cow<'a, str> {
        let found = CHINESE.get(key(context, singular).as_ref());
        Cow::Borrowed(found.map_or(plural, String::as_str))
    }
}

/// Speak this language from now on.
fn speak(lang: Lang) {
    match lang {
        Lang::En => tr::unset_translator!(),
        Lang::Zh => tr::set_translator!(Chinese),
    }
}

/// Speak this language in results of this format: JSON is never translated, errors in it included.
/// What the server is asked to speak is another matter.
pub fn speak_for(lang: Lang, output: Format) {
    speak(match output {
        Format::Json => Lang::En,
        Format::Table => lang,
    });
}

/// The language that the arguments and the environment ask for, before either is understood: help
/// and wrong arguments are told in it.
pub fn asked_for(arguments: &[OsString], env: &Environment) -> Lang {
    let mut words = arguments.iter().filter_map(|word| word.to_str());
    let mut asked = None;
    while let Some(word) = words.next() {
        let value = match word.strip_prefix("--lang") {
            Some("") => words.next(),
            Some(rest) => rest.strip_prefix('='),
            None => None,
        };
        asked = value.or(asked);
    }
    match asked.or(env.get("DUTY_LANG")) {
        Some("zh") => Lang::Zh,
        Some("en") => Lang::En,
        _ => settings::of_locale(env),
    }
}

/// The command tree with its help in this language.
pub fn command_tree(lang: Lang) -> clap::Command {
    let tree = args::command_in(&|text| translate(text, lang));
    match lang {
        Lang::En => tree,
        // clap breaks lines at spaces, of which Chinese has few: `Out::help` breaks them.
        Lang::Zh => tree.term_width(0),
    }
}

/// Text that is not in the code, such as clap's, in this language.
pub fn translate(text: &str, lang: Lang) -> String {
    match lang {
        Lang::En => text.to_owned(),
        Lang::Zh => Chinese.translate(text, None).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalog_can_be_read_and_speaks() {
        assert_eq!(translate("interrupted", Lang::Zh), "已中断");
        assert_eq!(translate("interrupted", Lang::En), "interrupted");
        assert_eq!(translate("no such text", Lang::Zh), "no such text");
    }

    #[test]
    fn the_language_is_known_before_the_arguments_are() {
        let asked = |words: &[&str]| {
            let words: Vec<OsString> = words.iter().map(OsString::from).collect();
            asked_for(&words, &Environment::default())
        };
        assert_eq!(asked(&["duty", "--lang", "zh", "--nosuch"]), Lang::Zh);
        assert_eq!(asked(&["duty", "--lang=zh"]), Lang::Zh);
        assert_eq!(asked(&["duty", "--lang=fr"]), Lang::En);
        assert_eq!(asked(&["duty"]), Lang::En);
    }
}
