//! How a line begins that is a note.

use super::{Opening, Reader};
use crate::document::{Block, BlockKind, InlineKind};
use crate::notes::sign::{self, Lexed};
use crate::notes::{Label, Series, place, scan, shape};
use crate::rules::matcher::Tag;
use crate::span::{SourceSpan, TextSpan};
use crate::text::tokens::is_invisible;

impl Reader<'_> {
    /// The note that begins at `start`, if one does.
    pub(super) fn opening(
        &mut self,
        id: usize,
        block: &Block,
        start: usize,
        end: usize,
        first: bool,
    ) -> Option<Opening> {
        let text = &self.document.text;
        let line = text.get(start..end)?;
        let begins = line.trim_start_matches(|c: char| c.is_whitespace() || is_invisible(c));
        let start = start + (line.len() - begins.len());
        if let Some((found, behind)) = self.labels(start, end)
            && let Some(text_start) = note_text(text, behind, end)
            && self.accepts(id, block, &found, behind, text_start, end, first)
        {
            let labels = found
                .iter()
                .map(|l| (l.label.clone(), scan::with_markup(self.document, l.text)))
                .collect();
            return Some(Opening {
                labels,
                spans: found.iter().map(|l| l.text).collect(),
                text_start,
                bullet: false,
            });
        }
        self.bare(id, block, start, end).or_else(|| {
            if first {
                self.item(id, block, start, end)
            } else {
                None
            }
        })
    }

    /// The labels at `at`, several in a row divided by commas, and where they end.
    fn labels(&self, mut at: usize, end: usize) -> Option<(Vec<Lexed>, usize)> {
        let mut found: Vec<Lexed> = Vec::new();
        let mut behind = at;
        while let Some((labels, next)) = self.label(at, end) {
            found.extend(labels);
            behind = next;
            let rest = self.document.text.get(next..end)?;
            let divider = rest.len() - rest.trim_start_matches([' ', '\u{a0}', ',', ';', '&']).len();
            let and = if rest.get(divider..).is_some_and(|r| r.starts_with("and ")) {
                4
            } else {
                0
            };
            at = next + divider + and;
        }
        (!found.is_empty()).then_some((found, behind))
    }

    fn label(&self, at: usize, end: usize) -> Option<(Vec<Lexed>, usize)> {
        let (document, text) = (self.document, &self.document.text);
        let defined = |label: &str| self.defined.contains(label);
        let from = document.inlines.partition_point(|i| (i.text.start as usize) < at);
        let here = document.inlines.get(from..).unwrap_or_default().iter();
        for inline in here.take_while(|i| i.text.start as usize == at && i.text.end as usize <= end) {
            if let Some(link) = scan::label_link(document, inline) {
                return Some((vec![link], inline.text.end as usize));
            }
            if let Some(mut found) = scan::raised(document, inline, defined) {
                if let [one] = found.as_mut_slice() {
                    one.text = inline.text;
                }
                return Some((found, inline.text.end as usize));
            }
        }
        let one = |found: Option<(Lexed, usize)>| found.map(|(lexed, next)| (vec![lexed], next));
        match text.get(at..end)?.chars().next()? {
            '[' => sign::bracket(text, at, end, defined),
            '(' => sign::paren(text, at, end),
            '*' | '†' | '‡' | '§' => one(sign::symbol(text, at, end)),
            c if sign::digit(c).is_some() => one(sign::superscript(text, at, end)),
            _ => None,
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one line, used here alone")]
    fn accepts(
        &self,
        id: usize,
        block: &Block,
        found: &[Lexed],
        behind: usize,
        text_start: usize,
        end: usize,
        first: bool,
    ) -> bool {
        let text = &self.document.text;
        let (Some(label), Some(rest)) = (found.first().map(|l| &l.label), text.get(text_start..end)) else {
            return false;
        };
        let value = label.value.as_str();
        let small_heading = matches!(block.kind, BlockKind::Heading { level: 5.., .. });
        if matches!(block.kind, BlockKind::Heading { .. }) && !small_heading && label.series != Series::Symbol
        {
            return false;
        }
        let separated = text.get(behind..text_start).is_some_and(|s| s.contains(':'));
        let lower = rest
            .chars()
            .find(|c| c.is_alphanumeric())
            .is_some_and(char::is_lowercase);
        // A line that a wrapped sentence goes on in looks like a note's, but begins small.
        if !first && lower && !separated && label.series != Series::Footnote {
            return false;
        }
        match label.series {
            Series::Footnote => separated || first || !lower,
            Series::Bracket if value.starts_with(|c: char| c.is_ascii_alphabetic()) => {
                self.heard(Series::Bracket, value).is_some()
                    || (self.under_heading(id) && behind < text_start)
            }
            Series::Bracket => {
                !(found.len() == 1
                    && !separated
                    && scan::printed_vector(text.get(behind..end).unwrap_or_default()))
            }
            Series::Paren => {
                let place = self.under_heading(id) || place::near_end(self.document, id);
                self.under_heading(id) && self.heard(Series::Paren, value).is_some()
                    || place
                        && self
                            .heard(Series::Paren, value)
                            .is_some_and(|at| (at as usize) < text_start)
                    // Its marker may bear another number by mistake.
                    || place
                        && sign::number(value)
                        && self.counted.get(&Series::Paren).is_some_and(|at| (*at as usize) < text_start)
                        && self.wording.begins(rest, Tag::NoteOpening)
            }
            Series::Superscript | Series::Bare => {
                sign::number(value) || self.heard(Series::Superscript, value).is_some()
            }
            Series::Symbol => self.accepts_symbol(value, behind, text_start, end, lower),
        }
    }

    fn accepts_symbol(&self, value: &str, behind: usize, text_start: usize, end: usize, lower: bool) -> bool {
        let text = &self.document.text;
        let rest = text.get(text_start..end).unwrap_or_default();
        if value == "§" {
            return !rest.starts_with(|c: char| c.is_ascii_digit());
        }
        if !value.starts_with('*') {
            return true;
        }
        let heard = self.heard(Series::Symbol, value).is_some();
        if behind < text_start {
            return heard || !lower;
        }
        // Glued to its text: `*Since launch …`.
        let wire = shape::newswire(rest);
        let typo = self
            .document
            .inlines_in(TextSpan::from_usize(behind, behind + 1))
            .any(|i| {
                matches!(i.kind, InlineKind::Emphasis | InlineKind::Strong)
                    && i.text.start as usize == behind
                    && (i.text.end as usize) < end
            });
        let calculation = rest.starts_with(|c: char| c.is_ascii_digit());
        // Emphasis that was typed with escapes: `\*\*MARKET WRAP\*\* Shares rose`.
        let emphasis = shape::closes_emphasis(rest, value)
            && !self.wording.begins(rest, Tag::NoteOpening)
            && self
                .heard(Series::Symbol, value)
                .is_none_or(|at| at as usize >= text_start);
        !typo && !emphasis && (heard || !(wire || lower || calculation))
    }

    /// A note that begins with a bare digit: `1Source: …`, or a paragraph in italics that does.
    fn bare(&self, id: usize, block: &Block, start: usize, end: usize) -> Option<Opening> {
        if matches!(block.kind, BlockKind::Heading { .. }) {
            return None;
        }
        let line = self.document.text.get(start..end)?;
        let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let number = line
            .get(..digits)
            .filter(|n| (1..=2).contains(&n.len()) && !n.starts_with('0'))?;
        let rest = line.get(digits..)?;
        let placed = self.under_heading(id) || place::near_end(self.document, id);
        let span = TextSpan::from_usize(start, start + digits);
        let fits = if rest.starts_with(char::is_uppercase) {
            shape::opens_with_word(rest)
        } else {
            let words = rest.strip_prefix([' ', '\u{a0}'])?.trim_start();
            shape::opens_with_word(words)
                && !shape::month(words)
                && (self.under_heading(id)
                    || self.whole_emphasis(id, block).is_some()
                    || self.wording.begins(words, Tag::SourceOpening)
                    || self.links(start, end)
                    || self.heard(Series::Superscript, number).is_some())
        };
        let text_start = note_text(&self.document.text, start + digits, end)?;
        (placed && fits).then(|| Opening {
            labels: vec![(
                Label {
                    series: Series::Bare,
                    value: number.to_owned(),
                },
                self.document.source_of(span),
            )],
            spans: vec![span],
            text_start,
            bullet: false,
        })
    }

    fn links(&self, start: usize, end: usize) -> bool {
        self.document
            .inlines_in(TextSpan::from_usize(start, end))
            .any(|i| matches!(i.kind, InlineKind::Link { .. } | InlineKind::Url { .. }))
    }

    /// A list item whose bullet or number is a note's label.
    fn item(&mut self, id: usize, block: &Block, start: usize, end: usize) -> Option<Opening> {
        let BlockKind::ListItem {
            list: list_id,
            item,
            first: true,
        } = block.kind
        else {
            return None;
        };
        let list = self.document.lists.get(list_id as usize)?;
        let text = self.document.text.get(start..end).filter(|t| !t.is_empty())?;
        let opening = |series, value: String, behind_bullet: u32| {
            let bullet = block.source.start.saturating_sub(behind_bullet);
            let source = SourceSpan::new(
                bullet,
                bullet.saturating_add(behind_bullet - 1).min(block.source.start),
            );
            Opening {
                labels: vec![(Label { series, value }, source)],
                spans: Vec::new(),
                text_start: start,
                bullet: true,
            }
        };
        if list.ordered {
            if !self.under_heading(id) {
                return None;
            }
            let series = self.numbers(list_id)?;
            let value = list.start.saturating_add(u64::from(item)).to_string();
            let width = value.len() as u32 + 2;
            return Some(opening(series, value, width));
        }
        let alone = self.items.get(list_id as usize) == Some(&1) && list.parent.is_none();
        let closes = place::near_end(self.document, id)
            || place::ends_section(self.document, id)
            || self.under_heading(id)
            || self.table_above.is_some();
        let called = self
            .heard(Series::Symbol, "*")
            .is_some_and(|at| at < block.text.start);
        let says = self.wording.begins(text, Tag::NoteOpening);
        if list.bullet != '*' {
            return None;
        }
        if alone {
            return (closes && (called || says)).then(|| opening(Series::Symbol, "*".to_owned(), 2));
        }
        // A list of several notes: the first item must be one.
        let among_notes = if item == 0 {
            called && says && self.last_starred_list == Some(list_id)
        } else {
            says && self.starred_lists.contains(&list_id)
        };
        among_notes.then(|| {
            self.starred_lists.insert(list_id);
            opening(Series::Symbol, "*".to_owned(), 2)
        })
    }

    /// What the numbers of a list are taken for: the series in which one of them is met in running text.
    fn numbers(&mut self, list: u32) -> Option<Series> {
        if let Some(known) = self.numbered.get(&list) {
            return *known;
        }
        let count = self.items.get(list as usize).copied().unwrap_or(0).min(999);
        let of_list = self.document.lists.get(list as usize);
        let first = of_list.map_or(1, |l| l.start);
        let start = of_list
            .and_then(|l| self.document.blocks.get(l.blocks.0 as usize))
            .map_or(0, |b| b.text.start);
        let numbers = first..first.saturating_add(u64::from(count));
        let heard = |series| {
            let mut numbers = numbers.clone();
            numbers.any(|n| self.heard(series, &n.to_string()).is_some())
        };
        let series = [Series::Bracket, Series::Superscript, Series::Paren]
            .into_iter()
            .find(|s| heard(*s))
            .or_else(|| {
                // No marker leads to any of these, but those that stand there are numbers all the same.
                let mut counted = self.counted.iter();
                counted
                    .find(|(series, at)| {
                        matches!(series, Series::Bracket | Series::Superscript | Series::Paren)
                            && **at < start
                    })
                    .map(|(series, _)| *series)
            });
        self.numbered.insert(list, series);
        series
    }
}

/// Where the text of a note begins behind its labels; nothing where there is none.
fn note_text(text: &str, behind: usize, end: usize) -> Option<usize> {
    let rest = text.get(behind..end)?;
    let mut skipped = rest.trim_start();
    if let Some(further) = skipped.strip_prefix([':', '.', ')', '=', '–', '—', '-'])
        && (further.starts_with(char::is_whitespace) || skipped.starts_with(':'))
    {
        skipped = further.trim_start();
    }
    let says = skipped.contains(|c: char| c.is_alphanumeric() || c == crate::document::OPAQUE);
    says.then_some(end - skipped.len())
}
