//! `duty profile`: what can be typed.

use clap::{Subcommand, ValueEnum};

use crate::local::options::DryRun;
use crate::session::verify_options::Verify;

/// `duty profile`.
#[derive(Debug, Subcommand)]
pub enum Profile {
    /// Show who the key belongs to
    Show,
    /// Change your nickname, email, phone, language or time zone
    ///
    /// Reads, shows the difference, sends only what changes, and reads back. A new email or phone
    /// replaces the old one at once, and the server wants a verification code that was sent to it.
    Set(Set),
}

/// `duty profile set`.
#[derive(Debug, clap::Args)]
pub struct Set {
    /// What you are called, 2 to 39 characters
    #[arg(long, value_name = "NAME")]
    pub nickname: Option<String>,
    /// New email address
    #[arg(long, value_name = "ADDRESS")]
    pub email: Option<String>,
    /// New phone number: +8613800000001, or a national one with --country-code
    #[arg(long, value_name = "NUMBER")]
    pub phone: Option<String>,
    /// Country of the phone number, two letters such as CN
    #[arg(long, value_name = "CC", requires = "phone")]
    pub country_code: Option<String>,
    /// Language that Flashduty writes to you in
    #[arg(long, value_name = "LOCALE", value_enum, alias = "language")]
    pub locale: Option<Locale>,
    /// Time zone by its IANA name, such as Asia/Shanghai
    #[arg(long, value_name = "ZONE")]
    pub time_zone: Option<String>,
    /// Change nothing
    #[command(flatten)]
    pub dry_run: DryRun,
    /// Verification
    #[command(flatten)]
    pub verify: Verify,
}

/// A language as the server names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Locale {
    /// Chinese
    #[value(name = "zh-CN", alias = "zh", alias = "zh-cn")]
    ZhCn,
    /// English
    #[value(name = "en-US", alias = "en", alias = "en-us")]
    EnUs,
}

impl Locale {
    /// The wire's word.
    pub const fn word(self) -> &'static str {
        match self {
            Locale::ZhCn => "zh-CN",
            Locale::EnUs => "en-US",
        }
    }
}
