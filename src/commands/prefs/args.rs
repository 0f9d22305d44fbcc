//! `duty prefs`: what can be typed, and the one grammar for targets and channels.

use std::path::PathBuf;
use std::str::FromStr;
use std::sync::LazyLock;

use clap::builder::PossibleValue;
use clap::{Subcommand, ValueEnum};
use tr::tr;

use crate::domain::channel::{ImType, Personal};
use crate::domain::preference::Target;
use crate::local::options::DryRun;
use crate::session::preferences::change::{Mode, Order};

/// `duty prefs`.
#[derive(Debug, Subcommand)]
pub enum Prefs {
    /// Show which channel reaches you for which severity
    ///
    /// Says also where the preferences are no longer as the last change made on this machine left them.
    Show,
    /// List the channels that can be chosen, and whether each would reach you
    Channels,
    /// Replace the channels of one or more targets
    ///
    /// Reads, shows the difference, writes only if there is one, and reads back.
    /// Channels that duty does not know are kept as they are.
    Set(Choose),
    /// Add channels to one or more targets
    Add(Choose),
    /// Take channels away from one or more targets
    ///
    /// A channel that is not listed is no error. Channels that duty does not know are kept.
    Remove(Choose),
    /// Empty the lists of one or more targets, so that you are not told
    ///
    /// Asks first; a script gives --yes, and for critical --allow-silent as well.
    /// Channels that duty does not know are kept.
    Clear(Clear),
    /// Make targets list what another one lists
    ///
    /// Status page changes are told by IM apps only: of the source they get those.
    Copy(Copy),
    /// Change the preferences in an editor, as text
    ///
    /// Opens VISUAL or EDITOR on what 'prefs export' writes and applies what is saved.
    /// A mistake opens it again with the error on top; an unchanged or empty text changes nothing.
    Edit(Edit),
    /// Print the preferences as text, for 'prefs apply'
    ///
    /// TOML with the names of IM apps beside their ids, or JSON with -o json. The same bytes for
    /// the same preferences.
    Export,
    /// Make the preferences what a file says
    ///
    /// TOML or JSON; a target that is left out is left alone. Channels are voice, sms, email, app,
    /// an IM app as in --im, or a wire string such as future_app:9.
    Apply(Apply),
    /// Compare the preferences with a file; exit 3 on a difference
    Diff(Diff),
    /// Go back to what was there before the last change
    ///
    /// The last 20 changes of each context and person are kept on this machine. To undo an undo,
    /// undo again.
    Undo(Undo),
}

/// How a change is written.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Writing {
    /// Allow a change after which no critical incident would reach you
    #[arg(long)]
    pub allow_silent: bool,
    /// Where somebody else writes at the same time, make the change again to what they left, up to
    /// N times
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true, value_parser = clap::value_parser!(u32).range(..=20))]
    pub retry_conflict: u32,
    /// Change nothing
    #[command(flatten)]
    pub dry_run: DryRun,
}

impl Writing {
    /// A change that is written like this; `command` is for the history.
    pub fn order(&self, command: String) -> Order {
        Order {
            command,
            mode: if self.dry_run.dry_run {
                Mode::DryRun
            } else {
                Mode::Do
            },
            allow_silent: self.allow_silent,
            retry_conflict: self.retry_conflict,
            ..Order::default()
        }
    }
}

/// `duty prefs set`, `add`, `remove`.
#[derive(Debug, clap::Args)]
pub struct Choose {
    /// What the channels are for
    #[command(flatten)]
    pub targets: Targets,
    /// The channels
    #[command(flatten)]
    pub channels: Channels,
    /// How it is written
    #[command(flatten)]
    pub writing: Writing,
}

/// `duty prefs clear`.
#[derive(Debug, clap::Args)]
pub struct Clear {
    /// What is emptied
    #[command(flatten)]
    pub targets: Targets,
    /// How it is written
    #[command(flatten)]
    pub writing: Writing,
}

/// `duty prefs copy`.
#[derive(Debug, clap::Args)]
pub struct Copy {
    /// What is copied
    #[arg(value_name = "SOURCE", value_enum)]
    pub source: Target,
    /// What it is copied to
    #[command(flatten)]
    pub targets: Targets,
    /// How it is written
    #[command(flatten)]
    pub writing: Writing,
}

/// `duty prefs edit`.
#[derive(Debug, clap::Args)]
pub struct Edit {
    /// How it is written
    #[command(flatten)]
    pub writing: Writing,
}

/// `duty prefs apply`.
#[derive(Debug, clap::Args)]
pub struct Apply {
    /// The file; '-' is standard input
    #[arg(short, long, value_name = "FILE")]
    pub file: PathBuf,
    /// Change nothing; exit 3 if there is a difference, 0 if there is none
    #[arg(long, conflicts_with = "dry_run")]
    pub check: bool,
    /// How it is written
    #[command(flatten)]
    pub writing: Writing,
}

/// `duty prefs diff`.
#[derive(Debug, clap::Args)]
pub struct Diff {
    /// The file; '-' is standard input
    #[arg(short, long, value_name = "FILE")]
    pub file: PathBuf,
}

/// `duty prefs undo`.
#[derive(Debug, clap::Args)]
pub struct Undo {
    /// Go back to before this change; 1 is the last one
    #[arg(value_name = "NUMBER", default_value_t = 1, hide_default_value = true, value_parser = clap::value_parser!(u32).range(1..), conflicts_with = "list")]
    pub number: u32,
    /// List the changes that can be undone, the last one first
    #[arg(long, conflicts_with_all = ["allow_silent", "retry_conflict", "dry_run"])]
    pub list: bool,
    /// How it is written
    #[command(flatten)]
    pub writing: Writing,
}

/// The targets of a change.
#[derive(Clone, Debug, clap::Args)]
pub struct Targets {
    /// What is being notified of; 'all' is the three severities
    #[arg(value_name = "TARGET", required = true, num_args = 1.., value_enum)]
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
pub enum TargetWord {
    /// One list.
    One(Target),
    /// The lists of all three severities.
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
        let chosen = |personal| match personal {
            Personal::Voice => self.voice,
            Personal::Sms => self.sms,
            Personal::Email => self.email,
            Personal::App => self.app,
        };
        Personal::ALL
            .into_iter()
            .filter(|personal| chosen(*personal))
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
    /// The app.
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
