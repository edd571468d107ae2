//! Compiles cues.

use super::facts::STAGES;
use super::lexicon::{SHAPES, endings};
use super::machine::{Program, Step};
use super::{Index, Matcher, Predicate, Table, Tag};
use crate::rules::cue::{CueError, Node, parse};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// The longest a pattern may be, in steps: bounds the cost of an attempt.
const MOST_STEPS: usize = 400;

/// Number of a word, or of a beginning of words, that some pattern names.
type Atom = u32;

/// Collects patterns. The program does this at every start, so that words are compared once and are numbers from
/// then on.
#[derive(Debug)]
pub struct Builder {
    words: FxHashMap<Box<str>, Atom>,
    prefixes: FxHashMap<Box<str>, Atom>,
    /// By atom: its text, and whether it is a beginning of words.
    atoms: Vec<(Box<str>, bool)>,
    /// Atoms of each predicate, sorted, by predicate number.
    members: Vec<Vec<Atom>>,
    /// Predicates by the set of atoms they stand for.
    sets: FxHashMap<Box<[Atom]>, Predicate>,
    classes: BTreeMap<String, Class>,
    programs: Vec<Program>,
    /// By program: what it can begin with.
    firsts: Vec<Firsts>,
}

#[derive(Clone, Debug)]
struct Class {
    predicate: Predicate,
    /// Whether some entry is longer than a word.
    phrases: bool,
}

impl Default for Builder {
    fn default() -> Self {
        let shapes = SHAPES.len();
        let mut builder = Self {
            words: FxHashMap::default(),
            prefixes: FxHashMap::default(),
            atoms: Vec::new(),
            members: vec![Vec::new(); shapes],
            sets: FxHashMap::default(),
            classes: BTreeMap::new(),
            programs: Vec::new(),
            firsts: Vec::new(),
        };
        for (number, name) in SHAPES.iter().enumerate() {
            let class = Class {
                predicate: number as Predicate,
                phrases: false,
            };
            builder.classes.insert((*name).to_owned(), class);
        }
        let months = [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
            "jan",
            "feb",
            "mar",
            "apr",
            "jun",
            "jul",
            "aug",
            "sep",
            "sept",
            "oct",
            "nov",
            "dec",
        ];
        builder.class("month", &months);
        builder
    }
}

impl Builder {
    /// Names a class of words; each entry is a cue of its own. Classes may use classes named before them. Gives
    /// the entries that are wrong, by index.
    pub fn class(&mut self, name: &str, words: &[&str]) -> Vec<(usize, CueError)> {
        let mut errors = Vec::new();
        let predicate = self.fresh();
        let mut phrases = false;
        for (number, entry) in words.iter().enumerate() {
            let outcome = parse(entry).and_then(|node| {
                self.known(&node)?;
                for branch in flatten(node) {
                    if !self.absorb(predicate, &branch) {
                        phrases = true;
                        self.program(&branch, Tag::Phrase(predicate), entry)?;
                    }
                }
                Ok(())
            });
            if let Err(error) = outcome {
                errors.push((number, error));
            }
        }
        if let Some(members) = self.members.get_mut(predicate as usize) {
            members.sort_unstable();
            members.dedup();
        }
        self.classes.insert(name.to_owned(), Class { predicate, phrases });
        errors
    }

    /// The names of the classes so far, the built-in ones included, sorted.
    pub fn classes(&self) -> Vec<String> {
        self.classes.keys().cloned().collect()
    }

    /// Adds a pattern.
    pub fn pattern(&mut self, pattern: &str, tag: Tag) -> Result<(), CueError> {
        let node = parse(pattern)?;
        self.known(&node)?;
        self.program(&node, tag, pattern)
    }

    /// Compiles.
    pub fn build(self) -> Matcher {
        let mut matcher = Matcher::default();
        let lexicon = &mut matcher.lexicon;
        let mut predicates: Vec<Vec<Predicate>> = vec![Vec::new(); self.atoms.len()];
        for (number, members) in self.members.iter().enumerate() {
            for &atom in members {
                predicates[atom as usize].push(number as Predicate);
            }
        }
        let mut lengths = BTreeSet::new();
        for ((text, _), predicates) in self.atoms.iter().zip(&mut predicates).filter(|((_, p), _)| *p) {
            lengths.insert(text.len());
            lexicon.prefixes.insert(text.clone(), std::mem::take(predicates));
        }
        lexicon.prefix_lengths = lengths.into_iter().collect();
        lexicon.sets.push(Box::default());
        lexicon.words.reserve(self.words.len());
        for ((word, is_prefix), mut predicates) in self.atoms.into_iter().zip(predicates) {
            if is_prefix {
                continue;
            }
            lexicon.prefixes_of(&word, &mut predicates);
            endings(&word, &mut predicates);
            predicates.sort_unstable();
            predicates.dedup();
            lexicon.sets.push(predicates.into_boxed_slice());
            lexicon.words.insert(word, lexicon.sets.len() as u32 - 1);
        }

        let mut anywhere: [Vec<(Predicate, u32)>; STAGES] = Default::default();
        let mut at_start: [Vec<(Predicate, u32)>; STAGES] = Default::default();
        for (number, (program, firsts)) in self.programs.iter().zip(&self.firsts).enumerate() {
            let table = if firsts.anchored {
                &mut at_start
            } else {
                &mut anywhere
            };
            let pairs = firsts.predicates.iter().map(|p| (*p, number as u32));
            table[program.tag.stage() as usize].extend(pairs);
        }
        let tables = anywhere.into_iter().zip(at_start);
        for (index, (anywhere, at_start)) in matcher.indexes.iter_mut().zip(tables) {
            *index = Index {
                anywhere: Table::new(anywhere, self.members.len()),
                at_start: Table::new(at_start, self.members.len()),
            };
        }
        matcher.programs = self.programs;
        matcher
    }

    fn fresh(&mut self) -> Predicate {
        self.members.push(Vec::new());
        self.members.len() as Predicate - 1
    }

    fn atom(&mut self, text: &str, is_prefix: bool) -> Atom {
        let known = if is_prefix {
            &mut self.prefixes
        } else {
            &mut self.words
        };
        if let Some(&atom) = known.get(text) {
            return atom;
        }
        let atom = self.atoms.len() as Atom;
        known.insert(text.into(), atom);
        self.atoms.push((text.into(), is_prefix));
        atom
    }

    /// Refuses unknown classes.
    fn known(&self, node: &Node) -> Result<(), CueError> {
        match node {
            Node::Class(name, at) if !self.classes.contains_key(name) => {
                let near = crate::suggest::nearest(name, self.classes.keys().map(String::as_str));
                let hint = near
                    .map(|n| format!("; did you mean `{{{n}}}`?"))
                    .unwrap_or_default();
                Err(CueError {
                    message: format!("there is no class `{{{name}}}` before this line{hint}"),
                    at: at.clone(),
                })
            }
            Node::Seq(nodes) | Node::Alt(nodes) => nodes.iter().try_for_each(|n| self.known(n)),
            Node::Opt(node) | Node::Not(node) => self.known(node),
            _ => Ok(()),
        }
    }

    /// Makes a single-token node part of a predicate; says no if it is none.
    fn absorb(&mut self, predicate: Predicate, node: &Node) -> bool {
        let mut atoms = std::mem::take(&mut self.members[predicate as usize]);
        let done = self.collect(node, &mut atoms);
        self.members[predicate as usize] = atoms;
        done
    }

    /// Appends the atoms of a single-token node; says no if it is none.
    fn collect(&mut self, node: &Node, atoms: &mut Vec<Atom>) -> bool {
        match node {
            Node::Word(word) => atoms.push(self.atom(word, false)),
            Node::Prefix(prefix) => atoms.push(self.atom(prefix, true)),
            Node::Class(name, _) => {
                let class = &self.classes[name];
                if class.phrases || (class.predicate as usize) < SHAPES.len() {
                    return false;
                }
                atoms.extend_from_slice(&self.members[class.predicate as usize]);
            }
            _ => return false,
        }
        true
    }

    fn program(&mut self, node: &Node, tag: Tag, cue: &str) -> Result<(), CueError> {
        let mut steps = Vec::new();
        self.compile(node, &mut steps);
        steps.push(Step::Match);
        let whole = |message: &str| {
            Err(CueError {
                message: message.to_owned(),
                at: 0..cue.len(),
            })
        };
        if steps.len() > MOST_STEPS {
            return whole("this cue is too long: split it into several");
        }
        let firsts = Firsts::of(&steps);
        if firsts.predicates.is_empty() {
            return whole("a cue must begin with a word or a class, and must not match nothing at all");
        }
        self.firsts.push(firsts);
        self.programs.push(Program::new(tag, steps.into_boxed_slice()));
        Ok(())
    }

    /// The predicate for a choice of single tokens without phrases, if it is one.
    fn choice(&mut self, branches: &[Node]) -> Option<Predicate> {
        let mut atoms = Vec::with_capacity(branches.len());
        for branch in branches {
            if !self.collect(branch, &mut atoms) {
                return None;
            }
        }
        atoms.sort_unstable();
        atoms.dedup();
        if let Some(&known) = self.sets.get(atoms.as_slice()) {
            return Some(known);
        }
        let predicate = self.fresh();
        self.sets.insert(atoms.as_slice().into(), predicate);
        self.members[predicate as usize] = atoms;
        Some(predicate)
    }

    fn compile(&mut self, node: &Node, steps: &mut Vec<Step>) {
        match node {
            Node::Word(_) | Node::Prefix(_) => {
                if let Some(predicate) = self.choice(std::slice::from_ref(node)) {
                    steps.push(Step::Token(predicate));
                }
            }
            Node::Class(name, _) => steps.push(Step::Token(self.classes[name].predicate)),
            Node::Gap(most) => {
                // Nothing first: of several ways the shortest counts.
                let begin = steps.len();
                let end = (begin + 2 * *most as usize) as u16;
                for _ in 0..*most {
                    let here = steps.len() as u16;
                    steps.push(Step::Split(end, here + 1));
                    steps.push(Step::Skip);
                }
            }
            Node::Seq(nodes) => nodes.iter().for_each(|n| self.compile(n, steps)),
            Node::Alt(branches) => {
                if let Some(predicate) = self.choice(branches) {
                    steps.push(Step::Token(predicate));
                    return;
                }
                let mut jumps = Vec::new();
                for (number, branch) in branches.iter().enumerate() {
                    if number + 1 < branches.len() {
                        let split = steps.len();
                        steps.push(Step::Split(split as u16 + 1, 0));
                        self.compile(branch, steps);
                        jumps.push(steps.len());
                        steps.push(Step::Jump(0));
                        steps[split] = Step::Split(split as u16 + 1, steps.len() as u16);
                    } else {
                        self.compile(branch, steps);
                    }
                }
                let end = steps.len() as u16;
                for jump in jumps {
                    steps[jump] = Step::Jump(end);
                }
            }
            Node::Opt(inner) => {
                let split = steps.len();
                steps.push(Step::Split(split as u16 + 1, 0));
                self.compile(inner, steps);
                steps[split] = Step::Split(split as u16 + 1, steps.len() as u16);
            }
            Node::Not(inner) => {
                let not = steps.len();
                steps.push(Step::Not(0));
                self.compile(inner, steps);
                steps.push(Step::Match);
                steps[not] = Step::Not(steps.len() as u16);
            }
            Node::Start => steps.push(Step::Start),
            Node::End => steps.push(Step::End),
        }
    }
}

/// The branches of a choice at the top of an entry.
fn flatten(node: Node) -> Vec<Node> {
    match node {
        Node::Alt(branches) => branches.into_iter().flat_map(flatten).collect(),
        other => vec![other],
    }
}

/// What a match can begin with.
#[derive(Debug, Default)]
struct Firsts {
    /// Sorted. Empty where a match could begin with any token or be empty.
    predicates: Vec<Predicate>,
    /// Whether it can begin at the first token only.
    anchored: bool,
}

impl Firsts {
    fn of(steps: &[Step]) -> Self {
        let mut seen = vec![false; steps.len()];
        let mut open = vec![(0, false)];
        let mut firsts = Self {
            predicates: Vec::new(),
            anchored: true,
        };
        while let Some((pc, at_start)) = open.pop() {
            match seen.get_mut(pc) {
                Some(seen) if *seen => continue,
                Some(seen) => *seen = true,
                None => {}
            }
            match steps.get(pc) {
                Some(Step::Token(predicate)) => {
                    firsts.predicates.push(*predicate);
                    firsts.anchored &= at_start;
                }
                Some(Step::Split(a, b)) => open.extend([(*a as usize, at_start), (*b as usize, at_start)]),
                Some(Step::Jump(to) | Step::Not(to)) => open.push((*to as usize, at_start)),
                Some(Step::Start) => open.push((pc + 1, true)),
                Some(Step::Skip | Step::Match | Step::End) | None => return Self::default(),
            }
        }
        firsts.predicates.sort_unstable();
        firsts.predicates.dedup();
        firsts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::TextSpan;
    use crate::text::tokens::tokenize;

    fn found(classes: &[(&str, &[&str])], patterns: &[&str], text: &str) -> Vec<String> {
        let mut builder = Builder::default();
        for (name, words) in classes {
            assert_eq!(builder.class(name, words), vec![]);
        }
        for (number, pattern) in patterns.iter().enumerate() {
            let tag = if let Some(mask) = pattern.strip_prefix("MASK ") {
                builder.pattern(mask, Tag::Mask(0, number as u16))
            } else {
                builder.pattern(pattern, Tag::Cue(0, number as u16))
            };
            tag.expect(pattern);
        }
        let matcher = builder.build();
        let mut tokens = Vec::new();
        tokenize(text, TextSpan::from_usize(0, text.len()), &[], &mut tokens);
        let mut hits = Vec::new();
        matcher.session().find(text, &tokens, 2026, &mut hits);
        let words = |h: &super::super::Hit| {
            let span = tokens[h.start as usize]
                .text
                .join(tokens[h.end as usize - 1].text);
            span.of(text).to_owned()
        };
        hits.iter().map(words).collect()
    }

    #[test]
    fn finds_what_a_cue_says() {
        let security: &[(&str, &[&str])] = &[
            ("security", &["share(|s)", "stock(|s)"]),
            ("index", &["S&P 500", "nikkei"]),
            ("asset", &["{security}", "{index}", "{index} fund"]),
        ];
        for (pattern, text, expected) in [
            ("expect*", "They expected growth", vec!["expected"]),
            ("'ll rise", "They’ll rise", vec!["’ll rise"]),
            (
                "(will|is going to) {word}",
                "It is going to rise",
                vec!["is going to rise"],
            ),
            (
                "{asset} ...3 (rose|fell)",
                "The S&P 500 quickly rose",
                vec!["S&P 500 quickly rose"],
            ),
            (
                "{asset} ...3 (rose|fell)",
                "A Nikkei fund fell",
                vec!["Nikkei fund fell"],
            ),
            ("{asset} ...3 (rose|fell)", "The stock: it rose", vec![]),
            ("not? good", "not good", vec!["not good", "good"]),
            ("^ buy", "Buy low. Never buy high.", vec!["Buy"]),
            ("no risk $", "There is no risk.", vec!["no risk"]),
            ("no risk $", "There is no risk in it.", vec![]),
            ("may !({month}|be noted) {word}", "It may rise", vec!["may rise"]),
            ("may !({month}|be noted) {word}", "It may be noted", vec![]),
            (
                "in {future-year}",
                "in 2025, in 2026, in 2027, in FY28",
                vec!["in 2027", "in FY28"],
            ),
            (
                "{percent} {word}",
                "30 per cent upside",
                vec!["30 per cent upside"],
            ),
            (
                "risk-free",
                "a risk free and risk‑free and risk–free way",
                vec!["risk free", "risk‑free", "risk–free"],
            ),
            ("((a|a b) (c|b c)) !(x|y) z", "a b c z", vec!["a b c z"]),
            ("((a|a b) (c|b c)) !(x|z) z", "a b c z", vec![]),
            ("won't", "It won’t", vec!["won’t"]),
            (
                "expects to",
                "It Ex\u{ad}pe\u{200b}cts\u{feff} to",
                vec!["Ex\u{ad}pe\u{200b}cts\u{feff} to"],
            ),
        ] {
            assert_eq!(found(security, &[pattern], text), expected, "{pattern} in {text}");
        }
    }

    #[test]
    fn a_mask_hides_its_words_but_a_gap_passes_over_them() {
        assert_eq!(
            found(
                &[],
                &["MASK beat estimates", "estimates", "we ... expect"],
                "we beat estimates and expect more"
            ),
            ["we beat estimates and expect"]
        );
    }

    #[test]
    fn a_class_of_itself_overlapping_phrases_stays_cheap() {
        let pattern = "{a} {a} {a} {a} {a} {a} {a} {a} {a} {a} {a} {a} {a} {a} {a} {a} {a} {a} {a} {a} z";
        let text = "x ".repeat(400);
        assert_eq!(
            found(&[("a", &["x", "x x", "x x x"])], &[pattern], &text),
            Vec::<String>::new()
        );
    }

    #[test]
    fn refuses_what_could_match_anywhere() {
        let mut builder = Builder::default();
        for cue in ["... a", "a?", "!(a)", "{nothing}", "$"] {
            assert!(builder.pattern(cue, Tag::Undone).is_err(), "{cue}");
        }
    }
}
