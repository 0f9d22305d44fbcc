//! A page of the console: its address, printed, and opened where there is a browser.

use serde_json::json;
use tr::tr;

use crate::domain::console::Page;
use crate::error::{Error, Exit};
use crate::local::browser;
use crate::local::settings::console::console;
use crate::session::app::App;
use crate::ui::Warning;

/// Whether a command shows the page of the console in place of what it shows otherwise.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
pub struct Web {
    /// Open the page in the console instead; without a browser, print its address
    #[arg(long)]
    pub web: bool,
}

/// Show it: its address on stdout, and the page itself where somebody sits in front of a browser.
///
/// # Errors
/// `Usage` where nobody knows where the console is.
pub fn show(app: &mut App, page: &Page, print: bool) -> Result<Exit, Error> {
    let address = page.address(&console(&app.settings)?);
    let url = &address.url;
    if app.out.is_json() {
        app.out.json(&json!({
            "page": page.word(),
            "id": page.id(),
            "url": url,
            "assumed": address.assumed,
        }))?;
        return Ok(Exit::Done);
    }
    app.out.result(&format!("{url}\n"))?;
    if address.assumed {
        app.out.note(&tr!(
            "No document of the vendor's shows this address; it is this project's assumption."
        ));
    }
    if print || !app.terminal.stdout || app.settings.no_input {
        return Ok(Exit::Done);
    }
    let Some(program) = browser::program(&app.env) else {
        app.out
            .note(&tr!("There is no browser to open it in here."));
        return Ok(Exit::Done);
    };
    match browser::open(program, url) {
        Ok(()) => app.out.note(&tr!("It is open in the browser.")),
        Err(why) => {
            let program = program[0];
            app.out.warn_of(
                Warning::Browser,
                &tr!("{program} did not open it: {why}", program, why),
            );
        }
    }
    Ok(Exit::Done)
}
