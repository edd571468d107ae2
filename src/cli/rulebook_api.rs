//! The one place where the program meets the rulebook's loader, its self-test and its documentation.

use crate::rules::{Rulebook, builtin, selftest};
use crate::source::SourceFile;
use std::path::PathBuf;

/// Everything that is wrong with a rulebook, ready for miette.
pub type Errors = Box<dyn miette::Diagnostic + Send + Sync>;

/// The built-in rulebook with the house's files laid over it, in order.
pub fn load(house: &[SourceFile]) -> Result<Rulebook, Errors> {
    builtin::load(&named(house)).map_err(|errors| Box::new(errors) as Errors)
}

/// The same as one TOML text.
pub fn merged(house: &[SourceFile]) -> Result<String, Errors> {
    builtin::merged_toml(&named(house)).map_err(|errors| Box::new(errors) as Errors)
}

/// Runs every example of a rulebook: a report for the user, and whether all are as they should be.
pub fn test(rulebook: &Rulebook) -> (String, bool) {
    let outcome = selftest::run(rulebook);
    (outcome.to_string(), outcome.failures() == 0)
}

fn named(house: &[SourceFile]) -> Vec<(PathBuf, String)> {
    house
        .iter()
        .map(|file| (file.name().to_owned(), file.text().to_owned()))
        .collect()
}
