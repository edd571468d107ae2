//! One draft from its bytes to its findings: read → parse → notes → sentences → statements → resolve → check.

use crate::document::Document;
use crate::finding::Finding;
use crate::resolve::Resolved;
use crate::rules::Rulebook;
use crate::settings::Settings;
use crate::source::SourceFile;

/// What is known of a draft in the end.
#[derive(Debug)]
pub struct Review<'a> {
    /// Its statements, markers and notes.
    pub resolved: Resolved<'a>,
    /// Its findings, suppressed ones included.
    pub findings: Vec<Finding>,
    /// How many findings were left out because neither their sentence nor their note has changed, where only changes
    /// count.
    pub unchanged: usize,
}

/// Checks one draft.
pub fn lint<'a>(source: &'a SourceFile, rulebook: &'a Rulebook, settings: &'a Settings) -> Review<'a> {
    lint_document(source, crate::markdown::read(source), rulebook, settings)
}

/// The same for a draft that is parsed already: its front matter can say what settings are to hold for it.
pub fn lint_document<'a>(
    source: &'a SourceFile,
    document: Document,
    rulebook: &'a Rulebook,
    settings: &'a Settings,
) -> Review<'a> {
    let notes = crate::notes::read(&document, rulebook);
    let sentences = crate::text::sentences::split(&document, &notes);
    let today = crate::text::dates::date_of(source, &document, settings.as_of);
    let languages = crate::text::language::of_draft(source, &document, &notes);
    let detected = crate::detect::detect(&document, &notes, &sentences, rulebook, languages, today);
    let resolved = crate::resolve::resolve(source, rulebook, settings, document, notes, sentences, detected);
    let findings = crate::check::run(&resolved);
    Review {
        resolved,
        findings,
        unchanged: 0,
    }
}
