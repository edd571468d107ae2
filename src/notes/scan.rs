//! Finds everything in the prose that may be a marker.
//!
//! Whether it is one can depend on the notes of the draft: a star on a bare word, `(1)` and a raised 2 on a unit
//! are markers only where a note bears that label. Such a [`Sign`] is not `sure`.

use super::sign::{self, Lexed};
use super::{Label, Series};
use crate::document::{BlockId, CELL_BORDER, Document, HARD_BREAK, Hidden, Inline, InlineKind};
use crate::span::{SourceSpan, TextSpan};
use crate::text::tokens::is_invisible;
use std::collections::BTreeSet;

/// What may be a marker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sign {
    pub(super) label: Label,
    pub(super) text: TextSpan,
    pub(super) source: SourceSpan,
    pub(super) block: BlockId,
    /// A marker even where no note bears its label.
    pub(super) sure: bool,
    /// A marker where any note bears a label of this series.
    pub(super) likely: bool,
    /// At the start of a line, or behind a sign that is: perhaps a note's own label.
    pub(super) leads: bool,
}

/// Units that are squared and cubed, and letters of formulas longer than one.
const UNITS: [&str; 12] = [
    "km", "cm", "mm", "dm", "ft", "sq", "yd", "mi", "in", "nm", "kg", "adj",
];

/// How far back, in bytes, the opening bracket of a formula is looked for.
const FORMULA: usize = 48;

/// All signs of `document`, in order of their text. Where a reader sees nothing (comments, styles) there are none.
pub(super) fn signs(document: &Document) -> Vec<Sign> {
    let defined = document
        .definitions
        .iter()
        .map(|d| sign::fold(&d.label))
        .collect();
    let mut scanner = Scanner {
        document,
        defined,
        signs: Vec::new(),
        next_inline: 0,
        raised_to: 0,
    };
    for (id, block) in document.blocks.iter().enumerate() {
        if !matches!(block.hidden, Some(Hidden::Comment | Hidden::Style)) {
            scanner.block(id as BlockId, block.text);
        }
    }
    scanner.signs
}

/// Whether a link is a label that Markdown took for one: `[1]` where a definition `[1]: …` stands in the draft,
/// or a jump within the page.
pub(super) fn label_link(document: &Document, inline: &Inline) -> Option<Lexed> {
    let InlineKind::Link { destination } = &inline.kind else {
        return None;
    };
    let value = document.slice(inline.text);
    let markup = inline.source.len().checked_sub(inline.text.len());
    let shorthand = matches!(markup, Some(2 | 4)) && !destination.is_empty();
    let label = Label {
        series: Series::Bracket,
        value: value.to_owned(),
    };
    (sign::number(value) && (shorthand || destination.starts_with('#'))).then_some(Lexed {
        label,
        text: inline.text,
        hedged: false,
    })
}

/// What stands raised in `<sup>`, where that is labels and nothing else.
pub(super) fn raised(
    document: &Document,
    inline: &Inline,
    defined: impl Fn(&str) -> bool,
) -> Option<Vec<Lexed>> {
    if inline.kind != InlineKind::Superscript {
        return None;
    }
    let all = document.slice(inline.text);
    let inner = all.trim();
    let start = inline.text.start as usize + (all.len() - all.trim_start().len());
    let end = start + inner.len();
    let text = &document.text;
    let number = inner.strip_prefix('#').unwrap_or(inner);
    let letter = inner.len() == 1 && inner.bytes().all(|b| b.is_ascii_alphabetic());
    if sign::number(number) || letter {
        let label = Label {
            series: Series::Superscript,
            value: number.to_lowercase(),
        };
        return Some(vec![Lexed {
            label,
            text: TextSpan::from_usize(start, end),
            hedged: false,
        }]);
    }
    if let Some(found) = sign::several(inner, start, Series::Superscript) {
        return Some(found);
    }
    // One or more labels in a row: `[1][2]`, `*†`, `(1)`.
    let mut found = Vec::new();
    let mut at = start;
    while at < end {
        let (lexed, next) = match text.as_bytes().get(at)? {
            b'[' => sign::bracket(text, at, end, &defined)?,
            b'(' => sign::paren(text, at, end)?,
            b',' | b' ' => (Vec::new(), at + 1),
            _ => sign::symbol(text, at, end)
                .or_else(|| sign::superscript(text, at, end))
                .map(|(l, n)| (vec![l], n))?,
        };
        found.extend(lexed);
        at = next;
    }
    (!found.is_empty()).then_some(found)
}

/// The bytes on disk of a stretch of prose, with the markup around exactly this stretch.
pub(super) fn with_markup(document: &Document, text: TextSpan) -> SourceSpan {
    let from = document.inlines.partition_point(|i| i.text.start < text.start);
    let around = document.inlines.get(from..).unwrap_or_default().iter();
    let mut around = around.take_while(|i| i.text.start == text.start && i.text.end >= text.end);
    // The outer ones come first, so that the first of this length is the widest.
    around
        .find(|i| i.text == text)
        .map_or_else(|| document.source_of(text), |i| i.source)
}

/// Whether no sign begins with `c` and no line ends with it.
const fn is_plain(c: char) -> bool {
    matches!(c, ' '..='~') && !matches!(c, '[' | '(' | '*')
}

struct Scanner<'a> {
    document: &'a Document,
    defined: BTreeSet<String>,
    signs: Vec<Sign>,
    next_inline: usize,
    /// One past the last stretch in `<sup>` that has begun.
    raised_to: usize,
}

impl Scanner<'_> {
    fn block(&mut self, block: BlockId, span: TextSpan) {
        let (document, end) = (self.document, span.end as usize);
        let mut at = span.start as usize;
        let mut line_start = true;
        while at < end {
            if let Some(next) = self.inlines_at(block, span, at, line_start) {
                line_start &= self
                    .signs
                    .last()
                    .is_some_and(|s| s.text.end as usize == next && s.leads);
                at = next;
                continue;
            }
            let Some(c) = document.text.get(at..end).and_then(|rest| rest.chars().next()) else {
                break;
            };
            let leads_on = c.is_whitespace() || matches!(c, ',' | ';' | '&');
            if is_plain(c) && !(line_start && leads_on) {
                line_start = false;
                at = self.plain_to(at + 1, end);
                continue;
            }
            let after = at + c.len_utf8();
            let end = if sign::is_symbol(c) {
                self.border(c, at, end)
            } else {
                end
            };
            let Some((found, next)) = self.lex(c, at, end) else {
                line_start = c == '\n'
                    || c == HARD_BREAK
                    || (line_start && (c.is_whitespace() || is_invisible(c) || matches!(c, ',' | ';' | '&')));
                at = after;
                // A run of stars that is no label is passed over as a whole.
                if sign::is_symbol(c) {
                    let rest = document.text.get(at..end).unwrap_or_default();
                    at += rest.len() - rest.trim_start_matches(c).len();
                }
                continue;
            };
            let kept = found
                .into_iter()
                .filter(|lexed| self.push(block, span, lexed, line_start, false))
                .count();
            line_start &= kept > 0;
            at = next;
        }
    }

    /// The end of the stretch from `at` on in which nothing can be a sign and no line or inline begins.
    fn plain_to(&self, at: usize, end: usize) -> usize {
        let inline = self.document.inlines.get(self.next_inline);
        let limit = inline.map_or(end, |inline| end.min((inline.text.start as usize).max(at)));
        let rest = self.document.text.as_bytes().get(at..limit).unwrap_or_default();
        let plain = |byte: &u8| is_plain(char::from(*byte));
        at + rest.iter().position(|byte| !plain(byte)).unwrap_or(rest.len())
    }

    /// Labels that begin with an inline at `at`; gives where to go on.
    fn inlines_at(&mut self, block: BlockId, span: TextSpan, at: usize, leads: bool) -> Option<usize> {
        while self
            .document
            .inlines
            .get(self.next_inline)
            .is_some_and(|i| (i.text.start as usize) < at)
        {
            self.next_inline += 1;
        }
        let document = self.document;
        while let Some(inline) = document
            .inlines
            .get(self.next_inline)
            .filter(|i| i.text.start as usize == at)
        {
            self.next_inline += 1;
            if inline.text.is_empty() || inline.text.end > span.end {
                continue;
            }
            let end = inline.text.end as usize;
            if inline.kind == InlineKind::Superscript {
                self.raised_to = end;
            }
            if inline.kind == InlineKind::Hidden {
                return Some(end);
            }
            if let Some(link) = label_link(document, inline) {
                self.push(block, span, &link, leads, false);
                return Some(end);
            }
            if let Some(found) = raised(document, inline, |label| self.defined.contains(label)) {
                let alone = found.len() == 1;
                for mut lexed in found {
                    if alone {
                        lexed.text = inline.text;
                    }
                    self.push(block, span, &lexed, leads, true);
                }
                return Some(end);
            }
        }
        None
    }

    /// Where the stretch that is raised, or not, at `at` ends: signs on either side of its border are two.
    fn border(&self, sign: char, at: usize, end: usize) -> usize {
        let text = self.document.text.get(at..end).unwrap_or_default();
        let run = at + (text.len() - text.trim_start_matches(sign).len());
        let later = self.document.inlines.get(self.next_inline..).unwrap_or_default();
        let raised = later
            .iter()
            .map(|inline| (&inline.kind, inline.text.start as usize))
            .take_while(|(_, start)| *start < run)
            .find(|(kind, start)| **kind == InlineKind::Superscript && *start > at);
        let inside = Some(self.raised_to).filter(|&to| to > at);
        let borders = raised.map(|(_, start)| start).into_iter().chain(inside);
        borders.min().map_or(end, |border| border.min(end))
    }

    fn lex(&self, c: char, at: usize, end: usize) -> Option<(Vec<Lexed>, usize)> {
        let text = &self.document.text;
        let one = |found: Option<(Lexed, usize)>| found.map(|(lexed, next)| (vec![lexed], next));
        match c {
            '[' => sign::bracket(text, at, end, |label| self.defined.contains(label)),
            '(' => sign::paren(text, at, end),
            '*' | '†' | '‡' | '§' => one(sign::symbol(text, at, end)),
            _ if sign::digit(c).is_some() => one(sign::superscript(text, at, end)),
            _ => None,
        }
    }

    /// Whether Markdown shows a footnote's marker as it is typed (behind a backslash, in raw HTML) though it knows the
    /// footnote: then nothing leads to that, and it may not be shown at all.
    fn shows_as_typed(&self, block: BlockId, lexed: &Lexed) -> bool {
        let bracket = TextSpan::new(lexed.text.start, lexed.text.start + 1);
        let escaped = || self.document.source_of(bracket).len() > 1;
        let html = || self.document.blocks.get(block as usize).is_some_and(|b| b.html);
        self.defined.contains(&lexed.label.value) && (escaped() || html())
    }

    /// Keeps a sign if what stands around it allows.
    fn push(&mut self, block: BlockId, span: TextSpan, lexed: &Lexed, leads: bool, raised: bool) -> bool {
        let around = Around::new(self.document, span, lexed.text, self.signs.last());
        let verdict = match lexed.label.series {
            Series::Footnote => (!self.shows_as_typed(block, lexed)).then_some(true),
            Series::Bracket => around.bracket(&lexed.label.value),
            Series::Paren => Some(raised),
            Series::Symbol if raised => Some(true),
            Series::Symbol => around.symbol(&lexed.label.value, leads),
            Series::Superscript | Series::Bare => Some(around.superscript(&lexed.label.value, raised)),
        };
        let Some(sure) = verdict.map(|sure| sure && !lexed.hedged) else {
            return false;
        };
        let likely = (lexed.hedged || lexed.label.series == Series::Paren) && around.closes_a_claim();
        let source = with_markup(self.document, lexed.text);
        self.signs.push(Sign {
            label: lexed.label.clone(),
            text: lexed.text,
            source,
            block,
            sure,
            likely,
            leads,
        });
        true
    }
}

/// What stands before and behind a sign within its block.
struct Around<'a> {
    before: &'a str,
    behind: &'a str,
    /// Where a sign stands directly before this one: whether that is sure.
    joined: Option<bool>,
    /// The same for whether it is likely; a comma may stand between the two.
    joined_likely: Option<bool>,
}

impl<'a> Around<'a> {
    fn new(document: &'a Document, block: TextSpan, sign: TextSpan, previous: Option<&Sign>) -> Self {
        let before = TextSpan::new(block.start, sign.start).of(&document.text);
        let behind = TextSpan::new(sign.end, block.end.max(sign.end)).of(&document.text);
        let joined = previous
            .filter(|p| p.text.end == sign.start && p.text.start >= block.start)
            .map(|p| p.sure);
        let between =
            previous.map(|p| TextSpan::new(p.text.end.min(sign.start), sign.start).of(&document.text));
        let near = between.is_some_and(|b| b.len() <= 2 && b.chars().all(|c| matches!(c, ',' | ';' | ' ')));
        let joined_likely = previous
            .filter(|p| near && p.text.start >= block.start)
            .map(|p| p.likely || p.sure);
        Self {
            before,
            behind,
            joined,
            joined_likely,
        }
    }

    fn bracket(&self, value: &str) -> Option<bool> {
        let line = self.before.ends_with(['\n', HARD_BREAK]) || self.before.is_empty();
        if line && printed_vector(self.behind) {
            return None;
        }
        if value.starts_with(|c: char| c.is_ascii_digit()) {
            return Some(value != "0");
        }
        if value.starts_with(sign::is_symbol) {
            return Some(true);
        }
        // `[I]t may be` and `invest[s]` show an editor's hand and no label.
        let within = self.behind.starts_with(char::is_alphabetic);
        (!within).then(|| {
            self.before.ends_with(['.', '!', '?', '…', '%', ')', '”', '»']) && self.joined != Some(false)
        })
    }

    /// Whether `(3)` or `[1-3]` stands where markers do: straight behind closing punctuation or a word, or before what closes a
    /// sentence. `(3) margins` counts something up, `Art. 44(6)` is a place in a text, `12 (8)` a loss.
    fn closes_a_claim(&self) -> bool {
        if let Some(likely) = self.joined_likely {
            return likely;
        }
        let words = self.before.trim_end();
        if words.is_empty() || words.ends_with(|c: char| c.is_numeric() || c == ':') {
            return false;
        }
        let ends = self.behind.chars().next().is_none_or(|c| {
            matches!(c, '.' | '!' | '?' | '\n' | HARD_BREAK | CELL_BORDER)
                || (c.is_whitespace() && words.len() == self.before.len())
        });
        ends || words.ends_with(['.', '!', '?', '…', '%']) && words.len() == self.before.len()
    }

    fn symbol(&self, value: &str, leads: bool) -> Option<bool> {
        let next = self.behind.chars().next();
        if value == "§" && self.behind.trim_start().starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let free = next.is_none_or(|c| {
            c.is_whitespace()
                || closing(c)
                || matches!(c, ',' | ';' | ':' | '–' | '—' | '/' | '[' | '(')
                || sign::is_symbol(c)
                || sign::digit(c).is_some()
        });
        if !free {
            return None;
        }
        if let Some(sure) = self.joined {
            return Some(sure);
        }
        let Some(last) = self.before.chars().next_back().filter(|c| !c.is_whitespace()) else {
            // Apart from any word: at the end of a line or cell, or alone in a cell.
            let ends = next.is_none_or(|c| matches!(c, '\n' | HARD_BREAK | CELL_BORDER));
            let begins = leads || self.before.is_empty();
            return (ends && !begins).then_some(false);
        };
        if last.is_alphabetic() {
            // Nothing else is ever written with these.
            return Some(!value.starts_with(['*', '§']));
        }
        (last.is_numeric() || closing(last) || matches!(last, ',' | ';' | ':' | '+')).then_some(true)
    }

    fn superscript(&self, value: &str, markup: bool) -> bool {
        if let Some(sure) = self.joined {
            return sure;
        }
        if !sign::number(value) {
            return false;
        }
        if self.before.ends_with(|c: char| c.is_ascii_digit()) {
            return super::figure::marks(self.before, self.behind, markup);
        }
        if self.before.ends_with(|c: char| c.is_numeric() || c == '⁻') {
            return false;
        }
        if self.before.ends_with(char::is_whitespace) {
            return self.before.trim_end().ends_with(['.', '!', '?', '”', '"']);
        }
        let word_start = self
            .before
            .char_indices()
            .rev()
            .take(8)
            .take_while(|(_, c)| c.is_alphabetic())
            .last();
        if let Some((start, _)) = word_start {
            let word = self.before.get(start..).unwrap_or_default();
            let before_word = self.before.get(..start).and_then(|b| b.chars().next_back());
            // `R²`, `5m²`; the `s` of `Macy's¹` is no letter of a formula.
            let whole = !matches!(before_word, Some('\'' | '’' | '.'));
            return !(whole && (word.chars().count() == 1 || UNITS.contains(&word.to_lowercase().as_str())));
        }
        !(self.before.ends_with(')') && formula(self.before))
    }
}

/// Whether `before` ends in a bracket that holds a calculation: `(1+i)`.
fn formula(before: &str) -> bool {
    let tail = before.char_indices().rev().take(FORMULA);
    let mut operator = false;
    for (at, c) in tail {
        match c {
            '(' => return operator && before.get(at..).is_some_and(|b| !b.contains(' ') || b.len() < 12),
            '+' | '-' | '−' | '*' | '/' | '^' | '=' | '×' => operator = true,
            _ => {}
        }
    }
    false
}

/// Whether a sign behind this is behind a closed phrase or a figure.
pub(super) fn closing(c: char) -> bool {
    matches!(
        c,
        '.' | '!'
            | '?'
            | '…'
            | ')'
            | ']'
            | '}'
            | '"'
            | '\''
            | '”'
            | '’'
            | '»'
            | '›'
            | '“'
            | '%'
            | '‰'
            | '°'
            | '™'
            | '®'
            | '。'
            | '！'
            | '？'
            | '€'
            | '$'
            | '£'
            | '¥'
    )
}

/// Whether the rest of a line that begins `[1]` is what the R language prints: short quoted words, figures.
pub(super) fn printed_vector(rest: &str) -> bool {
    let line = rest.split(['\n', HARD_BREAK]).next().unwrap_or_default().trim();
    if line.is_empty() {
        return false;
    }
    let mut quoted = false;
    let mut words = 0;
    for word in line.split_whitespace() {
        let opens = word.starts_with('"') && !quoted;
        words = if opens { 1 } else { words + 1 };
        quoted = (quoted || opens) && !(word.ends_with('"') && (word.len() > 1 || !opens));
        let figure = word.parse::<f64>().is_ok() || matches!(word, "TRUE" | "FALSE" | "NA" | "NULL");
        if !(quoted || opens || word.ends_with('"') || figure) || words > 3 && !figure {
            return false;
        }
    }
    true
}
