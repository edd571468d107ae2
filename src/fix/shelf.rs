//! Where a draft keeps its notes, and how a new one is written there.

use super::line::{line_of, newline_at, next_line_is_full};
use crate::check::View;
use crate::document::{BlockKind, CommentSyntax};
use crate::finding::Edit;
use crate::notes::{Label, Note, Series};
use crate::span::SourceSpan;

/// The place for new notes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shelf {
    /// The end of a line on disk.
    at: u32,
    /// What ends the line there and begins the new one, blank lines included.
    lead: String,
    /// What the new line begins with: quote signs, a bullet, an indent.
    prefix: String,
    /// What follows the note.
    tail: String,
    form: Form,
}

/// How a note is written on a shelf.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Form {
    /// A line or paragraph.
    Text,
    /// A paragraph of raw HTML.
    Html,
    /// The next item of a numbered list: its number, and the sign behind it.
    Item(u64, char),
}

/// A note that is there already and shows how others are to look.
struct Model<'a> {
    note: &'a Note,
    end: u32,
}

impl Shelf {
    /// The place for notes with labels of `series`, none for a note that bears no label.
    pub(super) fn new(view: &View<'_>, series: Option<Series>, html: bool) -> Self {
        let model = series.and_then(|series| model(view, series));
        let beside = model.and_then(|model| beside(view, &model, series, html));
        beside.unwrap_or_else(|| at_the_end(view, series, html))
    }

    /// The edit that adds a note with this text; `opening` is its label as it begins a note.
    pub(super) fn add(&self, label: Option<&Label>, opening: &str, text: &str) -> Edit {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let space = if opening.is_empty() { "" } else { " " };
        let note = match self.form {
            Form::Item(number, sign) if label.is_some_and(|l| l.value == number.to_string()) => {
                format!("{}{number}{sign} {text}", self.prefix)
            }
            Form::Html => {
                let text = text.replace('&', "&amp;").replace('<', "&lt;");
                format!("{}<p>{opening}{space}{text}</p>", self.prefix)
            }
            // What would begin a list, and so lose its star, is written as a star.
            Form::Text | Form::Item(..) => {
                let star = if opening == "*" { "\\" } else { "" };
                format!("{}{star}{opening}{space}{text}", self.prefix)
            }
        };
        Edit {
            span: SourceSpan::empty(self.at),
            text: [self.lead.as_str(), &note, &self.tail].concat(),
        }
    }
}

/// The last visible note, of this series if there is one, where no text follows that notes are not.
fn model<'a>(view: &View<'a>, series: Series) -> Option<Model<'a>> {
    let r = view.r;
    let heading = r.document.blocks.iter().rev();
    let heading = heading
        .filter(|b| matches!(b.kind, BlockKind::Heading { .. }))
        .map(|b| b.text.start);
    let statement = r.statements.last().map(|s| view.sentence(s.sentence).text.start);
    let text_ends = heading.take(1).chain(statement).max().unwrap_or(0);
    let labelled = r.notes.notes.iter().rev().filter(|note| {
        let text = note.text.first();
        !note.labels.is_empty()
            && note.hidden.is_none()
            && !note.small
            && text.is_some_and(|t| !t.is_empty() && t.start >= text_ends)
    });
    let alike = labelled
        .clone()
        .find(|note| note.labels.iter().any(|(l, _)| l.series == series));
    let note = alike.or_else(|| labelled.clone().next())?;
    let block = r.document.block_at(note.text.first()?.start)?;
    let definition = r.document.blocks.get(block as usize)?.definition;
    let end = match definition.and_then(|d| r.document.definitions.get(d as usize)) {
        Some(definition) => {
            let text = r.source.slice(definition.source);
            definition.source.start + text.trim_end().len() as u32
        }
        None => note.source.end,
    };
    Some(Model { note, end })
}

/// Directly behind the note that serves as a model.
fn beside(view: &View<'_>, model: &Model<'_>, series: Option<Series>, html: bool) -> Option<Shelf> {
    let r = view.r;
    let (label, place) = model.note.labels.first()?;
    let first = line_of(r, place.start);
    let last = line_of(r, model.end);
    let in_block = r.document.block_at(model.note.text.first()?.start)?;
    let in_block = r.document.blocks.get(in_block as usize)?;
    let newline = newline_at(r, last.end);
    let before = SourceSpan::new(first.start, place.start.max(first.start)).of(r.source.text());
    let rest = SourceSpan::new(model.end.min(last.end), last.end).of(r.source.text());
    if in_block.html || html {
        let line = r.source.slice(last).trim();
        let whole = first == last && line.starts_with("<p>") && line.ends_with("</p>");
        let indent: String = before.chars().take_while(|c| c.is_whitespace()).collect();
        return (whole && in_block.html).then(|| Shelf {
            at: last.end,
            lead: newline.to_owned(),
            prefix: indent,
            tail: String::new(),
            form: Form::Html,
        });
    }
    // What stands behind a note on its line is markup that closes, or another text.
    if rest.contains(char::is_alphanumeric) && !rest.trim_start().starts_with("</") {
        return None;
    }
    let footnote = series == Some(Series::Footnote);
    let quote: String = before
        .chars()
        .take_while(|c| matches!(c, '>' | ' ' | '\t'))
        .collect();
    let quote = if quote.contains('>') { quote } else { String::new() };
    let bullet = before.trim_start_matches(['>', ' ', '\t']);
    let in_list = matches!(bullet.trim_end(), "-" | "+" | "*") && bullet.ends_with([' ', '\t']);
    let mut form = Form::Text;
    let mut prefix = quote.clone();
    let mut tight = r.document.line_paragraphs && !footnote;
    if model.note.bullet && label.series != Series::Symbol && !footnote {
        let text = r.source.slice(*place);
        let number: u64 = text.trim_end_matches(['.', ')']).parse().ok()?;
        form = Form::Item(number.checked_add(1)?, text.chars().next_back()?);
        before.clone_into(&mut prefix);
        tight = true;
    } else if in_list && !footnote {
        before.clone_into(&mut prefix);
        tight = true;
    } else if in_block.definition.is_some() && footnote {
        let one_line = || first == last;
        tight = stand_close(view, model.note).unwrap_or_else(one_line);
    } else if !footnote {
        tight |= stand_close(view, model.note).unwrap_or(false) && !model.note.bullet;
    }
    let blank = if quote.is_empty() {
        newline.to_owned()
    } else {
        format!("{newline}{}", quote.trim_end())
    };
    let full = next_line_is_full(r, last.end);
    Some(Shelf {
        at: last.end,
        lead: if tight {
            newline.to_owned()
        } else {
            format!("{blank}{newline}")
        },
        prefix,
        tail: if full && !tight { blank } else { String::new() },
        form,
    })
}

/// Whether the note follows the one before it line upon line; nothing where it is the only one of its series.
fn stand_close(view: &View<'_>, note: &Note) -> Option<bool> {
    let series = note.labels.first()?.0.series;
    let text = view.r.source.text();
    let others = view.r.notes.notes.iter();
    let before = others
        .filter(|n| n.source.end <= note.source.start && n.labels.iter().any(|(l, _)| l.series == series))
        .max_by_key(|n| n.source.end)?;
    let between = SourceSpan::new(before.source.end, note.source.start).of(text);
    let lines = between.matches('\n').count();
    (!between.contains(char::is_alphanumeric)).then_some(lines < 2)
}

/// At the end of the draft, before what stands there that is no text: link definitions, comments, the template's
/// footer.
fn at_the_end(view: &View<'_>, series: Option<Series>, html: bool) -> Shelf {
    let r = view.r;
    let from = r.document.front_matter.as_ref().map_or(0, |f| f.source.end);
    let from = from.max(r.source.bom() as u32);
    let mut apart: Vec<SourceSpan> = r
        .document
        .link_definitions
        .iter()
        .map(|(_, span)| *span)
        .collect();
    let comments = r.document.comments.iter();
    // A comment that begins or ends an exception belongs to the text around it.
    let comments = comments.filter(|c| {
        c.syntax != CommentSyntax::Template && !c.inline && !r.source.slice(c.body).contains("caveat-")
    });
    apart.extend(comments.map(|c| c.source));
    apart.sort_by_key(|span| span.start);
    let mut at = from;
    for number in (1..=r.source.line_count()).rev() {
        let Some(line) = r.source.line(number) else {
            continue;
        };
        if line.end <= from {
            break;
        }
        let text = r.source.slice(line);
        let start = line.start + (text.len() - text.trim_start().len()) as u32;
        let next = apart.partition_point(|span| span.start <= start);
        let covered = next.checked_sub(1).and_then(|i| apart.get(i));
        let covered = covered.is_some_and(|span| span.end >= start);
        if !(text.trim().is_empty() || covered || is_footer(text.trim())) {
            at = line.end;
            break;
        }
    }
    let newline = newline_at(r, at);
    let nothing_before = r
        .source
        .text()
        .get(from as usize..at as usize)
        .is_none_or(str::is_empty);
    let tight = r.document.line_paragraphs && series != Some(Series::Footnote);
    let lead = match (nothing_before, tight) {
        (true, _) => String::new(),
        (false, true) => newline.to_owned(),
        (false, false) => newline.repeat(2),
    };
    let full = next_line_is_full(r, at);
    Shelf {
        at,
        lead,
        prefix: String::new(),
        tail: if full && !tight {
            newline.to_owned()
        } else {
            String::new()
        },
        form: if html { Form::Html } else { Form::Text },
    }
}

/// Whether a line is a template's call for what stands below every page (`{{< footer >}}`, `{% include x %}`).
fn is_footer(line: &str) -> bool {
    let inner = line
        .strip_prefix("{{")
        .and_then(|l| l.strip_suffix("}}"))
        .or_else(|| line.strip_prefix("{%").and_then(|l| l.strip_suffix("%}")));
    let Some(inner) = inner else { return false };
    let name = inner.trim_matches(['<', '>', '%', '-', ' ']);
    !inner.contains("}}") && !inner.contains("%}") && !name.starts_with('/') && !name.starts_with("end")
}
