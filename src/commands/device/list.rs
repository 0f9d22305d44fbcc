//! `duty device list`: the bound phones.

use serde_json::Value;
use tr::tr;

use crate::commands::device::phone;
use crate::commands::device::phone::{as_json, bound_at};
use crate::commands::examples::{Examples, examples};
use crate::domain::console::Page;
use crate::error::{Error, Exit};
use crate::session::app::App;
use crate::session::page::{self, Web};
use crate::text::duty;
use crate::ui::Tone;
use crate::ui::table::Table;

#[derive(Debug, clap::Args)]
pub struct List {
    #[command(flatten)]
    pub web: Web,
}

pub const EXAMPLES: Examples = examples! { "device list":
    "duty device list" => "The phones that get pushes",
    Run "device list -o json"
};

pub fn run(app: &mut App, command: &List) -> Result<Exit, Error> {
    if command.web.web {
        return page::show(app, &Page::App, false);
    }
    let session = &mut app.session()?;
    let phones = phone::list(session)?;
    if session.out.is_json() {
        let list: Vec<Value> = phones.iter().map(as_json).collect();
        session.out.list(list)?;
        return Ok(Exit::Done);
    }
    if session.out.quiet {
        session
            .out
            .ids(phones.iter().map(|phone| &phone.device_id))?;
        return Ok(Exit::Done);
    }
    if phones.is_empty() {
        session.out.note(&tr!(
            "No phone is bound: pushes of the app reach nobody. '{command}' binds one.",
            command = duty!("device bind")
        ));
        return Ok(Exit::Done);
    }
    let mut table = Table::new([tr!("NAME"), tr!("OS"), tr!("ID"), tr!("BOUND")]);
    let times = session.times();
    for phone in &phones {
        let or_dash = |text: &str| if text.is_empty() { "-" } else { text }.to_owned();
        table.row([
            (or_dash(&phone.device_name), Tone::Plain),
            (or_dash(&phone.os_version), Tone::Plain),
            (phone.device_id.clone(), Tone::Plain),
            (bound_at(phone, &times), Tone::Plain),
        ]);
    }
    session.out.table(&table)?;
    Ok(Exit::Done)
}
