//! What each fuzz target does with its bytes.
//!
//! The targets in `fuzz_targets` hand theirs to these functions, and so does an ordinary test of the crate
//! (`tests/fuzz.rs`), over the committed inputs and mutations of them: a target cannot rot unseen.

#[path = "../../tests/reader/sound.rs"]
pub mod sound;

pub mod configuration;
pub mod exceptions;
pub mod fix;
pub mod git_output;
pub mod lint;
pub mod reader;
pub mod rulebook;

use caveat::source::SourceFile;
use caveat::span::SourceSpan;
use std::path::Path;

/// A target by its name.
pub type Target = (&'static str, fn(&[u8]));

/// All of them.
pub const TARGETS: [Target; 7] = [
    ("configuration", configuration::run),
    ("exceptions", exceptions::run),
    ("fix", fix::run),
    ("git_output", git_output::run),
    ("lint", lint::run),
    ("reader", reader::run),
    ("rulebook", rulebook::run),
];

/// The bytes as a draft, if they are text. The first byte chooses the ending of the name, since MDX is read in
/// another way: `X` for MDX, anything else is part of a Markdown draft.
fn draft(bytes: &[u8]) -> Option<SourceFile> {
    let (name, bytes) = match bytes.split_first() {
        Some((b'X', rest)) => ("posts/2026-03-04-a.mdx", rest),
        _ => ("posts/2026-03-04-a.md", bytes),
    };
    SourceFile::from_bytes(Path::new(name), bytes.to_vec()).ok()
}

/// Fails unless the span lies in the text and cuts no character.
fn whole(source: &SourceFile, span: SourceSpan, what: &str) {
    let inside = source.text().get(span.start as usize..span.end as usize);
    assert!(inside.is_some(), "{what}: {span:?}");
}

/// Fails if a sign in `text` steers terminals or cannot be seen.
fn fit_for_a_screen(text: &str) {
    let unfit = text
        .chars()
        .find(|&c| c != '\n' && caveat::report::sanitize::unsafe_on_screen(c));
    assert_eq!(unfit, None, "a sign that steers terminals or cannot be seen");
}
