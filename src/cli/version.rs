//! `duty version`: what this binary is, for a report of a defect and for an inventory.

use serde_json::json;
use tr::tr;

use crate::error::{Error, Exit};
use crate::local::build_info;
use crate::session::app::App;
use crate::ui::table::Table;

/// Show it.
pub fn run(app: &mut App) -> Result<Exit, Error> {
    let (commit, features) = (build_info::commit(), build_info::features());
    if app.out.is_json() {
        app.out.json(&json!({
            "schema_version": 1,
            "version": env!("CARGO_PKG_VERSION"),
            "commit": commit,
            "target": build_info::TARGET,
            "features": features,
            "rustc": build_info::RUSTC,
            "contract_version": build_info::CONTRACT,
            "warnings": [],
        }))?;
        return Ok(Exit::Done);
    }
    let mut table = Table::of_fields();
    table.field(tr!("version"), env!("CARGO_PKG_VERSION"));
    table.field(
        tr!("commit"),
        commit.map_or_else(|| tr!("not known"), str::to_owned),
    );
    table.field(tr!("built for"), build_info::TARGET);
    table.field(tr!("built with"), build_info::RUSTC);
    table.field(
        tr!("features"),
        match features.as_slice() {
            [] => tr!("none"),
            features => features.join(", "),
        },
    );
    table.field(tr!("contract"), build_info::CONTRACT);
    app.out.table(&table)?;
    Ok(Exit::Done)
}
