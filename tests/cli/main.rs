//! The program as its users meet it: through its arguments, files, standard streams and exit status.

mod analysis;
mod configuration;
mod discovery;
mod reports;
mod support;
