//! `duty help`: a command path, or one of the topics.

/// `duty help`.
#[derive(Debug, clap::Args)]
pub struct Help {
    /// A command such as 'prefs set', or a topic: exit-codes, environment, contract
    #[arg(value_name = "COMMAND|TOPIC")]
    pub about: Vec<String>,
}
