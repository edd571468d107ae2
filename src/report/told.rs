//! What a finding says where there is room for one paragraph: what is wrong, which words, what to do.

use super::concise::words;
use super::proposed::{Proposed, refer};
use crate::finding::{Applicability, Finding, Label};
use crate::linter::Review;
use crate::notes::NoteId;
use crate::span::SourceSpan;

/// So many columns of the draft's words are quoted.
const QUOTED: usize = 120;
/// How the lines of help begin that are the same for every finding of a rule.
pub(super) const OF_THE_RULE: [&str; 2] = ["an exception?", "more: "];

/// The fact with the words it is about: `This sentence contains a forecast …: “expected to rise”.`
pub(super) fn fact(review: &Review<'_>, finding: &Finding) -> String {
    let words = words(review, finding, QUOTED);
    let fact = capitalised(finding.message.trim_end_matches('.'));
    if words.is_empty() {
        format!("{fact}.")
    } else {
        format!("{fact}: “{words}”.")
    }
}

/// What to do about it here, one sentence each; what is the same for all findings of a rule is left out.
pub(super) fn instructions(finding: &Finding) -> impl Iterator<Item = String> + '_ {
    referring(finding, &[])
}

/// The same where the report has proposed notes before: they are not proposed again.
pub(super) fn referring<'f>(
    finding: &'f Finding,
    proposed: &'f [Proposed<'_>],
) -> impl Iterator<Item = String> + 'f {
    let own = |line: &&String| !OF_THE_RULE.iter().any(|general| line.starts_with(general));
    let lines = finding.help.iter().filter(own);
    lines.map(|line| stopped(&capitalised(&refer(line, proposed))))
}

/// Fact and instructions in one paragraph.
pub(super) fn paragraph(review: &Review<'_>, finding: &Finding) -> String {
    let mut text = fact(review, finding);
    for instruction in instructions(finding) {
        text.push(' ');
        text.push_str(&instruction);
    }
    text
}

/// How the program carries out a repair.
pub(super) const fn repair(applicability: Applicability) -> &'static str {
    match applicability {
        Applicability::Safe => "caveat check --fix does this",
        Applicability::Unsafe => "caveat check --fix --unsafe-fixes does this; read the words it adds",
    }
}

/// `text` with a capital first letter.
pub(super) fn capitalised(text: &str) -> String {
    let mut rest = text.chars();
    match rest.next() {
        Some(first) => first.to_uppercase().chain(rest).collect(),
        None => String::new(),
    }
}

/// `text` with a full stop, unless it ends in one.
pub(super) fn stopped(text: &str) -> String {
    if text.ends_with(['.', '!', '?', '>']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

/// The notes of a draft by place, to tell which of them something stands in.
#[derive(Debug)]
pub(super) struct NotePlaces {
    sorted: Vec<(SourceSpan, NoteId)>,
}

impl NotePlaces {
    pub(super) fn new(review: &Review<'_>) -> Self {
        let notes = review.resolved.notes.notes.iter().enumerate();
        let mut sorted: Vec<_> = notes.map(|(id, note)| (note.source, id as NoteId)).collect();
        sorted.sort_unstable();
        Self { sorted }
    }

    /// The note that `span` begins in.
    pub(super) fn at(&self, span: SourceSpan) -> Option<NoteId> {
        let next = self.sorted.partition_point(|(note, _)| note.start <= span.start);
        let (note, id) = self.sorted.get(next.checked_sub(1)?)?;
        (note.holds(span.start) || *note == span).then_some(*id)
    }

    /// The note a finding is about, if any: the first of its labels outside of what it reports that stands in one.
    pub(super) fn of<'f>(&self, finding: &'f Finding) -> Option<(&'f Label, NoteId)> {
        let mut outside = finding
            .labels
            .iter()
            .filter(|label| !finding.span.overlaps(label.span));
        outside.find_map(|label| Some((label, self.at(label.span)?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;
    use crate::settings::Settings;
    use crate::source::SourceFile;

    #[test]
    fn a_finding_is_told_in_whole_sentences() {
        let text = "Costs are expected to fall.\n\n[1] Who knows.\n";
        let (source, rulebook) = (SourceFile::new("a.md", text), fixture::rulebook());
        let settings = Settings::of(&rulebook);
        let mut finding = fixture::finding(
            text,
            "Costs are expected to fall.",
            &[("expected to fall", "x"), ("[1] Who", "the note")],
        );
        finding.help.extend([
            "an exception? say so".to_owned(),
            "more: caveat explain x".to_owned(),
            "is it yours?".to_owned(),
        ]);
        let mut review = fixture::review(&source, &rulebook, &settings, Vec::new());
        fixture::add_note(&mut review, "[1] Who knows.");
        assert_eq!(
            paragraph(&review, &finding),
            "This forecast has no marker: “expected to fall”. Put [1] after the sentence. Is it yours?"
        );
        let notes = NotePlaces::new(&review);
        assert_eq!(
            notes.of(&finding).map(|(label, id)| (label.text.as_str(), id)),
            Some(("the note", 0))
        );
        finding.labels.truncate(1);
        assert_eq!(notes.of(&finding), None);
    }
}
