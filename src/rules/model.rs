//! The rulebook as the rest of the program uses it: validated, every name resolved, every cue compiled.

use super::matcher::Matcher;
use super::wordings::Wordings;
use crate::finding::{Confidence, Level};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Index of a kind of statement in [`Rulebook::statements`].
pub type StatementKindId = u16;
/// Index of a kind of note in [`Rulebook::notes`].
pub type NoteKindId = u16;

/// Index of a detail in [`Rulebook::details`].
pub type DetailId = u16;
/// Index of a prescribed text in [`Rulebook::texts`].
pub type TextId = u16;

/// A rulebook, ready for use.
#[derive(Debug, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Rulebook {
    /// Its version, as `rules.toml` states it, with the names of rulebooks layered over it.
    pub version: String,
    /// Kinds of statement, in the order of the file.
    pub statements: Vec<StatementKind>,
    /// Kinds of note, in the order of the file.
    pub notes: Vec<NoteKind>,
    /// Contexts, in the order of the file.
    pub contexts: Vec<Context>,
    /// Details, in the order of the file.
    pub details: Vec<Detail>,
    /// Prescribed texts, in the order of the file.
    pub texts: Vec<PrescribedText>,
    /// Rules by name.
    pub rules: BTreeMap<String, Rule>,
    /// Profiles by name.
    pub profiles: BTreeMap<String, Profile>,
    /// All patterns of the above, compiled.
    pub matcher: Matcher,
    /// The wordings of prescribed texts, ready to be looked for.
    pub wordings: Wordings,
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
    /// Whether it is a fault of wording and nothing that a note belongs to: the register leaves it out, and it has
    /// no say in whether a sentence is part of a disclaimer.
    pub unregistered: bool,
    /// Whether it is looked for in disclaimers, too.
    pub in_disclaimers: bool,
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

impl Place {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Paragraph,
        Self::Heading,
        Self::ListItem,
        Self::TableRow,
        Self::FrontMatter,
        Self::ImageText,
        Self::Caption,
        Self::Quote,
    ];
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
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NoteKind {
    /// Kebab-case name: `past`, `forward`.
    pub name: String,
    /// One sentence.
    pub summary: String,
    /// What the user is told that it is: "past-performance note".
    pub noun: String,
    /// Whether it is a disclaimer (a source is not): a sentence that is one is no statement.
    pub disclaimer: bool,
    /// With fewer words no text is a disclaimer of this kind: nobody warns in three words, but one is enough for
    /// a label.
    pub fewest_words: u16,
    /// Wording that may be used, where one may be proposed: in English, or in the only language there is.
    pub text: Option<String>,
    /// What makes it one, per language.
    pub languages: Vec<NoteLanguage>,
}

/// What makes a note of a kind in one language.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct NoteLanguage {
    /// ISO 639-1 code: `en`.
    pub code: String,
    /// Wording that may be used in this language.
    pub text: Option<String>,
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
    /// What a profile can ask of a note of the kind beyond what makes it one.
    pub sets: Vec<ElementSet>,
}

/// What a profile can ask of a note beyond what makes it one of its kind.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ElementSet {
    /// Kebab-case name: `eu-strict`.
    pub name: String,
    /// Elements that must all be there, by index.
    pub all: Vec<u16>,
    /// Elements of which [`ElementSet::at_least`] must be there.
    pub some: Vec<u16>,
    /// How many of [`ElementSet::some`].
    pub at_least: u16,
    /// Elements none of which may be there.
    pub none: Vec<u16>,
    /// Wording that meets the set, where one may be proposed.
    pub text: Option<String>,
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
    /// Whether only element sets name it, so that it says nothing of what a note is.
    pub of_sets: bool,
}

/// What a claim must say besides itself: a period, a source, a date.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Detail {
    /// Kebab-case name.
    pub name: String,
    /// One sentence.
    pub summary: String,
    /// What it is, as the end of "this sentence contains a forecast without …".
    pub says: String,
    /// Its cues as they stand in the file.
    pub patterns: Vec<String>,
    /// Whether a link counts.
    pub link: bool,
    /// Kinds of note to which a marker may lead instead.
    pub notes: Vec<NoteKindId>,
    /// Keys of the front matter that count where they are not empty, in lower case, dotted.
    pub front_matter: Vec<String>,
    /// Whether a date of the draft counts.
    pub dated: bool,
    /// The value of the publisher that counts where it stands in the text.
    pub publisher: Option<PublisherKey>,
    /// Drafts in whose first sentence it is found.
    pub has: Vec<String>,
    /// Drafts in whose first sentence it is not.
    pub lacks: Vec<String>,
}

/// A value of `[publisher]` that can be looked for in a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PublisherKey {
    /// The house's name.
    Name,
    /// Its currency: the code, the sign or the name.
    Currency,
}

/// A wording that a law or a regulator prescribes.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct PrescribedText {
    /// Kebab-case name.
    pub name: String,
    /// What it is about: texts of one topic stand for each other.
    pub topic: String,
    /// Where it is prescribed.
    pub jurisdiction: String,
    /// ISO 639-1 code.
    pub language: String,
    /// One sentence.
    pub summary: String,
    /// The wording; `{…}` is a blank.
    pub text: String,
    /// Other wordings that are as lawful.
    pub variants: Vec<String>,
    /// Where it comes from.
    pub basis: Basis,
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RuleSort {
    /// Statements, one by one.
    Statements(StatementRule),
    /// What the draft as a whole must have.
    Absent(AbsentRule),
    /// Something that code decides: see [`crate::check`].
    Check,
}

/// A rule about statements.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementRule {
    /// Which of them.
    pub of: Selection,
    /// What is wrong with them.
    pub report: Report,
    /// In what stretch only the first is reported.
    pub once: Scope,
}

/// What is wrong with a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Report {
    /// No note covers it.
    Unmarked,
    /// That it is there.
    Always,
    /// It does not say something.
    Lacking(Demand),
}

/// What a statement must say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Demand {
    /// Details.
    pub details: Vec<DetailId>,
    /// How many of them.
    pub at_least: u16,
    /// How far from the statement they may stand.
    pub scope: Scope,
}

/// Which statements a rule is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Selection {
    /// Their kinds.
    pub kinds: Vec<StatementKindId>,
    /// Details of which the sentence must have one; none: no matter.
    pub having: Vec<DetailId>,
    /// Details of which the sentence may have none.
    pub excepting: Vec<DetailId>,
    /// Contexts of which one must hold; none: everywhere.
    pub context: Vec<u16>,
    /// Contexts of which none may hold.
    pub not_in: Vec<u16>,
    /// Places where it counts; none: everywhere.
    pub places: Vec<Place>,
}

/// A rule about what the draft as a whole must have. Each of `notes`, `details` and `topic` satisfies it by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AbsentRule {
    /// The statements that set it off; with no kinds, the contexts alone do.
    pub of: Selection,
    /// Kinds of note of which one visible one satisfies it.
    pub notes: Vec<NoteKindId>,
    /// Details of which so many must stand anywhere in the draft.
    pub details: Option<Demand>,
    /// Topic of the prescribed text that satisfies it.
    pub topic: Option<String>,
}

/// A stretch of a draft around a statement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Scope {
    /// Its sentence.
    #[default]
    Sentence,
    /// Its paragraph, list item or table row.
    Paragraph,
    /// Its section with those inside it.
    Section,
    /// All of the draft.
    Draft,
}

impl RuleSort {
    /// A rule about every statement of these kinds, without conditions.
    pub fn plain(kinds: &[StatementKindId], report: Report) -> Self {
        Self::Statements(StatementRule {
            of: Selection {
                kinds: kinds.to_vec(),
                ..Selection::default()
            },
            report,
            once: Scope::Sentence,
        })
    }

    /// The kinds of statement that it is about.
    pub fn kinds(&self) -> &[StatementKindId] {
        match self {
            Self::Statements(rule) => &rule.of.kinds,
            Self::Absent(rule) => &rule.of.kinds,
            Self::Check => &[],
        }
    }

    /// Whether it asks for a note that covers a statement.
    pub fn is_unmarked(&self) -> bool {
        matches!(self, Self::Statements(rule) if rule.report == Report::Unmarked)
    }
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
    /// Profiles it stands on, by name.
    pub extends: Vec<String>,
    /// ISO 4217 code of the currency its readers think in.
    pub currency: Option<String>,
    /// Levels by rule; `None` is off.
    pub levels: BTreeMap<String, Option<Level>>,
    /// Prescribed texts in force.
    pub texts: Vec<TextId>,
    /// Element sets that notes of a kind must meet, by name of the set.
    pub sets: BTreeMap<NoteKindId, String>,
    /// Where notes of a kind may stand.
    pub placement: BTreeMap<NoteKindId, Placement>,
    /// The same for prescribed texts, by topic.
    pub topic_placement: BTreeMap<String, Placement>,
}

/// Where a note may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Placement {
    /// Anywhere that a marker leads to.
    Anywhere,
    /// In running text beside the claim, and not in a footnote.
    Body,
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

impl Default for NoteKind {
    fn default() -> Self {
        Self {
            name: String::new(),
            summary: String::new(),
            noun: String::new(),
            disclaimer: false,
            fewest_words: 4,
            text: None,
            languages: Vec::new(),
        }
    }
}

impl NoteKind {
    /// Wording that may be used in the language with this code.
    pub fn text_in(&self, code: &str) -> Option<&str> {
        let language = self.languages.iter().find(|l| l.code == code)?;
        let english = || self.text.as_deref().filter(|_| code == "en");
        language.text.as_deref().or_else(english)
    }
}

impl Rulebook {
    /// What only those want to read who ask about the rulebook itself, examples and cues as they stand in the file, in
    /// a fixed order.
    fn illustrations(&mut self) -> impl Iterator<Item = &mut Vec<String>> {
        let kinds = self.statements.iter_mut().flat_map(|kind| {
            let cues = kind
                .cues
                .iter_mut()
                .flat_map(|cue| [&mut cue.patterns, &mut cue.flag, &mut cue.pass]);
            let masks = kind.masks.iter_mut();
            cues.chain(masks.flat_map(|mask| [&mut mask.patterns, &mut mask.pass]))
        });
        let languages = self.notes.iter_mut().flat_map(|note| &mut note.languages);
        let elements = languages.flat_map(|language| &mut language.elements);
        let details = self.details.iter_mut();
        let rules = self.rules.values_mut();
        kinds
            .chain(elements.map(|element| &mut element.patterns))
            .chain(details.flat_map(|detail| [&mut detail.patterns, &mut detail.has, &mut detail.lacks]))
            .chain(rules.flat_map(|rule| [&mut rule.flag, &mut rule.pass]))
    }

    /// Takes out what checking drafts does not need: most of what there is to read.
    pub fn take_illustrations(&mut self) -> Vec<Vec<String>> {
        self.illustrations().map(std::mem::take).collect()
    }

    /// Puts back what [`Rulebook::take_illustrations`] took out.
    pub fn put_illustrations(&mut self, taken: Vec<Vec<String>>) {
        for (place, list) in self.illustrations().zip(taken) {
            *place = list;
        }
    }

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
