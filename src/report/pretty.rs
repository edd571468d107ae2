//! The report for people: each place in the draft with why and what to do.
//!
//! A draft can have thirty findings of one rule. The first is shown in full, the others on a line each; a note
//! that the draft lacks altogether is proposed once, before everything else.

use super::concise::{place, words};
use super::problem::Shown;
use super::proposed::{self, Proposed, refer};
use super::sanitize;
use super::snippet::{Excerpt, Place};
use super::style::{Look, level_in_words};
use super::summary::Tally;
use super::told::{self, OF_THE_RULE};
use super::unbroken;
use super::{counted, path_text};
use crate::finding::{Finding, Level, Standing};
use crate::linter::Review;
use crate::rules::model::NoteKind;
use miette::Severity;
use std::fmt::{self, Write as _};
use textwrap::WordSeparator;
use unicode_width::UnicodeWidthStr as _;

/// So many places of one finding are drawn; a finding about a whole draft can have thousands.
const MAX_PLACES: usize = 4;
/// So many columns of the draft's words stand on the line of a further finding.
const QUOTED: usize = 56;
/// Rules about a note that is there and needs repair: it is not to be written a second time.
const AT_THE_NOTE: [&str; 3] = ["note-hidden", "note-incomplete", "note-behind-link"];

/// What the report shows.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Colours, lines, width.
    pub look: Look,
    /// Every finding in full.
    pub verbose: bool,
    /// Findings that do not count, with why.
    pub show_suppressed: bool,
}

/// The part of the report about one draft; empty where nothing is to be said.
pub fn draft(review: &Review<'_>, options: Options) -> Result<String, fmt::Error> {
    let look = options.look;
    let open: Vec<&Finding> = review
        .findings
        .iter()
        .filter(|f| f.standing == Standing::Open)
        .collect();
    let mut out = String::new();
    let shows_others = options.show_suppressed && !review.findings.is_empty();
    if open.is_empty() && !shows_others {
        return Ok(out);
    }
    writeln!(
        out,
        "{}\n",
        look.bold(&sanitize::one_line(&path_text(review.resolved.source.name())))
    )?;
    let mut proposed = Vec::new();
    for missing in missing(review, &open) {
        match missing.note() {
            Some(note) => writeln!(
                out,
                "{} Put at its end, for example:\n\n    {note}\n",
                look.bold(&missing.head)
            )?,
            None => writeln!(out, "{}\n", look.bold(&missing.head))?,
        }
        proposed.extend(missing.proposed);
    }
    for group in groups(&open) {
        let Some((first, others)) = group.split_first() else {
            continue;
        };
        full(&mut out, review, (first, true), &proposed, look)?;
        if options.verbose {
            for finding in others {
                full(&mut out, review, (finding, false), &proposed, look)?;
            }
        } else if !others.is_empty() {
            let head = format!("{} more of {}", others.len(), first.rule);
            writeln!(out, "  {}:", look.level(first.level, &head))?;
            brief(&mut out, review, others, look)?;
            writeln!(out)?;
        }
    }
    if options.show_suppressed {
        review
            .findings
            .iter()
            .try_for_each(|finding| suppressed(&mut out, review, finding, look))?;
    }
    Ok(out)
}

/// The end of the report.
pub fn end(tally: &Tally, look: Look) -> String {
    let worst = tally.levels.keys().next_back();
    let text = tally.in_words();
    let text = worst.map_or_else(|| text.clone(), |level| look.level(*level, &text));
    format!("{text}\n")
}

/// The findings by rule: the gravest rules first, then those that come first in the draft.
fn groups<'f>(open: &[&'f Finding]) -> Vec<Vec<&'f Finding>> {
    let mut groups: Vec<Vec<&Finding>> = Vec::new();
    let mut index = std::collections::BTreeMap::new();
    for &finding in open {
        let group = *index
            .entry((finding.rule.as_str(), finding.level))
            .or_insert_with(|| {
                groups.push(Vec::new());
                groups.len() - 1
            });
        if let Some(group) = groups.get_mut(group) {
            group.push(finding);
        }
    }
    groups.sort_by_key(|group| group.first().map(|f| std::cmp::Reverse(f.level)));
    groups
}

/// Kinds of note that findings ask for and no visible note of the draft is.
fn missing_notes<'r>(review: &'r Review<'_>, open: &[&Finding]) -> Vec<(u16, &'r NoteKind)> {
    let resolved = &review.resolved;
    let mut kinds: Vec<u16> = open
        .iter()
        .filter_map(|f| resolved.rulebook.note_kind(f.needs.as_deref()?))
        .collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds.retain(|kind| {
        let name = resolved
            .rulebook
            .notes
            .get(*kind as usize)
            .map(|k| k.name.as_str());
        let repaired = |f: &Finding| AT_THE_NOTE.contains(&f.rule.as_str()) && f.needs.as_deref() == name;
        if review.findings.iter().any(repaired) {
            return false;
        }
        let mut notes = resolved.notes.notes.iter().zip(&resolved.readings);
        !notes.any(|(note, reading)| note.hidden.is_none() && reading.kinds.contains(kind))
    });
    kinds
        .into_iter()
        .filter_map(|kind| Some((kind, resolved.rulebook.notes.get(kind as usize)?)))
        .collect()
}

/// A kind of note that a draft lacks.
pub(super) struct Missing<'r> {
    /// Says so.
    pub(super) head: String,
    /// What may be put at the draft's end, where there is a text.
    pub(super) proposed: Option<Proposed<'r>>,
}

impl Missing<'_> {
    /// The note as it would be typed.
    pub(super) fn note(&self) -> Option<String> {
        let proposed = self.proposed.as_ref()?;
        let shown = sanitize::one_line(proposed.opening);
        let space = if shown.is_empty() { "" } else { " " };
        let end = if shown.starts_with("<p>") { "</p>" } else { "" };
        Some(format!(
            "{shown}{space}{}{end}",
            sanitize::one_line(proposed.text)
        ))
    }
}

/// Every kind of note that a draft lacks and findings ask for.
pub(super) fn missing<'r>(review: &'r Review<'_>, open: &[&'r Finding]) -> Vec<Missing<'r>> {
    let kinds = missing_notes(review, open).into_iter();
    kinds.map(|kind| missing_note(review, open, kind)).collect()
}

fn missing_note<'r>(
    review: &'r Review<'_>,
    open: &[&'r Finding],
    (id, kind): (u16, &NoteKind),
) -> Missing<'r> {
    let asking: Vec<&Finding> = open
        .iter()
        .copied()
        .filter(|f| f.needs.as_deref() == Some(&kind.name))
        .collect();
    let verb = if places(&asking) == 1 { "needs" } else { "need" };
    let head = format!(
        "This draft has no {}; {} {verb} one.",
        kind.noun,
        counted(places(&asking), "place")
    );
    let resolved = &review.resolved;
    let Some(text) = resolved.text_for(id) else {
        return Missing { head, proposed: None };
    };
    let opening = asking
        .iter()
        .flat_map(|f| &f.help)
        .find_map(|line| proposed::opening(line, text))
        .or_else(|| asking.iter().find_map(|f| f.marker.as_deref()))
        .unwrap_or_default();
    Missing {
        head,
        proposed: Some(Proposed { text, opening }),
    }
}

/// In how many places these findings stand: several of one sentence are one place.
fn places(findings: &[&Finding]) -> usize {
    let mut spans: Vec<_> = findings.iter().map(|f| (f.span.start, f.span.end)).collect();
    spans.sort_unstable();
    let mut end = 0;
    let mut count = 0;
    for (start, stop) in spans {
        if count == 0 || start >= end {
            count += 1;
        }
        end = stop.max(end);
    }
    count
}

fn full(
    out: &mut String,
    review: &Review<'_>,
    (finding, first): (&Finding, bool),
    proposed: &[Proposed<'_>],
    look: Look,
) -> fmt::Result {
    let mut places: Vec<Place> = finding
        .labels
        .iter()
        .take(MAX_PLACES)
        .map(|label| Place {
            span: label.span,
            text: label.text.clone(),
        })
        .collect();
    if places.is_empty() {
        places.push(Place {
            span: finding.span,
            text: String::new(),
        });
    }
    let mut help: Vec<String> = finding
        .help
        .iter()
        // What holds for the rule is said once, with its first finding.
        .filter(|line| first || !OF_THE_RULE.iter().any(|begin| line.starts_with(begin)))
        .map(|line| sanitize::one_line(&refer(line, proposed)))
        .collect();
    if let Some(fix) = &finding.fix {
        let at = help
            .iter()
            .position(|line| OF_THE_RULE.iter().any(|begin| line.starts_with(begin)));
        let tag = super::fix_tag(finding).trim_start();
        help.insert(
            at.unwrap_or(help.len()),
            format!("{tag} {}", told::repair(fix.applicability)),
        );
    }
    if finding.labels.len() > MAX_PLACES {
        help.insert(
            0,
            format!(
                "{} are not shown here",
                counted(finding.labels.len() - MAX_PLACES, "further place")
            ),
        );
    }
    let more = format!("more: caveat explain {}", finding.rule);
    if first && !help.contains(&more) {
        help.push(more);
    }
    let shown = Shown {
        code: Some(format!("{} ({})", level_in_words(finding.level), finding.rule)),
        message: unbroken::protect(&sanitize::one_line(&finding.message)),
        severity: match finding.level {
            Level::Error => Severity::Error,
            Level::Warning => Severity::Warning,
            Level::Info => Severity::Advice,
        },
        help: (!help.is_empty()).then(|| unbroken::protect(&help.join("\n"))),
        excerpt: Excerpt::new(review.resolved.source, &places, look.snippet_width()),
    };
    let mut drawn = String::new();
    let mut handler = look.handler().with_break_words(false);
    // To look in every word for places to break it takes as long as all else in a report, and where words stand
    // apart there are hardly any.
    if unbroken::has_spaces(&shown.message) && shown.help.as_deref().is_none_or(unbroken::has_spaces) {
        handler = handler.with_word_separator(WordSeparator::AsciiSpace);
    }
    handler.render_report(&mut drawn, &shown)?;
    writeln!(out, "{}", unbroken::restore(&drawn))
}

/// Place, words, and the marker to type with what is said of the fix.
type Row = (String, String, (String, &'static str));

/// One line each: place, words, marker to type.
fn brief(out: &mut String, review: &Review<'_>, findings: &[&Finding], look: Look) -> fmt::Result {
    let row = |finding: &&Finding| {
        let at = review.resolved.source.position(place(finding).start);
        let marker = finding
            .marker
            .as_deref()
            .map(|marker| format!("put {}", sanitize::one_line(marker)));
        let marker = (marker.unwrap_or_default(), super::fix_tag(finding));
        (
            format!("{}:{}", at.line, at.column),
            words(review, finding, QUOTED),
            marker,
        )
    };
    let rows: Vec<Row> = findings.iter().map(row).collect();
    let wide = |width: fn(&Row) -> usize| rows.iter().map(width).max().unwrap_or(0);
    let (first, second) = (wide(|row| row.0.width()), wide(|row| row.1.width()));
    for (at, words, (marker, fix)) in &rows {
        write!(out, "    {at:<first$}  “{words}”")?;
        // Padding counts characters, the terminal columns.
        let gap = second - words.width() + 2;
        if !marker.is_empty() {
            write!(out, "{:gap$}{}{fix}", "", look.bold(marker))?;
        } else if !fix.is_empty() {
            write!(out, "{:gap$}{}", "", fix.trim_start())?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn suppressed(out: &mut String, review: &Review<'_>, finding: &Finding, look: Look) -> fmt::Result {
    let why = match &finding.standing {
        Standing::Open => return Ok(()),
        Standing::Suppressed { reason } => format!("excepted: {}", sanitize::one_line(reason)),
        Standing::Baselined => "known from the baseline".to_owned(),
    };
    let at = review.resolved.source.position(place(finding).start);
    let line = format!(
        "  {}:{} {}: “{}” – {why}",
        at.line,
        at.column,
        finding.rule,
        words(review, finding, QUOTED)
    );
    writeln!(out, "{}", look.dim(&line))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;
    use crate::settings::Settings;
    use crate::source::SourceFile;

    const PLAIN: Options = Options {
        look: Look::PLAIN,
        verbose: false,
        show_suppressed: false,
    };

    fn render(text: &str, findings: Vec<Finding>, options: Options) -> String {
        let (source, rulebook) = (SourceFile::new("posts/a.md", text), fixture::rulebook());
        let settings = Settings::of(&rulebook);
        draft(&fixture::review(&source, &rulebook, &settings, findings), options).unwrap()
    }

    const TEXT: &str = "# Outlook\n\nMargins widened over the summer, as the managers had hoped – they said so in March – and \
        looking ahead we expect the fund to return 12% next year. The managers are patient people and will go on to \
        be so until the end of their contract [3] in 2031, at least.\n\nWe expect sales to rise. We expect costs\n\
        to fall for good.\n\n[3] Nothing\u{1b}[31m of note.\n";

    fn findings() -> [Finding; 3] {
        let labels = [
            (
                "we expect the fund to return 12%",
                "read as a forecast: “we expect … to return”",
            ),
            ("[3]", "this marker …"),
            ("[3] Nothing", "… leads to a note of another kind"),
        ];
        [
            fixture::finding(TEXT, "Margins widened", &labels),
            fixture::finding(TEXT, "We expect sales", &[("We expect", "read as a forecast")]),
            fixture::finding(
                TEXT,
                "We expect costs\nto fall",
                &[("expect costs\nto fall", "read as a forecast")],
            ),
        ]
    }

    #[test]
    fn the_first_of_a_rule_is_shown_in_full_and_the_others_on_a_line_each() {
        let shown = render(TEXT, findings().to_vec(), PLAIN);
        let expected = r"posts/a.md

This draft has no forward note; 3 places need one. Put at its end, for example:

    [1] This is the forward note.

error: must fix (unmarked-forward-looking)

  × this forecast has no marker
   ╭─[posts/a.md:3:104]
 3 │ …– and looking ahead we expect the fund to return 12% next year. The managers are…
   ·                      ────────────────┬───────────────
   ·                                      ╰── read as a forecast: “we expect … to return”
   ╰────
   ╭─[posts/a.md:3:236]
 3 │ …the end of their contract [3] in 2031, at least.
   ·                            ─┬─
   ·                             ╰── this marker …
   ╰────
   ╭─[posts/a.md:8:1]
 8 │ [3] Nothing\u{1b}[31m of note.
   · ─────┬─────
   ·      ╰── … leads to a note of another kind
   ╰────
  help: put [1] after the sentence
        more: caveat explain unmarked-forward-looking

  2 more of unmarked-forward-looking:
    5:1   “We expect”             put [1]
    5:29  “expect costs to fall”  put [1]

";
        assert_eq!(shown, expected, "\n{shown}");
    }

    #[test]
    fn the_text_of_a_missing_note_and_where_to_read_more_are_said_once() {
        let [_, mut finding, _] = findings();
        finding.help = vec![
            "put [1] after the sentence and add at its end: [1] This is the forward note.".to_owned(),
            "more: caveat explain unmarked-forward-looking".to_owned(),
        ];
        let shown = render(TEXT, vec![finding], PLAIN);
        let help = "  help: put [1] after the sentence and add the note above at its end\n        \
                    more: caveat explain unmarked-forward-looking\n";
        assert!(shown.ends_with(&format!("{help}\n")), "{shown}");
        assert_eq!(shown.matches("This is the forward note.").count(), 1, "{shown}");
    }

    #[test]
    fn verbose_shows_each_and_a_narrow_ascii_terminal_gets_what_fits() {
        let [_, _, broken] = findings();
        let look = Look {
            color: false,
            unicode: false,
            width: 60,
        };
        let shown = render(
            TEXT,
            vec![broken.clone(), broken],
            Options {
                verbose: true,
                look,
                ..PLAIN
            },
        );
        let body = r"error: must fix (unmarked-forward-looking)

  x this forecast has no marker
   ,-[posts/a.md:5:29]
 5 | …to rise. We expect costs
   :              ^^^^^^^^^^^^
 6 | to fall for good.
   : ^^^|^^^
   :    `-- read as a forecast
   `----
  help: put [1] after the sentence
";
        let more = "        more: caveat explain unmarked-forward-looking\n";
        let head = "posts/a.md\n\nThis draft has no forward note; 1 place needs one. Put at its end, for example:\n\n    \
                    [1] This is the forward note.\n\n";
        assert_eq!(shown, format!("{head}{body}{more}\n{body}\n"), "\n{shown}");
    }

    #[test]
    fn findings_that_do_not_count_are_shown_on_demand_with_why() {
        let [_, mut first, mut second] = findings();
        first.standing = Standing::Suppressed {
            reason: "a quotation\u{7}".into(),
        };
        second.standing = Standing::Baselined;
        let all = vec![first, second];
        assert_eq!(render(TEXT, all.clone(), PLAIN), "");
        let shown = render(
            TEXT,
            all,
            Options {
                show_suppressed: true,
                ..PLAIN
            },
        );
        assert_eq!(
            shown,
            "posts/a.md\n\n  5:1 unmarked-forward-looking: “We expect” – excepted: a quotation\\u{7}\n  5:29 \
             unmarked-forward-looking: “expect costs to fall” – known from the baseline\n"
        );
    }

    #[test]
    fn a_note_that_is_there_is_not_asked_for() {
        let text = "Sales will rise. Costs will rise.[1]\n\n[1] Who knows.\n";
        let (source, rulebook) = (SourceFile::new("a.md", text), fixture::rulebook());
        let settings = Settings::of(&rulebook);
        let finding = fixture::finding(text, "Sales will rise.", &[("will rise", "read as a forecast")]);
        let mut review = fixture::review(&source, &rulebook, &settings, vec![finding]);
        fixture::add_note(&mut review, "[1] Who knows.");
        assert!(!draft(&review, PLAIN).unwrap().contains("This draft has no"));
        review.resolved.notes.notes[0].hidden = Some(crate::document::Hidden::Comment);
        assert!(
            draft(&review, PLAIN)
                .unwrap()
                .contains("This draft has no forward note; 1 place needs one.")
        );
    }

    #[test]
    fn colours_are_put_only_where_they_are_wanted() {
        let [_, finding, _] = findings();
        let look = Look {
            color: true,
            ..Look::PLAIN
        };
        assert!(render(TEXT, vec![finding.clone()], Options { look, ..PLAIN }).contains('\u{1b}'));
        assert!(!render(TEXT, vec![finding], PLAIN).contains('\u{1b}'));
    }

    #[test]
    fn a_megabyte_on_one_line_and_labels_in_odd_places_are_drawn() {
        let text = format!("{}needle{}", "word ".repeat(200_000), " word".repeat(200_000));
        let mut finding = fixture::finding(&text, "needle", &[("needle", "here")]);
        let shown = render(&text, vec![finding.clone()], PLAIN);
        assert!(shown.contains("[posts/a.md:1:1000001]"), "{shown}");
        assert!(shown.lines().all(|line| line.width() <= 96), "{shown}");
        let end = text.len() as u32;
        for (from, to) in [(end, end), (0, end), (0, 0), (end + 5, end + 9)] {
            finding.labels[0].span = crate::span::SourceSpan::new(from, to);
            let shown = render(&text, vec![finding.clone()], PLAIN);
            assert!(
                shown.contains("here") && !shown.contains("Failed to read"),
                "{from}..{to}: {shown}"
            );
        }
        let empty = Finding {
            labels: Vec::new(),
            span: crate::span::SourceSpan::empty(0),
            ..finding
        };
        assert!(render("", vec![empty], PLAIN).contains("[posts/a.md:1:1]"));
    }
}
