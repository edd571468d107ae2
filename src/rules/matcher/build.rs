//! Compiles cues.

use super::lexicon::{SHAPES, endings};
use super::machine::{Program, Step};
use super::{Index, Matcher, Predicate, Tag};
use crate::rules::cue::{CueError, Node, parse};
use std::collections::{BTreeMap, BTreeSet};

/// The longest a pattern may be, in steps: bounds the cost of an attempt.
const MOST_STEPS: usize = 400;

/// Collects patterns.
#[derive(Debug)]
pub struct Builder {
    /// Single words of each predicate, by predicate number.
    words: Vec<BTreeSet<String>>,
    prefixes: Vec<BTreeSet<String>>,
    /// Predicates by the set of atoms they stand for.
    sets: BTreeMap<Atoms, Predicate>,
    classes: BTreeMap<String, Class>,
    programs: Vec<Program>,
}

/// Words and beginnings of words.
type Atoms = (Vec<String>, Vec<String>);

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
            words: vec![BTreeSet::new(); shapes],
            prefixes: vec![BTreeSet::new(); shapes],
            sets: BTreeMap::new(),
            classes: BTreeMap::new(),
            programs: Vec::new(),
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
        for (number, prefixes) in self.prefixes.iter().enumerate() {
            for prefix in prefixes {
                lexicon
                    .prefixes
                    .entry(prefix.as_str().into())
                    .or_default()
                    .push(number as Predicate);
            }
        }
        let lengths: BTreeSet<usize> = self.prefixes.iter().flatten().map(String::len).collect();
        lexicon.prefix_lengths = lengths.into_iter().collect();

        let mut by_word: BTreeMap<&str, Vec<Predicate>> = BTreeMap::new();
        for (number, words) in self.words.iter().enumerate() {
            for word in words {
                by_word.entry(word).or_default().push(number as Predicate);
            }
        }
        lexicon.sets.push(Box::default());
        for (word, mut predicates) in by_word {
            predicates.extend(lexicon.prefixes_of(word));
            endings(word, &mut predicates);
            predicates.sort_unstable();
            predicates.dedup();
            lexicon.sets.push(predicates.into_boxed_slice());
            lexicon.words.insert(word.into(), lexicon.sets.len() as u32 - 1);
        }

        for index in &mut matcher.indexes {
            *index = Index {
                anywhere: vec![Vec::new(); self.words.len()],
                at_start: vec![Vec::new(); self.words.len()],
            };
        }
        for (number, program) in self.programs.iter().enumerate() {
            let index = &mut matcher.indexes[program.tag.stage() as usize];
            let mut first = BTreeSet::new();
            let anchored = firsts(&program.steps, 0, &mut first, &mut BTreeSet::new());
            let table = if anchored {
                &mut index.at_start
            } else {
                &mut index.anywhere
            };
            for predicate in first {
                table[predicate as usize].push(number as u32);
            }
        }
        matcher.programs = self.programs;
        matcher
    }

    fn fresh(&mut self) -> Predicate {
        self.words.push(BTreeSet::new());
        self.prefixes.push(BTreeSet::new());
        self.words.len() as Predicate - 1
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
        match node {
            Node::Word(word) => {
                self.words[predicate as usize].insert(word.clone());
            }
            Node::Prefix(prefix) => {
                self.prefixes[predicate as usize].insert(prefix.clone());
            }
            Node::Class(name, _) => {
                let class = self.classes[name].clone();
                if class.phrases || (class.predicate as usize) < SHAPES.len() {
                    return false;
                }
                let words = self.words[class.predicate as usize].clone();
                self.words[predicate as usize].extend(words);
                let prefixes = self.prefixes[class.predicate as usize].clone();
                self.prefixes[predicate as usize].extend(prefixes);
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
        let mut first = BTreeSet::new();
        firsts(&steps, 0, &mut first, &mut BTreeSet::new());
        if first.is_empty() {
            return whole("a cue must begin with a word or a class, and must not match nothing at all");
        }
        self.programs.push(Program {
            tag,
            steps: steps.into_boxed_slice(),
        });
        Ok(())
    }

    /// The predicate for a choice of single tokens without phrases, if it is one.
    fn choice(&mut self, branches: &[Node]) -> Option<Predicate> {
        let mut words = BTreeSet::new();
        let mut prefixes = BTreeSet::new();
        for branch in branches {
            match branch {
                Node::Word(word) => {
                    words.insert(word.clone());
                }
                Node::Prefix(prefix) => {
                    prefixes.insert(prefix.clone());
                }
                Node::Class(name, _) => {
                    let class = &self.classes[name];
                    if class.phrases || (class.predicate as usize) < SHAPES.len() {
                        return None;
                    }
                    words.extend(self.words[class.predicate as usize].iter().cloned());
                    prefixes.extend(self.prefixes[class.predicate as usize].iter().cloned());
                }
                _ => return None,
            }
        }
        let key = (
            words.iter().cloned().collect(),
            prefixes.iter().cloned().collect(),
        );
        if let Some(&known) = self.sets.get(&key) {
            return Some(known);
        }
        let predicate = self.fresh();
        self.words[predicate as usize] = words;
        self.prefixes[predicate as usize] = prefixes;
        self.sets.insert(key, predicate);
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

/// The predicates that a match can begin with; says whether it can begin at the first token only. Leaves
/// `first` empty where a match could begin with any token or be empty.
fn firsts(steps: &[Step], from: usize, first: &mut BTreeSet<Predicate>, seen: &mut BTreeSet<usize>) -> bool {
    let mut open = vec![(from, false)];
    let mut anchored = true;
    let mut vague = false;
    while let Some((pc, at_start)) = open.pop() {
        if !seen.insert(pc) {
            continue;
        }
        match steps.get(pc) {
            Some(Step::Token(predicate)) => {
                first.insert(*predicate);
                anchored &= at_start;
            }
            Some(Step::Split(a, b)) => open.extend([(*a as usize, at_start), (*b as usize, at_start)]),
            Some(Step::Jump(to) | Step::Not(to)) => open.push((*to as usize, at_start)),
            Some(Step::Start) => open.push((pc + 1, true)),
            Some(Step::Skip | Step::Match | Step::End) | None => vague = true,
        }
    }
    if vague {
        first.clear();
    }
    anchored
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
