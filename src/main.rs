//! The program `caveat`; all it does stands in the library's `cli`.

use std::process::ExitCode;

fn main() -> ExitCode {
    caveat::cli::run(std::env::args_os())
}
