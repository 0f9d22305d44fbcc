//! The options of every command that the server may guard with a verification code.

use std::convert::Infallible;

use secrecy::SecretString;

use crate::domain::verification::Device;

/// How to pass a verification code.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Verification")]
pub struct Verify {
    /// Verification code that you have already; again for a command that needs two. Other users of
    /// the machine can see arguments: DUTY_VERIFY_CODE and --verify-code-stdin are safer
    /// [env: DUTY_VERIFY_CODE]
    #[arg(long, value_name = "CODE", value_delimiter = ',', value_parser = unseen)]
    pub verify_code: Vec<SecretString>,

    /// Read the verification code from standard input, one a line
    #[arg(long, conflicts_with_all = ["verify_code", "app_key_stdin"])]
    pub verify_code_stdin: bool,

    /// Where the code comes from; on a terminal duty asks [env: DUTY_VERIFY_DEVICE] (default: the new
    /// address where one is set, else email)
    #[arg(long, value_name = "DEVICE", value_enum)]
    pub verify_device: Option<Device>,

    /// Have a code sent and end, changing nothing: for a script that reads it and runs the command again
    #[arg(long, conflicts_with_all = ["verify_code", "verify_code_stdin"])]
    pub send_code: bool,
}

/// Never refuses: clap would put a code that it refuses in its error.
fn unseen(text: &str) -> Result<SecretString, Infallible> {
    Ok(SecretString::from(text))
}
