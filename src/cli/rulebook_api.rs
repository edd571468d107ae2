//! The one place where the program meets the rulebook's loader, its self-test and its documentation.

use super::stand_in;
use crate::rules::Rulebook;
use crate::source::SourceFile;

/// Everything that is wrong with a rulebook, ready for miette.
pub type Errors = Box<dyn miette::Diagnostic + Send + Sync>;

/// The built-in rulebook with the house's files laid over it, in order.
pub fn load(house: &[SourceFile]) -> Result<Rulebook, Errors> {
    stand_in::load(house)
}

/// The same as one TOML text.
pub fn merged(house: &[SourceFile]) -> Result<String, Errors> {
    stand_in::merged(house)
}

/// Runs every example of a rulebook: a report for the user, and whether all are as they should be.
pub fn test(rulebook: &Rulebook) -> (String, bool) {
    stand_in::test(rulebook)
}

/// The page of a rule or of what else [`names`] lists, without colours; `None` where there is nothing of that name.
pub fn explain(rulebook: &Rulebook, name: &str, width: usize) -> Option<String> {
    stand_in::explain(rulebook, name, width)
}

/// Everything that can be explained.
pub fn names(rulebook: &Rulebook) -> Vec<&str> {
    rulebook.rules.keys().map(String::as_str).collect()
}

/// The known name that `name` was most probably meant to be.
pub fn nearest<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    stand_in::nearest(name, known)
}
