//! How findings speak: words quoted, places named, remedies spelt out. Everything here is for a reader who is
//! no programmer.

use super::view::View;
use crate::detect::Statement;
use crate::document::{BlockKind, FrontMatterKey, OPAQUE};
use crate::finding::Label;
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
fn uncapitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
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
pub(super) fn place(view: &View<'_>, sentence: SentenceId) -> String {
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
    let words = last_words(view.r.document.slice(span));
    if words.is_empty() {
        "there".to_owned()
    } else {
        format!("after “{words}”")
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

/// How to record that a sentence is no such statement, in the comment syntax of the draft.
pub(super) fn exception(view: &View<'_>, rule: &str, sentence: SentenceId) -> String {
    let mdx = view
        .r
        .source
        .name()
        .extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("mdx"));
    let comment = |instruction: &str| {
        let body = format!("{instruction} {rule}: reason");
        if mdx {
            format!("{{/* {body} */}}")
        } else {
            format!("<!-- {body} -->")
        }
    };
    let above = match view.block(sentence).map(|b| b.kind) {
        Some(BlockKind::FrontMatter(_)) => {
            return format!(
                "an exception? put below the front matter: {}",
                comment("caveat-ignore-file")
            );
        }
        Some(BlockKind::Heading { .. }) => "the heading",
        Some(BlockKind::TableRow { .. }) => "the table",
        Some(BlockKind::ListItem { .. }) => "the list item",
        Some(BlockKind::Caption) => "the caption",
        Some(BlockKind::ImageText) => "the image",
        Some(BlockKind::Paragraph) | None => "the paragraph",
    };
    format!("an exception? put above {above}: {}", comment("caveat-ignore"))
}

/// The start of a note that bears `label`, as an author types it.
pub(super) fn opening(label: &notes::Label) -> String {
    let written = label.written();
    if label.series == Series::Footnote {
        format!("{written}:")
    } else {
        written
    }
}

/// "add at its end: [^1]: Forward-looking …", or what the note must say where no wording may be proposed.
pub(super) fn new_note(view: &View<'_>, label: &notes::Label, kind: NoteKindId) -> String {
    let opening = opening(label);
    match view.r.settings.text_for(view.r.rulebook, kind) {
        Some(text) => format!("add at its end: {opening} {text}"),
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
}

/// How a statement is to be covered by a marker that leads to a note of one of its kinds.
pub(super) fn remedy(view: &View<'_>, statement: &Statement) -> Remedy {
    let needs = &view.kind(statement).needs;
    let mut remedy = Remedy {
        marker: None,
        needs: None,
        help: Vec::new(),
        note: None,
    };
    let Some(&first) = needs.first() else {
        return remedy;
    };
    let name = |kind: NoteKindId| view.r.rulebook.notes.get(kind as usize).map(|k| k.name.clone());
    remedy.needs = name(first);
    if !view.can_bear_marker(statement.sentence) {
        let what = this_sentence(view, statement.sentence);
        let noun = &view.kind(statement).noun;
        remedy.help.push(format!(
            "no marker can stand here: reword {what} so that it does not contain {noun}"
        ));
        return remedy;
    }
    let place = place(view, statement.sentence);
    let Some(fitting) = view.fitting(needs) else {
        let Some(label) = view.fresh_label(needs) else {
            return remedy;
        };
        let written = label.written();
        remedy.help.push(format!(
            "this draft has no {}: put {written} {place} and {}",
            list(
                &view
                    .nouns(needs)
                    .into_iter()
                    .map(str::to_owned)
                    .collect::<Vec<_>>(),
                "or"
            ),
            new_note(view, label, first),
        ));
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
    let line = fitting.line;
    let text = if let Some(label) = &fitting.label {
        let written = label.written();
        remedy.help.push(format!(
            "put {written} {place} (it leads to the note on line {line})"
        ));
        remedy.marker = Some(written.clone());
        format!("this note would cover it: {written}")
    } else if let Some(label) = view.fresh_label(needs) {
        let written = label.written();
        remedy.help.push(format!(
            "put {written} {place} and {} before the note on line {line}",
            opening(label)
        ));
        remedy.marker = Some(written);
        "this note would cover it, but it has no label".to_owned()
    } else {
        return remedy;
    };
    remedy.note = Some(Label {
        span: note.source,
        text,
    });
    remedy
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
