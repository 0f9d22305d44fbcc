//! `duty sandbox`: what can be typed.

use std::net::SocketAddr;

use clap::Subcommand;

/// `duty sandbox`.
#[derive(Debug, Subcommand)]
pub enum Sandbox {
    /// Serve the made-up account on this machine until Ctrl-C, for other programs
    ///
    /// Prints the lines to export, so that duty, the vendor's CLI or a script talk to it.
    Serve(Serve),
    /// Play the phone: scan the code that 'device bind --sandbox' shows
    ///
    /// Binds a phone with the newest code of the made-up account, while another process waits for it.
    Scan(Scan),
    /// Show the verification codes that were "sent", and what each authenticator app shows now
    Outbox,
    /// Forget every change and start over with the account as it was
    Reset,
}

/// `duty sandbox serve`.
#[derive(Debug, clap::Args)]
pub struct Serve {
    /// Address to listen on; loopback only, port 0 chooses a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:0")]
    pub listen: SocketAddr,
    /// Answer any number of requests; the real server takes 1,000 a minute and 50 a second
    #[arg(long)]
    pub no_rate_limit: bool,
    /// Serve this many generated collaboration spaces instead of the made-up five; such an account
    /// is kept in memory and ends with the server
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub spaces: Option<u32>,
}

/// `duty sandbox scan`.
#[derive(Debug, clap::Args)]
pub struct Scan {
    /// What the phone calls itself
    #[arg(long, value_name = "NAME", default_value = "Pixel 10")]
    pub name: String,
    /// Its system
    #[arg(long, value_name = "OS", default_value = "Android 16")]
    pub os: String,
    /// The content of the code to scan instead of the newest
    #[arg(long, value_name = "CODE")]
    pub code: Option<String>,
}
