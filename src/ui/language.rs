//! The language of what people read: English in the code, other languages as catalogs in `po/`.
//!
//! Text in the code is `tr!`; text that clap holds (help) is looked up by [`translate`].

use std::borrow::Cow;

use tr::Translator;

use crate::local::options::{Format, Lang};

mod hash;

/// `po/zh.po` as `build.rs` compiles it.
mod catalog {
    use std::io::Read;
    use std::sync::LazyLock;

    use flate2::read::DeflateDecoder;

    use super::hash::hash;

    include!(concat!(env!("OUT_DIR"), "/zh.rs"));

    /// Unpacked where somebody reads Chinese, and only there.
    static CHINESE: LazyLock<String> = LazyLock::new(|| {
        let mut text = String::new();
        // What build.rs has packed can be unpacked; a test reads all of it.
        let _ = DeflateDecoder::new(PACKED).read_to_string(&mut text);
        text
    });

    /// The Chinese of an English text, its context before it where it has one.
    pub fn chinese(english: &str) -> Option<&'static str> {
        let index = HASHES.binary_search(&hash(english)).ok()?;
        let (before, from) = LENGTHS.split_at(index);
        let begin: usize = before.iter().copied().map(usize::from).sum();
        CHINESE.get(begin..begin + usize::from(from[0]))
    }
}

/// A text in its context, as gettext joins the two: one English word may be two in Chinese.
fn key<'a>(context: Option<&str>, text: &'a str) -> Cow<'a, str> {
    match context {
        None => Cow::Borrowed(text),
        Some(context) => Cow::Owned(format!("{context}\u{4}{text}")),
    }
}

/// Looks texts up in the [`catalog`]; Chinese has one form for every number.
struct Chinese;

impl Translator for Chinese {
    fn translate<'a>(&'a self, text: &'a str, context: Option<&'a str>) -> Cow<'a, str> {
        Cow::Borrowed(catalog::chinese(&key(context, text)).unwrap_or(text))
    }

    fn ntranslate<'a>(
        &'a self,
        _n: u64,
        singular: &'a str,
        plural: &'a str,
        context: Option<&'a str>,
    ) -> Cow<'a, str> {
        Cow::Borrowed(catalog::chinese(&key(context, singular)).unwrap_or(plural))
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
        Format::Table => lang,
        _ => Lang::En,
    });
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
    fn every_text_of_the_catalog_is_found() {
        let file = rspolib::pofile("po/zh.po").unwrap();
        assert!(file.entries.len() > 1000);
        for entry in file.entries {
            let english = key(entry.msgctxt.as_deref(), &entry.msgid);
            assert_eq!(
                catalog::chinese(&english),
                entry.msgstr.as_deref(),
                "{english}"
            );
        }
        assert_eq!(catalog::chinese(""), None);
        assert_eq!(catalog::chinese("\u{10ffff}"), None);
    }
}
