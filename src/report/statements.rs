//! The register of statements for people: one line each.

use super::json::links;
use super::style::Look;
use super::{path_text, sanitize};
use crate::finding::Confidence;
use crate::linter::Review;
use crate::resolve::Coverage;
use std::fmt::{self, Write as _};
use unicode_width::UnicodeWidthStr;

/// The least room for a sentence, however long the path.
const LEAST: usize = 32;

/// The lines of one draft; empty where it has no statement.
pub fn draft(review: &Review<'_>, look: Look) -> Result<String, fmt::Error> {
    let r = &review.resolved;
    let path = sanitize::one_line(&path_text(r.source.name()));
    let mut out = String::new();
    for (statement, coverage) in r.statements.iter().zip(&r.coverage) {
        let (Some(sentence), Some(kind)) = (
            r.sentences.get(statement.sentence as usize),
            r.rulebook.statements.get(statement.kind as usize),
        ) else {
            continue;
        };
        if kind.unregistered || statement.confidence < r.settings.min_confidence {
            continue;
        }
        let at = r.source.position(r.document.source_of(sentence.text).start);
        let (markers, _) = links(review, r.notes.markers_in(sentence.text), coverage);
        let markers = if markers.is_empty() {
            "–".to_owned()
        } else {
            sanitize::one_line(&markers.join(" "))
        };
        let head = format!(
            "{path}:{}:{}  {}  {}  {}  {markers}  ",
            at.line,
            at.column,
            kind.name,
            confidence(statement.confidence),
            coverage_in_words(coverage)
        );
        let room = look.width.saturating_sub(head.width()).max(LEAST);
        writeln!(
            out,
            "{head}{}",
            look.dim(&sanitize::cropped(r.document.slice(sentence.text), room))
        )?;
    }
    Ok(out)
}

fn confidence(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Low => "perhaps",
        Confidence::Medium => "probably",
        Confidence::High => "surely",
    }
}

fn coverage_in_words(coverage: &Coverage) -> &'static str {
    match coverage {
        Coverage::Covered { marker: Some(_), .. } => "covered",
        Coverage::Covered {
            marker: None,
            note: Some(_),
            ..
        } => "covered without a marker",
        Coverage::Covered {
            marker: None,
            note: None,
            ..
        } => "covered by the site",
        Coverage::NoMarker => "no marker",
        Coverage::Unresolved(_) => "marker leads nowhere",
        Coverage::WrongNote(_) => "wrong note",
        Coverage::TooFar(_) => "marker too far",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;
    use crate::settings::Settings;
    use crate::source::SourceFile;

    #[test]
    fn each_statement_has_a_line_of_its_own() {
        let text = "Sales will rise.[1] Costs will fall, slowly at first, then faster, and in the end for good.\n\n\
                    [1] Who knows.\n";
        let (source, rulebook) = (SourceFile::new("a.md", text), fixture::rulebook());
        let settings = Settings::of(&rulebook);
        let mut review = fixture::review(&source, &rulebook, &settings, Vec::new());
        fixture::add_note(&mut review, "[1] Who knows.");
        fixture::add_statement(&mut review, "Sales will rise.[1]", "will");
        let long = "Costs will fall, slowly at first, then faster, and in the end for good.";
        fixture::add_statement(&mut review, long, "will fall");
        assert_eq!(
            draft(&review, Look::PLAIN).unwrap(),
            "a.md:1:1  forward-looking  surely  covered  [1]  Sales will rise.[1]\n\
             a.md:1:21  forward-looking  surely  no marker  –  Costs will fall, slowly at first, then…\n"
        );
    }

    #[test]
    fn faults_of_wording_are_not_registered() {
        let (source, mut rulebook) = (SourceFile::new("a.md", "Sales will rise."), fixture::rulebook());
        for (unregistered, lines) in [(false, 1), (true, 0)] {
            rulebook.statements[0].unregistered = unregistered;
            let settings = Settings::of(&rulebook);
            let mut review = fixture::review(&source, &rulebook, &settings, Vec::new());
            fixture::add_statement(&mut review, "Sales will rise.", "will");
            let text = draft(&review, Look::PLAIN).unwrap();
            assert_eq!(text.lines().count(), lines, "{text}");
            let json = crate::report::json::statements_draft(&review).unwrap();
            assert_eq!(json.contains("forward-looking"), !unregistered, "{json}");
        }
    }
}
