//! One draft from its bytes to its findings: read → parse → notes → sentences → statements → resolve → check.

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
}

/// Checks one draft.
pub fn lint<'a>(source: &'a SourceFile, rulebook: &'a Rulebook, settings: &'a Settings) -> Review<'a> {
    let document = crate::markdown::read(source);
    let notes = crate::notes::read(&document, rulebook);
    let sentences = crate::text::sentences::split(&document, &notes);
    let today = crate::text::dates::date_of(source, &document, settings.as_of);
    let detected = crate::detect::detect(&document, &notes, &sentences, rulebook, today);
    let resolved = crate::resolve::resolve(source, rulebook, settings, document, notes, sentences, detected);
    let findings = crate::check::run(&resolved);
    Review { resolved, findings }
}
