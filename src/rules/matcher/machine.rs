//! Runs compiled patterns over the tokens of a sentence.

mod attempt;

use super::facts::Facts;
use super::lexicon::{Learnt, SHAPES, shape, shapes};
use super::program::Program;
use super::{Matcher, Places, Predicate, Session, Stage, Tag, Triggered};
use crate::text::tokens::{Kind, Token};

/// A pattern that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// What it belongs to.
    pub tag: Tag,
    /// Number of its first token in the sentence.
    pub start: u32,
    /// One past its last.
    pub end: u32,
}

/// What is known of a token.
#[derive(Clone, Copy, Debug)]
struct Look {
    /// The place of what follows from its word.
    place: u32,
    /// Its shapes, endings included.
    shapes: u32,
    /// Whether it ends a clause, so that no gap passes over it.
    ends_clause: bool,
}

/// A phrase of a class that begins at a token.
#[derive(Clone, Copy, Debug)]
struct Phrase {
    predicate: Predicate,
    /// Tokens of the longest.
    length: u32,
    /// One more than the number of another phrase at the same token; 0 where there is none.
    next: u32,
}

/// Starts at which a pattern is to be tried.
#[derive(Clone, Copy, Debug)]
struct Errand {
    program: u32,
    first: u32,
    last: u32,
}

/// The starts of a sentence at which a pattern was tried, without a hole.
#[derive(Clone, Copy, Debug, Default)]
struct Tried {
    /// The sentence.
    round: u32,
    first: u32,
    /// One past the last.
    end: u32,
    /// The first at which it was found; past all of them if it was not.
    found: u32,
}

/// Working memory of one thread.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    learnt: Learnt,
    facts: Facts,
    looks: Vec<Look>,
    /// The predicates that some token or phrase of the sentence satisfies, a bit for each.
    present: Vec<u64>,
    phrases: Vec<Phrase>,
    /// Per token: one more than the number of its first phrase; 0 where it has none. Empty if the sentence has none.
    phrases_at: Vec<u32>,
    /// Per token: bits of the kinds of statement that a mask hides it from. Empty if there is none.
    masked: Vec<u64>,
    /// From this token on there are only signs that may stand behind the end.
    closing: usize,
    /// By pass.
    errands: Vec<Vec<Errand>>,
    /// Per pattern.
    tried: Vec<Tried>,
    /// By owner: the round in which it was found last.
    met: Vec<u32>,
    /// By kind of statement: the points of what was found, reasons against it apart.
    points: Vec<i32>,
    /// One round per sentence.
    round: u32,
    /// Hits with the number of their pattern.
    found: Vec<(u32, u32, u32)>,
    /// States at tokens that lead to failure, by stamp; see [`Run::cell`].
    failed: Vec<u32>,
    stamp: u32,
    /// Whether every pattern is tried at every token.
    #[cfg(test)]
    thorough: bool,
}

impl Session<'_> {
    /// Finds the patterns in the sentence with these tokens of `text`; `today` is the draft's year, 0 if it
    /// has none, and `places` are those that the sentence stands in. Hits are appended to `out` in order of their
    /// first token; of one pattern at one token only the first way counts (the longest of `?`, the shortest of
    /// `...`). What cannot matter may be left out: see [`Matcher`].
    pub fn find(&mut self, text: &str, tokens: &[Token], today: u16, places: Places, out: &mut Vec<Hit>) {
        let Some(scratch) = self.scratch.as_mut() else {
            return;
        };
        let matcher = self.matcher;
        let apart = matcher.pass_of(Stage::Apart);
        let mut run = matcher.run(text, tokens, (today, places), scratch, |pass| pass != apart);
        run.pass(Stage::Masks);
        run.mask();
        run.pass(Stage::Cues);
        run.pass(Stage::Against);
        run.pass(Stage::Unless);
        out.extend(run.hits().iter().filter_map(|&(start, program, end)| {
            let tag = matcher.programs.get(program)?.head.tag;
            Some(Hit { tag, start, end })
        }));
    }

    /// Whether a pattern with this tag, one of those that [`Session::find`] leaves out, is among these tokens of
    /// `text`.
    pub fn holds(&mut self, text: &str, tokens: &[Token], tag: Tag) -> bool {
        let Some(scratch) = self.scratch.as_mut() else {
            return false;
        };
        let (layers, apart) = (self.matcher.layers, self.matcher.pass_of(Stage::Apart));
        let passes = |pass| pass < layers || pass == apart;
        let mut run = self.matcher.run(text, tokens, (0, Places::ALL), scratch, passes);
        run.pass(Stage::Apart);
        let programs = &self.matcher.programs;
        let found = run.hits().iter();
        found
            .filter_map(|hit| programs.get(hit.1))
            .any(|program| program.head.tag == tag)
    }
}

impl Matcher {
    /// Looks up every token, finds the phrases, and notes what is to be tried in the other passes, of which those that
    /// `passes` says.
    fn run<'a>(
        &'a self,
        text: &'a str,
        tokens: &'a [Token],
        (today, places): (u16, Places),
        scratch: &'a mut Scratch,
        passes: impl Fn(u16) -> bool,
    ) -> Run<'a> {
        if scratch.learnt.trim() {
            scratch.facts.clear();
        }
        scratch.looks.clear();
        scratch.phrases.clear();
        scratch.phrases_at.clear();
        scratch.masked.clear();
        scratch.found.clear();
        scratch.present.clear();
        scratch.present.resize(self.required_row(), 0);
        let all = usize::from(self.pass_of(Stage::Apart)) + 1;
        scratch.errands.resize_with(all, Vec::new);
        scratch.errands.iter_mut().for_each(Vec::clear);
        if scratch.tried.len() < self.programs.len() || scratch.round == u32::MAX {
            scratch.tried.clear();
            scratch.tried.resize(self.programs.len(), Tried::default());
            scratch.met.clear();
            scratch.met.resize(self.owners.len(), 0);
            scratch.round = 0;
        }
        scratch.round += 1;
        scratch.points.clear();
        scratch.points.resize(self.kinds.len(), 0);
        let mut run = Run {
            matcher: self,
            scratch,
            places,
        };
        for token in tokens {
            run.look(text, token, today);
        }
        run.note_all(&passes);
        let closes = |t: &&Token| t.kind == Kind::Sign && matches!(t.text.of(text), "." | "!" | ")" | "…");
        run.scratch.closing = tokens.len() - tokens.iter().rev().take_while(closes).count();
        #[cfg(test)]
        run.widen();
        for layer in 0..self.layers {
            run.try_all(layer, Stage::Phrases);
            run.keep_phrases(tokens.len());
        }
        run
    }
}

struct Run<'a> {
    matcher: &'a Matcher,
    scratch: &'a mut Scratch,
    places: Places,
}

impl Run<'_> {
    /// Looks up the next token.
    fn look(&mut self, text: &str, token: &Token, today: u16) {
        let Scratch {
            learnt,
            facts,
            looks,
            present,
            ..
        } = &mut *self.scratch;
        let set = self.matcher.lexicon.word(text, token, learnt);
        let place = facts.place(self.matcher, learnt, set);
        let shapes = shapes(token, today) | facts.lowest(place);
        for (all, own) in present.iter_mut().zip(facts.required(place)) {
            *all |= own;
        }
        if let Some(first) = present.first_mut() {
            *first |= u64::from(shapes);
        }
        let ends_clause = token.kind == Kind::Sign && matches!(token.text.of(text), ";" | ":" | "—" | "\t");
        looks.push(Look {
            place,
            shapes,
            ends_clause,
        });
    }

    /// Notes what the tokens give away, as far as `passes` says that it is wanted.
    fn note_all(&mut self, passes: &impl Fn(u16) -> bool) {
        let Scratch {
            facts,
            looks,
            present,
            errands,
            ..
        } = &mut *self.scratch;
        let mut note = |triggered: &Triggered, at: u32| {
            if holds(present, triggered.needs) && passes(triggered.pass) {
                note(errands, triggered, at, self.places);
            }
        };
        for (at, look) in (0..).zip(looks.iter()) {
            for triggered in facts.triggered(look.place) {
                note(triggered, at);
            }
            // Endings are among the predicates of the word.
            let mut rest = look.shapes & self.matcher.triggering_shapes & !ENDINGS;
            while rest != 0 {
                for triggered in self.matcher.triggered.of(rest.trailing_zeros()) {
                    note(&triggered, at);
                }
                rest &= rest - 1;
            }
        }
    }

    /// Tries the patterns of a stage.
    fn pass(&mut self, stage: Stage) {
        self.try_all(self.matcher.pass_of(stage), stage);
    }

    fn try_all(&mut self, pass: u16, stage: Stage) {
        let Some(errands) = self
            .scratch
            .errands
            .get_mut(usize::from(pass))
            .map(std::mem::take)
        else {
            return;
        };
        for errand in &errands {
            let Some(program) = self.matcher.programs.get(errand.program) else {
                continue;
            };
            let present = &self.scratch.present;
            if !program.required.iter().all(|number| holds(present, number + 1))
                || !self.matters(stage, program)
            {
                continue;
            }
            let end = (errand.last + 1).min(self.scratch.looks.len() as u32);
            if program.head.once && self.is_found_before(errand) {
                continue;
            }
            for start in self.untried(errand.program, errand.first, end) {
                let at = start as usize;
                let begins = |p: Predicate| self.satisfies(at, p) || self.phrase(at, p) > 0;
                if (self.thorough() || !program.head.leads) && !program.first.iter().any(begins) {
                    continue;
                }
                let end = if program.only_token().is_some() {
                    Some(at + 1).filter(|_| !self.hidden(program, at))
                } else {
                    self.attempt(program, at).filter(|&end| end > at)
                };
                if let Some(end) = end {
                    self.found((start, errand.program, end as u32), program);
                    if program.head.once {
                        if let Some(tried) = self.scratch.tried.get_mut(errand.program as usize) {
                            tried.found = tried.found.min(start);
                        }
                        break;
                    }
                }
            }
        }
        if let Some(slot) = self.scratch.errands.get_mut(usize::from(pass)) {
            *slot = errands;
            slot.clear();
        }
    }

    /// Whether a pattern was found at the first of these starts or in front of it.
    fn is_found_before(&self, errand: &Errand) -> bool {
        let tried = self.scratch.tried.get(errand.program as usize);
        tried.is_some_and(|tried| tried.round == self.scratch.round && tried.found <= errand.first)
    }

    /// Whether every pattern is tried at every token, which only tests want.
    #[cfg(test)]
    const fn thorough(&self) -> bool {
        self.scratch.thorough
    }

    /// Outside tests none is.
    #[cfg(not(test))]
    #[expect(clippy::unused_self, reason = "in tests it is asked")]
    const fn thorough(&self) -> bool {
        false
    }

    /// Whether it makes a difference that a pattern is found.
    fn matters(&self, stage: Stage, program: Program) -> bool {
        if self.thorough() {
            return true;
        }
        let Some(owner) = (program.head.owner as usize).checked_sub(1) else {
            return true;
        };
        match stage {
            Stage::Unless => self.scratch.met.get(owner) == Some(&self.scratch.round),
            Stage::Against => {
                let kind = self.matcher.owners.get(owner).and_then(|owner| owner.kind);
                kind.is_none_or(|kind| {
                    let kind = usize::from(kind);
                    let points = self.scratch.points.get(kind).copied().unwrap_or(0);
                    let of = self.matcher.kinds.get(kind);
                    of.is_none_or(|of| of.may_be(points, self.places))
                })
            }
            _ => true,
        }
    }

    /// Keeps what was found, and for what is to be tried later what it says for its family of cues or its detail.
    fn found(&mut self, hit: (u32, u32, u32), program: Program) {
        let Scratch {
            found,
            met,
            points,
            round,
            ..
        } = &mut *self.scratch;
        found.push(hit);
        if !matches!(program.head.tag, Tag::Cue(..) | Tag::Detail(_)) {
            return;
        }
        let number = (program.head.owner as usize).checked_sub(1);
        let Some((met, owner)) = number.and_then(|n| Some((met.get_mut(n)?, self.matcher.owners.get(n)?)))
        else {
            return;
        };
        let is_first = std::mem::replace(met, *round) != *round;
        if is_first && let Some(points) = owner.kind.and_then(|kind| points.get_mut(usize::from(kind))) {
            *points = points.saturating_add(owner.points.max(0));
        }
    }

    /// Those of the starts at which a pattern was not tried yet, or not as far as is known.
    fn untried(&mut self, program: u32, first: u32, end: u32) -> std::ops::Range<u32> {
        let round = self.scratch.round;
        let Some(tried) = self.scratch.tried.get_mut(program as usize) else {
            return 0..0;
        };
        if tried.round != round || first > tried.end || end < tried.first {
            let found = if tried.round == round {
                tried.found
            } else {
                u32::MAX
            };
            *tried = Tried {
                round,
                first,
                end,
                found,
            };
            return first..end;
        }
        let range = if first >= tried.first {
            tried.end..end.max(tried.end)
        } else if end <= tried.end {
            first..tried.first
        } else {
            first..end
        };
        tried.first = tried.first.min(first);
        tried.end = tried.end.max(end);
        range
    }

    /// Makes phrases of what was found and notes what they give away.
    fn keep_phrases(&mut self, tokens: usize) {
        let found = std::mem::take(&mut self.scratch.found);
        for &(start, program, end) in &found {
            let tag = self.matcher.programs.get(program).map(|program| program.head.tag);
            let Some(Tag::Phrase(predicate)) = tag else {
                continue;
            };
            let length = end - start;
            self.scratch.phrases_at.resize(tokens, 0);
            let head = self.scratch.phrases_at[start as usize];
            if let Some(known) = self.phrase_mut(start as usize, predicate) {
                known.length = known.length.max(length);
                continue;
            }
            self.scratch.phrases.push(Phrase {
                predicate,
                length,
                next: head,
            });
            self.scratch.phrases_at[start as usize] = self.scratch.phrases.len() as u32;
            if let Some(required) = self.matcher.required_number(predicate)
                && let Some(bits) = self.scratch.present.get_mut(required as usize / 64)
            {
                *bits |= 1 << (required % 64);
            }
            for triggered in self.matcher.triggered.of(predicate) {
                if holds(&self.scratch.present, triggered.needs) {
                    note(&mut self.scratch.errands, &triggered, start, self.places);
                }
            }
        }
        self.scratch.found = found;
        self.scratch.found.clear();
    }

    fn phrase_mut(&mut self, at: usize, predicate: Predicate) -> Option<&mut Phrase> {
        let mut next = *self.scratch.phrases_at.get(at)?;
        while let Some(number) = next.checked_sub(1) {
            let phrase = self.scratch.phrases.get(number as usize)?;
            if phrase.predicate == predicate {
                return self.scratch.phrases.get_mut(number as usize);
            }
            next = phrase.next;
        }
        None
    }

    /// Tokens of the longest phrase; 0 where there is none.
    fn phrase(&self, at: usize, predicate: Predicate) -> usize {
        let mut next = self.scratch.phrases_at.get(at).copied().unwrap_or(0);
        while let Some(phrase) = next
            .checked_sub(1)
            .and_then(|n| self.scratch.phrases.get(n as usize))
        {
            if phrase.predicate == predicate {
                return phrase.length as usize;
            }
            next = phrase.next;
        }
        0
    }

    /// Hides the words of the masks that were found.
    fn mask(&mut self) {
        let Scratch {
            found, masked, looks, ..
        } = &mut *self.scratch;
        for &(start, program, end) in found.iter() {
            let tag = self.matcher.programs.get(program).map(|program| program.head.tag);
            if let Some(Tag::Mask(statement, _)) = tag {
                masked.resize(looks.len(), 0);
                for bits in masked.iter_mut().take(end as usize).skip(start as usize) {
                    *bits |= 1 << (u64::from(statement) & 63);
                }
            }
        }
        found.clear();
    }

    /// What was found, in order of place and of pattern, each once.
    fn hits(&mut self) -> &[(u32, u32, u32)] {
        let found = &mut self.scratch.found;
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// Whether a requirement, by one more than its number, is among those that are met; 0 always is.
#[inline]
fn holds(present: &[u64], needs: u32) -> bool {
    needs.checked_sub(1).is_none_or(|number| {
        let bits = present.get(number as usize / 64);
        bits.is_some_and(|bits| bits >> (number % 64) & 1 != 0)
    })
}

// Numbers of shapes and bits of a `u32` are the same.
const _: () = assert!(SHAPES.len() <= u32::BITS as usize);

/// Shapes that hang on the word alone.
const ENDINGS: u32 = 1 << shape::ING | 1 << shape::ED | 1 << shape::LY;

/// Notes that a pattern is to be tried around the token `at`.
fn note(errands: &mut [Vec<Errand>], triggered: &Triggered, at: u32, places: Places) {
    if !places.meets(triggered.places) {
        return;
    }
    let Some(last) = at.checked_sub(u32::from(triggered.least)) else {
        return;
    };
    let first = at.saturating_sub(u32::from(triggered.most));
    if triggered.anchored && first > 0 {
        return;
    }
    if let Some(errands) = errands.get_mut(usize::from(triggered.pass)) {
        errands.push(Errand {
            program: triggered.program,
            first,
            last: if triggered.anchored { 0 } else { last },
        });
    }
}

#[cfg(test)]
mod tests;
