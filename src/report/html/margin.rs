//! A finding beside the words it is about.

use super::marks::Marks;
use super::plain;
use crate::finding::{Finding, Standing};
use crate::linter::Review;
use crate::report::proposed::Proposed;
use crate::report::style::level_in_words;
use crate::report::{sanitize, told};
use maud::{Markup, html};
use std::collections::BTreeMap;

/// Renders the findings of one draft.
pub(super) struct Margin<'r, 'a> {
    review: &'r Review<'a>,
    marks: &'r Marks,
    prefix: &'r str,
    /// Notes that the page has proposed above the draft.
    proposed: &'r [Proposed<'r>],
    /// The first finding of each rule: the legal basis is written out there.
    first: BTreeMap<&'r str, usize>,
}

impl<'r, 'a> Margin<'r, 'a> {
    pub(super) fn new(
        review: &'r Review<'a>,
        marks: &'r Marks,
        prefix: &'r str,
        proposed: &'r [Proposed<'r>],
    ) -> Self {
        let mut first = BTreeMap::new();
        for (index, finding) in review.findings.iter().enumerate() {
            first.entry(finding.rule.as_str()).or_insert(index);
        }
        Self {
            review,
            marks,
            prefix,
            proposed,
            first,
        }
    }

    /// The finding with this number, from 0.
    pub(super) fn card(&self, index: usize) -> Markup {
        let Some(finding) = self.review.findings.get(index) else {
            return html! {};
        };
        let open = finding.standing == Standing::Open;
        let class = if open {
            finding.level.to_string()
        } else {
            "excepted".to_owned()
        };
        let numbered = self.marks.numbered.contains(&index);
        html! {
            li.finding.(class) id={ (self.prefix) "-f" (index) } {
                p.head {
                    @if numbered {
                        a href={ "#" (self.prefix) "-r" (index) } { span.vh { "Finding " } (index + 1) }
                    } @else { (index + 1) }
                    " " strong { (head(finding)) }
                }
                p { (plain(&told::stopped(&told::capitalised(&finding.message)))) }
                @if let Standing::Suppressed { reason } = &finding.standing {
                    p.reason { strong { "Reason: " } (plain(reason)) }
                }
                (self.labels(finding))
                @let todo: Vec<String> = told::referring(finding, self.proposed).collect();
                @if open && !todo.is_empty() {
                    p.todo { strong { "To do: " } @for line in &todo { (plain(line)) " " } }
                }
                @if let Some(fix) = finding.fix.as_ref().filter(|_| open) {
                    p.repair { strong { "Repair: " } (told::stopped(told::repair(fix.applicability))) }
                }
                (self.basis(finding, index))
            }
        }
    }

    fn labels(&self, finding: &Finding) -> Markup {
        html! {
            @if !finding.labels.is_empty() {
                ul.labels {
                    @for label in &finding.labels {
                        @let note = self.marks.places.at(label.span).filter(|note| self.marks.anchored.contains(note));
                        li {
                            (plain(&told::capitalised(&sanitize::one_line(&label.text))))
                            @if let Some(note) = note.filter(|_| !finding.span.overlaps(label.span)) {
                                " (" a href={ "#" (self.prefix) "-n" (note) } { "to the note" } ")"
                            }
                        }
                    }
                }
            }
        }
    }

    fn basis(&self, finding: &Finding, index: usize) -> Markup {
        let rule = self.review.resolved.rulebook.rules.get(&finding.rule);
        let cites: Vec<&str> = rule
            .iter()
            .flat_map(|rule| &rule.basis)
            .map(|basis| basis.cite.as_str())
            .collect();
        let first = self.first.get(finding.rule.as_str()).copied().unwrap_or(index);
        html! {
            p.law {
                "Rule " a href={ "#rule-" (finding.rule) } { (finding.rule) } ". "
                @if !cites.is_empty() {
                    strong { "Basis: " }
                    @if first == index { (cites.join("; ")) "." }
                    @else { "as for " a href={ "#" (self.prefix) "-f" (first) } { "finding " (first + 1) } "." }
                }
            }
        }
    }
}

fn head(finding: &Finding) -> String {
    match &finding.standing {
        Standing::Open => told::capitalised(level_in_words(finding.level)),
        Standing::Suppressed { .. } => "Excepted by a comment".to_owned(),
        Standing::Baselined => "Known from the baseline".to_owned(),
    }
}
