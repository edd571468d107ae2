//! A finding beside the words it is about.

use super::marks::Marks;
use super::plain;
use crate::finding::{Finding, Standing};
use crate::linter::Review;
use crate::report::style::level_in_words;
use crate::report::told;
use crate::report::sanitize;
use maud::{Markup, html};

/// The finding with this number.
pub(super) fn card(review: &Review<'_>, marks: &Marks, prefix: &str, index: usize) -> Markup {
    let Some(finding) = review.findings.get(index) else {
        return html! {};
    };
    let class = match finding.standing {
        Standing::Open => finding.level.to_string(),
        _ => "excepted".to_owned(),
    };
    html! {
        li.finding.(class) id={ (prefix) "-f" (index) } {
            p.head {
                a href={ "#" (prefix) "-r" (index) } { span.vh { "Finding " } (index + 1) }
                " " strong { (head(finding)) }
            }
            p { (plain(&told::stopped(&told::capitalised(&finding.message)))) }
            (labels(finding, marks, prefix))
            @let todo: Vec<String> = told::instructions(finding).collect();
            @if !todo.is_empty() && finding.standing == Standing::Open {
                p.todo { strong { "To do: " } @for line in &todo { (plain(line)) " " } }
            }
            (law(review, finding))
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

fn labels(finding: &Finding, marks: &Marks, prefix: &str) -> Markup {
    html! {
        @if let Standing::Suppressed { reason } = &finding.standing {
            p.reason { strong { "Reason: " } (plain(reason)) }
        }
        @if !finding.labels.is_empty() {
            ul.labels {
                @for label in &finding.labels {
                    @let note = marks.places.at(label.span).filter(|note| marks.anchored.contains(note));
                    li {
                        (plain(&sanitize::one_line(&label.text)))
                        @if let Some(note) = note.filter(|_| !finding.span.overlaps(label.span)) {
                            " " a href={ "#" (prefix) "-n" (note) } { "to the note" }
                        }
                    }
                }
            }
        }
    }
}

fn law(review: &Review<'_>, finding: &Finding) -> Markup {
    let rule = review.resolved.rulebook.rules.get(&finding.rule);
    let cites: Vec<&str> = rule.iter().flat_map(|rule| &rule.basis).map(|basis| basis.cite.as_str()).collect();
    html! {
        p.law {
            @if !cites.is_empty() { strong { "Basis: " } (cites.join("; ")) ". " }
            "Rule " a href={ "#rule-" (finding.rule) } { (finding.rule) }
        }
    }
}
