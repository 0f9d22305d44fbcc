//! What happened: `duty doctor incident` says of one incident why it reached a person or did not, `duty doctor
//! missed` of all of a day.
//!
//! `find.rs` finds the incident and the person that are meant, `read.rs` asks for what is needed and no more, `record.rs` for a record,
//! `words.rs` and `timeline.rs` have the sentences, `show.rs` and `json.rs` print. The judgement is in
//! `domain/evidence`.

mod advice;
mod alerts;
mod concerned;
mod days;
mod find;
mod gaps;
pub mod incident;
mod json;
pub mod missed;
mod no_channel;
mod off_duty;
mod person;
mod read;
mod record;
mod report;
mod show;
mod show_missed;
mod speaker;
mod survey;
mod timeline;
mod unsure;
mod words;
mod workers;

use crate::commands::doctor::incident::{At, Label};

/// The options of the forecast, which every verb of the doctor inherits: what happened has none of them.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct NoForecast {
    /// Not here: the record says when
    #[arg(long, hide = true)]
    at: Option<At>,
    /// Not here
    #[arg(long, hide = true)]
    title: Option<String>,
    /// Not here
    #[arg(long, hide = true)]
    description: Option<String>,
    /// Not here
    #[arg(long, hide = true)]
    label: Vec<Label>,
    /// Not here
    #[arg(long, hide = true)]
    all_labels: bool,
    /// Not here
    #[arg(long, hide = true)]
    integration: Option<u64>,
}
