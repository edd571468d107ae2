//! Finds all cues of a rulebook in a sentence, in one pass over its tokens.
//!
//! Every single-token test of every pattern (a word, a set of words, a class) is a *predicate* with a number. A
//! word is looked up once per run and remembered with the predicates it satisfies; a pattern is tried only at
//! tokens that satisfy one of the predicates it can begin with. Patterns have no repetition but the bounded
//! gap, and a state of one is never entered twice at one token, so that a sentence costs at most its length
//! times the size of the rulebook, whatever a rulebook says.

mod build;
mod facts;
mod lexicon;
mod machine;

pub use build::Builder;
use lexicon::Lexicon;
pub use machine::Hit;
use machine::{Program, Scratch};
use std::sync::Mutex;

/// Number of a single-token test.
pub(crate) type Predicate = u32;

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
    /// A detail.
    Detail(u16),
    /// A wording inside which a detail's words do not count.
    DetailUnless(u16),
    /// A heading that gives a context.
    Heading(u16),
    /// A lead-in before a list that gives a context.
    LeadIn(u16),
    /// A header row that gives a context.
    Column(u16),
    /// A sentence that gives a context to the one behind it in the same block.
    Previous(u16),
    /// A sentence that gives a context to itself.
    Within(u16),
    /// Evidence for a context of the whole draft.
    Document(u16),
    /// A note that takes back what it says.
    Undone,
    /// A heading under which notes stand ("Disclosures"). See [`Session::holds`].
    NotesHeading,
    /// A word that sends the reader elsewhere ("see"). See [`Session::holds`].
    Pointer,
    /// What a reader is sent to instead of being told it ("our disclosures"). See [`Session::holds`].
    PointerTarget,
    /// A heading over notes that makes a disclaimer of all that stands under it. See [`Session::holds`].
    DisclaimerHeading,
    /// How a block begins that is a disclaimer as a whole ("Disclaimer: …"). See [`Session::holds`].
    Opening,
    /// How disclaimers and sources begin where a bullet is their label. See [`Session::holds`].
    NoteOpening,
    /// How sources begin where a bare digit is their label. See [`Session::holds`].
    SourceOpening,
    /// How a sentence begins that goes on with the disclaimer before it ("Such …"). See [`Session::holds`].
    Referring,
    /// Wording of legal or house text in general, which is no statement ("not financial advice").
    Boilerplate,
    /// A phrase of a class of words: the class's predicate. Never reported.
    Phrase(u32),
}

/// The order in which patterns are tried: what a later stage may build on comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Phrases,
    Masks,
    Cues,
    /// Asked for one by one, about texts that are chosen for it, and not of every sentence.
    Apart,
}

impl Tag {
    fn stage(self) -> Stage {
        match self {
            Self::Phrase(_) => Stage::Phrases,
            Self::Mask(..) => Stage::Masks,
            Self::NotesHeading
            | Self::DisclaimerHeading
            | Self::Pointer
            | Self::PointerTarget
            | Self::Opening
            | Self::NoteOpening
            | Self::SourceOpening
            | Self::Referring => Stage::Apart,
            _ => Stage::Cues,
        }
    }

    /// The kind of statement whose masks hide words from patterns of this tag.
    fn masked_by(self) -> Option<u16> {
        match self {
            Self::Cue(statement, _) => Some(statement),
            _ => None,
        }
    }
}

/// Patterns by the predicate they can begin with.
#[derive(Debug, Default)]
struct Index {
    anywhere: Table,
    at_start: Table,
}

/// Lists of patterns by predicate, all in one.
#[derive(Debug, Default)]
struct Table {
    /// Where the list of each predicate begins in `patterns`, and one past the last.
    starts: Vec<u32>,
    patterns: Vec<u32>,
}

impl Table {
    /// From pairs of predicate and pattern, for so many predicates.
    fn new(mut pairs: Vec<(Predicate, u32)>, predicates: usize) -> Self {
        pairs.sort_unstable();
        let mut starts = Vec::with_capacity(predicates + 1);
        let mut next = 0;
        for predicate in 0..=predicates as Predicate {
            let rest = pairs.get(next..).unwrap_or_default();
            next += rest.iter().take_while(|pair| pair.0 < predicate).count();
            starts.push(next as u32);
        }
        Self {
            starts,
            patterns: pairs.into_iter().map(|(_, pattern)| pattern).collect(),
        }
    }

    fn of(&self, predicate: Predicate) -> &[u32] {
        let at = predicate as usize;
        match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(&from), Some(&to)) => self.patterns.get(from as usize..to as usize).unwrap_or_default(),
            _ => &[],
        }
    }
}

/// The compiled patterns of a rulebook.
#[derive(Debug, Default)]
pub struct Matcher {
    lexicon: Lexicon,
    programs: Vec<Program>,
    /// One per [`Stage`].
    indexes: [Index; facts::STAGES],
    /// Working memory that is not in use, at most one per thread at a time.
    pool: Mutex<Vec<Scratch>>,
}

impl Matcher {
    /// Working memory for [`Session::find`]; goes back when dropped, words it learnt included.
    pub fn session(&self) -> Session<'_> {
        let scratch = self
            .pool
            .lock()
            .ok()
            .and_then(|mut pool| pool.pop())
            .unwrap_or_default();
        Session {
            matcher: self,
            scratch: Some(scratch),
        }
    }
}

/// A [`Matcher`] with working memory.
#[derive(Debug)]
pub struct Session<'m> {
    matcher: &'m Matcher,
    scratch: Option<Scratch>,
}

impl Drop for Session<'_> {
    fn drop(&mut self) {
        if let (Some(scratch), Ok(mut pool)) = (self.scratch.take(), self.matcher.pool.lock()) {
            pool.push(scratch);
        }
    }
}
