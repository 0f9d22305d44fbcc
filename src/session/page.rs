//! A page of the console: its address, printed, and opened where there is a browser.

use serde_json::json;
use tr::tr;

use crate::domain::base_url::BaseUrl;
use crate::domain::console::{Console, Page};
use crate::error::{Error, Exit};
use crate::local::browser;
use crate::local::settings::{Settings, VENDOR_URL};
use crate::session::app::App;
use crate::text::duty;

/// Whether a command shows the page of the console in place of what it shows otherwise.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
pub struct Web {
    /// Open the page in the console instead; without a browser, print its address
    #[arg(long)]
    pub web: bool,
}

/// The console of the server that the settings name.
///
/// # Errors
/// `Usage` where nobody knows where it is.
pub fn console(settings: &Settings) -> Result<Console, Error> {
    if settings.sandbox {
        return Err(Error::usage(tr!("the made-up account has no console"))
            .hint(tr!("leave --sandbox out")));
    }
    if let Some(setting) = &settings.console_url {
        let url = BaseUrl::parse(&setting.value);
        let url = url.map_err(|error| error.while_doing(&setting.source))?;
        return Ok(Console::Private(url.to_string()));
    }
    let server = settings.base_url.as_ref();
    let server = BaseUrl::parse(server.map_or(VENDOR_URL, |setting| &setting.value))?;
    if server == BaseUrl::parse(VENDOR_URL)? {
        return Ok(Console::Vendor);
    }
    Err(Error::usage(tr!(
        "duty does not know where the console of {server} is",
        server
    ))
    .hint(tr!(
        "'{command}' says it for a context, DUTY_CONSOLE_URL for one run",
        command = duty!("config set console_url URL")
    )))
}

/// Show it: its address on stdout, and the page itself where somebody sits in front of a browser.
///
/// # Errors
/// As [`console`].
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
                "browser",
                &tr!("{program} did not open it: {why}", program, why),
            );
        }
    }
    Ok(Exit::Done)
}
