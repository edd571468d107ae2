//! The one place where the program meets the rulebook's loader, its self-test and its documentation.

use crate::report::problem::Problem;
use crate::rules::{Rulebook, RulebookErrors, builtin, selftest};
use crate::source::SourceFile;
use std::path::PathBuf;

pub use crate::docs::{explain, names};

/// Everything that is wrong with a rulebook, ready to be shown.
pub type Errors = Vec<Problem>;

/// The built-in rulebook with the house's files laid over it, in order.
pub fn load(house: &[SourceFile]) -> Result<Rulebook, Errors> {
    builtin::load(&files(house)).map_err(shown)
}

/// The same as one TOML text.
pub fn merged(house: &[SourceFile]) -> Result<String, Errors> {
    builtin::merged_toml(&files(house)).map_err(shown)
}

/// The built-in rulebook as far as checking drafts takes it.
pub fn for_checking() -> Result<Rulebook, Errors> {
    builtin::for_checking().map_err(shown)
}

#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` hands over")]
fn shown(errors: RulebookErrors) -> Errors {
    errors.problems.iter().map(Problem::from).collect()
}

fn files(house: &[SourceFile]) -> Vec<(PathBuf, String)> {
    house
        .iter()
        .map(|file| (file.name().to_owned(), file.text().to_owned()))
        .collect()
}

/// Runs every example of a rulebook: a report for the user, and whether all are as they should be.
pub fn test(rulebook: &Rulebook) -> (String, bool) {
    let outcome = selftest::run(rulebook);
    (outcome.to_string(), outcome.failures() == 0)
}

/// The known name that `name` was most probably meant to be.
pub fn nearest<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    crate::suggest::nearest(name, known)
}
