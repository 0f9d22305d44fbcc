//! The pipeline and the route of the integration that is told, which decide before any rule of a space.

use std::thread;

use tr::tr;

use crate::api::Client;
use crate::commands::doctor::about::about;
use crate::commands::doctor::note::Note;
use crate::domain::escalation::{Intake, SuppressionKind};
use crate::error::{Error, Kind};
use crate::local::threads::start;
use crate::session::preferences::facts::joined;
use crate::ui::Warning;

/// What an integration does with its alerts. What could not be read of it is a note.
pub fn read(api: &Client, integration: u64, notes: &mut Vec<Note>) -> Intake {
    let (pipeline, route) = thread::scope(|scope| {
        let pipeline = start(scope, || {
            let told = api.alert_pipeline_info(integration);
            about(told, &integration, |told| {
                told.as_ref().map_or(&0, |one| &one.integration_id)
            })
        });
        let route = api.route_info(integration);
        let route = about(route, &integration, |told| {
            told.as_ref().map_or(&0, |one| &one.integration_id)
        });
        (joined(pipeline).flatten(), route)
    });
    let mut unread = Vec::new();
    unread.extend(open(pipeline.as_ref().err(), SuppressionKind::Pipeline));
    unread.extend(open(route.as_ref().err(), SuppressionKind::Route));
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
    Intake {
        integration,
        pipeline: pipeline.ok().flatten(),
        route: route.ok().flatten(),
        unread,
    }
}

/// The kind, where it is not known whether one holds anything back: an integration that does not exist has none.
fn open(error: Option<&Error>, kind: SuppressionKind) -> Option<SuppressionKind> {
    let error = error?;
    let is_absent = error.kind == Kind::NotFound && error.code() != Some("RouteNotFound");
    (!is_absent).then_some(kind)
}
