//! The environment, read once when the process begins, and the name of this machine.

use std::ffi::OsString;

/// The environment as it was when the process began.
#[derive(Clone, Debug, Default)]
pub struct Environment(Vec<(OsString, OsString)>);

impl Environment {
    /// The process's own.
    pub fn of_process() -> Environment {
        Environment(std::env::vars_os().collect())
    }

    /// One of these variables, for a test.
    pub fn of<N: Into<OsString>, V: Into<OsString>>(
        pairs: impl IntoIterator<Item = (N, V)>,
    ) -> Environment {
        let pairs = pairs.into_iter();
        Environment(
            pairs
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
        )
    }

    /// A variable that is set, not empty, and text.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.os(name).and_then(|value| value.to_str())
    }

    /// The name of a variable for duty that is set and not text: it would count as not set. A
    /// directory may be called anything.
    pub fn not_text(&self) -> Option<&str> {
        self.0.iter().find_map(|(name, value)| {
            let name = name.to_str()?;
            let ours = name.starts_with("DUTY_") || name.starts_with("FLASHDUTY_");
            (ours && !name.ends_with("_DIR") && value.to_str().is_none()).then_some(name)
        })
    }

    /// A variable that is set and not empty.
    pub fn os(&self, name: &str) -> Option<&OsString> {
        self.0
            .iter()
            .find(|(key, value)| key == name && !value.is_empty())
            .map(|(_, value)| value)
    }

    /// A variable that is set, and text; it may be empty.
    pub fn said(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(key, _)| key == name);
        found.and_then(|(_, value)| value.to_str())
    }

    /// The first of these variables that is set, and its name.
    pub fn first<'a>(&'a self, names: &[&'static str]) -> Option<(&'static str, &'a str)> {
        names
            .iter()
            .find_map(|name| self.get(name).map(|value| (*name, value)))
    }

    /// Whether a variable is a yes: set, and neither `0` nor `false`.
    pub fn is_on(&self, name: &str) -> bool {
        self.get(name)
            .is_some_and(|value| !matches!(value, "0" | "false" | "no" | "off"))
    }
}

/// The name of this machine without its domain, as far as it can be part of a key's name.
pub fn host_name() -> Option<String> {
    let name = gethostname::gethostname();
    let name = name.to_string_lossy();
    let label = name.split('.').next().unwrap_or_default();
    let label: String = label
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
        .collect();
    (!label.is_empty()).then_some(label)
}

#[cfg(test)]
mod tests {
    #[cfg(unix)]
    #[test]
    fn a_variable_of_duty_that_is_not_text_is_named_and_no_other() {
        use super::*;
        use std::os::unix::ffi::OsStringExt;

        let named = |name: &str| {
            let set = [(name, OsString::from_vec(vec![0xff]))];
            Environment::of(set).not_text().map(str::to_owned)
        };
        assert_eq!(named("DUTY_LANG").as_deref(), Some("DUTY_LANG"));
        let older = "FLASHDUTY_BASE_URL";
        assert_eq!(named(older).as_deref(), Some(older));
        assert_eq!(named("DUTY_CONFIG_DIR"), None, "a folder may be so called");
        assert_eq!(named("LESS"), None, "it is not duty's");
        assert_eq!(Environment::of([("DUTY_LANG", "zh")]).not_text(), None);
    }
}
