//! Compiles `po/zh.po` into two texts and an index, sorted by the English: nothing is parsed at start-up.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

const CATALOG: &str = "po/zh.po";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed={CATALOG}");
    println!("cargo::rerun-if-changed=build.rs");
    let mut texts = BTreeMap::new();
    for entry in rspolib::pofile(CATALOG)?.entries {
        let chinese = entry.msgstr.or(entry.msgstr_plural.into_iter().next());
        let Some(chinese) = chinese.filter(|text| !text.is_empty()) else {
            continue;
        };
        // One English word may be two in Chinese: gettext joins context and text like this.
        let english = match entry.msgctxt {
            None => entry.msgid,
            Some(context) => format!("{context}\u{4}{}", entry.msgid),
        };
        texts.insert(english, chinese);
    }
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    let english: String = texts.keys().map(String::as_str).collect();
    let chinese: String = texts.values().map(String::as_str).collect();
    let mut ends = format!("[[u32; 2]; {}] = [", texts.len());
    let (mut english_end, mut chinese_end) = (0, 0);
    for (key, text) in &texts {
        english_end += key.len();
        chinese_end += text.len();
        write!(ends, "[{english_end}, {chinese_end}],")?;
    }
    std::fs::write(out.join("zh.english"), english)?;
    std::fs::write(out.join("zh.chinese"), chinese)?;
    std::fs::write(
        out.join("zh.rs"),
        format!(
            "/// All English texts, in order.\n\
             const ENGLISH: &str = include_str!(\"zh.english\");\n\
             /// All Chinese texts, in the order of the English.\n\
             const CHINESE: &str = include_str!(\"zh.chinese\");\n\
             /// Where each text ends in the two.\n\
             static ENDS: {ends}];\n"
        ),
    )?;
    Ok(())
}
