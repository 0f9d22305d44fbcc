//! `duty sandbox serve`: the made-up account for other programs, until Ctrl-C.

use std::net::{Ipv4Addr, SocketAddr};

use duty_sandbox::Options;
use serde_json::json;
use tr::tr;

use crate::commands::examples::{Examples, examples};
use crate::commands::sandbox::server::{serve_with, state_file};
use crate::error::{Error, Exit};
use crate::session::app::App;
use crate::ui::terminal;

#[derive(Debug, clap::Args)]
pub struct Serve {
    /// Address to listen on; loopback only, port 0 chooses a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:0")]
    pub listen: SocketAddr,
    /// Port to listen on at 127.0.0.1
    #[arg(long, value_name = "N", conflicts_with = "listen")]
    pub port: Option<u16>,
    /// Answer any number of requests; the real server takes 1,000 a minute and 50 a second
    #[arg(long)]
    pub no_rate_limit: bool,
    /// Serve this many generated collaboration spaces instead of the made-up seven; such an account
    /// is kept in memory and ends with the server
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub spaces: Option<u32>,
}

pub const EXAMPLES: Examples = examples! { "sandbox serve":
    "duty sandbox serve --port 8723" => "For another terminal, or a program under test",
    "duty sandbox serve --spaces 1000" => "A large account, in memory, for a load test",
    Text r#"{
  "schema_version": 1, "base_url": "http://127.0.0.1:8723", "app_key": "…", "warnings": []
}"#
};

pub fn run(app: &mut App, command: &Serve) -> Result<Exit, Error> {
    let listen = command
        .port
        .map_or(command.listen, |port| (Ipv4Addr::LOCALHOST, port).into());
    if !listen.ip().is_loopback() {
        return Err(Error::usage(tr!(
            "the sandbox listens on this machine only; {0} is not a loopback address",
            listen
        )));
    }
    let mut options = Options {
        addr: listen,
        spaces: command.spaces,
        ..Options::default()
    };
    if command.no_rate_limit {
        options.rate_limit = None;
    }
    let server = serve_with(&app.paths, options)?;
    if app.out.is_json() {
        app.out.json(&json!({
            "base_url": server.base_url(),
            "app_key": server.app_key(),
        }))?;
        // Whoever started it waits for this line.
        app.out.finish()?;
    } else {
        app.out
            .line(&format!("export DUTY_BASE_URL={}", server.base_url()))?;
        app.out
            .line(&format!("export DUTY_APP_KEY={}", server.app_key()))?;
    }
    if let Some(count) = command.spaces {
        app.out.done(&tr!(
            "Serving a made-up account with {count} collaboration spaces, in memory; Ctrl-C ends it.",
            count
        ));
    } else {
        let file = state_file(&app.paths)?;
        app.out.done(&tr!(
            "Serving the made-up account of {0}; Ctrl-C ends it.",
            file.display()
        ));
    }
    terminal::wait_for_interrupt();
    drop(server);
    app.out.done("");
    Ok(Exit::Done)
}
