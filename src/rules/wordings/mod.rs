//! Prescribed wordings in the form in which [`crate::prescribed`] looks for them: part of a compiled rulebook.

pub(crate) mod tokens;

use super::model::{PrescribedText, TextId};
use super::wording::{Piece, pieces};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use tokens::fold;

/// Number of a word or sign that some wording holds. Words that none holds are all [`STRANGE`].
pub(crate) type Word = u32;

/// A word that stands in no wording.
pub(crate) const STRANGE: Word = 0;
/// A blank for a figure.
pub(crate) const FIGURE: Word = 1;
/// A blank for a name.
pub(crate) const NAME: Word = 2;
/// The first number that is a word's.
pub(crate) const FIRST: Word = 3;

/// All wordings of a rulebook, ready to be looked for.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Wordings {
    pub(crate) vocabulary: FxHashMap<Box<str>, Word>,
    pub(crate) all: Vec<Wording>,
    /// Wordings by their first word that is no blank.
    pub(crate) by_first: FxHashMap<Word, Vec<u32>>,
}

/// One wording of a prescribed text.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Wording {
    pub(crate) text: TextId,
    /// 0 for the text itself, then its variants.
    pub(crate) variant: usize,
    pub(crate) words: Vec<Word>,
    /// Those of `words` that are no signs.
    pub(crate) spoken: Vec<Word>,
    /// Index of the first word that is no blank.
    pub(crate) first: usize,
}

impl Wordings {
    /// The wordings of these texts.
    pub fn new(texts: &[PrescribedText]) -> Self {
        let mut wordings = Self::default();
        for (id, text) in (0..).zip(texts) {
            for (variant, wording) in std::iter::once(&text.text).chain(&text.variants).enumerate() {
                wordings.add(id, variant, wording);
            }
        }
        wordings
    }

    fn add(&mut self, text: TextId, variant: usize, wording: &str) {
        let mut words = Vec::new();
        let mut spoken = Vec::new();
        for piece in pieces(wording) {
            let blank = match piece {
                Piece::Text(part) => {
                    for (folded, _) in fold(part) {
                        let next = FIRST + self.vocabulary.len() as Word;
                        let is_spoken = folded.contains(char::is_alphanumeric);
                        let word = *self.vocabulary.entry(folded.into()).or_insert(next);
                        words.push(word);
                        spoken.extend(is_spoken.then_some(word));
                    }
                    continue;
                }
                Piece::Blank("name") => NAME,
                Piece::Blank(_) => FIGURE,
            };
            words.push(blank);
            spoken.push(blank);
        }
        let Some(first) = words.iter().position(|word| *word >= FIRST) else {
            return;
        };
        let number = self.all.len() as u32;
        self.by_first.entry(words[first]).or_default().push(number);
        self.all.push(Wording {
            text,
            variant,
            words,
            spoken,
            first,
        });
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}
