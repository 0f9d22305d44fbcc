//! A command that a text tells the user to run. In the text it is a mark that only this process can make; at
//! the door to the streams the mark becomes the command, quoted for a shell and with the account that it is
//! told in. So no text of the server's, and nothing that was typed, is ever taken for a command.

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;

use tr::tr;

use crate::text::quote::quoted;

/// The nouns whose commands depend on the account.
const NOUNS: [&str; 9] = [
    "api", "auth", "app-key", "config", "device", "doctor", "open", "prefs", "profile",
];

/// Where a mark begins: a character that no text has (Unicode keeps it for use inside a program), and a
/// number that nobody outside this process knows.
static BEGIN: LazyLock<String> =
    LazyLock::new(|| format!("{OPEN}{:016x}", RandomState::new().hash_one("")));
const OPEN: char = '\u{fdd0}';
/// Before the words of one that is not complete.
const OPEN_WORD: &str = "open";
const END: char = '\u{fdd1}';
/// A space at which no line breaks.
pub const TIED: &str = "\u{fdd2}";

/// A command of duty's, in a text: `tr!("'{command}' tells", command = duty!("prefs show"))`. What stands after
/// the first words is one argument each, whatever is in it.
macro_rules! duty {
    (@$command:expr) => { $command };
    (@$command:expr, $option:literal $($more:tt)*) => {
        $crate::text::duty!(@$command.arg($option) $($more)*)
    };
    (@$command:expr, $value:expr $(, $($more:tt)*)?) => {
        $crate::text::duty!(@$command.value(&$value) $(, $($more)*)?)
    };
    ($words:expr $(,)?) => { $crate::text::CommandLine::new($words) };
    ($words:expr, $($argument:expr),+ $(,)?) => {
        $crate::text::duty!(@$crate::text::CommandLine::new($words) $(, $argument)+)
    };
}
pub(crate) use duty;

/// A command of duty's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandLine {
    /// Its arguments.
    words: Vec<String>,
    /// Whether a word stands for what the user has to put there: `duty app-key delete KEY`.
    open: bool,
}

impl CommandLine {
    /// These words, which white space separates; one in capitals stands for another.
    pub fn new(words: &str) -> CommandLine {
        let stands = |word: &str| word.len() > 1 && word.bytes().all(|b| b.is_ascii_uppercase());
        CommandLine {
            words: words.split_whitespace().map(str::to_owned).collect(),
            open: words.split_whitespace().any(stands),
        }
    }

    /// With one more argument.
    #[must_use]
    pub fn arg(mut self, argument: impl fmt::Display) -> CommandLine {
        let argument = argument.to_string();
        let end = self.words.iter().position(|word| word == "--");
        match end.filter(|_| argument.starts_with("--")) {
            Some(end) => self.words.insert(end, argument),
            None => self.words.push(argument),
        }
        self
    }

    /// With what somebody else chose, an id or a name, which is never taken for an option.
    #[must_use]
    pub fn value(mut self, value: impl fmt::Display) -> CommandLine {
        let value = value.to_string();
        if value.starts_with('-') {
            let ended = self.words.iter().any(|word| word == "--");
            match self.words.last_mut() {
                Some(option) if option.starts_with('-') && option != "--" => {
                    let joint = if option.len() > 2 { "=" } else { "" };
                    *option = format!("{option}{joint}{value}");
                    return self;
                }
                _ if ended => {}
                _ => self.words.push("--".to_owned()),
            }
        }
        self.words.push(value);
        self
    }

    /// With an option that has this value.
    #[must_use]
    pub fn option(self, name: &str, value: &str) -> CommandLine {
        // What begins like an option would be taken for one.
        if value.starts_with('-') {
            self.arg(format_args!("{name}={value}"))
        } else {
            self.arg(name).arg(value)
        }
    }

    /// With an option whose value is a word that stands for another.
    #[must_use]
    pub fn open_option(self, name: &str, word: &str) -> CommandLine {
        CommandLine {
            open: true,
            ..self.arg(name).arg(word)
        }
    }

    /// The one that this text is, if it is nothing else.
    pub fn of_text(text: &str) -> Option<CommandLine> {
        let mark = text.strip_prefix(BEGIN.as_str())?.strip_suffix(END)?;
        CommandLine::of_mark(mark)
    }

    fn of_mark(mark: &str) -> Option<CommandLine> {
        let bytes = (0..mark.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(mark.get(at..at + 2)?, 16).ok())
            .collect::<Option<Vec<u8>>>()?;
        let text = String::from_utf8(bytes).ok()?;
        let (open, words) = text.split_once('\0')?;
        Some(CommandLine {
            words: words.split('\0').map(str::to_owned).collect(),
            open: open == OPEN_WORD,
        })
    }
}

/// The mark, of letters that pass through everything on the way to the door as they are.
impl fmt::Display for CommandLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&BEGIN)?;
        let open = if self.open { OPEN_WORD } else { "" };
        for byte in format!("{open}\0{}", self.words.join("\0")).bytes() {
            write!(f, "{byte:02x}")?;
        }
        write!(f, "{END}")
    }
}

impl From<CommandLine> for String {
    fn from(command: CommandLine) -> String {
        command.to_string()
    }
}

impl serde::Serialize for CommandLine {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The options that another command line needs to mean the account that this one does.
#[derive(Clone, Debug, Default)]
pub struct Account(pub Vec<Vec<String>>);

impl Account {
    /// The words of a command line.
    pub fn argv(&self, command: &CommandLine) -> Vec<String> {
        let mut argv = vec!["duty".to_owned()];
        let noun = command.words.first().map_or("", String::as_str);
        for option in &self.0 {
            let name = option[0].as_str();
            // The sandbox has no login and no configuration.
            let fits = match noun {
                // It names the context itself, and asks nobody.
                "auth" if command.words.get(1).is_some_and(|verb| verb == "switch") => false,
                "auth" | "config" => name != "--sandbox",
                _ => true,
            };
            let given = command
                .words
                .iter()
                .any(|word| word.split('=').next() == Some(name));
            if NOUNS.contains(&noun) && fits && !given {
                argv.extend(option.iter().cloned());
            }
        }
        argv.extend(command.words.iter().cloned());
        argv
    }

    /// The command line as a shell reads it, and a word that stands for another in the reader's language.
    pub fn line(&self, command: &CommandLine) -> String {
        let argv = self.argv(command);
        argv.iter()
            .map(|word| match stand_in(word).filter(|_| command.open) {
                Some(word) => word,
                None => quoted(word).into_owned(),
            })
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// The text with its commands written out.
    pub fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        written(text, |command| self.line(command))
    }

    /// The same for a text that is wrapped: [`TIED`] stands for the spaces in its commands.
    pub fn unbroken<'t>(&self, text: &'t str) -> Cow<'t, str> {
        written(text, |command| self.line(command).replace(' ', TIED))
    }

    /// JSON with its commands written out, inside its strings.
    pub fn json<'t>(&self, json: &'t str) -> Cow<'t, str> {
        written(json, |command| {
            let string = serde_json::Value::from(self.line(command)).to_string();
            string[1..string.len() - 1].to_owned()
        })
    }
}

/// What the user has to put where this word stands.
fn stand_in(word: &str) -> Option<String> {
    Some(match word {
        "ADDRESS" => tr!("stands for" => "ADDRESS"),
        "CHANNEL" => tr!("stands for" => "CHANNEL"),
        "COMMAND" => tr!("stands for" => "COMMAND"),
        "FILE" => tr!("stands for" => "FILE"),
        "KEY" => tr!("stands for" => "KEY"),
        "NAME" => tr!("stands for" => "NAME"),
        "NUMBER" => tr!("stands for" => "NUMBER"),
        "SEVERITY" => tr!("stands for" => "SEVERITY"),
        "SPACE" => tr!("stands for" => "SPACE"),
        "TARGET" => tr!("stands for" => "TARGET"),
        _ => return None,
    })
}

/// The commands in a text.
fn commands_in(text: &str) -> Vec<CommandLine> {
    let mut commands = Vec::new();
    written(text, |command| {
        commands.push(command.clone());
        String::new()
    });
    commands
}

/// Those that can be run as they stand: a word such as `NUMBER` is to be replaced first.
pub fn commands_to_run(text: &str) -> Vec<CommandLine> {
    let mut commands = commands_in(text);
    commands.retain(|command| !command.open);
    commands
}

/// The text with each command as `write` writes it.
pub fn written<'t>(text: &'t str, mut write: impl FnMut(&CommandLine) -> String) -> Cow<'t, str> {
    if !text.contains(OPEN) {
        return Cow::Borrowed(text);
    }
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(BEGIN.as_str()) {
        whole += before;
        let Some((mark, after)) = after.split_once(END) else {
            // Only a defect could cut one in two.
            return Cow::Owned(whole + "…");
        };
        rest = after;
        whole += &CommandLine::of_mark(mark).map_or("…".to_owned(), |command| write(&command));
    }
    Cow::Owned(whole + rest)
}
