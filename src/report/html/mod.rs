//! The record of a review as one page that needs nothing else: the drafts as they read with the findings in the
//! margin, the register of statements, what was excepted and why, and the rules that were applied.
//!
//! Every text of a draft goes through [`maud`], which escapes it, and through [`plain`], which shows characters that
//! cannot be seen. A content security policy forbids the page to load or run anything but its own style and its own few
//! lines of script, which only sort tables. The same input gives the same bytes: no clock is read.

mod draft;
mod inline;
mod margin;
mod marks;
mod page;
mod record;
#[cfg(test)]
mod tests;

use super::proposed::Proposed;
use super::summary::Tally;
use super::{Refused, pretty, sanitize};
use crate::finding::{Finding, Level, Standing};
use crate::linter::Review;
use crate::rules::Rulebook;
use crate::rules::model::Rule;
use jiff::civil::Date;
use maud::{Markup, html};
use std::collections::BTreeMap;

/// What the page needs to know of the run.
#[derive(Clone, Debug)]
pub struct Html<'r> {
    rules: BTreeMap<&'r str, &'r Rule>,
    version: &'r str,
    date: Option<Date>,
}

/// What one draft adds.
#[derive(Clone, Debug)]
pub struct Part {
    prefix: String,
    name: String,
    tally: Tally,
    draft: String,
    register: String,
    exceptions: String,
    /// Names of the rules with findings.
    rules: Vec<String>,
}

impl<'r> Html<'r> {
    /// For a run against these rulebooks; `version` names them, `date` is the day of the review.
    pub fn new(
        rulebooks: impl IntoIterator<Item = &'r Rulebook>,
        version: &'r str,
        date: Option<Date>,
    ) -> Self {
        let mut rules = BTreeMap::new();
        for rule in rulebooks.into_iter().flat_map(|book| book.rules.values()) {
            rules.entry(rule.name.as_str()).or_insert(rule);
        }
        Self { rules, version, date }
    }

    /// What the draft with this number adds; findings from `fail_on` on fail the run.
    pub fn draft(&self, number: usize, review: &Review<'_>, fail_on: Option<Level>) -> Part {
        let prefix = format!("d{}", number + 1);
        let marks = marks::Marks::new(review);
        let tally = Tally::of(review, fail_on);
        let mut rules: Vec<String> = review
            .findings
            .iter()
            .map(|finding| finding.rule.clone())
            .collect();
        rules.sort_unstable();
        rules.dedup();
        let open = review
            .findings
            .iter()
            .filter(|finding| finding.standing == Standing::Open);
        let open: Vec<&Finding> = open.collect();
        let missing = pretty::missing(review, &open);
        let proposed: Vec<Proposed<'_>> = missing.iter().filter_map(|missing| missing.proposed).collect();
        let body = draft::Draft::new(review, &marks, &prefix, &proposed).whole();
        Part {
            name: inline::name(review.resolved.source.name()),
            draft: page::draft(review, &prefix, &tally, fail_on, &missing, &body).into_string(),
            register: record::register(review, &marks, &prefix).into_string(),
            exceptions: record::exceptions(review, &prefix).into_string(),
            tally,
            rules,
            prefix,
        }
    }

    /// The page. `whole` is whether everything was done as asked.
    pub fn page(&self, parts: &[Part], tally: &Tally, refused: &[Refused], whole: bool) -> String {
        page::page(self, parts, tally, refused, whole).into_string()
    }
}

/// `text` as it may be shown: what cannot be seen, or turns the reading direction, is written out.
fn plain(text: &str) -> Markup {
    let unseen = |c: char| c != '\n' && c != '\t' && sanitize::unsafe_on_screen(c);
    let mut out = html! {};
    let mut rest = text;
    while let Some(at) = rest.find(unseen) {
        let (before, behind) = rest.split_at(at);
        out.0.push_str(&html! { (before) }.0);
        let mut characters = behind.chars();
        let code = characters.next().map_or(0, u32::from);
        rest = characters.as_str();
        // A carriage return before a line feed is a line end and no more.
        if code != 0x0d || !rest.starts_with('\n') {
            out.0
                .push_str(&html! { span.unseen-sign { (format!("\\u{{{code:x}}}")) } }.0);
        }
    }
    out.0.push_str(&html! { (rest) }.0);
    out
}
