//! Where in the file a marker for a sentence goes.

use super::habit::{Habits, stop};
use crate::check::View;
use crate::document::{BlockKind, CELL_BORDER, Document, HARD_BREAK, Inline, InlineKind, OPAQUE};
use crate::notes::{Label, Marker, Series};
use crate::span::TextSpan;
use crate::text::SentenceId;

/// Inlines that stand one in the other are followed outwards so far; no commentary is written deeper.
const DEEPEST: usize = 64;
/// In bytes: so far back is looked for the sign that opens a quotation or a template's tag.
const FAR: usize = 4096;

/// A place for a marker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    /// Offset on disk.
    pub(super) at: u32,
    /// What stands between the marker and what is before it.
    pub(super) divider: &'static str,
}

/// For each inline the one that it stands in.
pub(super) struct Around {
    parents: Vec<Option<u32>>,
}

impl Around {
    pub(super) fn new(document: &Document) -> Self {
        let mut open: Vec<u32> = Vec::new();
        let mut parents = Vec::with_capacity(document.inlines.len());
        for (id, inline) in document.inlines.iter().enumerate() {
            while open
                .last()
                .and_then(|&o| document.inlines.get(o as usize))
                .is_some_and(|o| o.text.end <= inline.text.start)
            {
                open.pop();
            }
            parents.push(open.last().copied());
            open.push(id as u32);
        }
        Self { parents }
    }

    /// The inlines that hold the prose just before `at`, the innermost first; nothing where they are nested too
    /// deep to tell.
    fn at<'d>(&self, document: &'d Document, at: u32) -> Option<Vec<&'d Inline>> {
        let mut found = Vec::new();
        let mut next = document
            .inlines
            .partition_point(|i| i.text.start < at)
            .checked_sub(1);
        for _ in 0..DEEPEST {
            let Some(id) = next else { return Some(found) };
            let inline = document.inlines.get(id)?;
            if inline.text.end >= at && !inline.text.is_empty() {
                found.push(inline);
            }
            next = self.parents.get(id)?.map(|parent| parent as usize);
        }
        None
    }
}

/// Where the words of a sentence end that a marker is put behind, and the marker that stands there already.
struct End<'m> {
    at: u32,
    beside: Option<&'m Marker>,
}

/// The place for a marker with this label behind a sentence; nothing where none can be put in without a person's
/// look at it.
pub(super) fn spot(
    view: &View<'_>,
    habits: &Habits,
    around: &Around,
    sentence: SentenceId,
    label: &Label,
) -> Option<Spot> {
    let document = &view.r.document;
    let block = view.block(sentence)?;
    if !view.can_bear_marker(sentence) {
        return None;
    }
    let end = end_of(view, habits, sentence, label.series)?;
    if let Some(marker) = end.beside.and_then(|_| higher(view, sentence, end.at, label)) {
        return Some(Spot {
            at: marker.source.start,
            divider: "",
        });
    }
    let last = TextSpan::new(block.text.start, end.at)
        .of(&document.text)
        .chars()
        .next_back()?;
    let on_disk = document.source_of(TextSpan::new(end.at - last.len_utf8() as u32, end.at));
    let mut at = on_disk.end;
    let mut url = false;
    for inline in around.at(document, end.at)? {
        let rest = TextSpan::new(end.at.min(inline.text.end), inline.text.end).of(&document.text);
        if rest.trim().is_empty() {
            at = at.max(inline.source.end);
            url |= matches!(inline.kind, InlineKind::Url { .. });
            continue;
        }
        match inline.kind {
            // All of the sentence is emphasised, and more: nothing but a star would end the emphasis.
            InlineKind::Emphasis | InlineKind::Strong | InlineKind::Strike | InlineKind::Small
                if !label.value.starts_with('*') => {}
            _ => return None,
        }
    }
    let text = view.r.source.text();
    let mut before = text.get(..at as usize)?;
    // A backslash at the end of a line breaks it; what stood behind it would be no marker.
    if before.bytes().rev().take_while(|b| *b == b'\\').count() % 2 == 1 {
        at -= 1;
        before = text.get(..at as usize)?;
    }
    if view
        .r
        .document
        .front_matter
        .as_ref()
        .is_some_and(|front| at < front.source.end)
        || in_tag(before, matches!(block.kind, BlockKind::Caption))
        || (end.beside.is_none() && in_quotation(document, block.text, end.at))
    {
        return None;
    }
    let divider = match end.beside {
        // `¹²` is twelve, and `*` beside `**` is three stars.
        Some(marker) if marker.label.series == label.series && runs_together(label.series) => ",",
        // Nothing but a space ends an address.
        None if url && last == OPAQUE && !before.ends_with(['>', ')']) => " ",
        None if habits.spaced(label.series) => " ",
        _ => "",
    };
    Some(Spot { at, divider })
}

/// The first of the markers that end the sentence at `end` without a gap which has a higher number: `[2]` is put
/// before `[3]`.
fn higher<'v>(view: &View<'v>, sentence: SentenceId, end: u32, label: &Label) -> Option<&'v Marker> {
    if !matches!(label.series, Series::Bracket | Series::Footnote) {
        return None;
    }
    let number = |label: &Label| label.value.parse::<u32>().ok();
    let new = number(label)?;
    let markers = view.r.notes.markers_in(view.sentence(sentence).text);
    let mut from = end;
    let mut found = None;
    for marker in markers.iter().rev().skip_while(|m| m.text.end > end) {
        let whole = view.r.source.slice(marker.source).ends_with([']', '>']);
        if marker.text.end != from || marker.label.series != label.series || !whole {
            break;
        }
        from = marker.text.start;
        if number(&marker.label)? <= new {
            break;
        }
        found = Some(marker);
    }
    // The first of `[1, 2]` begins with the bracket and does not end with it.
    found.filter(|m| view.r.source.slice(m.source).starts_with(['[', '<']))
}

/// Whether two markers of this series cannot be told apart where nothing stands between them.
const fn runs_together(series: Series) -> bool {
    matches!(series, Series::Superscript | Series::Symbol)
}

fn end_of<'v>(view: &View<'v>, habits: &Habits, sentence: SentenceId, series: Series) -> Option<End<'v>> {
    let document = &view.r.document;
    let sentence = view.sentence(sentence);
    let span = sentence.text;
    let markers = view.r.notes.markers_in(span);
    let mut words = document.slice(span);
    // The last cell of a row that says something, and of that the last line.
    words = words.trim_end_matches(|c: char| c.is_whitespace() || c == CELL_BORDER || c == HARD_BREAK);
    let at = |words: &str| span.start + words.len() as u32;
    let ends_at = |at: u32| {
        markers
            .iter()
            .rev()
            .find(|m| m.text.end <= at)
            .filter(|m| m.text.end == at)
    };
    if let Some(marker) = ends_at(at(words)) {
        return Some(End {
            at: at(words),
            beside: Some(marker),
        });
    }
    // `rises[1].`
    let open = words.trim_end_matches(stop);
    if open.len() < words.len() {
        if let Some(marker) = ends_at(at(open)) {
            return Some(End {
                at: at(open),
                beside: Some(marker),
            });
        }
        if habits.before_stop(series) && !open.is_empty() {
            return Some(End {
                at: at(open),
                beside: None,
            });
        }
    }
    if words.is_empty() {
        return None;
    }
    // A quotation mark or bracket that closes here is not always counted as the sentence's.
    let block = document.blocks.get(sentence.block as usize)?;
    let behind = TextSpan::new(at(words), block.text.end.max(at(words))).of(&document.text);
    let closing = behind.len() - behind.trim_start_matches(['”', '’', '»', '"', ')']).len();
    let next = behind.get(closing..).and_then(|rest| rest.chars().next());
    let closes = next.is_none_or(|c| c.is_whitespace() || c == CELL_BORDER);
    let end = at(words) + if closes { closing as u32 } else { 0 };
    Some(End {
        at: end,
        beside: None,
    })
}

/// Whether a quotation that began before `at` goes on behind it: words of another are not to be marked in the
/// middle.
fn in_quotation(document: &Document, block: TextSpan, at: u32) -> bool {
    let before = TextSpan::new(block.start, at).of(&document.text);
    let signs = before.bytes().rev().take(FAR).count();
    let mut from = before.len() - signs;
    while !before.is_char_boundary(from) {
        from += 1;
    }
    let mut depth = 0_u32;
    for c in before.get(from..).unwrap_or_default().chars() {
        match c {
            '“' | '„' | '«' => depth += 1,
            '”' | '»' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    let behind = TextSpan::new(at, block.end.max(at)).of(&document.text);
    depth > 0 && behind.chars().take(FAR).any(|c| matches!(c, '”' | '»'))
}

/// Where `sign` stands last in a text. It is asked of every marker and mostly in vain, so it is looked for by its
/// first byte.
fn last(text: &str, sign: &str) -> Option<usize> {
    let first = *sign.as_bytes().first()?;
    memchr::memrchr_iter(first, text.as_bytes())
        .find(|&at| text.get(at..).is_some_and(|rest| rest.starts_with(sign)))
}

/// Whether a tag of a template, or of HTML, is open at the end of `before`.
fn in_tag(before: &str, html: bool) -> bool {
    let mut from = before.len().saturating_sub(FAR);
    while !before.is_char_boundary(from) {
        from += 1;
    }
    let near = before.get(from..).unwrap_or_default();
    let open = |opening: &str, closing: &str| {
        last(near, opening).is_some_and(|at| last(near, closing).is_none_or(|end| end < at))
    };
    open("{{", "}}") || open("{%", "%}") || (html && open("<", ">"))
}
