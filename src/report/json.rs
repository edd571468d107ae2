//! The JSON contract, version 1: fields may be added, never renamed.
//!
//! Offsets are bytes of the file on disk, end exclusive; lines and columns count from 1, columns in Unicode scalar
//! values. Both documents are written draft by draft, one finding or draft to a line.

use super::path_text;
use super::summary::Tally;
use crate::finding::{Applicability, Confidence, Edit, Finding, Fix, Level, Standing};
use crate::linter::Review;
use crate::notes::{Marker, NoteId};
use crate::resolve::Coverage;
use crate::rules::Rulebook;
use crate::rules::model::NoteKindId;
use crate::source::SourceFile;
use crate::span::SourceSpan;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

const SCHEMA_VERSION: u32 = 1;

#[derive(Serialize)]
struct Range {
    start: u32,
    end: u32,
}

impl From<SourceSpan> for Range {
    fn from(span: SourceSpan) -> Self {
        Self {
            start: span.start,
            end: span.end,
        }
    }
}

#[derive(Serialize)]
struct Label<'f> {
    span: Range,
    text: &'f str,
}

#[derive(Serialize)]
struct Suppressed<'f> {
    reason: &'f str,
}

#[derive(Serialize)]
struct EditJson<'f> {
    start: u32,
    end: u32,
    text: &'f str,
}

#[derive(Serialize)]
struct FixJson<'f> {
    applicability: Applicability,
    title: &'f str,
    edits: Vec<EditJson<'f>>,
}

impl<'f> FixJson<'f> {
    fn new(fix: &'f Fix) -> Self {
        let edit = |edit: &'f Edit| EditJson {
            start: edit.span.start,
            end: edit.span.end,
            text: &edit.text,
        };
        Self {
            applicability: fix.applicability,
            title: &fix.title,
            edits: fix.edits.iter().map(edit).collect(),
        }
    }
}

#[derive(Serialize)]
struct FindingJson<'f> {
    rule: &'f str,
    level: Level,
    confidence: Confidence,
    message: &'f str,
    path: &'f str,
    span: Range,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    labels: Vec<Label<'f>>,
    help: String,
    basis: Vec<&'f str>,
    url: Option<&'f str>,
    fingerprint: &'f str,
    fix: Option<FixJson<'f>>,
    marker: Option<&'f str>,
    needs: Option<&'f str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suppressed: Option<Suppressed<'f>>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    baselined: bool,
}

impl<'f> FindingJson<'f> {
    fn new(finding: &'f Finding, path: &'f str, source: &SourceFile, rulebook: &'f Rulebook) -> Self {
        let (start, end) = (
            source.position(finding.span.start),
            source.position(finding.span.end),
        );
        let rule = rulebook.rules.get(&finding.rule);
        Self {
            rule: &finding.rule,
            level: finding.level,
            confidence: finding.confidence,
            message: &finding.message,
            path,
            span: finding.span.into(),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            labels: finding
                .labels
                .iter()
                .map(|l| Label {
                    span: l.span.into(),
                    text: &l.text,
                })
                .collect(),
            help: finding.help.join("\n"),
            basis: rule
                .map(|r| r.basis.iter().map(|b| b.cite.as_str()).collect())
                .unwrap_or_default(),
            url: None,
            fingerprint: &finding.fingerprint,
            fix: finding.fix.as_ref().map(FixJson::new),
            marker: finding.marker.as_deref(),
            needs: finding.needs.as_deref(),
            suppressed: match &finding.standing {
                Standing::Suppressed { reason } => Some(Suppressed { reason }),
                _ => None,
            },
            baselined: finding.standing == Standing::Baselined,
        }
    }
}

/// The beginning of `check`'s document, up to the first finding.
pub fn check_start(rulebook: &str) -> Result<String, serde_json::Error> {
    let tool =
        serde_json::json!({"name": "caveat", "version": env!("CARGO_PKG_VERSION"), "rulebook": rulebook});
    Ok(format!(
        "{{\"schema_version\":{SCHEMA_VERSION},\"tool\":{},\n \"findings\":[",
        super::json_text(&tool)?
    ))
}

/// The findings of one draft, those that do not count included: each on a line of its own, without a comma before
/// the first.
pub fn check_draft(review: &Review<'_>) -> Result<Vec<String>, serde_json::Error> {
    let resolved = &review.resolved;
    let path = path_text(resolved.source.name());
    let line = |f| super::json_text(&FindingJson::new(f, &path, resolved.source, resolved.rulebook));
    review.findings.iter().map(line).collect()
}

#[derive(Serialize)]
struct Summary<'t> {
    files: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
    suppressed: usize,
    baselined: usize,
    #[serde(skip_serializing_if = "is_zero")]
    unchanged: usize,
    unreadable: usize,
    statements: usize,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    not_searched: &'t BTreeMap<String, usize>,
    #[serde(skip_serializing_if = "is_zero")]
    fixed: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    rules: Option<BTreeMap<&'t str, usize>>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "what serde hands over")]
const fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// The end of `check`'s document.
pub fn check_end(tally: &Tally, statistics: bool) -> Result<String, serde_json::Error> {
    let summary = Summary {
        files: tally.files,
        errors: tally.level(Level::Error),
        warnings: tally.level(Level::Warning),
        infos: tally.level(Level::Info),
        suppressed: tally.suppressed,
        baselined: tally.baselined,
        unchanged: tally.unchanged,
        unreadable: tally.unreadable,
        statements: tally.statements.total(),
        not_searched: &tally.foreign,
        fixed: tally.fixed,
        rules: statistics.then(|| {
            tally
                .rules
                .iter()
                .map(|(rule, (_, count))| (rule.as_str(), *count))
                .collect()
        }),
    };
    Ok(format!("],\n \"summary\":{}}}\n", super::json_text(&summary)?))
}

#[derive(Serialize)]
struct Cue<'r> {
    id: &'r str,
    span: Range,
    text: &'r str,
}

#[derive(Serialize)]
struct StatementJson<'r> {
    kind: &'r str,
    confidence: Confidence,
    span: Range,
    line: u32,
    column: u32,
    text: &'r str,
    cues: Vec<Cue<'r>>,
    coverage: &'static str,
    markers: Vec<String>,
    notes: Vec<NoteId>,
}

#[derive(Serialize)]
struct MarkerJson {
    label: String,
    span: Range,
    note: Option<NoteId>,
}

#[derive(Serialize)]
struct NoteJson<'r> {
    labels: Vec<String>,
    kinds: Vec<&'r str>,
    span: Range,
}

#[derive(Serialize)]
struct FileJson<'r> {
    path: &'r str,
    statements: Vec<StatementJson<'r>>,
    markers: Vec<MarkerJson>,
    notes: Vec<NoteJson<'r>>,
}

/// The beginning of the register, up to the first draft.
pub fn statements_start() -> String {
    format!("{{\"schema_version\":{SCHEMA_VERSION},\n \"files\":[")
}

/// The end of the register.
pub fn statements_end() -> &'static str {
    "]}\n"
}

/// One draft of the register, with the statements of at least the confidence that its settings ask for.
pub fn statements_draft(review: &Review<'_>) -> Result<String, serde_json::Error> {
    let r = &review.resolved;
    let path = path_text(r.source.name());
    let listed = r
        .statements
        .iter()
        .zip(&r.coverage)
        .filter(|(s, _)| s.confidence >= r.settings.min_confidence);
    let statements = listed.filter_map(|(statement, coverage)| {
        let kind = r
            .rulebook
            .statements
            .get(statement.kind as usize)
            .filter(|k| !k.unregistered)?;
        let sentence = r.sentences.get(statement.sentence as usize)?;
        let span = r.document.source_of(sentence.text);
        let at = r.source.position(span.start);
        let (markers, notes) = links(review, r.notes.markers_in(sentence.text), coverage);
        Some(StatementJson {
            kind: kind.name.as_str(),
            confidence: statement.confidence,
            span: span.into(),
            line: at.line,
            column: at.column,
            text: r.document.slice(sentence.text),
            cues: statement
                .cues
                .iter()
                .map(|cue| Cue {
                    id: &cue.id,
                    span: r.document.source_of(cue.text).into(),
                    text: r.document.slice(cue.text),
                })
                .collect(),
            coverage: coverage.name(),
            markers,
            notes,
        })
    });
    let markers = r.notes.markers.iter();
    let kind_name = |kind: &NoteKindId| r.rulebook.notes.get(*kind as usize).map(|k| k.name.as_str());
    let notes = r.notes.notes.iter().enumerate().map(|(index, note)| NoteJson {
        labels: note.labels.iter().map(|(label, _)| label.written()).collect(),
        kinds: r
            .readings
            .get(index)
            .map(|n| n.kinds.iter().filter_map(kind_name).collect())
            .unwrap_or_default(),
        span: note.source.into(),
    });
    super::json_text(&FileJson {
        path: &path,
        statements: statements.collect(),
        markers: markers
            .map(|m| MarkerJson {
                label: m.label.written(),
                span: m.source.into(),
                note: m.note,
            })
            .collect(),
        notes: notes.collect(),
    })
}

/// The markers a statement has, its own and one further off that covers it, as typed; and the notes it is led to.
pub(super) fn links(review: &Review<'_>, own: &[Marker], coverage: &Coverage) -> (Vec<String>, Vec<NoteId>) {
    let all = &review.resolved.notes.markers;
    let (marker, note) = match coverage {
        Coverage::Covered { marker, note, .. } => (*marker, *note),
        Coverage::Unresolved(marker) | Coverage::WrongNote(marker) | Coverage::TooFar(marker) => {
            (Some(*marker), None)
        }
        Coverage::NoMarker => (None, None),
    };
    let far = marker
        .and_then(|marker| all.get(marker as usize))
        .filter(|m| !own.contains(m));
    let mut markers: Vec<String> = Vec::new();
    let mut seen = BTreeSet::new();
    let mut notes: Vec<NoteId> = Vec::new();
    for marker in own.iter().chain(far) {
        if seen.insert(&marker.label) {
            markers.push(marker.label.written());
        }
        notes.extend(marker.note);
    }
    notes.extend(note);
    notes.sort_unstable();
    notes.dedup();
    (markers, notes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;
    use crate::settings::Settings;

    /// With a byte-order mark, a carriage return and characters of two and four bytes before what is reported.
    const TEXT: &str = "\u{feff}Prices – rose 😀.\r\nSales are expected to rise.[1] Costs are expected to fall.\r\n\r\n\
        [1] Who knows.\r\n";

    #[test]
    fn check_writes_the_contract_to_the_letter() {
        let (source, rulebook) = (SourceFile::new("posts/a.md", TEXT), fixture::rulebook());
        let settings = Settings::of(&rulebook);
        let open = fixture::finding(
            TEXT,
            "Costs are expected to fall.",
            &[("expected to fall", "read as a “forecast”")],
        );
        let mut quoted = fixture::finding(TEXT, "Prices – rose 😀.", &[]);
        quoted.standing = Standing::Suppressed {
            reason: "a quotation".into(),
        };
        quoted.help.push("second line".to_owned());
        let review = fixture::review(&source, &rulebook, &settings, vec![quoted, open]);
        let lines = check_draft(&review).unwrap();
        let expected = [
            r#"{"rule":"unmarked-forward-looking","level":"error","confidence":"high","message":"this forecast has no marker","path":"posts/a.md","span":{"start":3,"end":24},"line":1,"column":1,"end_line":1,"end_column":17,"labels":[],"help":"put [1] after the sentence\nsecond line","basis":["Some Act, s. 1"],"url":null,"fingerprint":"f00d","fix":null,"marker":"[1]","needs":"forward","suppressed":{"reason":"a quotation"}}"#,
            r#"{"rule":"unmarked-forward-looking","level":"error","confidence":"high","message":"this forecast has no marker","path":"posts/a.md","span":{"start":57,"end":84},"line":2,"column":32,"end_line":2,"end_column":59,"labels":[{"span":{"start":67,"end":83},"text":"read as a “forecast”"}],"help":"put [1] after the sentence","basis":["Some Act, s. 1"],"url":null,"fingerprint":"f00d","fix":null,"marker":"[1]","needs":"forward"}"#,
        ];
        assert_eq!(lines, expected);
        let tally = Tally::of(&review, Some(Level::Error));
        assert_eq!(
            (tally.failing, tally.suppressed, tally.files_with_findings),
            (1, 1, 1)
        );
        let document =
            check_start("2026-11-22").unwrap() + &lines.join(",") + &check_end(&tally, true).unwrap();
        let value: serde_json::Value = serde_json::from_str(&document).unwrap();
        assert_eq!(value["schema_version"], 1);
        assert_eq!(value["tool"]["rulebook"], "2026-11-22");
        assert_eq!(
            value["summary"].to_string(),
            r#"{"files":1,"errors":1,"warnings":0,"infos":0,"suppressed":1,"baselined":0,"unreadable":0,"statements":0,"rules":{"unmarked-forward-looking":1}}"#
        );
    }

    #[test]
    fn the_register_writes_the_contract_to_the_letter() {
        let (source, rulebook) = (SourceFile::new("posts/a.md", TEXT), fixture::rulebook());
        let settings = Settings::of(&rulebook);
        let mut review = fixture::review(&source, &rulebook, &settings, Vec::new());
        fixture::add_note(&mut review, "[1] Who knows.");
        fixture::add_statement(&mut review, "Sales are expected to rise.[1]", "expected to");
        fixture::add_statement(&mut review, "Costs are expected to fall.", "expected to fall");
        let expected = r#"{"path":"posts/a.md","statements":[{"kind":"forward-looking","confidence":"high","span":{"start":26,"end":56},"line":2,"column":1,"text":"Sales are expected to rise.[1]","cues":[{"id":"expects","span":{"start":36,"end":47},"text":"expected to"}],"coverage":"covered","markers":["[1]"],"notes":[0]},{"kind":"forward-looking","confidence":"high","span":{"start":57,"end":84},"line":2,"column":32,"text":"Costs are expected to fall.","cues":[{"id":"expects","span":{"start":67,"end":83},"text":"expected to fall"}],"coverage":"no-marker","markers":[],"notes":[]}],"markers":[{"label":"[1]","span":{"start":53,"end":56},"note":0}],"notes":[{"labels":["[1]"],"kinds":["forward"],"span":{"start":88,"end":102}}]}"#;
        assert_eq!(statements_draft(&review).unwrap(), expected);
        let document = statements_start() + expected + statements_end();
        let value: serde_json::Value = serde_json::from_str(&document).unwrap();
        assert_eq!(value["files"][0]["statements"][1]["coverage"], "no-marker");
    }

    #[test]
    fn statements_below_the_confidence_asked_for_are_left_out() {
        let (source, rulebook) = (SourceFile::new("a.md", TEXT), fixture::rulebook());
        let settings = Settings::of(&rulebook);
        let mut review = fixture::review(&source, &rulebook, &settings, Vec::new());
        fixture::add_statement(&mut review, "Costs are expected to fall.", "expected to fall");
        review.resolved.statements[0].confidence = Confidence::Low;
        assert!(statements_draft(&review).unwrap().contains(r#""statements":[],"#));
    }
}
