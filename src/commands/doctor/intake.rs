//! The pipeline and the route of the integration that is told, which decide before any rule of a space.

use std::thread;

use tr::tr;

use crate::api::Client;
use crate::commands::doctor::note::Note;
use crate::domain::escalation::Intake;
use crate::error::Error;
use crate::session::preferences::facts::joined;
use crate::ui::Warning;

/// What an integration does with its alerts; and whether all of that could be read. What could not is a note.
pub fn read(api: &Client, integration: u64, notes: &mut Vec<Note>) -> (Intake, bool) {
    let (pipeline, route) = thread::scope(|scope| {
        let pipeline = scope.spawn(|| api.alert_pipeline_info(integration));
        let route = api.route_info(integration);
        (joined(pipeline).flatten(), route)
    });
    let read = pipeline.is_ok() && route.is_ok();
    let mut note = |error: Option<&Error>, what: String| {
        if let Some(error) = error {
            notes.push(Note::unread(Warning::IntegrationUnread, &what, error));
        }
    };
    note(
        pipeline.as_ref().err(),
        tr!(
            "what the alert pipeline of integration {integration} does",
            integration
        ),
    );
    note(
        route.as_ref().err(),
        tr!(
            "where integration {integration} sends its alerts",
            integration
        ),
    );
    let intake = Intake {
        integration,
        pipeline: pipeline.ok().flatten(),
        route: route.ok().flatten(),
    };
    (intake, read)
}
