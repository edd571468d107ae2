//! Finds all cues of a rulebook in a sentence, in one pass over its tokens.

use super::cue::CueError;

/// What a pattern belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tag {
    /// A cue: kind of statement, index of the family.
    Cue(u16, u16),
    /// A wording that hides its family's words from it: kind of statement, index of the family.
    Unless(u16, u16),
    /// A mask: kind of statement, index of the mask.
    Mask(u16, u16),
    /// An element: kind of note, index of the language, index of the element.
    Element(u16, u16, u16),
    /// A heading that gives a context.
    Heading(u16),
    /// A lead-in before a list that gives a context.
    LeadIn(u16),
    /// A header row that gives a context.
    Column(u16),
    /// Evidence for a context of the whole draft.
    Document(u16),
    /// A note that takes back what it says.
    Undone,
    /// A heading under which notes stand ("Disclosures").
    NotesHeading,
    /// Wording of legal or house text in general, which is no statement ("not financial advice").
    Boilerplate,
}

/// The compiled patterns of a rulebook.
#[derive(Debug, Default)]
pub struct Matcher {}

/// Collects patterns.
#[derive(Debug, Default)]
pub struct Builder {}

impl Builder {
    /// Names a class of words; each entry is a cue of its own. Classes may use classes named before them.
    pub fn class(&mut self, name: &str, words: &[&str]) -> Vec<(usize, CueError)> {
        let _ = (name, words);
        Vec::new()
    }

    /// The names of the classes so far, the built-in ones included, sorted.
    pub fn classes(&self) -> Vec<String> {
        Vec::new()
    }

    /// Adds a pattern.
    pub fn pattern(&mut self, pattern: &str, tag: Tag) -> Result<(), CueError> {
        let _ = (pattern, tag);
        Ok(())
    }

    /// Compiles.
    pub fn build(self) -> Matcher {
        Matcher {}
    }
}
