//! SARIF 2.1.0, for code scanning on GitHub and elsewhere.
//!
//! Columns count units of UTF-16, the end is exclusive. Every result carries its own `partialFingerprints`, so that two
//! findings in one paragraph (one line) stay two. What a comment excepts and what the baseline knows are results too,
//! each with the suppression that justifies it: the format exists so that an auditor sees what was decided.

use super::place::{Places, Region};
use super::told::{self, NotePlaces};
use super::{Refused, path_text, sanitize};
use crate::docs::{help_markdown, help_text};
use crate::finding::{Applicability, Confidence, Finding, Fix, Level, Standing};
use crate::linter::Review;
use crate::rules::Rulebook;
use crate::rules::model::{Rule, RuleSort};
use crate::source::{Columns, SourceFile};
use crate::span::SourceSpan;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";
/// What URIs of drafts are relative to.
const ROOT: &str = "%SRCROOT%";
/// GitHub cuts descriptions here, in characters.
const DESCRIPTION: usize = 1000;
/// The label of the related location that is a note; messages refer to it.
const NOTE: usize = 1;

/// What every result needs.
#[derive(Clone, Debug)]
pub struct Sarif<'r> {
    rules: BTreeMap<&'r str, &'r Rule>,
    places: &'r Places,
    version: &'r str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResultJson<'f> {
    rule_id: &'f str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Text<String>,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    partial_fingerprints: Fingerprints<'f>,
    /// Empty for a finding that counts: absent would mean that nobody looked.
    suppressions: Vec<Suppression<'f>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<FixJson<'f>>,
    properties: Properties,
}

#[derive(Serialize)]
struct Text<T> {
    text: T,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    #[serde(rename = "physicalLocation")]
    physical: Physical,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text<String>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    region: RegionJson,
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RegionJson {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fingerprints<'f> {
    primary_location_line_hash: String,
    #[serde(rename = "caveatSentenceHash/v1")]
    sentence: &'f str,
}

#[derive(Serialize)]
struct Suppression<'f> {
    kind: &'static str,
    status: &'static str,
    justification: &'f str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FixJson<'f> {
    description: Text<String>,
    artifact_changes: [Change<'f>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change<'f> {
    artifact_location: Artifact,
    replacements: Vec<Replacement<'f>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'f> {
    deleted_region: RegionJson,
    inserted_content: Text<&'f str>,
}

#[derive(Serialize)]
struct Properties {
    confidence: Confidence,
}

impl<'r> Sarif<'r> {
    /// For a run against these rulebooks; `version` names them.
    pub fn new(
        rulebooks: impl IntoIterator<Item = &'r Rulebook>,
        version: &'r str,
        places: &'r Places,
    ) -> Self {
        let mut rules = BTreeMap::new();
        for rule in rulebooks.into_iter().flat_map(|book| book.rules.values()) {
            rules.entry(rule.name.as_str()).or_insert(rule);
        }
        Self {
            rules,
            places,
            version,
        }
    }

    /// The beginning of the document, up to the first result.
    pub fn start(&self) -> Result<String, serde_json::Error> {
        let rules: Vec<Value> = self.rules.values().map(|rule| descriptor(rule)).collect();
        let driver = json!({
            "name": "caveat",
            "version": env!("CARGO_PKG_VERSION"),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "shortDescription": {"text": env!("CARGO_PKG_DESCRIPTION")},
            "rules": rules,
            "properties": {"rulebook": self.version},
        });
        let bases = json!({ROOT: {"description": {"text": "The top folder of the repository."}}});
        Ok(format!(
            "{{\"$schema\":\"{SCHEMA}\",\"version\":\"2.1.0\",\"runs\":[{{\n \"tool\":{{\"driver\":{}}},\n \
             \"automationDetails\":{{\"id\":\"caveat/\"}},\n \"columnKind\":\"utf16CodeUnits\",\n \
             \"originalUriBaseIds\":{},\n \"results\":[",
            super::json_text(&driver)?,
            super::json_text(&bases)?
        ))
    }

    /// The results of one draft, each without a comma before it.
    pub fn draft(&self, review: &Review<'_>) -> Result<Vec<String>, serde_json::Error> {
        if review.findings.is_empty() {
            return Ok(Vec::new());
        }
        let source = review.resolved.source;
        let (uri, relative) = self.places.uri(source.name());
        let artifact = Artifact {
            uri,
            uri_base_id: relative.then_some(ROOT),
        };
        let notes = NotePlaces::new(review);
        let result = |finding| super::json_text(&self.result(review, finding, &artifact, &notes));
        review.findings.iter().map(result).collect()
    }

    fn result<'f>(
        &self,
        review: &Review<'_>,
        finding: &'f Finding,
        artifact: &Artifact,
        notes: &NotePlaces,
    ) -> ResultJson<'f> {
        let source = review.resolved.source;
        let note = notes.of(finding).map(|(label, _)| label);
        let mut text = unlinked(&told::paragraph(review, finding));
        if note.is_some() {
            // Writing to a string cannot fail.
            let _ = write!(text, " See [the note]({NOTE}).");
        }
        let place = |id, span, message: Option<&str>| Location {
            id,
            physical: Physical {
                artifact_location: artifact.clone(),
                region: region(source, span),
            },
            message: message.map(|text| Text {
                text: unlinked(&sanitize::one_line(text)),
            }),
        };
        // The note comes first, so that its number is known; the words that gave the finding away come with it.
        let others = finding
            .labels
            .iter()
            .filter(|label| !note.is_some_and(|note| std::ptr::eq(note, *label)));
        let related = note.into_iter().chain(others).enumerate();
        let first = if note.is_some() { NOTE } else { NOTE + 1 };
        ResultJson {
            rule_id: &finding.rule,
            rule_index: self.rules.keys().position(|name| *name == finding.rule),
            level: level(finding.level),
            message: Text { text },
            locations: [place(None, finding.span, None)],
            related_locations: related
                .map(|(number, label)| place(Some(first + number), label.span, Some(&label.text)))
                .collect(),
            partial_fingerprints: Fingerprints {
                primary_location_line_hash: format!("{}:1", finding.fingerprint),
                sentence: &finding.fingerprint,
            },
            suppressions: suppression(&finding.standing).into_iter().collect(),
            fixes: finding
                .fix
                .iter()
                .map(|fix| repair(source, artifact, fix))
                .collect(),
            properties: Properties {
                confidence: finding.confidence,
            },
        }
    }

    /// The end of the document; `refused` are the drafts that could not be checked, `whole` is whether everything was
    /// done as asked.
    pub fn end(&self, refused: &[Refused], whole: bool) -> Result<String, serde_json::Error> {
        let notifications: Vec<Value> = refused.iter().map(|draft| self.notification(draft)).collect();
        let mut invocation = json!({"executionSuccessful": whole});
        if !refused.is_empty() {
            invocation["toolExecutionNotifications"] = Value::Array(notifications);
        }
        Ok(format!(
            "],\n \"invocations\":[{}]}}]}}\n",
            super::json_text(&invocation)?
        ))
    }

    fn notification(&self, draft: &Refused) -> Value {
        let (uri, relative) = self.places.uri(&draft.name);
        let artifact = Artifact {
            uri,
            uri_base_id: relative.then_some(ROOT),
        };
        let text = format!("{} was not checked: {}", path_text(&draft.name), draft.reason);
        json!({
            "level": "error",
            "message": {"text": unlinked(&sanitize::one_line(&text))},
            "locations": [{"physicalLocation": {"artifactLocation": artifact}}],
        })
    }
}

fn descriptor(rule: &Rule) -> Value {
    let problem = match rule.level {
        Some(Level::Error) => "error",
        Some(Level::Warning) => "warning",
        Some(Level::Info) | None => "recommendation",
    };
    let precision = match rule.confidence {
        Confidence::High => "high",
        Confidence::Medium => "medium",
        Confidence::Low => "low",
    };
    let group = match rule.sort {
        _ if rule.sort.is_unmarked() => "statement-without-note",
        RuleSort::Statements(_) => "statement",
        RuleSort::Absent(_) => "draft",
        RuleSort::Check => "markers-and-notes",
    };
    let why = if rule.why.trim().is_empty() {
        &rule.summary
    } else {
        &rule.why
    };
    json!({
        "id": rule.name,
        "shortDescription": {"text": shortened(&rule.summary)},
        "fullDescription": {"text": shortened(why)},
        "help": {"text": help_text(rule), "markdown": help_markdown(rule)},
        "defaultConfiguration": {
            "enabled": rule.level.is_some(),
            "level": rule.level.map_or("none", level),
        },
        "properties": {
            "tags": ["compliance", group],
            "precision": precision,
            "problem.severity": problem,
        },
    })
}

fn shortened(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(DESCRIPTION) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "note",
    }
}

fn region(source: &SourceFile, span: SourceSpan) -> RegionJson {
    let region = Region::of(source, span, Columns::Utf16);
    RegionJson {
        start_line: region.line,
        start_column: region.column,
        end_line: region.end_line,
        end_column: region.end_column,
    }
}

fn suppression(standing: &Standing) -> Option<Suppression<'_>> {
    let (kind, justification) = match standing {
        Standing::Open => return None,
        Standing::Suppressed { reason } => ("inSource", &**reason),
        Standing::Baselined => ("external", "known from the baseline"),
    };
    Some(Suppression {
        kind,
        status: "accepted",
        justification,
    })
}

fn repair<'f>(source: &SourceFile, artifact: &Artifact, fix: &'f Fix) -> FixJson<'f> {
    let title = told::capitalised(&fix.title);
    let replacement = |edit: &'f crate::finding::Edit| Replacement {
        deleted_region: region(source, edit.span),
        inserted_content: Text { text: &edit.text },
    };
    FixJson {
        description: Text {
            text: match fix.applicability {
                Applicability::Safe => title,
                Applicability::Unsafe => format!("{title} (adds wording that somebody must read first)"),
            },
        },
        artifact_changes: [Change {
            artifact_location: artifact.clone(),
            replacements: fix.edits.iter().map(replacement).collect(),
        }],
    }
}

/// `text` without what a viewer takes for a link: a draft's words must not lead anywhere.
fn unlinked(text: &str) -> String {
    text.replace("](", "] (")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Edit;
    use crate::report::fixture;
    use crate::settings::Settings;

    const TEXT: &str = "\u{feff}😀 Costs [are](1) expected to fall.\r\n\r\n[1] Who – knows.\r\n";

    #[test]
    fn fixes_notes_and_the_baseline_arrive() {
        let (source, rulebook) = (SourceFile::new("a.md", TEXT), fixture::rulebook());
        let settings = Settings::of(&rulebook);
        let words = "😀 Costs [are](1) expected to fall.";
        let mut finding = fixture::finding(
            TEXT,
            words,
            &[("[are](1)", "these [words](1)"), ("[1] Who", "this note")],
        );
        let end = fixture::span(TEXT, words).end;
        finding.fix = Some(Fix {
            applicability: Applicability::Unsafe,
            title: "put [1] after “fall.”".to_owned(),
            edits: vec![
                Edit {
                    span: SourceSpan::empty(end),
                    text: "[1]".to_owned(),
                },
                Edit {
                    span: fixture::span(TEXT, "Who"),
                    text: "Nobody".to_owned(),
                },
            ],
        });
        finding.standing = Standing::Baselined;
        let mut review = fixture::review(&source, &rulebook, &settings, vec![finding]);
        fixture::add_note(&mut review, "[1] Who – knows.");
        let places = Places::new("/r".into());
        let sarif = Sarif::new([&rulebook], "test", &places);
        let [line] = sarif.draft(&review).unwrap().try_into().unwrap();
        let result: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(
            result["message"]["text"],
            "This forecast has no marker: “[are] (1)”. Put [1] after the sentence. See [the note](1)."
        );
        let region = |line, start, end| json!({"startLine": line, "startColumn": start, "endLine": line, "endColumn": end});
        assert_eq!(
            result["locations"][0]["physicalLocation"]["region"],
            region(1, 1, 36)
        );
        let related = result["relatedLocations"].as_array().unwrap();
        let related: Vec<_> = related
            .iter()
            .map(|r| {
                (
                    r["id"].clone(),
                    r["physicalLocation"]["region"].clone(),
                    r["message"]["text"].clone(),
                )
            })
            .collect();
        assert_eq!(
            related,
            [
                (json!(1), region(3, 1, 8), json!("this note")),
                (json!(2), region(1, 10, 18), json!("these [words] (1)")),
            ]
        );
        let artifact = json!({"uri": "a.md", "uriBaseId": "%SRCROOT%"});
        assert_eq!(
            result["fixes"],
            json!([{
                "description": {"text": "Put [1] after “fall.” (adds wording that somebody must read first)"},
                "artifactChanges": [{"artifactLocation": artifact, "replacements": [
                    {"deletedRegion": region(1, 36, 36), "insertedContent": {"text": "[1]"}},
                    {"deletedRegion": region(3, 5, 8), "insertedContent": {"text": "Nobody"}},
                ]}],
            }])
        );
        assert_eq!(
            result["suppressions"],
            json!([{"kind": "external", "status": "accepted", "justification": "known from the baseline"}])
        );
    }
}
