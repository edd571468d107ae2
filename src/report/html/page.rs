//! The page around the drafts.

use super::{Html, Part, inline, plain};
use crate::docs::checked;
use crate::finding::Level;
use crate::linter::Review;
use crate::report::pretty::Missing;
use crate::report::summary::Tally;
use crate::report::{Refused, counted, path_text, sanitize};
use crate::rules::model::{CoveragePolicy, Rule};
use crate::settings::Settings;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The look of the page.
pub(super) const STYLE: &str = include_str!("style.css");
/// Sorts tables.
pub(super) const SCRIPT: &str = include_str!("script.js");
/// Allows nothing but the style and the script above, by their SHA-256.
pub(super) const POLICY: &str = "default-src 'none'; style-src 'sha256-GxdkttFWbU3YO6jAYld7G1uJVsSy74WSdWC/eHc+ivE='; script-src 'sha256-APWTSTZucAEphgrKnA6mAzmKtyqD1XOkNM2VGuOroWQ='; base-uri 'none'; form-action 'none'";

/// The whole page.
pub(super) fn page(
    run: &Html<'_>,
    parts: &[Part],
    tally: &Tally,
    refused: &[Refused],
    whole: bool,
) -> Markup {
    let title = match parts {
        [one] => format!("Review of {}", one.name),
        _ => format!("Review of {}", counted(parts.len(), "draft")),
    };
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="referrer" content="no-referrer";
                meta name="generator" content={ "caveat " (env!("CARGO_PKG_VERSION")) };
                meta name="color-scheme" content="light dark";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#main" { "Skip to the review" }
                header {
                    p.brand { "caveat · record of a review" }
                    h1 { (title) }
                    (summary(run, tally, refused, whole))
                }
                (contents(parts))
                main id="main" tabindex="-1" {
                    (overview(parts, refused))
                    (legend())
                    @for part in parts { (PreEscaped(&part.draft)) }
                    (register(parts))
                    (exceptions(parts))
                    (rules(run, parts))
                    (sign_off())
                }
                footer {
                    p {
                        "Written by caveat " (env!("CARGO_PKG_VERSION")) ", rulebook " (run.version) ". A review aid: what it \
                         finds is possible, and what it does not find is not thereby compliant. A person decides."
                    }
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    }
}

fn summary(run: &Html<'_>, tally: &Tally, refused: &[Refused], whole: bool) -> Markup {
    let open: usize = tally.levels.values().sum();
    let class = match tally.levels.keys().next_back() {
        Some(Level::Error) => "error",
        None if whole => "clean",
        _ => "warning",
    };
    html! {
        p.result.(class) {
            strong { @if open == 0 { "Nothing to fix or check." } @else { (counted(open, "open finding")) ":" } }
            " " (words(tally))
        }
        @if !whole {
            p.result.error {
                strong { "Not everything was checked." }
                @if refused.is_empty() { " The run said why on standard error." }
            }
        }
        dl.facts {
            div { dt { "Date of the review" } dd { @match run.date { Some(date) => (date), None => "not stated" } } }
            div { dt { "Rulebook" } dd { (run.version) } }
            div { dt { "Program" } dd { "caveat " (env!("CARGO_PKG_VERSION")) } }
            div { dt { "Drafts" } dd { (tally.files) } }
            div { dt { "Statements" } dd { (tally.statements.total()) } }
            div { dt { "Excepted" } dd { (tally.suppressed) " by comment, " (tally.baselined) " in the baseline" } }
        }
    }
}

fn contents(parts: &[Part]) -> Markup {
    html! {
        nav aria-label="Contents" {
            ul {
                li { a href="#overview" { "Overview" } }
                @if let [part] = parts { li { a href={ "#" (part.prefix) } { "The draft" } } }
                @else if let Some(first) = parts.first() { li { a href={ "#" (first.prefix) } { "The drafts" } } }
                li { a href="#register" { "Register of statements" } }
                li { a href="#exceptions" { "Exceptions" } }
                li { a href="#rules" { "Rules" } }
                li { a href="#sign-off" { "Sign-off" } }
            }
        }
    }
}

fn overview(parts: &[Part], refused: &[Refused]) -> Markup {
    html! {
        section id="overview" aria-labelledby="overview-h" {
            h2 id="overview-h" { "Overview" }
            (table("Drafts and their findings", &["Draft", "To fix", "To check", "For information", "Excepted", "Statements", "Not covered"], &html! {
                @for part in parts {
                    tr {
                        th scope="row" {
                            a href={ "#" (part.prefix) } { (part.name) }
                            @if let Some(foreign) = part.tally.foreign_in_words() { " (" (foreign.trim_end_matches('.')) ")" }
                        }
                        td.figure { (part.tally.level(Level::Error)) }
                        td.figure { (part.tally.level(Level::Warning)) }
                        td.figure { (part.tally.level(Level::Info)) }
                        td.figure { (part.tally.suppressed + part.tally.baselined) }
                        td.figure { (part.tally.statements.total()) }
                        td.figure { (part.tally.statements.open) }
                    }
                }
            }, false))
            @if !refused.is_empty() {
                h3 { "Not checked" }
                ul {
                    @for draft in refused {
                        li { strong { (plain(&sanitize::one_line(&path_text(&draft.name)))) } ": " (plain(&draft.reason)) }
                    }
                }
            }
        }
    }
}

fn legend() -> Markup {
    let states = [
        ("covered", "a marker or the settings lead it to a fitting note"),
        (
            "open",
            "not covered: no marker, a marker that leads nowhere, or a note of the wrong kind",
        ),
        ("too-far", "its marker stands too far away"),
        (
            "no-duty",
            "of a kind that no note covers; a person must look at it",
        ),
        (
            "excepted",
            "not covered, and excepted by a comment or the baseline",
        ),
    ];
    html! {
        details.legend {
            summary { "How to read the drafts" }
            ul {
                @for (class, words) in states { li { mark.(class) { "a statement" } " " (words) } }
                li { span.cue { "dotted" } " the words that gave a statement away" }
                li { a.num.error href="#overview" { "1" } " number of a finding; it leads to the margin, and the number there back" }
                li { "Markers lead to their notes; the arrows ↩ at a note lead back." }
            }
        }
    }
}

/// A draft with its facts.
pub(super) fn draft(
    review: &Review<'_>,
    prefix: &str,
    tally: &Tally,
    fail_on: Option<Level>,
    missing: &[Missing<'_>],
    body: &Markup,
) -> Markup {
    let resolved = &review.resolved;
    let (source, settings) = (resolved.source, resolved.settings);
    let name = inline::name(source.name());
    let date = crate::text::dates::date_of(source, &resolved.document, settings.as_of);
    html! {
        section.draft id=(prefix) aria-labelledby={ (prefix) "-h" } {
            h2 id={ (prefix) "-h" } { (name) }
            p { (words(tally)) }
            (lacking(missing))
            dl.facts {
                div.wide { dt { "SHA-256" } dd { code { (sha256(source.text())) } } }
                div { dt { "Size" } dd { (counted(source.text().len(), "byte")) ", " (counted(source.text().lines().count(), "line")) } }
                div { dt { "Date of the draft" } dd { @match date { Some(date) => (date), None => "not stated" } } }
                div { dt { "A marker covers" } dd { (reach(settings.coverage)) } }
                div { dt { "Least confidence" } dd { (settings.min_confidence) } }
                div { dt { "The run fails from" } dd { @match fail_on { Some(level) => (level), None => "no level" } } }
            }
            @let in_force = format!("{} in force", counted(settings.levels.len(), "rule"));
            details.rules { summary { (in_force) } p.levels { (levels(settings)) } }
            // Paper cannot be opened.
            p.levels.on-paper { (in_force) ": " (levels(settings)) }
            article aria-label={ "Text of " (name) } {
                @if body.0.is_empty() { p.empty { "The draft is empty." } } @else { (body) }
            }
        }
    }
}

/// What was counted, without the words that are meant for a terminal.
fn words(tally: &Tally) -> String {
    tally.in_words().replace(" Nothing was changed.", "")
}

/// The kinds of note that the draft lacks, and what may be put at its end.
fn lacking(missing: &[Missing<'_>]) -> Markup {
    html! {
        @for missing in missing {
            div.missing {
                p { strong { (missing.head) } @if missing.proposed.is_some() { " Put at its end, for example:" } }
                @if let Some(note) = missing.note() { blockquote { (plain(&note)) } }
            }
        }
    }
}

fn levels(settings: &Settings) -> String {
    let levels = settings
        .levels
        .iter()
        .map(|(rule, level)| format!("{rule} ({level})"));
    levels.collect::<Vec<_>>().join(", ")
}

fn reach(policy: CoveragePolicy) -> &'static str {
    match policy {
        CoveragePolicy::Sentence => "its sentence",
        CoveragePolicy::Paragraph => "its sentence; at a paragraph's end, the paragraph",
        CoveragePolicy::Section => "its sentence; at a section's end, the section",
        CoveragePolicy::Document => "nothing: one note in the draft is enough",
    }
}

fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes())
        .iter()
        .fold(String::new(), |mut out, byte| {
            // Writing to a string cannot fail.
            let _ = write!(out, "{byte:02x}");
            out
        })
}

fn register(parts: &[Part]) -> Markup {
    let columns = [
        "Draft",
        "Line",
        "Statement",
        "Kind",
        "Confidence",
        "Markers",
        "Notes",
        "State",
        "Finding",
    ];
    html! {
        section id="register" aria-labelledby="register-h" {
            h2 id="register-h" { "Register of statements" }
            @let rows = html! { @for part in parts { (PreEscaped(&part.register)) } };
            (table("Every statement that was found, and what covers it", &columns, &rows, parts.len() == 1))
        }
    }
}

fn exceptions(parts: &[Part]) -> Markup {
    let columns = ["Draft", "Line", "Rule", "Words", "Excepted by", "Reason"];
    html! {
        section id="exceptions" aria-labelledby="exceptions-h" {
            h2 id="exceptions-h" { "Exceptions" }
            @let rows = html! { @for part in parts { (PreEscaped(&part.exceptions)) } };
            (table("Findings that do not count, and why", &columns, &rows, parts.len() == 1))
        }
    }
}

/// A table that can be sorted; with `single`, its first column says the same in every row and is not shown.
fn table(caption: &str, columns: &[&str], rows: &Markup, single: bool) -> Markup {
    html! {
        @if rows.0.is_empty() {
            p.empty { "None." }
        } @else {
            div.scroll tabindex="0" role="group" aria-label=(caption) {
                table.sortable.(if single { "single" } else { "several" }) {
                    caption { (caption) }
                    thead { tr { @for (index, column) in columns.iter().enumerate() {
                                th class=[(single && index == 0).then_some("of-draft")] scope="col" { (column) }
                            } } }
                    tbody { (rows) }
                }
            }
        }
    }
}

fn rules(run: &Html<'_>, parts: &[Part]) -> Markup {
    let names: BTreeSet<&str> = parts
        .iter()
        .flat_map(|part| &part.rules)
        .map(String::as_str)
        .collect();
    html! {
        section id="rules" aria-labelledby="rules-h" {
            h2 id="rules-h" { "Rules behind the findings" }
            @if names.is_empty() { p.empty { "None." } }
            @for name in names {
                @if let Some(rule) = run.rules.get(name) { (rule_entry(rule)) }
                @else { div.rule id={ "rule-" (name) } { h3 { (name) } } }
            }
        }
    }
}

fn rule_entry(rule: &Rule) -> Markup {
    let parts = [
        ("Why", &rule.why),
        ("What to do", &rule.action),
        ("What satisfies it", &rule.satisfied_by),
    ];
    html! {
        div.rule id={ "rule-" (rule.name) } {
            h3 { (rule.name) }
            p { (plain(&rule.summary)) }
            dl {
                @for (head, text) in parts {
                    @if !text.trim().is_empty() { dt { (head) } dd { (plain(&text.replace('`', ""))) } }
                }
                @if !rule.basis.is_empty() {
                    dt { "Where it comes from" }
                    dd {
                        ul {
                            @for basis in &rule.basis {
                                li {
                                    (plain(&basis.cite)) " (" (checked(basis)) ")"
                                    @if let Some(url) = basis.url.as_deref().filter(|url| url.starts_with("https://")) {
                                        " " a.outside href=(url) rel="noreferrer noopener external" { (url) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn sign_off() -> Markup {
    html! {
        section id="sign-off" aria-labelledby="sign-off-h" {
            h2 id="sign-off-h" { "Sign-off" }
            p { "For the file: to be completed by hand on the printed record." }
            dl.sign {
                @for line in ["Reviewed by", "Decision", "Date", "Signature"] {
                    div { dt { (line) } dd { span.vh { "(to be filled in)" } } }
                }
            }
        }
    }
}
