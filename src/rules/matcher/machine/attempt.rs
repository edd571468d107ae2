//! Tries one pattern at one token.

use super::super::Predicate;
use super::super::program::{Program, Step};
use super::Run;

impl Run<'_> {
    pub(super) fn attempt(&mut self, program: Program, at: usize) -> Option<usize> {
        let cells = program.len() * self.width(program);
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
    fn cell(&mut self, program: Program, pc: usize, at: usize, origin: usize) -> Option<&mut u32> {
        let row = self.width(program);
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
        program: Program,
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

    /// Passes over as few tokens as will do, at most so many, and goes on. That none will do is remembered.
    fn gap(&mut self, program: Program, from: (usize, usize), most: u16, origin: usize) -> Option<usize> {
        let stamp = self.scratch.stamp;
        if self
            .cell(program, from.0, from.1, origin)
            .is_some_and(|cell| *cell == stamp)
        {
            return None;
        }
        let next = from.0 + 1;
        for at in from.1..=from.1 + usize::from(most) {
            if !self.fails_at_once(program, next, at)
                && let Some(end) = self.step(program, next, at, origin)
            {
                return Some(end);
            }
            if self.scratch.looks.get(at).is_none_or(|look| look.ends_clause) {
                break;
            }
        }
        if let Some(cell) = self.cell(program, from.0, from.1, origin) {
            *cell = stamp;
        }
        None
    }

    /// Runs from `pc` at token `at`; `origin` is where the attempt began. Gives one past the last token.
    fn step(&mut self, program: Program, mut pc: usize, mut at: usize, origin: usize) -> Option<usize> {
        loop {
            match program.step(pc)? {
                Step::Match => return Some(at),
                Step::Jump(to) => pc = to as usize,
                Step::Look(predicate) => {
                    if !self.satisfies(at, predicate) {
                        return None;
                    }
                    pc += 1;
                }
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
                Step::Gap(most) => return self.gap(program, (pc, at), most, origin),
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
    fn fails_at_once(&self, program: Program, pc: usize, at: usize) -> bool {
        match program.step(pc) {
            Some(Step::Token(predicate) | Step::Look(predicate)) => !self.satisfies(at, predicate),
            Some(Step::Phrase(predicate)) => {
                !self.satisfies(at, predicate) && self.phrase(at, predicate) == 0
            }
            Some(Step::End) => at < self.scratch.closing,
            Some(Step::Start) => at != 0,
            _ => false,
        }
    }

    pub(super) fn hidden(&self, program: Program, at: usize) -> bool {
        self.scratch
            .masked
            .get(at)
            .is_some_and(|bits| bits & program.mask() != 0)
    }

    #[inline]
    pub(super) fn satisfies(&self, at: usize, predicate: Predicate) -> bool {
        let Some(look) = self.scratch.looks.get(at) else {
            return false;
        };
        if predicate < u32::BITS {
            look.shapes >> predicate & 1 != 0
        } else {
            self.scratch.facts.satisfies(look.place, predicate)
        }
    }

    /// How many tokens an attempt may reach with its states remembered: no more than the sentence has, and else as
    /// many as four for each step, as a step takes one token but a phrase several. Beyond that nothing is
    /// remembered, and nothing is lost but time.
    fn width(&self, program: Program) -> usize {
        (program.len() * 4 + 8).min(self.scratch.looks.len() + 1)
    }
}
