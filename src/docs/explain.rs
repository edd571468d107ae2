//! `caveat explain`: one rule, kind of statement, kind of note, detail or prescribed text, told to an editor who meets
//! it for the first time.

use super::duties::{asks, counts, facts};
use super::{
    Asked, asked, checked, demands, forbidden, level, notes_for, place, profiles, set_demands, statements,
    wordings,
};
use crate::rules::model::{CueFamily, Detail, NoteKind, PrescribedText, Rule, RuleSort, Rulebook};
use crate::rules::model::{Report, StatementKind};
use std::fmt::Write;

/// Below this width wrapping does more harm than good.
const NARROWEST: usize = 40;
/// Beyond this width lines are hard to read.
const WIDEST: usize = 100;

/// So many cues of a family without examples are shown.
const CUES_SHOWN: usize = 3;

/// The rule called `name`, or else the kind of statement, kind of note, detail and prescribed text of that name, as
/// plain text no wider than `width` columns (but for addresses, which are never cut); `None` where the rulebook has
/// none.
pub fn explain(rulebook: &Rulebook, name: &str, width: usize) -> Option<String> {
    let mut page = Page {
        text: String::new(),
        width: width.clamp(NARROWEST, WIDEST),
    };
    if let Some(rule) = rulebook.rules.get(name) {
        page.rule(rulebook, rule);
        return Some(page.text);
    }
    if let Some(statement) = rulebook.statements.iter().find(|s| s.name == name) {
        page.next();
        page.statement(rulebook, statement);
    }
    if let Some(note) = rulebook.notes.iter().find(|n| n.name == name) {
        page.next();
        page.note(rulebook, note);
    }
    if let Some(detail) = rulebook.details.iter().find(|d| d.name == name) {
        page.next();
        page.detail(rulebook, detail);
    }
    if let Some(text) = rulebook.texts.iter().find(|t| t.name == name) {
        page.next();
        page.prescribed(rulebook, text);
    }
    (!page.text.is_empty()).then_some(page.text)
}

/// Text under way.
struct Page {
    text: String,
    width: usize,
}

impl Page {
    /// A paragraph that begins with `first` and hangs under `rest`.
    fn hang(&mut self, first: &str, rest: &str, text: &str) {
        let options = textwrap::Options::new(self.width)
            .initial_indent(first)
            .subsequent_indent(rest)
            .break_words(false)
            .word_splitter(textwrap::WordSplitter::NoHyphenation)
            .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit)
            .word_separator(textwrap::WordSeparator::AsciiSpace);
        for line in textwrap::wrap(text.trim(), options) {
            self.text.push_str(line.trim_end());
            self.text.push('\n');
        }
    }

    /// A gap before another page, if there is one before.
    fn next(&mut self) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    fn title(&mut self, name: &str, summary: &str) {
        self.text.push_str(name);
        self.text.push('\n');
        self.hang("  ", "  ", summary);
    }

    fn head(&mut self, head: &str) {
        let _ = writeln!(self.text, "\n{head}");
    }

    fn paragraph(&mut self, text: &str) {
        for paragraph in text.split("\n\n").filter(|p| !p.trim().is_empty()) {
            self.hang("  ", "  ", &paragraph.replace('\n', " "));
        }
    }

    fn section(&mut self, head: &str, text: &str) {
        if !text.trim().is_empty() {
            self.head(head);
            self.paragraph(text);
        }
    }

    fn item(&mut self, text: &str) {
        self.hang("  - ", "    ", text);
    }

    /// An example, line by line as it would stand in a draft.
    fn example(&mut self, text: &str) {
        let mut first = "  - ";
        for line in text.trim_end().lines() {
            if line.is_empty() {
                self.text.push('\n');
            } else {
                self.hang(first, "    ", line);
            }
            first = "    ";
        }
    }

    fn examples(&mut self, head: &str, examples: &[String]) {
        if !examples.is_empty() {
            self.head(head);
            for example in examples {
                self.example(example);
            }
        }
    }

    fn rule(&mut self, rulebook: &Rulebook, rule: &Rule) {
        self.title(&rule.name, &rule.summary);
        self.head("LEVEL");
        self.paragraph(level(rule.level));
        for (profile, level) in profiles(rulebook, &rule.name) {
            self.item(&format!("in the profile {profile}: {level}"));
        }
        match &rule.sort {
            RuleSort::Check | RuleSort::Absent(_) => {
                self.paragraph(&format!("Confidence of its findings: {}.", rule.confidence));
            }
            RuleSort::Statements(what) if matches!(what.report, Report::Lacking(_)) => {
                self.paragraph(&format!(
                    "Confidence of its findings: that of the wording, at most {}.",
                    rule.confidence
                ));
            }
            RuleSort::Statements(_) => {
                self.paragraph("Confidence of its findings: that of the wording, at the end of this page.");
            }
        }
        self.section("WHY IT MATTERS", &rule.why);
        self.section("WHAT SETS IT OFF", &rule.triggers);
        self.section("WHAT SATISFIES IT", &rule.satisfied_by);
        let asks = asks(rulebook, rule);
        if !asks.is_empty() {
            self.head("EXACTLY");
            for line in asks {
                self.item(&line);
            }
        }
        self.section("WHAT TO DO", &rule.action);
        if rule.sort.is_unmarked() {
            let mut told: Vec<&str> = Vec::new();
            for note in statements(rulebook, rule).flat_map(|s| notes_for(rulebook, s)) {
                if !told.contains(&note.name.as_str()) {
                    told.push(&note.name);
                    self.demands(note);
                    self.wording(note, false);
                }
            }
        }
        if !rule.basis.is_empty() {
            self.head("WHERE IT COMES FROM");
            for basis in &rule.basis {
                self.item(&format!("{} ({})", basis.cite, checked(basis)));
                if let Some(url) = &basis.url {
                    let _ = writeln!(self.text, "    {url}");
                }
            }
        }
        self.examples(
            "EXAMPLES THAT ARE FOUND (the words between « and » give them away)",
            &rule.flag,
        );
        self.examples("EXAMPLES THAT ARE NOT", &rule.pass);
        self.head("IF IT IS WRONG HERE");
        self.paragraph("Write above the paragraph, or inside it behind the sentence, with your reason:");
        let _ = writeln!(
            self.text,
            "    <!-- caveat-ignore {}: why it may stand -->",
            rule.name
        );
        // Their wording is long and for those who want to know why a sentence was read as it was.
        let kinds: Vec<&StatementKind> = statements(rulebook, rule).collect();
        if !kinds.is_empty() {
            self.head("KINDS OF STATEMENT THAT IT IS ABOUT");
            for statement in kinds {
                self.item(&format!(
                    "{}: {} (caveat explain {} lists the wording)",
                    statement.name, statement.summary, statement.name
                ));
            }
        }
    }

    /// The families of cues of a kind, the strongest first.
    fn cues(&mut self, rulebook: &Rulebook, statement: &StatementKind) {
        let mut families: Vec<&CueFamily> = statement.cues.iter().collect();
        families.sort_by_key(|family| -family.points);
        let [low, medium, high] = statement.thresholds;
        let strengths = [
            (
                format!("WORDING THAT IS ENOUGH ALONE (high confidence, {high} points or more)"),
                high..i32::MAX,
            ),
            (
                format!("WORDING THAT IS PROBABLY ENOUGH (medium confidence, from {medium} points)"),
                medium..high,
            ),
            (
                format!("WORDING THAT IS PERHAPS ENOUGH (low confidence, from {low} points)"),
                low..medium,
            ),
            ("WORDING THAT ADDS TO OTHER WORDING".to_owned(), 1..low),
            ("WORDING THAT SPEAKS AGAINST".to_owned(), i32::MIN..0),
        ];
        for (head, points) in strengths {
            let mut families = families.iter().filter(|f| points.contains(&f.points)).peekable();
            if families.peek().is_some() {
                self.head(&head);
                for family in families {
                    self.family(rulebook, family);
                }
            }
        }
        if !statement.masks.is_empty() {
            self.head("WORDING THAT IS PASSED OVER");
            for mask in &statement.masks {
                self.item(&format!("{}: {}", mask.id, mask.why));
            }
        }
    }

    fn family(&mut self, rulebook: &Rulebook, family: &CueFamily) {
        self.item(&format!("{} ({:+}): {}", family.id, family.points, family.why));
        let contexts = |list: &[u16]| -> String {
            let names: Vec<&str> = list
                .iter()
                .filter_map(|c| rulebook.contexts.get(usize::from(*c)))
                .map(|c| c.summary.trim_end_matches('.'))
                .collect();
            names.join("; or: ")
        };
        if !family.context.is_empty() {
            self.hang(
                "    ",
                "    ",
                &format!("Only here: {}.", contexts(&family.context)),
            );
        }
        if !family.not_in.is_empty() {
            self.hang(
                "    ",
                "    ",
                &format!("Not here: {}.", contexts(&family.not_in)),
            );
        }
        if !family.places.is_empty() {
            let places: Vec<&str> = family.places.iter().map(|p| place(*p)).collect();
            self.hang("    ", "    ", &format!("Only in: {}.", places.join(", ")));
        }
        if let Some(example) = family.flag.first().or_else(|| family.pass.first()) {
            let line = example
                .lines()
                .find(|line| !line.trim().is_empty())
                .unwrap_or_default();
            self.hang("    e.g. ", "         ", line);
        } else if !family.patterns.is_empty() {
            // Without an example the cues themselves must do; a few show the idea.
            let few: Vec<&str> = family
                .patterns
                .iter()
                .take(CUES_SHOWN)
                .map(String::as_str)
                .collect();
            let more = if family.patterns.len() > few.len() {
                "; …"
            } else {
                ""
            };
            self.hang("    cues: ", "          ", &format!("{}{more}", few.join("; ")));
        }
    }

    fn demands(&mut self, note: &NoteKind) {
        for Asked { languages, language } in asked(note) {
            self.head(&format!(
                "WHAT A {} MUST SAY ({languages})",
                note.noun.to_uppercase()
            ));
            for demand in demands(language) {
                self.item(&demand);
            }
            for forbidden in forbidden(language) {
                self.item(&format!("and not: {forbidden}"));
            }
            for set in &language.sets {
                let demands = set_demands(language, set).join("; ");
                self.item(&format!(
                    "where a profile asks for “{}” also: {demands}",
                    set.name
                ));
            }
        }
    }

    /// The wordings that may be used; in other languages than the first only where `all` are asked for.
    fn wording(&mut self, note: &NoteKind, all: bool) {
        let wordings = wordings(note);
        if !wordings.is_empty() {
            self.head(&format!("WORDING THAT MAY BE USED ({})", note.noun));
            for (language, text) in &wordings {
                if wordings.len() == 1 || !all {
                    self.paragraph(text);
                    break;
                }
                self.item(&format!("{language}: {text}"));
            }
            if wordings.len() > 1 && !all {
                self.paragraph(&format!(
                    "In {} more languages: caveat explain {}.",
                    wordings.len() - 1,
                    note.name
                ));
            }
            self.paragraph("Your house may have its own: [notes] in caveat.toml.");
        }
    }

    fn statement(&mut self, rulebook: &Rulebook, statement: &StatementKind) {
        self.title(
            &format!("{} (a kind of statement)", statement.name),
            &statement.summary,
        );
        self.about(rulebook, |rule| {
            statements(rulebook, rule).any(|s| s.name == statement.name)
        });
        let notes = notes_for(rulebook, statement);
        if !notes.is_empty() {
            self.head("NOTES THAT COVER IT");
            for note in notes {
                self.item(&format!("{} ({}): {}", note.noun, note.name, note.summary));
            }
        }
        self.cues(rulebook, statement);
    }

    fn note(&mut self, rulebook: &Rulebook, note: &NoteKind) {
        self.title(&format!("{} (a kind of note)", note.name), &note.summary);
        self.demands(note);
        self.wording(note, true);
        let covers = |statement: &StatementKind| {
            notes_for(rulebook, statement)
                .iter()
                .any(|covering| covering.name == note.name)
        };
        let covered: Vec<&StatementKind> = rulebook.statements.iter().filter(|s| covers(s)).collect();
        if !covered.is_empty() {
            self.head("STATEMENTS THAT IT COVERS");
            for statement in covered {
                self.item(&format!("{}: {}", statement.name, statement.summary));
            }
        }
        self.about(rulebook, |rule| {
            rule.sort.is_unmarked() && statements(rulebook, rule).any(covers)
        });
    }

    fn detail(&mut self, rulebook: &Rulebook, detail: &Detail) {
        self.title(
            &format!("{} (a detail: {})", detail.name, detail.says),
            &detail.summary,
        );
        self.head("WHAT COUNTS");
        for way in counts(rulebook, detail) {
            self.item(&way);
        }
        self.examples("EXAMPLES THAT HAVE IT", &detail.has);
        self.examples("EXAMPLES THAT LACK IT", &detail.lacks);
        let index = rulebook.details.iter().position(|d| d.name == detail.name);
        self.about(rulebook, |rule| {
            let demand = match &rule.sort {
                RuleSort::Statements(what) => match &what.report {
                    Report::Lacking(demand) => Some(demand),
                    _ => None,
                },
                RuleSort::Absent(what) => what.details.as_ref(),
                RuleSort::Check => None,
            };
            demand.is_some_and(|demand| demand.details.iter().any(|id| Some(usize::from(*id)) == index))
        });
    }

    fn prescribed(&mut self, rulebook: &Rulebook, text: &PrescribedText) {
        self.title(&format!("{} (a prescribed text)", text.name), &text.summary);
        self.section("THE WORDING", &text.text);
        if !text.variants.is_empty() {
            self.head("OTHER WORDINGS THAT ARE AS LAWFUL");
            for variant in &text.variants {
                self.item(variant);
            }
        }
        self.head("WHERE IT COMES FROM");
        for fact in facts(rulebook, text) {
            self.item(&fact);
        }
        if let Some(url) = &text.basis.url {
            let _ = writeln!(self.text, "    {url}");
        }
        self.about(rulebook, |rule| {
            matches!(&rule.sort, RuleSort::Absent(what) if what.topic.as_deref() == Some(text.topic.as_str()))
        });
    }

    fn about(&mut self, rulebook: &Rulebook, wanted: impl Fn(&Rule) -> bool) {
        let rules: Vec<&Rule> = rulebook.rules.values().filter(|rule| wanted(rule)).collect();
        if !rules.is_empty() {
            self.head("RULES ABOUT IT");
            for rule in rules {
                self.item(&format!("{}: {}", rule.name, rule.summary));
            }
        }
    }
}
