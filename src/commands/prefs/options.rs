//! The arguments that several verbs of `duty prefs` take: targets, channels, and how a change is written.

use std::str::FromStr;
use std::sync::LazyLock;

use clap::ValueEnum;
use clap::builder::PossibleValue;
use tr::tr;

use crate::domain::channel::{ImType, Personal};
use crate::domain::preference::Target;
use crate::local::options::DryRun;
use crate::session::preferences::change::{Change, Mode};

/// `set`, `add` and `remove`.
#[derive(Debug, clap::Args)]
pub struct Choose {
    #[command(flatten)]
    pub targets: Targets,
    #[command(flatten)]
    pub channels: Channels,
    #[command(flatten)]
    pub write: WriteOptions,
}

/// How a change is written.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct WriteOptions {
    /// Allow a change after which no critical incident would reach you
    #[arg(long)]
    pub allow_silent: bool,
    /// Where somebody else writes at the same time, make the change again to what they left, up to
    /// N times
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true, value_parser = clap::value_parser!(u32).range(..=20))]
    pub retry_conflict: u32,
    #[command(flatten)]
    pub dry_run: DryRun,
}

impl WriteOptions {
    /// A change that is written like this; `command` is for the history.
    pub fn change(&self, command: String) -> Change {
        Change {
            command,
            mode: if self.dry_run.dry_run {
                Mode::DryRun
            } else {
                Mode::Write
            },
            allow_silent: self.allow_silent,
            retry_conflict: self.retry_conflict,
            ..Change::default()
        }
    }
}

/// The targets of a change.
#[derive(Clone, Debug, clap::Args)]
pub struct Targets {
    /// What is being notified of; 'all' is the three severities. Separated by commas or spaces
    #[arg(value_name = "TARGET", required = true, num_args = 1.., value_enum, value_delimiter = ',', ignore_case = true)]
    targets: Vec<TargetWord>,
}

impl Targets {
    /// Each target once, in the order in which duty shows them.
    pub fn list(&self) -> Vec<Target> {
        let named = |target| {
            self.targets.iter().any(|word| match word {
                TargetWord::All => Target::SEVERITIES.contains(&target),
                TargetWord::One(one) => *one == target,
            })
        };
        Target::ALL
            .into_iter()
            .filter(|target| named(*target))
            .collect()
    }
}

/// A target as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TargetWord {
    One(Target),
    All,
}

impl ValueEnum for TargetWord {
    fn value_variants<'a>() -> &'a [TargetWord] {
        static WORDS: LazyLock<Vec<TargetWord>> = LazyLock::new(|| {
            let mut words = Target::ALL.map(TargetWord::One).to_vec();
            words.insert(Target::SEVERITIES.len(), TargetWord::All);
            words
        });
        &WORDS
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        match self {
            TargetWord::One(target) => target.to_possible_value(),
            TargetWord::All => Some(PossibleValue::new("all").help("All three severities")),
        }
    }
}

const CHANNELS: &str = "Channels";

/// The channels of a change.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Channels {
    /// Phone call
    #[arg(long, help_heading = CHANNELS)]
    pub voice: bool,
    /// Text message
    #[arg(long, help_heading = CHANNELS)]
    pub sms: bool,
    /// Email
    #[arg(long, help_heading = CHANNELS)]
    pub email: bool,
    /// Push of the Flashduty app
    #[arg(long, help_heading = CHANNELS)]
    pub app: bool,
    /// IM app: dingtalk, feishu (or lark), wecom, slack, teams; with :ID or :NAME where there are
    /// several. Repeated or comma-separated
    #[arg(
        long,
        value_name = "TYPE[:ID|:NAME]",
        value_delimiter = ',',
        num_args = 1,
        help_heading = CHANNELS
    )]
    pub im: Vec<ImChoice>,
}

impl Channels {
    /// The personal channels that were chosen.
    pub fn personal(&self) -> Vec<Personal> {
        let given = [self.voice, self.sms, self.email, self.app];
        let pairs = Personal::ALL.into_iter().zip(given);
        pairs
            .filter_map(|(personal, given)| given.then_some(personal))
            .collect()
    }

    /// Whether nothing was chosen.
    pub fn is_empty(&self) -> bool {
        self.personal().is_empty() && self.im.is_empty()
    }
}

/// An IM app as typed: `TYPE`, `TYPE:ID` or `TYPE:NAME`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImChoice {
    pub im: ImType,
    /// Which instance of it; `None` is the one enabled instance.
    pub instance: Option<String>,
}

impl FromStr for ImChoice {
    type Err = String;

    fn from_str(text: &str) -> Result<ImChoice, String> {
        // A full-width colon is what a Chinese input method types.
        let (word, instance) = match text.split_once([':', '：']) {
            Some((word, instance)) => (word.trim(), Some(instance.trim())),
            None => (text.trim(), None),
        };
        let Some(im) = ImType::of_word(word) else {
            let words = ["dingtalk", "feishu", "lark", "wecom", "slack", "teams"];
            let near = words
                .into_iter()
                .find(|known| strsim::osa_distance(known, &word.to_lowercase()) <= 2);
            if let Some(near) = near {
                return Err(tr!("there is no such IM app; similar: {near}", near));
            }
            return Err(tr!(
                "expected TYPE, TYPE:ID or TYPE:NAME, where TYPE is one of {0}; for example slack:4404",
                "dingtalk, feishu, lark, wecom, slack, teams"
            ));
        };
        match instance {
            Some("") => Err(tr!("nothing after the colon; give the id or the name")),
            instance => Ok(ImChoice {
                im,
                instance: instance.map(str::to_owned),
            }),
        }
    }
}

impl std::fmt::Display for ImChoice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.im.word())?;
        match &self.instance {
            Some(instance) => write!(f, ":{instance}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn im_choices() {
        let choice = |text: &str| text.parse::<ImChoice>().map(|choice| choice.to_string());
        assert_eq!(choice("feishu"), Ok("feishu".into()));
        assert_eq!(choice("Lark:7"), Ok("feishu:7".into()));
        assert_eq!(choice("feishu：运维"), Ok("feishu:运维".into()));
        assert_eq!(choice("slack:a:b"), Ok("slack:a:b".into()));
        assert!(choice("feishu:").is_err());
        assert!(choice("icq").is_err());
    }
}
