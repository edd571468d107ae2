//! Compiles cues.

use super::frequency;
use super::gate::{Kind, Owner, Places};
use super::lexicon::{SHAPES, endings, shape};
use super::numbers::{Lists, Numbers};
use super::outline::{Outline, Test, Trigger};
use super::program::{First, Programs, Step};
use super::words::Words;
use super::{Matcher, Predicate, Stage, Tag, Triggered};
use crate::rules::cue::{CueError, Node, parse};
use crate::rules::model::StatementKind;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// The longest a pattern may be, in steps: bounds the cost of an attempt, and keeps steps few enough for a
/// [`Program`].
const MOST_STEPS: usize = 400;

/// How often a phrase of a class is met; see [`frequency`].
const PHRASE: u32 = 4;

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
    /// By atom: how often it is met.
    frequencies: Vec<u32>,
    common: FxHashMap<&'static str, u32>,
    /// Atoms of each predicate, sorted, by predicate number.
    members: Vec<Vec<Atom>>,
    /// Predicates by the set of atoms they stand for.
    sets: FxHashMap<Box<[Atom]>, Predicate>,
    classes: BTreeMap<String, Class>,
    /// Predicates that phrases may satisfy.
    phrased: BTreeSet<Predicate>,
    programs: Programs,
    /// By program: the layer of phrases it has to wait for, and what gives it away.
    outlines: Vec<(u16, Vec<Trigger>)>,
}

#[derive(Clone, Debug)]
struct Class {
    predicate: Predicate,
    /// Whether some entry is longer than a word.
    phrases: bool,
    /// So many layers of phrases must be known before all of its own are.
    layer: u16,
    /// The most tokens of a phrase; 1 where it has none.
    longest: u16,
    /// How often it is met.
    frequency: u32,
}

impl Default for Builder {
    fn default() -> Self {
        let shapes = SHAPES.len();
        let mut builder = Self {
            words: FxHashMap::default(),
            prefixes: FxHashMap::default(),
            atoms: Vec::new(),
            frequencies: Vec::new(),
            common: frequency::common(),
            members: vec![Vec::new(); shapes],
            sets: FxHashMap::default(),
            classes: BTreeMap::new(),
            phrased: BTreeSet::new(),
            programs: Programs::default(),
            outlines: Vec::new(),
        };
        for (number, name) in (0..).zip(SHAPES) {
            let class = Class {
                predicate: number,
                phrases: false,
                layer: 0,
                longest: 1,
                frequency: frequency::of_shape(number),
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
        let mut class = Class {
            predicate,
            phrases: false,
            layer: 0,
            longest: 1,
            frequency: 0,
        };
        for (number, entry) in words.iter().enumerate() {
            let outcome = parse(entry).and_then(|node| {
                self.known(&node)?;
                for branch in flatten(node) {
                    if !self.absorb(predicate, &branch) {
                        let outline = self.program(&branch, Tag::Phrase(predicate), entry)?;
                        class.phrases = true;
                        self.phrased.insert(predicate);
                        class.layer = class.layer.max(outline.layer.saturating_add(1));
                        class.longest = class.longest.max(outline.longest);
                        class.frequency = class.frequency.saturating_add(PHRASE);
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
        class.frequency = class.frequency.saturating_add(self.frequency(predicate));
        self.classes.insert(name.to_owned(), class);
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
        self.program(&node, tag, pattern).map(|_| ())
    }

    /// Compiles. The kinds of statement whose cues there are say what each counts for, and where.
    pub fn build(mut self, kinds: &[StatementKind]) -> Matcher {
        let mut matcher = Matcher {
            predicates: self.members.len(),
            ..Matcher::default()
        };
        let mut predicates: Vec<Vec<Predicate>> = vec![Vec::new(); self.atoms.len()];
        for (number, members) in self.members.iter().enumerate() {
            for &atom in members {
                predicates[atom as usize].push(number as Predicate);
            }
        }
        let lexicon = &mut matcher.lexicon;
        let of_sort = |prefix: bool| {
            self.atoms
                .iter()
                .zip(&predicates)
                .filter(move |((_, p), _)| *p == prefix)
        };
        lexicon.prefixes = Words::new(of_sort(true).map(|((text, _), _)| &**text));
        let lengths: BTreeSet<u32> = of_sort(true).map(|((text, _), _)| text.len() as u32).collect();
        lexicon.prefix_lengths = lengths.into_iter().collect();
        for (_, predicates) in of_sort(true) {
            lexicon.prefix_predicates.push(predicates.iter().copied());
        }
        lexicon.words = Words::new(of_sort(false).map(|((text, _), _)| &**text));
        let mut sets: FxHashMap<Vec<Predicate>, u32> = FxHashMap::default();
        lexicon.sets.push([]);
        for ((word, _), predicates) in of_sort(false) {
            let mut predicates = predicates.clone();
            lexicon.prefixes_of(word, &mut predicates);
            endings(word, &mut predicates);
            predicates.sort_unstable();
            predicates.dedup();
            let set = sets.get(&predicates).copied().unwrap_or_else(|| {
                lexicon.sets.push(predicates.iter().copied());
                let set = lexicon.sets.len() as u32 - 1;
                sets.insert(predicates, set);
                set
            });
            lexicon.set_of.push(set);
        }

        matcher.layers = self.classes.values().map(|class| class.layer).max().unwrap_or(0);
        // Shapes keep their numbers, as a token's are known as bits.
        matcher.requirements = SHAPES.len() as u32;
        let mut required: Vec<u32> = (1..=matcher.requirements).collect();
        required.resize(matcher.predicates, 0);
        self.programs.renumber_required(|predicate| {
            let number = &mut required[predicate as usize];
            if *number == 0 {
                matcher.requirements += 1;
                *number = matcher.requirements;
            }
            *number - 1
        });
        matcher.required = Numbers::from_iter(required);
        self.own(kinds, &mut matcher.owners);
        matcher.kinds = kinds.iter().map(Kind::of).collect();
        let phrases: BTreeSet<u32> = (self.phrased.iter())
            .filter_map(|predicate| matcher.required_number(*predicate))
            .collect();
        let mut triggered = Vec::new();
        for (number, (head, (layer, triggers))) in (0..).zip(self.programs.heads().iter().zip(&self.outlines))
        {
            let owner = (head.owner as usize)
                .checked_sub(1)
                .and_then(|n| matcher.owners.get(n));
            let stage = match head.tag {
                Tag::Cue(..) if owner.is_some_and(Owner::is_against) => Stage::Against,
                tag => tag.stage(),
            };
            let pass = if stage == Stage::Phrases {
                *layer
            } else {
                matcher.pass_of(stage)
            };
            for trigger in triggers {
                if (trigger.predicate as usize) < SHAPES.len() {
                    matcher.triggering_shapes |= 1 << trigger.predicate;
                }
                let needs = self.programs.get(number).and_then(|program| {
                    let mut required = program.required.iter();
                    required
                        .find(|number| !phrases.contains(number))
                        .map(|number| number + 1)
                });
                let pattern = Triggered {
                    pass,
                    program: number,
                    anchored: head.anchored,
                    least: trigger.least,
                    most: trigger.most,
                    places: owner.map_or(Places::ALL, |owner| owner.places).bits(),
                    needs: needs.unwrap_or(0),
                };
                triggered.push((trigger.predicate, pattern));
            }
        }
        matcher.triggered = Lists::from_pairs(triggered, self.members.len());
        matcher.programs = self.programs;
        matcher
    }

    /// Gives every pattern of a family of cues or of a detail its owner.
    fn own(&mut self, kinds: &[StatementKind], owners: &mut Vec<Owner>) {
        let hiding: BTreeSet<Tag> = (self.programs.heads().iter())
            .filter_map(|head| match head.tag {
                Tag::Unless(kind, family) => Some(Tag::Cue(kind, family)),
                _ => None,
            })
            .collect();
        let mut known: BTreeMap<Tag, u32> = BTreeMap::new();
        for head in self.programs.heads_mut() {
            let (tag, owner) = match head.tag {
                Tag::Cue(kind, family) | Tag::Unless(kind, family) => {
                    let of = kinds.get(usize::from(kind));
                    let of = of.and_then(|of| of.cues.get(usize::from(family)));
                    (Tag::Cue(kind, family), of.map(|of| Owner::of(kind, of)))
                }
                Tag::Detail(detail) | Tag::DetailUnless(detail) => (Tag::Detail(detail), Some(Owner::DETAIL)),
                tag => {
                    head.once = tag.says_of_the_whole();
                    continue;
                }
            };
            head.once = matches!(head.tag, Tag::Cue(..)) && !hiding.contains(&tag);
            let Some(owner) = owner else { continue };
            head.owner = *known.entry(tag).or_insert_with(|| {
                owners.push(owner);
                owners.len() as u32
            });
        }
    }

    /// How often a word of a set is met.
    fn frequency(&self, predicate: Predicate) -> u32 {
        let members = self.members.get(predicate as usize).into_iter().flatten();
        members.fold(0, |all: u32, &atom| {
            all.saturating_add(self.frequencies.get(atom as usize).copied().unwrap_or(0))
        })
    }

    /// The single-token test that a node is, if it is one.
    fn test(&mut self, node: &Node) -> Option<Test> {
        let predicate = match node {
            Node::Class(name, _) => {
                let class = self.classes.get(name)?;
                return Some(Test {
                    predicate: class.predicate,
                    frequency: class.frequency,
                    longest: class.longest,
                    layer: class.layer,
                });
            }
            Node::Word(_) | Node::Prefix(_) => self.choice(std::slice::from_ref(node))?,
            Node::Alt(branches) => self.choice(branches)?,
            _ => return None,
        };
        Some(Test {
            predicate,
            frequency: self.frequency(predicate),
            longest: 1,
            layer: 0,
        })
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
        self.frequencies
            .push(frequency::of_word(text, is_prefix, &self.common));
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

    fn program(&mut self, node: &Node, tag: Tag, cue: &str) -> Result<Outline, CueError> {
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
        let mut outline = Outline::of(node, &mut |node| self.test(node));
        let Some(mut first) = First::of(&steps).filter(|_| !outline.triggers.is_empty()) else {
            return whole("a cue must begin with a word or a class, and must not match nothing at all");
        };
        // Nearly every token is a word.
        outline
            .required
            .retain(|p| !matches!(*p, shape::ANY | shape::WORD));
        self.unite(first.predicates());
        let leads = outline.triggers.iter().all(|trigger| trigger.most == 0);
        self.programs.push(tag, &steps, (first, leads), &outline.required);
        self.outlines.push((outline.layer, outline.triggers.clone()));
        Ok(outline)
    }

    /// Makes one predicate of those that words alone satisfy.
    fn unite(&mut self, predicates: &mut Vec<Predicate>) {
        let plain = |p: &Predicate| (*p as usize) >= SHAPES.len() && !self.phrased.contains(p);
        let (plain, mut others): (Vec<Predicate>, Vec<Predicate>) = predicates.iter().partition(|p| plain(p));
        if plain.len() < 2 {
            return;
        }
        let members = plain.iter().filter_map(|p| self.members.get(*p as usize));
        let atoms = members.flatten().copied().collect();
        others.push(self.set(atoms));
        *predicates = others;
    }

    /// The predicate for a choice of single tokens without phrases, if it is one.
    fn choice(&mut self, branches: &[Node]) -> Option<Predicate> {
        let mut atoms = Vec::with_capacity(branches.len());
        for branch in branches {
            if !self.collect(branch, &mut atoms) {
                return None;
            }
        }
        Some(self.set(atoms))
    }

    /// The predicate for a set of atoms.
    fn set(&mut self, mut atoms: Vec<Atom>) -> Predicate {
        atoms.sort_unstable();
        atoms.dedup();
        if let Some(&known) = self.sets.get(atoms.as_slice()) {
            return known;
        }
        let predicate = self.fresh();
        self.sets.insert(atoms.as_slice().into(), predicate);
        self.members[predicate as usize] = atoms;
        predicate
    }

    fn compile(&mut self, node: &Node, steps: &mut Vec<Step>) {
        match node {
            Node::Word(_) | Node::Prefix(_) => {
                if let Some(predicate) = self.choice(std::slice::from_ref(node)) {
                    steps.push(Step::Token(predicate));
                }
            }
            Node::Class(name, _) => {
                let class = &self.classes[name];
                steps.push(if class.phrases {
                    Step::Phrase(class.predicate)
                } else {
                    Step::Token(class.predicate)
                });
            }
            // Nothing first: of several ways the shortest counts.
            Node::Gap(most) => steps.push(Step::Gap(u16::from(*most))),
            Node::Seq(nodes) => nodes.iter().for_each(|n| self.compile(n, steps)),
            Node::Alt(branches) => {
                if let Some(predicate) = self.choice(branches) {
                    steps.push(Step::Token(predicate));
                    return;
                }
                // Where no branch can begin, one look will show it.
                let look = steps.len();
                steps.push(Step::Jump(look as u16 + 1));
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
                if let Some(mut first) = First::from(steps, look) {
                    self.unite(first.predicates());
                    if let [only] = first.predicates().as_slice()
                        && !self.phrased.contains(only)
                    {
                        steps[look] = Step::Look(*only);
                    }
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

#[cfg(test)]
mod tests;
