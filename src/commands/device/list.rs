//! `duty device list`: the bound phones.

use serde_json::Value;
use tr::tr;

use crate::commands::device::{as_json, explained};
use crate::domain::device::Device;
use crate::error::{Error, Exit};
use crate::session::app::Session;
use crate::text::duty;
use crate::ui::Tone;
use crate::ui::table::Table;

/// Show them.
pub fn run(session: &mut Session<'_>) -> Result<Exit, Error> {
    let phones = session.api.device_list().map_err(|error| {
        explained(error, "device_list").while_doing(tr!("cannot list the phones"))
    })?;
    if session.out.is_json() {
        let list: Vec<Value> = phones.iter().map(as_json).collect();
        session.out.json(&list)?;
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
    for phone in &phones {
        let or_dash = |text: &str| if text.is_empty() { "-" } else { text }.to_owned();
        table.row([
            (or_dash(&phone.device_name), Tone::Plain),
            (or_dash(&phone.os_version), Tone::Plain),
            (phone.device_id.clone(), Tone::Plain),
            (bound(phone), Tone::Plain),
        ]);
    }
    session.out.table(&table)?;
    Ok(Exit::Done)
}

/// When it was bound, in the time zone of whoever reads it.
pub fn bound(phone: &Device) -> String {
    phone.bound_at.map_or_else(
        || "-".to_owned(),
        |at| {
            at.0.to_zoned_datetime(jiff::tz::TimeZone::system())
                .strftime("%Y-%m-%d %H:%M")
                .to_string()
        },
    )
}
