//! The file of the vendor's own CLI: two flat entries of YAML, `app_key` and `base_url`.

use std::path::PathBuf;

use secrecy::{ExposeSecret, SecretString};
use tr::tr;

use crate::error::{Error, Kind};
use crate::local::config;
use crate::local::files;
use crate::local::keys::AppKey;
use crate::local::paths::Paths;
use crate::text::duty;

/// What the vendor's CLI has.
pub struct Vendor {
    /// Its file.
    pub file: PathBuf,
    /// Its key.
    pub key: AppKey,
    /// Its server; the vendor's own where there is none.
    pub base_url: Option<String>,
}

/// The file, where it is there.
pub fn file(paths: &Paths) -> Option<PathBuf> {
    paths.vendor_config().filter(|file| file.is_file())
}

/// Read it.
pub fn read(paths: &Paths) -> Result<Vendor, Error> {
    let Some(file) = file(paths) else {
        return Err(Error::new(
            Kind::Key,
            tr!("there is nothing to import: the vendor's CLI has no ~/.flashduty/config.yaml"),
        )
        .hint(duty!("auth login")));
    };
    let text = files::read_text(&file, files::MIB)
        .map(|text| SecretString::from(text.unwrap_or_default()))
        .map_err(|error| Error {
            kind: Kind::Key,
            ..error
        })?;
    let key = entry(text.expose_secret(), "app_key").unwrap_or_default();
    let key = AppKey::parse(key, &file.display().to_string())?;
    let base_url = entry(text.expose_secret(), "base_url")
        .filter(|url| !url.is_empty())
        .map(str::to_owned);
    // Whoever can change it decides where the key goes.
    config::check_owner(&file, base_url.is_some())?;
    Ok(Vendor {
        file,
        key,
        base_url,
    })
}

/// The value of a top-level entry, its quotes and a comment taken off.
fn entry<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let is_entry = |line: &&str| {
        let line = line.trim_start();
        !line.is_empty() && !line.starts_with(['#', '%']) && !line.starts_with("---")
    };
    let mut lines = text.lines().filter(is_entry).peekable();
    // All of them may be indented, and alike.
    let indent = |line: &str| line.len() - line.trim_start().len();
    let top = indent(lines.peek()?);
    let mut value = lines.find_map(|line| {
        let line = Some(line.trim_start()).filter(|_| indent(line) == top)?;
        let quoted = ['"', '\''].into_iter().find_map(|quote| {
            let rest = line.strip_prefix(quote)?.strip_prefix(name)?;
            rest.strip_prefix(quote)
        });
        let rest = quoted.or_else(|| line.strip_prefix(name))?;
        rest.trim_start().strip_prefix(':')
    })?;
    value = value.trim();
    // It may begin on the next line.
    if value.is_empty() || value.starts_with('#') {
        let next = lines.next().filter(|line| indent(line) > top);
        value = next.map_or("", str::trim);
    }
    for quote in ['"', '\''] {
        if let Some(rest) = value.strip_prefix(quote) {
            return rest.split(quote).next();
        }
    }
    let comment = [" #", "\t#"]
        .into_iter()
        .filter_map(|mark| value.find(mark));
    let end = comment.min().unwrap_or(value.len());
    Some(value[..end].trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flat_yaml_in_every_form_that_the_vendor_or_a_hand_writes() {
        for (text, key, url) in [
            (
                "app_key: abc\nbase_url: https://a.example\n",
                Some("abc"),
                Some("https://a.example"),
            ),
            (
                "# mine\nbase_url: 'https://a.example' # x\r\napp_key: \"abc\"\r\n",
                Some("abc"),
                Some("https://a.example"),
            ),
            ("app_key : abc # mine\n", Some("abc"), None),
            ("app_key: abc\t# mine # x\n", Some("abc"), None),
            ("app_key: \"\"\n", Some(""), None),
            ("other:\n  app_key: abc\napp_keys: x\n", None, None),
            (
                "\u{feff}base_url: https://a.example\napp_key: abc\n",
                Some("abc"),
                Some("https://a.example"),
            ),
            (
                "---\n\n  'base_url': https://a.example\n  \"app_key\": abc\n",
                Some("abc"),
                Some("https://a.example"),
            ),
            (
                "app_key: # mine\n  abc # mine\nbase_url:\n  \"https://a.example\"\n",
                Some("abc"),
                Some("https://a.example"),
            ),
            ("app_key:\nbase_url:\n", Some(""), Some("")),
            ("\"app_key: abc\nbase_url': x\n", None, None),
        ] {
            assert_eq!(entry(text, "app_key"), key, "{text}");
            assert_eq!(entry(text, "base_url"), url, "{text}");
        }
    }
}
