//! Cuts blocks of prose into sentences.
//!
//! The prose of finance is full of full stops that end nothing (`U.S.`, `4.5% p.a.`, `No. 4`) and of markers
//! behind those that do (`future.[2]`). [`stops`] decides about one stop, [`abbreviations`] knows the words.

mod abbreviations;
mod stops;

use super::Sentence;
use crate::document::{Block, BlockId, BlockKind, Document, FrontMatterKey, HARD_BREAK};
use crate::notes::Notes;
use crate::span::TextSpan;

/// The sentences of `document`, in order. Headings, rows, captions and titles are one sentence each, paragraphs,
/// list items and summaries in the front matter as many as they hold. The label of a note is part of none.
pub fn split(document: &Document, notes: &Notes) -> Vec<Sentence> {
    let labelled = notes.notes.iter().filter(|n| !n.labels.is_empty());
    let mut notes_text: Vec<TextSpan> = labelled
        .flat_map(|n| n.text.iter().copied())
        .filter(|t| !t.is_empty())
        .collect();
    notes_text.sort_unstable();
    let mut next_note = notes_text.iter().peekable();
    let splitter = stops::Splitter::new(document, notes);
    let mut sentences = Vec::new();
    for (id, block) in document.blocks.iter().enumerate() {
        let before = sentences.len();
        let mut at = block.text.start;
        while next_note.next_if(|note| note.start < at).is_some() {}
        while let Some(note) = next_note.next_if(|note| note.start <= block.text.end) {
            let label = line_start(document, TextSpan::new(at, note.start));
            cut(
                &splitter,
                id as BlockId,
                block,
                TextSpan::new(at, label),
                &mut sentences,
            );
            let end = note.end.clamp(note.start, block.text.end.max(note.start));
            cut(
                &splitter,
                id as BlockId,
                block,
                TextSpan::new(note.start, end),
                &mut sentences,
            );
            at = end;
        }
        cut(
            &splitter,
            id as BlockId,
            block,
            TextSpan::new(at, block.text.end.max(at)),
            &mut sentences,
        );
        if let Some(last) = sentences.get_mut(before..).and_then(<[Sentence]>::last_mut) {
            last.last = true;
        }
    }
    sentences
}

/// Where the last line of `span` begins.
fn line_start(document: &Document, span: TextSpan) -> u32 {
    let text = document.slice(span);
    let border = text
        .char_indices()
        .rev()
        .find(|(_, c)| *c == '\n' || *c == HARD_BREAK);
    border.map_or(span.start, |(at, c)| span.start + (at + c.len_utf8()) as u32)
}

fn cut(
    splitter: &stops::Splitter<'_>,
    id: BlockId,
    block: &Block,
    span: TextSpan,
    sentences: &mut Vec<Sentence>,
) {
    let whole = match block.kind {
        BlockKind::Paragraph | BlockKind::ListItem { .. } => false,
        BlockKind::FrontMatter(key) => matches!(key, FrontMatterKey::Title | FrontMatterKey::Subtitle),
        BlockKind::Heading { .. }
        | BlockKind::TableRow { .. }
        | BlockKind::ImageText
        | BlockKind::Caption => true,
    };
    let mut push = |part: TextSpan| {
        let text = part.of(splitter.text());
        let start = part.start + (text.len() - text.trim_start_matches(blank).len()) as u32;
        let length = text.trim_matches(blank).len() as u32;
        if length > 0 {
            sentences.push(Sentence {
                text: TextSpan::new(start, start + length),
                block: id,
                last: false,
            });
        }
    };
    if whole {
        push(span);
    } else {
        splitter.split(span, push);
    }
}

/// White space as a reader sees it: besides Unicode's also what has no width.
fn blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}')
}

#[cfg(test)]
mod tests;
