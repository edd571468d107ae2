//! Near copies of prescribed texts, and what they change.

use super::{Found, Token, Wordings};
use crate::rules::model::TextId;
use crate::rules::wordings::{FIGURE, FIRST, Word, Wording};
use crate::span::TextSpan;
use crate::text::Sentence;
use rustc_hash::{FxHashMap, FxHashSet};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::BTreeSet;
use std::ops::Range;

/// A copy shares from so many of a hundred words on.
const LEAST: usize = 60;
/// Words of so many letters or fewer, and those of this list, are in every text.
const SHORT: usize = 2;
const COMMON: [&str; 24] = [
    "the", "and", "you", "are", "for", "any", "not", "that", "this", "with", "have", "your", "from", "will",
    "been", "all", "may", "can", "such", "these", "der", "die", "und", "das",
];
/// A sentence is looked at where it shares so many words with a wording that are not common …
const SHARED: usize = 2;
/// … and so many of a hundred of its own.
const SHARED_OF_OWN: usize = 40;

/// A stretch of a draft that is nearly a prescribed wording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    /// The prescribed text.
    pub text: TextId,
    /// 0 for the text itself, then its variants.
    pub variant: usize,
    /// Where it stands.
    pub span: TextSpan,
    /// How many of a hundred words the two share.
    pub percent: usize,
    /// What would make it the wording.
    pub changes: Vec<Change>,
}

/// A stretch in which a near copy and the wording differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The draft's words; empty where there are none.
    pub is: TextSpan,
    /// The wording's words, by index among those that are no signs; empty where there are none.
    pub should: Range<usize>,
    /// Whether a blank is among the wording's words.
    pub blank: bool,
}

impl Wordings {
    /// Stretches of a draft that are nearly one of the texts `wanted`, in order of place.
    pub fn near(&self, found: &Found, sentences: &[Sentence], wanted: &BTreeSet<TextId>) -> Vec<Near> {
        let looked_for: Vec<(usize, &Wording)> = self
            .all
            .iter()
            .enumerate()
            .filter(|(_, wording)| wanted.contains(&wording.text))
            .collect();
        if looked_for.is_empty() {
            return Vec::new();
        }
        let rare = self.rare(&looked_for);
        let mut windows: Vec<Window> = Vec::new();
        // The last window of each wording, which the next sentence may go on with.
        let mut open: FxHashMap<usize, usize> = FxHashMap::default();
        let mut from = 0;
        for (number, sentence) in sentences.iter().enumerate() {
            let tokens = tokens_in(&found.tokens, sentence.text, &mut from);
            for number_of in rare.shared_with(found.tokens.get(tokens.clone()).unwrap_or_default()) {
                let Some(wording) = self.all.get(number_of) else {
                    continue;
                };
                let last = open.get(&number_of).and_then(|&at| windows.get_mut(at));
                match last {
                    Some(window)
                        if window.last + 1 == number && window.tokens.len() < wording.words.len() =>
                    {
                        window.last = number;
                        window.tokens.end = tokens.end;
                    }
                    _ => {
                        open.insert(number_of, windows.len());
                        windows.push(Window {
                            wording: number_of,
                            last: number,
                            tokens: tokens.clone(),
                        });
                    }
                }
            }
        }
        let mut near: Vec<Near> = windows
            .iter()
            .filter_map(|window| self.compare(found, window))
            .collect();
        // Of several wordings that one stretch comes near to, the nearest counts.
        near.sort_by_key(|n| (std::cmp::Reverse(n.percent), n.span.start, n.text, n.variant));
        let mut taken = Taken::default();
        near.retain(|n| taken.take(n.span));
        near.sort_by_key(|n| n.span.start);
        near
    }

    /// The words of each wording that tell it from other text.
    fn rare(&self, wordings: &[(usize, &Wording)]) -> Rare {
        let common: FxHashSet<Word> = self
            .vocabulary
            .iter()
            .filter(|(word, _)| {
                word.chars().count() <= SHORT
                    || COMMON.contains(&&***word)
                    || !word.chars().any(char::is_alphabetic)
            })
            .map(|(_, number)| *number)
            .collect();
        let mut holders: FxHashMap<Word, Vec<usize>> = FxHashMap::default();
        for (number, wording) in wordings {
            let words: FxHashSet<Word> = wording.words.iter().copied().collect();
            for word in words
                .into_iter()
                .filter(|word| *word >= FIRST && !common.contains(word))
            {
                holders.entry(word).or_default().push(*number);
            }
        }
        Rare { common, holders }
    }

    fn compare(&self, found: &Found, window: &Window) -> Option<Near> {
        let wording = self.all.get(window.wording)?;
        let blanks = wording.spoken.contains(&FIGURE);
        let own: Vec<&Token> = found
            .tokens
            .get(window.tokens.clone())?
            .iter()
            .filter(|token| token.spoken)
            .collect();
        let is: Vec<Word> = own
            .iter()
            .map(|token| {
                if blanks && token.figure {
                    FIGURE
                } else {
                    token.word
                }
            })
            .collect();
        let should = wording.spoken.as_slice();
        let ops = capture_diff_slices(Algorithm::Myers, &is, should);
        let shared: usize = ops
            .iter()
            .filter(|op| matches!(op, DiffOp::Equal { .. }))
            .map(|op| op.new_range().len())
            .sum();
        let percent = 200 * shared / (is.len() + should.len()).max(1);
        let first = own.first()?;
        let span = first.text.join(own.last()?.text);
        if percent < LEAST || found.covers(span) {
            return None;
        }
        let changes = ops
            .iter()
            .filter(|op| !matches!(op, DiffOp::Equal { .. }))
            .map(|op| {
                let (old, new) = (op.old_range(), op.new_range());
                let words = own.get(old.clone()).unwrap_or_default();
                let place = match (words.first(), words.last()) {
                    (Some(first), Some(last)) => first.text.join(last.text),
                    // Where words are missing: behind the one before.
                    _ => old
                        .start
                        .checked_sub(1)
                        .and_then(|at| own.get(at))
                        .map_or(TextSpan::empty(span.start), |token| {
                            TextSpan::empty(token.text.end)
                        }),
                };
                Change {
                    is: place,
                    blank: should
                        .get(new.clone())
                        .unwrap_or_default()
                        .iter()
                        .any(|word| *word < FIRST),
                    should: new,
                }
            });
        Some(Near {
            text: wording.text,
            variant: wording.variant,
            span,
            percent: percent.min(99),
            changes: changes.collect(),
        })
    }
}

/// Neighbouring sentences that share words with a wording.
#[derive(Debug)]
struct Window {
    wording: usize,
    /// The last of its sentences.
    last: usize,
    tokens: Range<usize>,
}

/// Words that tell wordings from other text.
struct Rare {
    common: FxHashSet<Word>,
    holders: FxHashMap<Word, Vec<usize>>,
}

impl Rare {
    /// The wordings with which a sentence shares enough.
    fn shared_with(&self, sentence: &[Token]) -> Vec<usize> {
        let mut own = 0;
        let mut seen: FxHashSet<Word> = FxHashSet::default();
        let mut shared: FxHashMap<usize, usize> = FxHashMap::default();
        for token in sentence.iter().filter(|token| token.spoken && !token.figure) {
            if self.common.contains(&token.word) {
                continue;
            }
            own += 1;
            if seen.insert(token.word) {
                for &number in self.holders.get(&token.word).into_iter().flatten() {
                    *shared.entry(number).or_default() += 1;
                }
            }
        }
        let enough = |count: usize| count >= SHARED && count * 100 >= own * SHARED_OF_OWN;
        let mut numbers: Vec<usize> = shared
            .into_iter()
            .filter(|(_, count)| enough(*count))
            .map(|(number, _)| number)
            .collect();
        numbers.sort_unstable();
        numbers
    }
}

/// The tokens inside `text`; `from` moves on with it.
fn tokens_in(tokens: &[Token], text: TextSpan, from: &mut usize) -> Range<usize> {
    while tokens
        .get(*from)
        .is_some_and(|token| token.text.start < text.start)
    {
        *from += 1;
    }
    let start = *from;
    while tokens.get(*from).is_some_and(|token| token.text.start < text.end) {
        *from += 1;
    }
    start..*from
}

/// Stretches that are spoken for.
#[derive(Default)]
struct Taken {
    by_start: std::collections::BTreeMap<u32, u32>,
}

impl Taken {
    /// Takes a stretch, unless some of it is taken.
    fn take(&mut self, span: TextSpan) -> bool {
        let before = self.by_start.range(..span.end).next_back();
        if before.is_some_and(|(_, end)| *end > span.start) {
            return false;
        }
        self.by_start.insert(span.start, span.end);
        true
    }
}
