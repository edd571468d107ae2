//! The reader: whatever the bytes are, every piece of prose leads back to the bytes it was read from.

use super::{sound, whole};

/// Reads a draft up to its sentences.
pub fn run(bytes: &[u8]) {
    let Some(source) = super::draft(bytes) else {
        return;
    };
    let document = caveat::markdown::read(&source);
    sound::check(&source, &document);
    let notes = caveat::notes::read(&document, caveat::rules::builtin::builtin());
    let sentences = caveat::text::sentences::split(&document, &notes);
    let mut end = 0;
    for sentence in &sentences {
        assert!(sentence.text.start >= end && sentence.text.end >= sentence.text.start);
        end = sentence.text.end;
        whole(&source, document.source_of(sentence.text), "sentence");
    }
    for marker in &notes.markers {
        whole(&source, marker.source, "marker");
    }
    for note in &notes.notes {
        whole(&source, note.source, "note");
    }
}
