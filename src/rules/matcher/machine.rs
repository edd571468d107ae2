//! Runs compiled patterns over the tokens of a sentence.

use super::facts::{Facts, Lead, bit};
use super::lexicon::{Learnt, SHAPES, shape, shapes};
use super::program::{Program, Step};
use super::{Matcher, Predicate, Session, Stage, Tag, Triggered};
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
    /// The passes in which it gives anything away, as bits.
    gives: u64,
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
    /// Finds every pattern in the sentence with these tokens of `text`; `today` is the draft's year, 0 if it
    /// has none. Hits are appended to `out` in order of their first token; of one pattern at one token only the
    /// first way counts (the longest of `?`, the shortest of `...`).
    pub fn find(&mut self, text: &str, tokens: &[Token], today: u16, out: &mut Vec<Hit>) {
        let Some(scratch) = self.scratch.as_mut() else {
            return;
        };
        let mut run = self.matcher.run(text, tokens, today, scratch);
        run.pass(self.matcher.pass_of(Stage::Masks));
        run.mask();
        run.pass(self.matcher.pass_of(Stage::Cues));
        let matcher = self.matcher;
        out.extend(run.hits().iter().map(|&(start, program, end)| Hit {
            tag: matcher.program(program).tag,
            start,
            end,
        }));
    }

    /// Whether a pattern with this tag, one of those that [`Session::find`] leaves out, is among these tokens of
    /// `text`.
    pub fn holds(&mut self, text: &str, tokens: &[Token], tag: Tag) -> bool {
        let Some(scratch) = self.scratch.as_mut() else {
            return false;
        };
        let mut run = self.matcher.run(text, tokens, 0, scratch);
        run.pass(self.matcher.pass_of(Stage::Apart));
        let matcher = self.matcher;
        run.hits().iter().any(|hit| matcher.program(hit.1).tag == tag)
    }
}

impl Matcher {
    pub(super) fn program(&self, number: u32) -> &Program {
        &self.programs[number as usize]
    }

    /// Looks up every token and finds the phrases.
    fn run<'a>(
        &'a self,
        text: &'a str,
        tokens: &'a [Token],
        today: u16,
        scratch: &'a mut Scratch,
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
        scratch.present.resize(self.predicates.div_ceil(64).max(1), 0);
        let passes = usize::from(self.pass_of(Stage::Apart)) + 1;
        scratch.errands.resize_with(passes, Vec::new);
        scratch.errands.iter_mut().for_each(Vec::clear);
        if scratch.tried.len() < self.programs.len() || scratch.round == u32::MAX {
            scratch.tried.clear();
            scratch.tried.resize(self.programs.len(), Tried::default());
            scratch.round = 0;
        }
        scratch.round += 1;
        scratch.facts.prepare(self, passes);
        let mut run = Run {
            matcher: self,
            scratch,
        };
        for token in tokens {
            run.look(text, token, today);
        }
        let closes = |t: &&Token| t.kind == Kind::Sign && matches!(t.text.of(text), "." | "!" | ")" | "…");
        run.scratch.closing = tokens.len() - tokens.iter().rev().take_while(closes).count();
        #[cfg(test)]
        run.widen();
        for layer in 0..self.layers {
            run.pass(layer);
            run.keep_phrases(tokens.len());
        }
        run
    }
}

struct Run<'a> {
    matcher: &'a Matcher,
    scratch: &'a mut Scratch,
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
        for &predicate in facts.required(place) {
            if let Some(present) = present.get_mut(predicate as usize / 64) {
                *present |= 1 << (predicate % 64);
            }
        }
        if let Some(present) = present.first_mut() {
            *present |= u64::from(shapes);
        }
        looks.push(Look {
            place,
            shapes,
            // Endings are among the predicates of the word.
            gives: facts.gives(place, shapes & self.matcher.triggering_shapes & !ENDINGS),
            ends_clause: token.kind == Kind::Sign && matches!(token.text.of(text), ";" | ":" | "—" | "\t"),
        });
    }

    /// Notes what the words of the sentence give away in a pass, beside what its phrases do.
    fn gather(&mut self, pass: u16) -> Vec<Errand> {
        let Scratch {
            facts,
            looks,
            present,
            errands,
            ..
        } = &mut *self.scratch;
        let Some(slot) = errands.get_mut(usize::from(pass)) else {
            return Vec::new();
        };
        let mut errands = std::mem::take(slot);
        let mut follow = |leads: &[Lead], at: u32| {
            for lead in leads {
                if has(present, lead.needs) {
                    errands.extend(errand(&lead.triggered, at));
                }
            }
        };
        for (at, look) in (0..).zip(&*looks) {
            if look.gives & bit(pass) == 0 {
                continue;
            }
            follow(facts.leads(look.place, pass), at);
            let mut rest = look.shapes & self.matcher.triggering_shapes & !ENDINGS;
            while rest != 0 {
                follow(facts.leads_of_shape(rest.trailing_zeros(), pass), at);
                rest &= rest - 1;
            }
        }
        errands
    }

    /// Tries the patterns of a pass.
    fn pass(&mut self, pass: u16) {
        let errands = self.gather(pass);
        for errand in &errands {
            let program = self.matcher.program(errand.program);
            if !program
                .required
                .iter()
                .all(|predicate| has(&self.scratch.present, *predicate))
            {
                continue;
            }
            let end = (errand.last + 1).min(self.scratch.looks.len() as u32);
            for start in self.untried(errand.program, errand.first, end) {
                let at = start as usize;
                let begins = |p: &Predicate| self.satisfies(at, *p) || self.phrase(at, *p) > 0;
                if !program.first.iter().any(begins) {
                    continue;
                }
                let end = if program.is_one_token() {
                    Some(at + 1).filter(|_| !self.hidden(program, at))
                } else {
                    self.attempt(program, at).filter(|&end| end > at)
                };
                if let Some(end) = end {
                    self.scratch.found.push((start, errand.program, end as u32));
                }
            }
        }
        if let Some(slot) = self.scratch.errands.get_mut(usize::from(pass)) {
            *slot = errands;
            slot.clear();
        }
    }

    /// Those of the starts at which a pattern was not tried yet, or not as far as is known.
    fn untried(&mut self, program: u32, first: u32, end: u32) -> std::ops::Range<u32> {
        let round = self.scratch.round;
        let Some(tried) = self.scratch.tried.get_mut(program as usize) else {
            return 0..0;
        };
        if tried.round != round || first > tried.end || end < tried.first {
            *tried = Tried { round, first, end };
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
            let Tag::Phrase(predicate) = self.matcher.program(program).tag else {
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
            self.scratch.present[predicate as usize / 64] |= 1 << (predicate % 64);
            for triggered in self.matcher.triggered.of(predicate) {
                if let Some(errands) = self.scratch.errands.get_mut(usize::from(triggered.pass)) {
                    errands.extend(errand(triggered, start));
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
        let Some(&(mut next)) = self.scratch.phrases_at.get(at) else {
            return 0;
        };
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
            if let Tag::Mask(statement, _) = self.matcher.program(program).tag {
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

    fn attempt(&mut self, program: &Program, at: usize) -> Option<usize> {
        let cells = program.len() * width(program);
        if self.scratch.failed.len() < cells {
            self.scratch.failed.resize(cells.max(1 << 12), 0);
        }
        self.scratch.stamp = self.scratch.stamp.wrapping_add(1);
        if self.scratch.stamp == 0 {
            self.scratch.failed.fill(0);
            self.scratch.stamp = 1;
        }
        self.step(program, 0, at, at)
    }

    /// Where it is noted that the state `pc` at token `at` leads to failure.
    fn cell(&mut self, program: &Program, pc: usize, at: usize, origin: usize) -> Option<&mut u32> {
        let row = width(program);
        if at - origin < row {
            self.scratch.failed.get_mut(pc * row + at - origin)
        } else {
            None
        }
    }

    /// Goes on from the first of two states and, if that fails, from the second, each at a token of its own. That
    /// both fail is remembered by the state `from`.
    fn either(
        &mut self,
        program: &Program,
        from: (usize, usize),
        first: (usize, usize),
        second: (usize, usize),
        origin: usize,
    ) -> Option<usize> {
        let stamp = self.scratch.stamp;
        if self
            .cell(program, from.0, from.1, origin)
            .is_some_and(|cell| *cell == stamp)
        {
            return None;
        }
        if let Some(end) = self.step(program, first.0, first.1, origin) {
            return Some(end);
        }
        let end = self.step(program, second.0, second.1, origin);
        if end.is_none()
            && let Some(cell) = self.cell(program, from.0, from.1, origin)
        {
            *cell = stamp;
        }
        end
    }

    /// Runs from `pc` at token `at`; `origin` is where the attempt began. Gives one past the last token.
    fn step(&mut self, program: &Program, mut pc: usize, mut at: usize, origin: usize) -> Option<usize> {
        loop {
            match program.step(pc)? {
                Step::Match => return Some(at),
                Step::Jump(to) => pc = to as usize,
                Step::Start => {
                    if at != 0 {
                        return None;
                    }
                    pc += 1;
                }
                Step::End => {
                    if at < self.scratch.closing {
                        return None;
                    }
                    pc += 1;
                }
                Step::Skip => {
                    if self.scratch.looks.get(at)?.ends_clause {
                        return None;
                    }
                    at += 1;
                    pc += 1;
                }
                Step::Not(next) => {
                    let stamp = self.scratch.stamp;
                    if self
                        .cell(program, pc, at, origin)
                        .is_some_and(|cell| *cell == stamp)
                    {
                        return None;
                    }
                    if self.step(program, pc + 1, at, origin).is_some() {
                        if let Some(cell) = self.cell(program, pc, at, origin) {
                            *cell = stamp;
                        }
                        return None;
                    }
                    pc = next as usize;
                }
                Step::Split(first, second) => {
                    let (first, second) = (first as usize, second as usize);
                    // Mostly one look shows that one of the two leads nowhere, and there is nothing to remember.
                    if self.fails_at_once(program, first, at) {
                        pc = second;
                    } else if self.fails_at_once(program, second, at) {
                        pc = first;
                    } else {
                        return self.either(program, (pc, at), (first, at), (second, at), origin);
                    }
                }
                Step::Token(predicate) => {
                    if !self.satisfies(at, predicate) || self.hidden(program, at) {
                        return None;
                    }
                    at += 1;
                    pc += 1;
                }
                Step::Phrase(predicate) => {
                    if self.hidden(program, at) {
                        return None;
                    }
                    // The longest phrase first, then the word alone.
                    match (self.phrase(at, predicate), self.satisfies(at, predicate)) {
                        (0, false) => return None,
                        (0, true) => at += 1,
                        (n, false) => at += n,
                        (n, true) => {
                            let (phrase, word) = ((pc + 1, at + n), (pc + 1, at + 1));
                            return self.either(program, (pc, at), phrase, word, origin);
                        }
                    }
                    pc += 1;
                }
            }
        }
    }

    /// Whether the very next step from a state fails.
    fn fails_at_once(&self, program: &Program, pc: usize, at: usize) -> bool {
        match program.step(pc) {
            Some(Step::Token(predicate)) => !self.satisfies(at, predicate),
            Some(Step::Phrase(predicate)) => {
                !self.satisfies(at, predicate) && self.phrase(at, predicate) == 0
            }
            Some(Step::Skip) => self.scratch.looks.get(at).is_none_or(|look| look.ends_clause),
            Some(Step::End) => at < self.scratch.closing,
            Some(Step::Start) => at != 0,
            _ => false,
        }
    }

    fn hidden(&self, program: &Program, at: usize) -> bool {
        program.mask != 0
            && self
                .scratch
                .masked
                .get(at)
                .is_some_and(|bits| bits & program.mask != 0)
    }

    #[inline]
    fn satisfies(&self, at: usize, predicate: Predicate) -> bool {
        let Some(look) = self.scratch.looks.get(at) else {
            return false;
        };
        if predicate < u32::BITS {
            look.shapes >> predicate & 1 != 0
        } else {
            self.scratch.facts.satisfies(look.place, predicate)
        }
    }
}

// Numbers of shapes and bits of a `u32` are the same.
const _: () = assert!(SHAPES.len() <= u32::BITS as usize);

/// Shapes that hang on the word alone.
const ENDINGS: u32 = 1 << shape::ING | 1 << shape::ED | 1 << shape::LY;

/// Whether a bit for a predicate is set.
#[inline]
fn has(present: &[u64], predicate: Predicate) -> bool {
    let bits = present.get(predicate as usize / 64);
    bits.is_some_and(|bits| bits >> (predicate % 64) & 1 != 0)
}

/// Where a pattern is to be tried around the token `at`.
#[inline]
fn errand(triggered: &Triggered, at: u32) -> Option<Errand> {
    let last = at.checked_sub(u32::from(triggered.least))?;
    let first = at.saturating_sub(u32::from(triggered.most));
    if triggered.anchored && first > 0 {
        return None;
    }
    Some(Errand {
        program: triggered.program,
        first,
        last: if triggered.anchored { 0 } else { last },
    })
}

/// How many tokens an attempt may reach with its states remembered: each step takes one token, but a phrase
/// several. Beyond that nothing is remembered, and nothing is lost but time.
fn width(program: &Program) -> usize {
    program.len() * 4 + 8
}

#[cfg(test)]
mod tests;
