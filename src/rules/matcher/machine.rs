//! Runs compiled patterns over the tokens of a sentence.

use super::facts::Facts;
use super::lexicon::{Learnt, shape, shapes};
use super::{Matcher, Predicate, Session, Stage, Tag};
use crate::text::tokens::{Kind, Token};

/// A step of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// One token, or one phrase of a class, that satisfies the predicate.
    Token(Predicate),
    /// Any token that does not end a clause.
    Skip,
    /// Try the first, then the second.
    Split(u16, u16),
    /// Go on there.
    Jump(u16),
    /// Fail if the steps from the next to the matching [`Step::Match`] succeed; then go on there.
    Not(u16),
    /// At the first token only.
    Start,
    /// Behind the last token only, closing signs apart.
    End,
    /// Done.
    Match,
}

/// A compiled pattern.
#[derive(Debug)]
pub(super) struct Program {
    pub(super) tag: Tag,
    pub(super) steps: Box<[Step]>,
    /// What must follow the first token, where both are single tokens or phrases: most attempts end there.
    second: Option<Predicate>,
    /// Bits of the kinds of statement whose masks hide words from it.
    mask: u64,
}

impl Program {
    pub(super) fn new(tag: Tag, steps: Box<[Step]>) -> Self {
        let second = match *steps {
            [Step::Token(_), Step::Token(second), ..] => Some(second),
            _ => None,
        };
        let mask = tag.masked_by().map_or(0, |s| 1u64 << (u64::from(s) & 63));
        Self {
            tag,
            steps,
            second,
            mask,
        }
    }
}

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

/// Working memory of one thread.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    learnt: Learnt,
    facts: Facts,
    /// Per token: the set of predicates of its word, the place of what follows from it, and its shapes.
    looks: Vec<(u32, u32, u32)>,
    /// Phrases found: token, predicate, length in tokens. Sorted by token.
    phrases: Vec<(u32, Predicate, u32)>,
    /// Per token: first and one past the last of its phrases.
    phrase_ranges: Vec<(u32, u32)>,
    /// Per token: bits of the kinds of statement that a mask hides it from.
    masked: Vec<u64>,
    /// Per pattern: the round in which it was tried last.
    tried: Vec<u32>,
    /// One round per stage and token.
    round: u32,
    /// Where a state has been entered at a token, by stamp.
    entered: Vec<u32>,
    stamp: u32,
}

impl Session<'_> {
    /// Finds every pattern in the sentence with these tokens of `text`; `today` is the draft's year, 0 if it
    /// has none. Hits are appended to `out`, in order of their first token for cues; of one pattern at one
    /// token only the first way counts (the longest of `?`, the shortest of `...`).
    pub fn find(&mut self, text: &str, tokens: &[Token], today: u16, out: &mut Vec<Hit>) {
        let Some(scratch) = self.scratch.as_mut() else {
            return;
        };
        self.matcher.find(text, tokens, today, scratch, out);
    }

    /// Whether a pattern with this tag, one of those that [`Session::find`] leaves out, is among these tokens of
    /// `text`.
    pub fn holds(&mut self, text: &str, tokens: &[Token], tag: Tag) -> bool {
        let Some(scratch) = self.scratch.as_mut() else {
            return false;
        };
        let mut found = Vec::new();
        let mut run = self.matcher.run(text, tokens, 0, scratch, &mut found);
        (0..tokens.len()).any(|at| {
            found.clear();
            run.try_all(Stage::Apart, at, &mut found);
            found.iter().any(|hit| hit.tag == tag)
        })
    }
}

impl Matcher {
    /// Looks up every token and finds the phrases; `found` is working memory and empty afterwards.
    fn run<'a>(
        &'a self,
        text: &'a str,
        tokens: &'a [Token],
        today: u16,
        scratch: &'a mut Scratch,
        found: &mut Vec<Hit>,
    ) -> Run<'a> {
        if scratch.learnt.trim() {
            scratch.facts.clear();
        }
        scratch.looks.clear();
        scratch.phrases.clear();
        for token in tokens {
            let set = self.lexicon.word(text, token, &mut scratch.learnt);
            let place = scratch.facts.place(self, &scratch.learnt, set);
            scratch.looks.push((set, place, shapes(token, today)));
        }
        if scratch.tried.len() < self.programs.len() || scratch.round > u32::MAX / 2 {
            scratch.tried.clear();
            scratch.tried.resize(self.programs.len(), 0);
            scratch.round = 0;
        }
        scratch.phrase_ranges.clear();
        scratch.phrase_ranges.resize(tokens.len(), (0, 0));
        scratch.masked.clear();
        scratch.masked.resize(tokens.len(), 0);

        // Phrases: from the last token to the first, so that a phrase may hold phrases that begin behind it.
        let mut run = Run {
            matcher: self,
            text,
            tokens,
            scratch,
        };
        for at in (0..tokens.len()).rev() {
            run.phrases_from(at, found);
        }
        run
    }

    fn find(&self, text: &str, tokens: &[Token], today: u16, scratch: &mut Scratch, out: &mut Vec<Hit>) {
        let mut found = Vec::new();
        let mut run = self.run(text, tokens, today, scratch, &mut found);
        for at in 0..tokens.len() {
            run.try_all(Stage::Masks, at, &mut found);
        }
        for hit in &found {
            if let Tag::Mask(statement, _) = hit.tag {
                for bits in run
                    .scratch
                    .masked
                    .get_mut(hit.start as usize..hit.end as usize)
                    .into_iter()
                    .flatten()
                {
                    *bits |= 1 << (u64::from(statement) & 63);
                }
            }
        }
        for at in 0..tokens.len() {
            run.try_all(Stage::Cues, at, out);
        }
    }
}

struct Run<'a> {
    matcher: &'a Matcher,
    text: &'a str,
    tokens: &'a [Token],
    scratch: &'a mut Scratch,
}

impl Run<'_> {
    /// Finds the phrases that begin at a token, also those that begin with another phrase.
    fn phrases_from(&mut self, at: usize, found: &mut Vec<Hit>) {
        let begin = self.scratch.phrases.len();
        found.clear();
        self.try_all(Stage::Phrases, at, found);
        let mut next = 0;
        while let Some(hit) = found.get(next).copied() {
            next += 1;
            let Tag::Phrase(predicate) = hit.tag else { continue };
            let phrase = (at as u32, predicate, hit.end - hit.start);
            if !self
                .scratch
                .phrases
                .get(begin..)
                .unwrap_or_default()
                .contains(&phrase)
            {
                self.scratch.phrases.push(phrase);
                self.scratch.phrase_ranges[at] = (begin as u32, self.scratch.phrases.len() as u32);
                self.try_predicate(Stage::Phrases, predicate, at, found);
            }
        }
        found.clear();
    }

    fn phrases_at(&self, at: usize) -> &[(u32, Predicate, u32)] {
        let (from, to) = self.scratch.phrase_ranges.get(at).copied().unwrap_or_default();
        self.scratch
            .phrases
            .get(from as usize..to as usize)
            .unwrap_or_default()
    }

    fn try_all(&mut self, stage: Stage, at: usize, out: &mut Vec<Hit>) {
        self.scratch.round = self.scratch.round.wrapping_add(1);
        let (set, place, shapes) = self.scratch.looks[at];
        for n in 0..self.scratch.facts.candidates(place, stage).len() {
            let number = self.scratch.facts.candidates(place, stage)[n];
            self.try_once(number, at, out);
        }
        if at == 0 {
            let matcher = self.matcher;
            for n in 0..matcher.lexicon.set(set, &self.scratch.learnt).len() {
                let predicate = matcher.lexicon.set(set, &self.scratch.learnt)[n];
                for &number in matcher.indexes[stage as usize].at_start.of(predicate) {
                    self.try_once(number, at, out);
                }
            }
        }
        let mut rest = shapes;
        while rest != 0 {
            self.try_predicate(stage, rest.trailing_zeros(), at, out);
            rest &= rest - 1;
        }
        self.try_predicate(stage, shape::ANY, at, out);
        for n in 0..self.phrases_at(at).len() {
            self.try_predicate(stage, self.phrases_at(at)[n].1, at, out);
        }
    }

    fn try_predicate(&mut self, stage: Stage, predicate: Predicate, at: usize, out: &mut Vec<Hit>) {
        let index = &self.matcher.indexes[stage as usize];
        let at_start = if at == 0 {
            index.at_start.of(predicate)
        } else {
            &[]
        };
        for &number in index.anywhere.of(predicate).iter().chain(at_start) {
            self.try_once(number, at, out);
        }
    }

    /// Tries a pattern, unless it was tried in this round: it may begin with several of a token's predicates.
    fn try_once(&mut self, number: u32, at: usize, out: &mut Vec<Hit>) {
        let Some(tried) = self.scratch.tried.get_mut(number as usize) else {
            return;
        };
        if std::mem::replace(tried, self.scratch.round) == self.scratch.round {
            return;
        }
        let program = &self.matcher.programs[number as usize];
        if let Some(second) = program.second
            && self.phrases_at(at).is_empty()
            && !self.satisfies(at + 1, second)
            && !self.phrases_at(at + 1).iter().any(|p| p.1 == second)
        {
            return;
        }
        if let Some(end) = self.attempt(program, at).filter(|&end| end > at) {
            out.push(Hit {
                tag: program.tag,
                start: at as u32,
                end: end as u32,
            });
        }
    }

    fn attempt(&mut self, program: &Program, at: usize) -> Option<usize> {
        self.scratch.stamp = self.scratch.stamp.wrapping_add(1);
        let cells = program.steps.len() * width(&program.steps);
        if self.scratch.entered.len() < cells || self.scratch.stamp == 0 {
            self.scratch.entered.clear();
            self.scratch.entered.resize(cells.max(1 << 12), 0);
            self.scratch.stamp = 1;
        }
        self.step(&program.steps, 0, at, at, program.mask)
    }

    /// Whether the state `pc` at token `at` was entered before in this attempt, which then led to failure.
    fn entered(&mut self, steps: &[Step], pc: usize, at: usize, origin: usize) -> bool {
        let row = width(steps);
        if at - origin >= row {
            return false;
        }
        let stamp = self.scratch.stamp;
        self.scratch
            .entered
            .get_mut(pc * row + at - origin)
            .is_some_and(|seen| std::mem::replace(seen, stamp) == stamp)
    }

    /// Runs from `pc` at token `at`; `origin` is where the attempt began. Gives one past the last token.
    fn step(
        &mut self,
        steps: &[Step],
        mut pc: usize,
        mut at: usize,
        origin: usize,
        mask: u64,
    ) -> Option<usize> {
        loop {
            match *steps.get(pc)? {
                Step::Match => return Some(at),
                Step::Jump(to) => pc = to as usize,
                Step::Start => {
                    if at != 0 {
                        return None;
                    }
                    pc += 1;
                }
                Step::End => {
                    let rest = self.tokens.get(at..).unwrap_or_default();
                    if !rest.iter().all(|t| {
                        t.kind == Kind::Sign && matches!(t.text.of(self.text), "." | "!" | ")" | "…")
                    }) {
                        return None;
                    }
                    pc += 1;
                }
                Step::Skip => {
                    let token = self.tokens.get(at)?;
                    if token.kind == Kind::Sign && matches!(token.text.of(self.text), ";" | ":" | "—" | "\t")
                    {
                        return None;
                    }
                    at += 1;
                    pc += 1;
                }
                Step::Not(next) => {
                    if self.entered(steps, pc, at, origin) {
                        return None;
                    }
                    if self.step(steps, pc + 1, at, origin, mask).is_some() {
                        return None;
                    }
                    pc = next as usize;
                }
                Step::Split(first, second) => {
                    if self.entered(steps, pc, at, origin) {
                        return None;
                    }
                    if let Some(end) = self.step(steps, first as usize, at, origin, mask) {
                        return Some(end);
                    }
                    pc = second as usize;
                }
                Step::Token(predicate) => {
                    if self.scratch.masked.get(at)? & mask != 0 {
                        return None;
                    }
                    // The longest phrase first, then the word alone.
                    let mut longest = 0;
                    for &(_, found, length) in self.phrases_at(at) {
                        if found == predicate {
                            longest = longest.max(length as usize);
                        }
                    }
                    let alone = self.satisfies(at, predicate);
                    match (longest, alone) {
                        (0, false) => return None,
                        (0, true) => at += 1,
                        (n, false) => at += n,
                        (n, true) => {
                            if self.entered(steps, pc, at, origin) {
                                return None;
                            }
                            if let Some(end) = self.step(steps, pc + 1, at + n, origin, mask) {
                                return Some(end);
                            }
                            at += 1;
                        }
                    }
                    pc += 1;
                }
            }
        }
    }

    fn satisfies(&self, at: usize, predicate: Predicate) -> bool {
        let Some(&(_, place, shapes)) = self.scratch.looks.get(at) else {
            return false;
        };
        predicate == shape::ANY
            || (predicate < u32::BITS && shapes >> predicate & 1 != 0)
            || self.scratch.facts.satisfies(place, predicate)
    }
}

/// How many tokens an attempt may reach with its states remembered: each step takes one token, but a phrase
/// several. Beyond that nothing is remembered, and nothing is lost but time.
fn width(steps: &[Step]) -> usize {
    steps.len() * 4 + 8
}
