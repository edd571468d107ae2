//! The rulebook as the rest of the program uses it: validated, every name resolved, every cue compiled.

use super::matcher::Matcher;
use crate::finding::{Confidence, Level};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Index of a kind of statement in [`Rulebook::statements`].
pub type StatementKindId = u16;
/// Index of a kind of note in [`Rulebook::notes`].
pub type NoteKindId = u16;

/// A rulebook, ready for use.
#[derive(Debug, Serialize, Deserialize)]
pub struct Rulebook {
    /// Its version, as `rules.toml` states it, with the names of rulebooks layered over it.
    pub version: String,
    /// Kinds of statement, in the order of the file.
    pub statements: Vec<StatementKind>,
    /// Kinds of note, in the order of the file.
    pub notes: Vec<NoteKind>,
    /// Contexts, in the order of the file.
    pub contexts: Vec<Context>,
    /// Rules by name.
    pub rules: BTreeMap<String, Rule>,
    /// Profiles by name.
    pub profiles: BTreeMap<String, Profile>,
    /// All patterns of the above, compiled.
    pub matcher: Matcher,
}

/// A kind of statement.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct StatementKind {
    /// Kebab-case name.
    pub name: String,
    /// One sentence.
    pub summary: String,
    /// What the user is told that such a sentence is: "a forecast", "a performance claim".
    pub noun: String,
    /// Kinds of note that cover it; none where no note can.
    pub needs: Vec<NoteKindId>,
    /// Kinds that it replaces in the same sentence (a price target is reported once, not as a forecast too).
    pub replaces: Vec<StatementKindId>,
    /// Whether two of these in one sentence call for two notes (`claim-kinds-partly-covered`).
    pub claim: bool,
    /// Points from which on the confidence is low, medium, high.
    pub thresholds: [i32; 3],
    /// Families of cues.
    pub cues: Vec<CueFamily>,
    /// Wording in which no cue of this kind counts.
    pub masks: Vec<Mask>,
}

/// A family of cues: one reason to take a sentence for a statement.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct CueFamily {
    /// Unique within its kind.
    pub id: String,
    /// Why it counts, in one sentence.
    pub why: String,
    /// What it adds; negative for a reason against. A family counts once per sentence.
    pub points: i32,
    /// Contexts of which one must hold; none: everywhere.
    pub context: Vec<u16>,
    /// Contexts of which none may hold.
    pub not_in: Vec<u16>,
    /// Places where it counts; none: everywhere.
    pub places: Vec<Place>,
    /// Whether it needs no words: the context alone counts.
    pub context_alone: bool,
    /// Its cues as they stand in the file.
    pub patterns: Vec<String>,
    /// Drafts that must give a statement of this kind with this cue.
    pub flag: Vec<String>,
    /// Drafts that must give none of this kind.
    pub pass: Vec<String>,
}

/// A wording that is to be passed over.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Mask {
    /// Unique within its kind.
    pub id: String,
    /// Why.
    pub why: String,
    /// The wordings as they stand in the file.
    pub patterns: Vec<String>,
    /// Drafts that must give no statement of this kind.
    pub pass: Vec<String>,
}

/// Where in a draft a family of cues counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the kinds of block, by their names")]
pub enum Place {
    Paragraph,
    Heading,
    ListItem,
    TableRow,
    FrontMatter,
    ImageText,
    Caption,
    Quote,
}

/// What stands around a sentence and throws light on it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Context {
    /// Kebab-case name.
    pub name: String,
    /// One sentence.
    pub summary: String,
    /// Points of document evidence per thousand words from which on it holds for the whole draft; none where
    /// it is not a matter of the whole draft.
    pub document_threshold: Option<i32>,
    /// Whether it holds for every draft that is too short to tell (under sixty words).
    pub short_drafts: bool,
}

/// A kind of note.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct NoteKind {
    /// Kebab-case name: `past`, `forward`.
    pub name: String,
    /// One sentence.
    pub summary: String,
    /// What the user is told that it is: "past-performance note".
    pub noun: String,
    /// Whether it is a disclaimer (a source is not): a sentence that is one is no statement.
    pub disclaimer: bool,
    /// Wording that may be used, where one may be proposed.
    pub text: Option<String>,
    /// What makes it one, per language.
    pub languages: Vec<NoteLanguage>,
}

/// What makes a note of a kind in one language.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct NoteLanguage {
    /// ISO 639-1 code: `en`.
    pub code: String,
    /// Elements.
    pub elements: Vec<Element>,
    /// Elements that must all be there, by index.
    pub all: Vec<u16>,
    /// Elements of which [`NoteLanguage::at_least`] must be there.
    pub some: Vec<u16>,
    /// How many of [`NoteLanguage::some`].
    pub at_least: u16,
    /// Elements none of which may be there.
    pub none: Vec<u16>,
    /// Elements which together show that a note means to be of this kind, complete or not.
    pub attempt: Vec<u16>,
}

/// Wording that a note must contain.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Element {
    /// Kebab-case name.
    pub name: String,
    /// What it says, as the end of "the note must say …".
    pub says: String,
    /// The wordings as they stand in the file.
    pub patterns: Vec<String>,
}

/// Anything with a name that can produce a finding.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Rule {
    /// Kebab-case name.
    pub name: String,
    /// What it looks at.
    pub sort: RuleSort,
    /// One sentence: what is found.
    pub summary: String,
    /// Why it matters, in plain words.
    pub why: String,
    /// What to do.
    pub action: String,
    /// What sets it off, in plain words.
    pub triggers: String,
    /// What satisfies it, in plain words.
    pub satisfied_by: String,
    /// Where the duty comes from.
    pub basis: Vec<Basis>,
    /// Level where no profile or configuration says otherwise; `None` is off.
    pub level: Option<Level>,
    /// How sure its findings are; for a rule about statements the statement's own confidence counts.
    pub confidence: Confidence,
    /// Drafts that must give at least one finding of this rule.
    pub flag: Vec<String>,
    /// Drafts that must give none of this rule.
    pub pass: Vec<String>,
}

/// What a rule looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RuleSort {
    /// A statement of this kind that no note covers.
    Unmarked(StatementKindId),
    /// Every statement of this kind.
    Statement(StatementKindId),
    /// Something that code decides: see [`crate::check`].
    Check,
}

/// A legal basis.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Basis {
    /// How it is cited.
    pub cite: String,
    /// Where it can be read.
    pub url: Option<String>,
    /// The day on which the text was read, `YYYY-MM-DD`.
    pub checked: String,
    /// Whether the wording was read at the source; if not, the user is told "to be verified".
    pub verified: bool,
}

/// A named selection of levels and parameters.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Profile {
    /// Kebab-case name.
    pub name: String,
    /// One sentence.
    pub summary: String,
    /// The policy, where it sets one.
    pub coverage: Option<CoveragePolicy>,
    /// Levels by rule; `None` is off.
    pub levels: BTreeMap<String, Option<Level>>,
}

/// How far a marker reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CoveragePolicy {
    /// The sentence it is attached to.
    Sentence,
    /// Also, closing a paragraph, list or table, every statement of a fitting kind in it.
    Paragraph,
    /// The same for a section.
    Section,
    /// One visible note of the right kind anywhere in the draft is enough, and no marker is needed.
    Document,
}

impl Rulebook {
    /// The kind of note with this name.
    pub fn note_kind(&self, name: &str) -> Option<NoteKindId> {
        self.notes
            .iter()
            .position(|n| n.name == name)
            .map(|i| i as NoteKindId)
    }

    /// The kind of statement with this name.
    pub fn statement_kind(&self, name: &str) -> Option<StatementKindId> {
        self.statements
            .iter()
            .position(|s| s.name == name)
            .map(|i| i as StatementKindId)
    }
}
