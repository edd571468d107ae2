//! The reader: whatever the bytes are, every piece of prose leads back to the bytes it was read from.
#![no_main]

use caveat::source::SourceFile;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    // The first byte chooses the ending of the file: MDX is read differently.
    let (name, bytes) = match bytes.split_first() {
        Some((first, rest)) if first % 2 == 0 => ("a.mdx", rest),
        Some((_, rest)) => ("a.md", rest),
        None => return,
    };
    let Ok(source) = SourceFile::from_bytes(name, bytes.to_vec()) else {
        return;
    };
    let document = caveat::markdown::read(&source);
    let notes = caveat::notes::read(&document, caveat::rules::builtin::builtin());
    let sentences = caveat::text::sentences::split(&document, &notes);
    let mut end = 0;
    for sentence in &sentences {
        assert!(sentence.text.start >= end && sentence.text.end >= sentence.text.start);
        end = sentence.text.end;
        whole(source.text(), document.source_of(sentence.text));
    }
    for marker in &notes.markers {
        whole(source.text(), marker.source);
    }
    for note in &notes.notes {
        whole(source.text(), note.source);
    }
});

/// The span lies in the text and cuts no character.
fn whole(text: &str, span: caveat::span::SourceSpan) {
    assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?}");
}
