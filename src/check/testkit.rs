//! Builds resolved drafts for tests by hand, so that the tests of the checks depend on no other stage: plain
//! blocks whose prose is the bytes on disk, with notes, markers, statements and coverage given.

use super::run;
use crate::detect::{CueHit, Statement};
use crate::document::{
    Block, BlockId, BlockKind, Comment, CommentSyntax, Document, FrontMatterKey, Hidden, Piece,
};
use crate::document::{Inline, InlineKind, Table};
use crate::finding::{Confidence, Finding, Level};
use crate::notes::{Label, Marker, Note, NoteId, Notes, Series};
use crate::resolve::{Attempt, Coverage, Details, MarkerId, NoteReading, Rejection, Resolved};
use crate::rules::ContextSet;
use crate::rules::matcher::{Builder, Matcher, Tag};
use crate::rules::model::{NoteKind, Profile, Report, Rule, RuleSort, Rulebook, StatementKind};
use crate::settings::Settings;
use crate::source::SourceFile;
use crate::span::{SourceSpan, TextSpan};
use crate::text::Sentence;
use crate::text::language::Languages;
use std::collections::BTreeMap;

/// A draft in the making.
pub(crate) struct Kit {
    name: &'static str,
    rulebook: Rulebook,
    pub(crate) settings: Settings,
    /// What lies on disk; blocks stand one per line.
    disk: String,
    document: Document,
    sentences: Vec<Sentence>,
    notes: Notes,
    readings: Vec<NoteReading>,
    pub(crate) languages: Languages,
    statements: Vec<Statement>,
    coverage: Vec<Coverage>,
}

/// The labels of a finding: the words they cover, and what they say.
pub(crate) fn labels<'a>(kit: &'a Kit, finding: &'a Finding) -> Vec<(&'a str, &'a str)> {
    finding
        .labels
        .iter()
        .map(|l| (l.span.of(&kit.disk), l.text.as_str()))
        .collect()
}

impl Kit {
    pub(crate) fn new() -> Self {
        let rulebook = rulebook();
        Self {
            name: "posts/a.md",
            settings: Settings::of(&rulebook),
            rulebook,
            disk: String::new(),
            document: Document::default(),
            sentences: Vec::new(),
            notes: Notes::default(),
            readings: Vec::new(),
            languages: Languages::default(),
            statements: Vec::new(),
            coverage: Vec::new(),
        }
    }

    pub(crate) fn named(mut self, name: &'static str) -> Self {
        self.name = name;
        self
    }

    pub(crate) fn off(&mut self, rule: &str) {
        self.settings.levels.remove(rule);
    }

    /// Adds a block: its text on disk, of which `prefix` is no prose.
    fn block(&mut self, kind: BlockKind, prefix: &str, text: &str) -> BlockId {
        self.disk.push_str(prefix);
        let text_start = self.document.text.len();
        let source_start = self.disk.len();
        self.disk.push_str(text);
        self.document.text.push_str(text);
        let text_span = TextSpan::from_usize(text_start, self.document.text.len());
        let source = SourceSpan::from_usize(source_start, self.disk.len());
        self.disk.push_str("\n\n");
        self.document.text.push('\n');
        self.document.pieces.push(Piece {
            text: text_span,
            source,
            verbatim: true,
        });
        self.document.blocks.push(Block {
            kind,
            text: text_span,
            source,
            section: 0,
            quote_depth: 0,
            definition: None,
            hidden: None,
            small: false,
            html: false,
        });
        let id = self.document.blocks.len() as BlockId - 1;
        let whole = matches!(kind, BlockKind::TableRow { .. } | BlockKind::FrontMatter(_));
        self.split(text_span, id, whole);
        id
    }

    /// Sentences end at `.` and the markers behind it, before a space.
    fn split(&mut self, span: TextSpan, block: BlockId, whole: bool) {
        let text = span.of(&self.document.text).to_owned();
        let mut from = 0;
        let mut ends: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).collect();
        let closes = |at: usize| {
            let before = text.get(..at).unwrap_or_default();
            before
                .rfind('.')
                .and_then(|dot| before.get(dot..))
                .is_some_and(|tail| !tail.contains(' '))
        };
        ends.retain(|&at| !whole && closes(at));
        ends.push(text.len());
        for end in ends {
            let start = span.start as usize + from;
            self.sentences.push(Sentence {
                text: TextSpan::from_usize(start, span.start as usize + end),
                block,
                last: end == text.len(),
            });
            from = end + 1;
        }
    }

    pub(crate) fn paragraph(&mut self, text: &str) -> BlockId {
        self.block(BlockKind::Paragraph, "", text)
    }

    pub(crate) fn title(&mut self, text: &str) -> BlockId {
        self.block(BlockKind::FrontMatter(FrontMatterKey::Title), "title: ", text)
    }

    pub(crate) fn item(&mut self, text: &str) -> BlockId {
        self.block(
            BlockKind::ListItem {
                list: 0,
                item: 0,
                first: true,
            },
            "- ",
            text,
        )
    }

    pub(crate) fn table<const N: usize>(&mut self, rows: [&str; N]) -> [BlockId; N] {
        let table = self.document.tables.len() as u32;
        let mut header = true;
        let ids = rows.map(|row| {
            self.block(
                BlockKind::TableRow {
                    table,
                    header: std::mem::take(&mut header),
                },
                "| ",
                row,
            )
        });
        let blocks = (ids[0], ids[N - 1] + 1);
        self.document.tables.push(Table {
            header: Some(ids[0]),
            blocks,
            caption: None,
        });
        ids
    }

    /// A comment alone on its line before the next block.
    pub(crate) fn comment(&mut self, body: &str) {
        let start = self.disk.len();
        let at = self.document.text.len() as u32;
        self.disk.extend(["<!--", body, "-->"]);
        self.push_comment(start, body, at, false);
        self.disk.push_str("\n\n");
    }

    /// A paragraph of which the part between `<!--` and `-->` is a comment.
    pub(crate) fn paragraph_with_comment(&mut self, text: &str) -> BlockId {
        let (before, rest) = text.split_once("<!--").expect("a comment");
        let (body, after) = rest.split_once("-->").expect("its end");
        let text_start = self.document.text.len() as u32;
        let disk_start = self.disk.len() as u32;
        let first = self.sentences.len();
        let id = self.block(BlockKind::Paragraph, "", &format!("{before}{after}"));
        // The comment is put back on disk, and what stands behind it is moved.
        let at = text_start + before.len() as u32;
        let comment_start = disk_start as usize + before.len();
        let comment = format!("<!--{body}-->");
        self.disk.insert_str(comment_start, &comment);
        let piece = self.document.pieces.pop().expect("the block's piece");
        let shift = comment.len() as u32;
        if at > piece.text.start {
            self.document.pieces.push(Piece {
                text: TextSpan::new(piece.text.start, at),
                source: SourceSpan::new(disk_start, comment_start as u32),
                verbatim: true,
            });
        }
        if at < piece.text.end {
            self.document.pieces.push(Piece {
                text: TextSpan::new(at, piece.text.end),
                source: SourceSpan::new(comment_start as u32 + shift, piece.source.end + shift),
                verbatim: true,
            });
        }
        self.document.blocks[id as usize].source.end += shift;
        assert!(self.sentences.len() > first);
        self.push_comment(comment_start, body, at, true);
        id
    }

    fn push_comment(&mut self, start: usize, body: &str, at: u32, inline: bool) {
        let body_start = start + "<!--".len();
        self.document.comments.push(Comment {
            syntax: CommentSyntax::Html,
            source: SourceSpan::from_usize(start, body_start + body.len() + "-->".len()),
            body: SourceSpan::from_usize(body_start, body_start + body.len()),
            at,
            inline,
        });
    }

    /// A statement whose cue is the next occurrence of `cue` in the block, behind those of earlier statements
    /// of its kind.
    pub(crate) fn statement(&mut self, block: BlockId, kind: &str, cue: &str, points: i32) {
        let kind = self.rulebook.statement_kind(kind).expect("a kind of statement");
        let text = self.document.blocks[block as usize].text;
        let behind = self
            .statements
            .iter()
            .filter(|s| s.kind == kind)
            .flat_map(|s| &s.cues)
            .map(|c| c.text.end);
        let from = behind.max().unwrap_or(0).max(text.start);
        let rest = TextSpan::new(from, text.end).of(&self.document.text);
        let start = from as usize + rest.find(cue).expect("the cue's words");
        let text = TextSpan::from_usize(start, start + cue.len());
        let sentence = self.sentence_at(start as u32);
        let confidence = match points {
            80.. => Confidence::High,
            50.. => Confidence::Medium,
            _ => Confidence::Low,
        };
        let cues = vec![CueHit {
            id: "cue".to_owned(),
            text,
            points,
        }];
        self.statements.push(Statement {
            kind,
            sentence,
            confidence,
            cues,
        });
        self.coverage.push(Coverage::NoMarker);
    }

    /// One more cue of the last statement.
    pub(crate) fn cue(&mut self, words: &str, points: i32) {
        let statement = self.statements.last_mut().expect("a statement");
        let sentence = self.sentences[statement.sentence as usize].text;
        let start = sentence.start as usize
            + sentence
                .of(&self.document.text)
                .find(words)
                .expect("the cue's words");
        let text = TextSpan::from_usize(start, start + words.len());
        statement.cues.push(CueHit {
            id: "more".to_owned(),
            text,
            points,
        });
    }

    /// The coverage of the last statement.
    pub(crate) fn cover(&mut self, coverage: Coverage) {
        *self.coverage.last_mut().expect("a statement") = coverage;
    }

    fn sentence_at(&self, offset: u32) -> u32 {
        self.sentences.partition_point(|s| s.text.end <= offset) as u32
    }

    /// The next occurrence of `label` in the block, behind the markers that are there already.
    pub(crate) fn marker(&mut self, block: BlockId, label: &str, note: Option<NoteId>) -> MarkerId {
        let text = self.document.blocks[block as usize].text;
        let behind = self
            .notes
            .markers
            .iter()
            .map(|m| m.text.end)
            .filter(|&end| end <= text.end)
            .max();
        let from = behind.unwrap_or(0).max(text.start);
        let rest = TextSpan::new(from, text.end).of(&self.document.text);
        let start = from as usize + rest.find(label).expect("the marker");
        let text = TextSpan::from_usize(start, start + label.len());
        let source = self.document.source_of(text);
        self.notes.markers.push(Marker {
            label: read_label(label),
            text,
            source,
            block,
            note,
        });
        self.notes.markers.len() as MarkerId - 1
    }

    /// A marker in a paragraph of its own.
    pub(crate) fn marker_elsewhere(&mut self, label: &str, note: Option<NoteId>) -> MarkerId {
        let block = self.paragraph(&format!("See also.{label}"));
        self.marker(block, label, note)
    }

    /// A note with a label, or with several divided by commas.
    pub(crate) fn note(&mut self, labels: &str, text: &str, kinds: &[&str]) -> NoteId {
        let prefix = if labels.starts_with("[^") { ": " } else { " " };
        let block = self.block(BlockKind::Paragraph, "", &format!("{labels}{prefix}{text}"));
        let source = self.document.blocks[block as usize].source;
        let mut at = source.start;
        let borne = labels
            .split(',')
            .map(|label| {
                let span = SourceSpan::new(at, at + label.len() as u32);
                at = span.end + 1;
                (read_label(label), span)
            })
            .collect();
        self.push_note(block, borne, (labels.len() + prefix.len()) as u32, kinds)
    }

    /// A note without a label.
    pub(crate) fn general(&mut self, text: &str, kinds: &[&str]) -> NoteId {
        let block = self.block(BlockKind::Paragraph, "", text);
        self.push_note(block, Vec::new(), 0, kinds)
    }

    fn push_note(
        &mut self,
        block: BlockId,
        labels: Vec<(Label, SourceSpan)>,
        skip: u32,
        kinds: &[&str],
    ) -> NoteId {
        // A note's own sentences are read for what it is and bear no statement.
        self.sentences.retain(|s| s.block != block);
        let block = &self.document.blocks[block as usize];
        self.notes.notes.push(Note {
            labels,
            text: vec![TextSpan::new(block.text.start + skip, block.text.end)],
            source: block.source,
            hidden: None,
            small: false,
            bullet: false,
        });
        let kinds = kinds
            .iter()
            .map(|k| self.rulebook.note_kind(k).expect("a kind of note"))
            .collect();
        self.readings.push(NoteReading {
            kinds,
            attempts: Vec::new(),
            languages: Vec::new(),
            short: Vec::new(),
        });
        self.notes.notes.len() as NoteId - 1
    }

    pub(crate) fn attempt(&mut self, note: NoteId, kind: &str, lacks: &[&str], rejected: Option<Rejection>) {
        let kind = self.rulebook.note_kind(kind).expect("a kind of note");
        let lacks = lacks.iter().map(|&l| l.to_owned()).collect();
        self.readings[note as usize].attempts.push(Attempt {
            kind,
            lacks,
            rejected,
        });
    }

    pub(crate) fn hide(&mut self, note: NoteId, how: Hidden) {
        self.notes.notes[note as usize].hidden = Some(how);
    }

    pub(crate) fn shrink(&mut self, note: NoteId) {
        self.notes.notes[note as usize].small = true;
    }

    /// Makes `words` of the last note a link.
    pub(crate) fn link(&mut self, words: &str) {
        let text = *self
            .notes
            .notes
            .last()
            .and_then(|n| n.text.first())
            .expect("a note");
        let start = text.start as usize + text.of(&self.document.text).find(words).expect("the words");
        let text = TextSpan::from_usize(start, start + words.len());
        let kind = InlineKind::Link {
            destination: "/d".to_owned(),
        };
        self.document.inlines.push(Inline {
            kind,
            text,
            source: self.document.source_of(text),
        });
    }

    /// The words on disk under `span`.
    pub(crate) fn at(&self, span: SourceSpan) -> &str {
        span.of(&self.disk)
    }

    /// All findings.
    pub(crate) fn run(&self) -> Vec<Finding> {
        let source = SourceFile::new(self.name, self.disk.clone());
        run(&Resolved {
            source: &source,
            rulebook: &self.rulebook,
            settings: &self.settings,
            document: self.document.clone(),
            sentences: self.sentences.clone(),
            notes: self.notes.clone(),
            readings: self.readings.clone(),
            languages: self.languages,
            statements: self.statements.clone(),
            coverage: self.coverage.clone(),
            details: Details::default(),
            contexts: vec![ContextSet::EMPTY; self.sentences.len()],
            in_text: crate::resolve::InText::default(),
        })
    }

    /// The findings of one rule.
    pub(crate) fn run_rule(&self, rule: &str) -> Vec<Finding> {
        self.run().into_iter().filter(|f| f.rule == rule).collect()
    }
}

fn read_label(written: &str) -> Label {
    let series = [
        ("[^", "]", Series::Footnote),
        ("[", "]", Series::Bracket),
        ("(", ")", Series::Paren),
    ];
    for (open, close, series) in series {
        if let Some(value) = written.strip_prefix(open).and_then(|w| w.strip_suffix(close)) {
            return Label {
                series,
                value: value.to_lowercase(),
            };
        }
    }
    let (series, value) = match written {
        "¹" => (Series::Superscript, "1"),
        digits if digits.bytes().all(|b| b.is_ascii_digit()) => (Series::Bare, digits),
        symbol => (Series::Symbol, symbol),
    };
    Label {
        series,
        value: value.to_owned(),
    }
}

/// Kinds, notes and rules under short names.
fn rulebook() -> Rulebook {
    let notes = [
        (
            "past",
            "past-performance note",
            Some("Past results do not guarantee future ones."),
        ),
        (
            "forward",
            "forward-looking note",
            Some("Forecasts are based on assumptions and may be wrong."),
        ),
        ("simulated", "simulated-performance note", None),
        ("target", "price-target note", None),
        ("position", "position note", None),
        ("risk", "risk note", None),
        ("source", "source note", None),
    ];
    let notes: Vec<NoteKind> = notes
        .into_iter()
        .map(|(name, noun, text)| NoteKind {
            name: name.to_owned(),
            noun: noun.to_owned(),
            disclaimer: name != "source",
            text: text.map(str::to_owned),
            ..NoteKind::default()
        })
        .collect();
    let kinds: [(&str, &str, &[u16], bool); 4] = [
        ("past", "a performance claim", &[0], true),
        ("forward", "a forecast", &[1], true),
        ("position", "a word on the author's own position", &[4], false),
        ("promise", "a promise of profit", &[], false),
    ];
    let statements: Vec<StatementKind> = kinds
        .into_iter()
        .map(|(name, noun, needs, claim)| StatementKind {
            name: name.to_owned(),
            noun: noun.to_owned(),
            needs: needs.to_vec(),
            claim,
            ..StatementKind::default()
        })
        .collect();
    let mut rules = vec![
        rule("unmarked-past", RuleSort::plain(&[0], Report::Unmarked)),
        rule("unmarked-forward", RuleSort::plain(&[1], Report::Unmarked)),
        rule("unmarked-position", RuleSort::plain(&[2], Report::Unmarked)),
        rule("promise-made", RuleSort::plain(&[3], Report::Always)),
    ];
    rules.extend(super::names().into_iter().map(|name| rule(name, RuleSort::Check)));
    Rulebook {
        version: "test".to_owned(),
        statements,
        notes,
        contexts: Vec::new(),
        details: Vec::new(),
        texts: Vec::new(),
        wordings: crate::prescribed::Wordings::default(),
        rules: rules.into_iter().map(|r| (r.name.clone(), r)).collect(),
        profiles: BTreeMap::<String, Profile>::new(),
        matcher: pointers(),
    }
}

fn pointers() -> Matcher {
    let mut builder = Builder::default();
    for (cue, tag) in [
        ("(see|read|here|click|apply)", Tag::Pointer),
        ("(disclosures|legal|risks|terms)", Tag::PointerTarget),
    ] {
        builder.pattern(cue, tag).expect(cue);
    }
    builder.build(&[])
}

fn rule(name: &str, sort: RuleSort) -> Rule {
    let level = if matches!(name, "marker-too-far" | "suppression-unused") {
        Level::Warning
    } else {
        Level::Error
    };
    Rule {
        name: name.to_owned(),
        sort,
        summary: String::new(),
        why: String::new(),
        action: format!("Do it in the words of “{name}”."),
        triggers: String::new(),
        satisfied_by: String::new(),
        basis: Vec::new(),
        level: Some(level),
        confidence: Confidence::High,
        flag: Vec::new(),
        pass: Vec::new(),
    }
}
