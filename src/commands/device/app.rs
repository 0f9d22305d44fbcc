//! `duty device app`: where to get the app. From the vendor's published reference; asks no server.

use serde_json::{Value, json};
use tr::tr;

use crate::commands::examples::{Examples, examples};
use crate::domain::console::Page;
use crate::error::{Error, Exit};
use crate::session::app::App;
use crate::session::page::{self, Web};
use crate::text::duty;
use crate::ui::table::Table;

#[derive(Debug, clap::Args)]
pub struct Get {
    #[command(flatten)]
    pub web: Web,
}

pub const EXAMPLES: Examples = examples! { "device app":
    "duty device app" => "By platform, and what to allow it",
    Run "device app -o json"
};

pub fn run(app: &mut App, command: &Get) -> Result<Exit, Error> {
    if command.web.web {
        return page::show(app, &Page::App, false);
    }
    let platforms = [
        (
            "ios",
            "iOS",
            Some("app_store"),
            tr!("App Store: search for \"Flashduty\""),
        ),
        (
            "android",
            "Android",
            Some("major_stores"),
            tr!("the major app stores: search for \"Flashduty\""),
        ),
        (
            "harmonyos",
            "HarmonyOS",
            None,
            tr!("not supported at present; use voice, SMS, email or an IM app"),
        ),
    ];
    if app.out.is_json() {
        let list: Vec<Value> = platforms
            .iter()
            .map(|(platform, _, store, _)| {
                json!({"platform": platform, "supported": store.is_some(), "store": store})
            })
            .collect();
        app.out.list(list)?;
        return Ok(Exit::Done);
    }
    if app.out.quiet {
        app.out
            .ids(platforms.iter().map(|(platform, ..)| platform))?;
        return Ok(Exit::Done);
    }
    let mut table = Table::of_fields();
    for (_, name, _, source) in platforms {
        table.field(name.to_owned(), source);
    }
    app.out.table(&table)?;
    for setting in [
        tr!(
            "iOS: allow notifications, and Critical Alerts, which sound in silent mode and in a Focus."
        ),
        tr!(
            "Android: allow every notification channel of the app, let it run in the background, and exempt it from battery saving."
        ),
        tr!(
            "Voice and SMS: save the numbers that call you as a contact that 'do not disturb' lets through."
        ),
        tr!(
            "The console has a QR code of the Android app as well: Personal center > Flashduty app."
        ),
    ] {
        app.out.note(&setting);
    }
    app.out.note(&tr!(
        "Then bind the phone: {command}",
        command = duty!("device bind")
    ));
    Ok(Exit::Done)
}
