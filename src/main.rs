//! The binary: nothing but a call into the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(duty::run(std::env::args_os()))
}
