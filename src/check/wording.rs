//! How findings speak: words quoted, places named, remedies spelt out. Everything here is for a reader who is
//! no programmer.

use super::fitting::{Fitting, Flaw};
use super::proposal::AT_ITS_END;
use super::view::View;
use crate::detect::Statement;
use crate::document::{BlockKind, CELL_BORDER, FrontMatterKey, HARD_BREAK, OPAQUE};
use crate::finding::Label;
use crate::fix::{Mark, To};
use crate::notes::{self, Series};
use crate::resolve::NoteReading;
use crate::rules::model::NoteKindId;
use crate::span::TextSpan;
use crate::text::SentenceId;

/// Characters of the draft that a label quotes at most.
const QUOTED: usize = 60;
/// Characters of the draft that "put it after …" quotes at most.
const LAST_WORDS: usize = 40;
/// Cues that a label lists at most.
const CUES: usize = 3;

/// `words` in quotation marks, white space folded, cut off after [`QUOTED`] characters.
pub(super) fn quoted(words: &str) -> String {
    let mut out = String::from("“");
    let mut count = 0;
    let mut space = false;
    for c in words.trim().chars() {
        if c.is_whitespace() {
            space = true;
            continue;
        }
        if count >= QUOTED {
            out.push('…');
            break;
        }
        if std::mem::take(&mut space) {
            out.push(' ');
            count += 1;
        }
        out.push(if c == OPAQUE { '…' } else { c });
        count += 1;
    }
    out.push('”');
    out
}

/// "a forecast", "an equity note": `noun` with its article.
pub(super) fn with_article(noun: &str) -> String {
    let vowel = noun
        .chars()
        .next()
        .is_some_and(|c| "aeiou".contains(c.to_ascii_lowercase()));
    format!("{} {noun}", if vowel { "an" } else { "a" })
}

/// "the forecast": a noun that has its article, as it is said of one known already.
pub(super) fn definite(noun: &str) -> String {
    let bare = noun.strip_prefix("a ").or_else(|| noun.strip_prefix("an "));
    format!("the {}", bare.unwrap_or(noun))
}

/// "a", "a or b", "a, b or c".
pub(super) fn list(items: &[String], last: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., end] => format!("{} {last} {end}", rest.join(", ")),
    }
}

/// "a forward-looking note or a target note": what would cover a statement.
pub(super) fn notes_of(view: &View<'_>, kinds: &[NoteKindId]) -> String {
    let nouns: Vec<_> = view.nouns(kinds).into_iter().map(with_article).collect();
    list(&nouns, "or")
}

/// What a note is to a reader: "a source note", "a past-performance note and a risk note", "a note that warns of
/// nothing".
pub(super) fn described(view: &View<'_>, reading: &NoteReading) -> String {
    let nouns: Vec<_> = view.nouns(&reading.kinds).into_iter().map(with_article).collect();
    if nouns.is_empty() {
        "a note that is no disclaimer".to_owned()
    } else {
        list(&nouns, "and")
    }
}

/// "this sentence", "this heading": what a statement stands in.
pub(super) fn this_sentence(view: &View<'_>, sentence: SentenceId) -> &'static str {
    match view.block(sentence).map(|b| b.kind) {
        Some(BlockKind::Heading { .. }) => "this heading",
        Some(BlockKind::TableRow { .. }) => "this table row",
        Some(BlockKind::Caption) => "this caption",
        Some(BlockKind::ImageText) => "this image text",
        Some(BlockKind::FrontMatter(key)) => match key {
            FrontMatterKey::Title => "this title",
            FrontMatterKey::Subtitle => "this subtitle",
            FrontMatterKey::Description => "this description",
            FrontMatterKey::Summary => "this summary",
            FrontMatterKey::Excerpt => "this excerpt",
        },
        Some(BlockKind::Paragraph | BlockKind::ListItem { .. }) | None => "this sentence",
    }
}

/// The label that shows what gave a statement away: the main cue's words, and all cues named.
pub(super) fn cue_label(view: &View<'_>, statement: &Statement) -> Label {
    let noun = &view.kind(statement).noun;
    let main = statement.main_cue();
    let span = if main.text.is_empty() {
        view.sentence(statement.sentence).text
    } else {
        main.text
    };
    let words = cue_words(view, statement);
    let text = if words.is_empty() {
        // No word of its own gave it away: the rulebook says in words what did.
        let family = view.kind(statement).cues.iter().find(|f| f.id == main.id);
        let why = family.map_or("", |f| f.why.trim().trim_end_matches('.'));
        if why.is_empty() {
            format!("read as {noun} because of what stands around it")
        } else {
            format!("read as {noun}: {}", uncapitalised(why))
        }
    } else {
        format!("read as {noun}: {}", words.join(", "))
    };
    Label {
        span: view.on_disk(span),
        text,
    }
}

/// The text with its first letter in lower case, as it reads after a colon.
pub(super) fn uncapitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// A sentence of the rulebook without its full stop, as it reads among others.
pub(super) fn without_stop(sentence: &str) -> &str {
    sentence.trim().trim_end_matches('.')
}

/// The words of the weightiest cues in order of place, each once.
fn cue_words(view: &View<'_>, statement: &Statement) -> Vec<String> {
    let mut cues: Vec<_> = statement
        .cues
        .iter()
        .filter(|c| c.points > 0 && !c.text.is_empty())
        .collect();
    cues.sort_by_key(|c| (std::cmp::Reverse(c.points), c.text.start));
    let mut chosen: Vec<TextSpan> = Vec::new();
    for cue in cues {
        if chosen.len() < CUES && !chosen.iter().any(|c| c.overlaps(cue.text)) {
            chosen.push(cue.text);
        }
    }
    chosen.sort_by_key(|c| c.start);
    let mut words: Vec<String> = Vec::new();
    for span in chosen {
        let word = quoted(view.r.document.slice(span));
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

/// Where a marker for the sentence goes: "after “fiscal 2026.”", or beside the marker that ends it.
pub(crate) fn place(view: &View<'_>, sentence: SentenceId) -> String {
    let span = view.sentence(sentence).text;
    let mut end = span.end;
    let mut last = None;
    for marker in view.r.notes.markers_in(span).iter().rev() {
        let after = view
            .r
            .document
            .slice(TextSpan::new(marker.text.end.min(end), end));
        if !after.trim().is_empty() {
            break;
        }
        end = marker.text.start;
        last.get_or_insert(marker);
    }
    if let Some(marker) = last {
        return format!("beside {}", marker.label.written());
    }
    // Words that stand in two cells or lines stand nowhere together.
    let text = view
        .r
        .document
        .slice(span)
        .trim_end_matches([' ', '\n', HARD_BREAK]);
    let (in_cell, cell) = match text.trim_end().rsplit_once(CELL_BORDER) {
        Some((_, cell)) => (
            if text.ends_with(CELL_BORDER) {
                " in this row"
            } else {
                " in the last cell"
            },
            cell,
        ),
        None => ("", text),
    };
    let line = cell.rsplit(HARD_BREAK).find(|l| !l.trim().is_empty());
    let words = last_words(line.unwrap_or_default());
    if words.is_empty() {
        "there".to_owned()
    } else {
        format!("after “{words}”{in_cell}")
    }
}

fn last_words(text: &str) -> String {
    let words: Vec<&str> = text.trim_end().rsplitn(3, char::is_whitespace).take(2).collect();
    let [last, before] = words.as_slice() else {
        return clipped_front(text.trim());
    };
    let both = format!("{before} {last}");
    clipped_front(both.trim())
}

fn clipped_front(text: &str) -> String {
    let show = |c: char| if c == OPAQUE { '…' } else { c };
    let Some((from, _)) = text.char_indices().rev().nth(LAST_WORDS) else {
        return text.chars().map(show).collect();
    };
    let tail = text.get(from..).unwrap_or_default();
    std::iter::once('…')
        .chain(tail.chars().skip(1).map(show))
        .collect()
}

/// How to record an exception for all of the draft, in its comment syntax.
pub(super) fn for_draft(view: &View<'_>, rule: &str) -> String {
    let comment = comment(view, "caveat-ignore-file", rule);
    match view.r.document.front_matter {
        Some(_) => format!("an exception? put below the front matter: {comment}"),
        None => format!("an exception? put at the top: {comment}"),
    }
}

fn comment(view: &View<'_>, instruction: &str, rule: &str) -> String {
    let mdx = view
        .r
        .source
        .name()
        .extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("mdx"));
    let body = format!("{instruction} {rule}: reason");
    if mdx {
        format!("{{/* {body} */}}")
    } else {
        format!("<!-- {body} -->")
    }
}

/// How to record that a sentence is no such statement, in the comment syntax of the draft.
pub(super) fn exception(view: &View<'_>, rule: &str, sentence: SentenceId) -> String {
    let comment = |instruction: &str| comment(view, instruction, rule);
    let above = match view.block(sentence).map(|b| b.kind) {
        Some(BlockKind::FrontMatter(_)) => {
            return format!(
                "an exception? put below the front matter: {}",
                comment("caveat-ignore-file")
            );
        }
        Some(BlockKind::Heading { .. }) => "the heading",
        Some(BlockKind::TableRow { .. }) => "the table",
        Some(BlockKind::ListItem { .. }) => "the list",
        Some(BlockKind::Caption) => "the caption",
        Some(BlockKind::ImageText) => "the image",
        Some(BlockKind::Paragraph) | None => "the paragraph",
    };
    format!("an exception? put above {above}: {}", comment("caveat-ignore"))
}

/// A marker as an author types it, in Markdown or in raw HTML.
pub(super) fn typed(label: &notes::Label, html: bool) -> String {
    if html && label.series == Series::Superscript {
        format!("<sup>{}</sup>", label.value)
    } else {
        label.written()
    }
}

/// The start of a note that bears `label`, as an author types it.
pub(super) fn opening(label: &notes::Label, html: bool) -> String {
    let written = typed(label, html);
    if label.series == Series::Footnote {
        format!("{written}:")
    } else {
        written
    }
}

/// "add at its end: [^1]: Forward-looking …", or what the note must say where no wording may be proposed.
pub(super) fn new_note(view: &View<'_>, label: &notes::Label, kind: NoteKindId, html: bool) -> String {
    let opening = opening(label, html);
    match view.r.text_for(kind) {
        Some(text) if opening.starts_with('<') => format!("{AT_ITS_END}: <p>{opening} {text}</p>"),
        Some(text) => format!("{AT_ITS_END}: {opening} {text}"),
        None => format!("add one at its end that begins with {opening}"),
    }
}

/// What there is to do for an uncovered statement.
pub(super) struct Remedy {
    /// The marker to type.
    pub(super) marker: Option<String>,
    /// The kind of note that is missing or that the marker leads to, by name.
    pub(super) needs: Option<String>,
    /// Instructions.
    pub(super) help: Vec<String>,
    /// The note the marker leads to, where there is one.
    pub(super) note: Option<Label>,
    /// The same for a program.
    pub(super) mark: Option<Mark>,
}

/// How a statement is to be covered by a marker that leads to a note of one of its kinds.
pub(super) fn remedy(view: &View<'_>, statement: &Statement) -> Remedy {
    let needs = &view.kind(statement).needs;
    let mut remedy = Remedy {
        marker: None,
        needs: None,
        help: Vec::new(),
        note: None,
        mark: None,
    };
    let Some(&first) = needs.first() else {
        return remedy;
    };
    let name = |kind: NoteKindId| view.r.rulebook.notes.get(kind as usize).map(|k| k.name.clone());
    remedy.needs = name(first);
    if !view.can_bear_marker(statement.sentence) {
        let what = this_sentence(view, statement.sentence);
        let noun = &view.kind(statement).noun;
        // No note helps where no marker can lead to it.
        remedy.needs = None;
        remedy.help.push(format!(
            "no marker can stand here: reword {what} so that it does not contain {noun}"
        ));
        return remedy;
    }
    let place = place(view, statement.sentence);
    let html = view.is_html(statement.sentence);
    let Some(fitting) = view.fitting(needs, html) else {
        let Some(label) = view.fresh_label(needs, html) else {
            return remedy;
        };
        let written = typed(label, html);
        let nouns: Vec<String> = view.nouns(needs).into_iter().map(str::to_owned).collect();
        // A footnote can be there that nothing in raw HTML leads to.
        let reachable = if html && view.fitting(needs, false).is_some() {
            " that raw HTML can lead to"
        } else {
            ""
        };
        remedy.help.push(format!(
            "this draft has no {}{reachable}: put {written} {place} and {}",
            list(&nouns, "or"),
            new_note(view, label, first, html),
        ));
        remedy.mark = Some(Mark {
            label: label.clone(),
            to: To::New(first),
            html,
        });
        remedy.marker = Some(written);
        return remedy;
    };
    let Some((note, reading)) = view.note(fitting.note) else {
        return remedy;
    };
    remedy.needs = needs
        .iter()
        .find(|k| reading.kinds.contains(k))
        .and_then(|&k| name(k))
        .or(remedy.needs);
    let Some((instruction, marker)) = lead_to(view, fitting, needs, &place, html) else {
        return remedy;
    };
    remedy.mark = mark_for(view, fitting, needs, html);
    remedy.help.push(instruction);
    remedy.note = Some(Label {
        span: note.source,
        text: would_cover(fitting, note, "it"),
    });
    remedy.marker = Some(marker);
    remedy
}

/// The marker that leads to a note which needs no words of its own to be right.
fn mark_for(view: &View<'_>, fitting: &Fitting, needs: &[NoteKindId], html: bool) -> Option<Mark> {
    let to = match (fitting.flaw, &fitting.label) {
        (None, Some(_)) => To::There(fitting.note),
        (None, None) => To::Labelled(fitting.note),
        (Some(Flaw::Twin), _) => To::Relabelled(fitting.note),
        (Some(Flaw::Hidden | Flaw::Incomplete), _) => return None,
    };
    let label = fitting.label.as_ref().or_else(|| view.fresh_label(needs, html))?;
    Some(Mark {
        label: label.clone(),
        to,
        html,
    })
}

/// How a marker at `place` is led to a note, and the marker.
fn lead_to(
    view: &View<'_>,
    fitting: &Fitting,
    needs: &[NoteKindId],
    place: &str,
    html: bool,
) -> Option<(String, String)> {
    let line = fitting.line;
    let repair = repair(fitting.flaw);
    if let Some(label) = &fitting.label {
        let written = typed(label, html);
        let instruction = if repair.is_empty() {
            format!("put {written} {place} (it leads to the note on line {line})")
        } else {
            format!("{repair} the note on line {line} and put {written} {place}")
        };
        return Some((instruction, written));
    }
    let label = view.fresh_label(needs, html)?;
    let (written, opening) = (typed(label, html), opening(label, html));
    let instruction = if fitting.flaw == Some(Flaw::Twin) {
        format!("relabel the note on line {line} {written} and put {written} {place}")
    } else if repair.is_empty() {
        format!("put {written} {place} and {opening} before the note on line {line}")
    } else {
        format!("{repair} the note on line {line}, put {opening} before it and {written} {place}")
    };
    Some((instruction, written))
}

/// What is to be done to a note first, if anything is.
pub(super) fn repair(flaw: Option<Flaw>) -> &'static str {
    match flaw {
        Some(Flaw::Hidden) => "show readers",
        Some(Flaw::Incomplete) => "complete",
        Some(Flaw::Twin) | None => "",
    }
}

/// "this note would cover it: [1]", with what it lacks.
pub(super) fn would_cover(fitting: &Fitting, note: &notes::Note, what: &str) -> String {
    let begin = format!("this note would cover {what}");
    match (fitting.flaw, &fitting.label) {
        (Some(Flaw::Hidden), _) => format!("{begin}, but no reader sees it"),
        (Some(Flaw::Incomplete), _) => format!("{begin} if it were complete"),
        (Some(Flaw::Twin), _) => {
            let label = note.labels.first().map(|(l, _)| l.written());
            format!(
                "{begin}, but another note begins with {} too",
                label.unwrap_or_default()
            )
        }
        (None, Some(label)) => format!("{begin}: {}", label.written()),
        (None, None) => format!("{begin}, but it has no label"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_fold_white_space_and_stop() {
        assert_eq!(quoted(" is \n expected\u{2028}to "), "“is expected to”");
        assert_eq!(quoted("see \u{fffc} now"), "“see … now”");
        assert_eq!(quoted(""), "“”");
        assert_eq!(
            quoted(&"ab ".repeat(40)),
            format!("“{}a…”", "ab ".repeat(19) + "ab ")
        );
    }

    #[test]
    fn the_last_two_words_say_where() {
        assert_eq!(last_words("It starts in fiscal 2026."), "fiscal 2026.");
        assert_eq!(last_words("Outlook"), "Outlook");
        assert_eq!(last_words("Fund A\t12%"), "A 12%");
        assert_eq!(last_words(""), "");
        assert_eq!(last_words("x\u{fffc}"), "x…");
        assert_eq!(last_words(&"é".repeat(100)), format!("…{}", "é".repeat(40)));
    }

    #[test]
    fn lists_and_articles() {
        let items = |n: usize| {
            ["a", "b", "c"][..n]
                .iter()
                .map(|&s| s.to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(list(&items(0), "or"), "");
        assert_eq!(list(&items(1), "or"), "a");
        assert_eq!(list(&items(2), "or"), "a or b");
        assert_eq!(list(&items(3), "and"), "a, b and c");
        assert_eq!(with_article("issuer note"), "an issuer note");
        assert_eq!(with_article("note"), "a note");
    }
}
