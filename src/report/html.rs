//! One page for the record of a review.

use super::Refused;
use super::summary::Tally;
use crate::linter::Review;
use crate::rules::Rulebook;
use jiff::civil::Date;
use std::sync::Arc;

/// What the page needs to know of the run.
#[derive(Clone, Debug)]
pub struct Html<'r> {
    rulebooks: &'r [Arc<Rulebook>],
    version: &'r str,
    date: Option<Date>,
}

/// What one draft adds.
#[derive(Clone, Debug)]
pub struct Part {}

impl<'r> Html<'r> {
    /// For a run against these rulebooks; `version` names them, `date` is the day of the review.
    pub fn new(rulebooks: &'r [Arc<Rulebook>], version: &'r str, date: Option<Date>) -> Self {
        Self {
            rulebooks,
            version,
            date,
        }
    }
    /// x
    pub fn draft(&self, _number: usize, _review: &Review<'_>) -> Part {
        Part {}
    }
    /// x
    pub fn page(&self, _pages: &[Part], _tally: &Tally, _refused: &[Refused], _whole: bool) -> String {
        format!("{} {:?} {}", self.version, self.date, self.rulebooks.len())
    }
}
