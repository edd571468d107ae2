//! Finds all cues of a rulebook in a sentence, in one pass over its tokens.
//!
//! Every single-token test of every pattern (a word, a set of words, a class) is a *predicate* with a number. A
//! word is looked up once per run and remembered with the predicates it satisfies. Of each pattern the rarest part
//! that every match must have is its *trigger*; a pattern is tried only around tokens that are its trigger, and only
//! if whatever else it requires is in the sentence too. So what a token costs depends on how many patterns it
//! gives away, and hardly on how many there are.
//!
//! What cannot matter is not looked for: families of cues that do not count at such a place ([`Places`]), reasons
//! against a kind of statement for which too little speaks, and wording that hides what was not found.
//!
//! Patterns have no repetition but the bounded gap, and a state of one is never entered twice at one token, so that
//! a sentence costs at most its length times the size of the rulebook, whatever a rulebook says.

mod build;
mod facts;
mod frequency;
mod gate;
mod lexicon;
mod machine;
mod numbers;
mod outline;
mod program;
mod words;

pub use build::Builder;
pub use gate::Places;
use gate::{Kind, Owner};
use lexicon::Lexicon;
pub use machine::Hit;
use machine::Scratch;
use numbers::{Lists, Numbers, Packed, View};
use program::Programs;
use serde::{Deserialize, Serialize};
use std::sync::Mutex;

/// Number of a single-token test.
pub(crate) type Predicate = u32;

/// What a pattern belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
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

/// When a pattern is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// When the phrases it may hold are known.
    Phrases,
    /// When all phrases are known.
    Masks,
    /// When masks are known, too.
    Cues,
    /// When it is known what speaks for a kind of statement: reasons against it.
    Against,
    /// When it is known what was found: wording in which that does not count.
    Unless,
    /// Not with the others: it is asked for, about texts that are chosen for it.
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
            Self::Unless(..) | Self::DetailUnless(_) => Stage::Unless,
            _ => Stage::Cues,
        }
    }

    /// Whether it says something of the whole sentence or heading, wherever in it the pattern is found, and however
    /// often.
    fn says_of_the_whole(self) -> bool {
        matches!(
            self,
            Self::Heading(_)
                | Self::LeadIn(_)
                | Self::Column(_)
                | Self::Previous(_)
                | Self::Within(_)
                | Self::Undone
                | Self::Boilerplate
        ) || self.stage() == Stage::Apart
    }

    /// The kind of statement whose masks hide words from patterns of this tag.
    fn masked_by(self) -> Option<u16> {
        match self {
            Self::Cue(statement, _) => Some(statement),
            _ => None,
        }
    }
}

/// A pattern that a token may be a part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Triggered {
    /// The pass in which it is tried.
    pass: u16,
    /// The pattern.
    program: u32,
    /// Whether it can begin at the first token only.
    anchored: bool,
    /// The least number of tokens between the start of a match and this one.
    least: u16,
    /// The most.
    most: u16,
    /// Bits of the places in a draft where it counts; see [`Places`].
    places: u16,
    /// One more than the number of something else that the sentence must have for it, which no phrase can be; 0 where
    /// there is nothing. See [`Matcher::required_number`].
    needs: u32,
}

impl Packed for Triggered {
    const NUMBERS: usize = 5;

    fn pack(&self, into: &mut Numbers) {
        into.extend([
            u32::from(self.pass) << 1 | u32::from(self.anchored),
            self.program,
            u32::from(self.least) << 16 | u32::from(self.most),
            u32::from(self.places),
            self.needs,
        ]);
    }

    #[inline]
    fn unpack(numbers: View<'_>) -> Option<Self> {
        let [pass, program, tokens, places, needs] = numbers.first()?;
        Some(Self {
            pass: (pass >> 1) as u16,
            program,
            anchored: pass & 1 != 0,
            least: (tokens >> 16) as u16,
            most: tokens as u16,
            places: places as u16,
            needs,
        })
    }
}

/// The compiled patterns of a rulebook.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Matcher {
    lexicon: Lexicon,
    programs: Programs,
    /// What patterns belong to: families of cues and details.
    owners: Vec<Owner>,
    /// Kinds of statement.
    kinds: Vec<Kind>,
    /// By predicate: the patterns of which it is a trigger.
    triggered: Lists<Triggered>,
    /// By predicate: one more than its number among those that some pattern requires; 0 where none does. Shapes are
    /// among them, with their own numbers.
    required: Numbers,
    /// How many of them there are.
    requirements: u32,
    /// Bits of the shapes that are triggers.
    triggering_shapes: u32,
    /// How many predicates there are.
    predicates: usize,
    /// How many layers of phrases there are: the passes of that number and below find phrases; see
    /// [`Matcher::pass_of`].
    layers: u16,
    /// Working memory that is not in use, at most one per thread at a time.
    #[serde(skip)]
    pool: Mutex<Vec<Scratch>>,
}

impl Matcher {
    /// The number of a predicate among those that some pattern requires.
    #[inline]
    fn required_number(&self, predicate: Predicate) -> Option<u32> {
        self.required.get(predicate as usize)?.checked_sub(1)
    }

    /// How many numbers of 64 bits it takes to have one for each predicate that some pattern requires.
    fn required_row(&self) -> usize {
        (self.requirements as usize).div_ceil(64)
    }

    /// The pass of patterns that are no phrases.
    fn pass_of(&self, stage: Stage) -> u16 {
        self.layers
            + match stage {
                Stage::Phrases | Stage::Masks => 0,
                Stage::Cues => 1,
                Stage::Against => 2,
                Stage::Unless => 3,
                Stage::Apart => 4,
            }
    }

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
