//! reviewdog's `rdjson`.
//!
//! Columns count bytes of UTF-8, from 1, the end exclusive, as its definition demands; a byte-order mark is part of
//! its line.

use super::path_text;
use super::place::Region;
use super::{sanitize, told};
use crate::finding::{Finding, Level, Standing};
use crate::linter::Review;
use crate::source::{Columns, SourceFile};
use crate::span::SourceSpan;
use serde::Serialize;

/// The beginning of the document.
pub const START: &str = "{\"source\":{\"name\":\"caveat\"},\"diagnostics\":[";
/// The end of the document.
pub const END: &str = "]}\n";

#[derive(Serialize)]
struct Diagnostic<'f> {
    message: String,
    location: Location<'f>,
    severity: &'static str,
    code: Code<'f>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion<'f>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Related<'f>>,
}

#[derive(Serialize)]
struct Location<'f> {
    path: &'f str,
    range: Range,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct Code<'f> {
    value: &'f str,
}

#[derive(Serialize)]
struct Suggestion<'f> {
    range: Range,
    text: &'f str,
}

#[derive(Serialize)]
struct Related<'f> {
    message: String,
    location: Location<'f>,
}

/// The findings of one draft that count, each without a comma before it.
pub fn draft(review: &Review<'_>) -> Result<Vec<String>, serde_json::Error> {
    let source = review.resolved.source;
    let path = path_text(source.name());
    let open = review.findings.iter().filter(|f| f.standing == Standing::Open);
    open.map(|finding| super::json_text(&diagnostic(review, finding, &path)))
        .collect()
}

fn diagnostic<'f>(review: &Review<'_>, finding: &'f Finding, path: &'f str) -> Diagnostic<'f> {
    let source = review.resolved.source;
    let location = |span| Location {
        path,
        range: range(source, span),
    };
    let outside = finding
        .labels
        .iter()
        .filter(|label| !finding.span.contains(label.span));
    // Suggestions are accepted one by one: half a repair (a marker without its note) would be worse than none.
    let whole = finding.fix.iter().filter(|fix| fix.edits.len() == 1);
    Diagnostic {
        message: told::paragraph(review, finding),
        location: location(finding.span),
        severity: match finding.level {
            Level::Error => "ERROR",
            Level::Warning => "WARNING",
            Level::Info => "INFO",
        },
        code: Code { value: &finding.rule },
        suggestions: whole
            .flat_map(|fix| &fix.edits)
            .map(|edit| Suggestion {
                range: range(source, edit.span),
                text: &edit.text,
            })
            .collect(),
        related_locations: outside
            .map(|label| Related {
                message: sanitize::one_line(&label.text),
                location: location(label.span),
            })
            .collect(),
    }
}

fn range(source: &SourceFile, span: SourceSpan) -> Range {
    let region = Region::of(source, span, Columns::Bytes);
    Range {
        start: Position {
            line: region.line,
            column: region.column,
        },
        end: Position {
            line: region.end_line,
            column: region.end_column,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Applicability, Edit, Fix};
    use crate::report::fixture;
    use crate::settings::Settings;

    #[test]
    fn only_a_whole_repair_is_suggested() {
        let text = "\u{feff}– Costs are expected to fall.\n";
        let (source, rulebook) = (SourceFile::new("a.md", text), fixture::rulebook());
        let settings = Settings::of(&rulebook);
        let edit = |words: &str, put: &str| Edit {
            span: SourceSpan::empty(fixture::span(text, words).end),
            text: put.to_owned(),
        };
        let suggestions = |edits: Vec<Edit>| {
            let mut finding = fixture::finding(text, "Costs are expected to fall.", &[]);
            finding.fix = Some(Fix {
                applicability: Applicability::Safe,
                title: "put [1] there".to_owned(),
                edits,
            });
            let review = fixture::review(&source, &rulebook, &settings, vec![finding]);
            let [line] = draft(&review).unwrap().try_into().unwrap();
            let one: serde_json::Value = serde_json::from_str(&line).unwrap();
            one.get("suggestions").map(ToString::to_string)
        };
        // The byte-order mark and the dash are three bytes each.
        assert_eq!(
            suggestions(vec![edit("fall.", "[1]")]).as_deref(),
            Some(r#"[{"range":{"start":{"line":1,"column":35},"end":{"line":1,"column":35}},"text":"[1]"}]"#)
        );
        assert_eq!(suggestions(vec![edit("Costs", "a"), edit("fall.", "b")]), None);
    }
}
