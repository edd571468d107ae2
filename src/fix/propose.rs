//! Turns what a check wants done into bytes that are to change.

use super::habit::Habits;
use super::place::{Around, spot};
use super::shelf::Shelf;
use super::{Mark, Repair, To, labels, renumber, text, unwrap};
use crate::check::{Found, View, place};
use crate::finding::{Applicability, Edit, Fix};
use crate::notes::{Label, NoteId, Series};
use crate::rules::model::NoteKindId;
use crate::span::SourceSpan;
use crate::text::SentenceId;
use std::collections::BTreeMap;

/// Gives every finding whose check named a repair its fix, where the repair can be carried out.
pub(crate) fn propose(view: &View<'_>, found: &mut [Found]) {
    if found.iter().all(|f| f.repair.is_none()) {
        return;
    }
    let mut proposer = Proposer::new(view);
    for found in found {
        if let Some(repair) = found.repair.take() {
            found.finding.fix = proposer.fix(&repair);
        }
    }
}

/// A fix in the making.
#[derive(Default)]
struct Plan {
    edits: Vec<Edit>,
    title: Vec<String>,
    /// It adds wording that the house has not approved, or takes the author's away.
    reviewed: bool,
}

struct Proposer<'v> {
    view: &'v View<'v>,
    habits: Habits,
    around: Around,
    /// Per note the markers that lead to it.
    led: Vec<Vec<u32>>,
    shelves: BTreeMap<(Option<Series>, bool), Shelf>,
}

impl<'v> Proposer<'v> {
    fn new(view: &'v View<'v>) -> Self {
        let mut led = vec![Vec::new(); view.r.notes.notes.len()];
        for (id, marker) in view.r.notes.markers.iter().enumerate() {
            if let Some(led) = marker.note.and_then(|note| led.get_mut(note as usize)) {
                led.push(id as u32);
            }
        }
        Self {
            view,
            habits: Habits::of(view.r),
            around: Around::new(&view.r.document),
            led,
            shelves: BTreeMap::new(),
        }
    }

    fn fix(&mut self, repair: &Repair) -> Option<Fix> {
        let mut plan = Plan::default();
        self.carry_out(repair, &mut plan)?;
        Some(Fix {
            applicability: if plan.reviewed {
                Applicability::Unsafe
            } else {
                Applicability::Safe
            },
            title: plan.title.join(" and "),
            edits: text::in_order(plan.edits)?,
        })
    }

    /// Whether a label is read as one: a number of four digits is a year.
    fn is_read(label: &Label) -> bool {
        let year = label.value.len() > 3 && label.value.bytes().all(|b| b.is_ascii_digit());
        label.series == Series::Footnote || !year
    }

    fn carry_out(&mut self, repair: &Repair, plan: &mut Plan) -> Option<()> {
        let r = self.view.r;
        match repair {
            Repair::Mark { sentence, marks } => self.mark(*sentence, marks, plan)?,
            Repair::Lead(mark) => self.lead(mark, plan)?,
            Repair::Join { note, label } => {
                let written = self.habits.written(label, false);
                plan.edits.push(labels::join(r, *note, &written)?);
                let line = self.line(*note)?;
                plan.title
                    .push(format!("add {written} to the labels of the note on line {line}"));
            }
            Repair::Replace {
                marker,
                from,
                to,
                html,
            } => {
                let written = self.habits.written(to, *html);
                plan.edits.push(Edit {
                    span: *marker,
                    text: written.clone(),
                });
                plan.title.push(format!("put {written} instead"));
                // A slip of the hand can be told from another number only in a name.
                let named = from.value.parse::<u32>().is_err() && from.series != Series::Symbol;
                plan.reviewed |= !named && from.value != to.value;
            }
            Repair::Relabel { note, from, to } => self.relabel(*note, from, to, plan)?,
            Repair::Note(kind) => self.note(*kind, None, false, plan)?,
            Repair::Renumber { series, sign } => {
                plan.edits = renumber::renumber(r, *series, *sign)?;
                plan.title
                    .push("number the markers and their notes in the order of the text".to_owned());
            }
            Repair::Unwrap(note) => {
                plan.edits = unwrap::unwrap(r, *note)?;
                plan.title.push("set the note as large as the text".to_owned());
            }
        }
        Some(())
    }

    fn mark(&mut self, sentence: SentenceId, marks: &[Mark], plan: &mut Plan) -> Option<()> {
        let r = self.view.r;
        let mut text = String::new();
        let mut written = Vec::new();
        let mut at = None;
        if !marks.iter().all(|mark| Self::is_read(&mark.label)) {
            return None;
        }
        for mark in marks {
            let marker = self.habits.written(&mark.label, mark.html);
            // Two claims of a sentence can lead to one note.
            if written.contains(&marker) {
                continue;
            }
            let spot = spot(self.view, &self.habits, &self.around, sentence, &mark.label)?;
            if *at.get_or_insert(spot.at) != spot.at {
                return None;
            }
            // A star behind the stars that close emphasis is not to be counted with them.
            let before = r.source.text().get(..spot.at as usize).unwrap_or_default();
            let marker = if text.is_empty() && spot.divider.is_empty() && before.ends_with('*') && !mark.html
            {
                marker.replacen('*', "\\*", usize::from(marker.starts_with('*')))
            } else {
                marker
            };
            if text.is_empty() {
                text.push_str(spot.divider);
            } else if matches!(mark.label.series, Series::Superscript | Series::Symbol) {
                text.push(',');
            }
            text.push_str(&marker);
            written.push(marker);
        }
        plan.edits.push(Edit {
            span: SourceSpan::empty(at?),
            text,
        });
        plan.title.push(format!(
            "put {} {}",
            written.join(" and "),
            place(self.view, sentence)
        ));
        marks.iter().try_for_each(|mark| self.lead(mark, plan))
    }

    /// What is to be done so that a marker leads to its note.
    fn lead(&mut self, mark: &Mark, plan: &mut Plan) -> Option<()> {
        match mark.to {
            To::There(_) => Some(()),
            To::Labelled(note) => {
                let opening = self.opening(&mark.label, mark.html);
                plan.edits
                    .push(labels::put_before(self.view.r, note, &mark.label, &opening)?);
                let line = self.line(note)?;
                plan.title
                    .push(format!("put {opening} before the note on line {line}"));
                Some(())
            }
            To::Relabelled(note) => {
                let (borne, _) = self.view.note(note)?;
                let from = borne.labels.first()?.0.clone();
                self.relabel(note, &from, &mark.label, plan)
            }
            To::New(kind) => self.note(kind, Some(&mark.label), mark.html, plan),
        }
    }

    fn relabel(&self, note: NoteId, from: &Label, to: &Label, plan: &mut Plan) -> Option<()> {
        let led = self.led.get(note as usize).filter(|_| Self::is_read(to))?;
        let edits = labels::relabel(self.view.r, &self.habits, led, note, from, to)?;
        plan.edits.extend(edits);
        let line = self.line(note)?;
        plan.title
            .push(format!("relabel the note on line {line} {}", to.written()));
        Some(())
    }

    fn note(&mut self, kind: NoteKindId, label: Option<&Label>, html: bool, plan: &mut Plan) -> Option<()> {
        let (r, view) = (self.view.r, self.view);
        let text = r.settings.text_for(r.rulebook, kind)?;
        plan.reviewed |= !r.settings.texts.contains_key(&kind);
        let opening = label.map_or_else(String::new, |label| self.opening(label, html));
        let series = label.map(|l| l.series);
        let place = self
            .shelves
            .entry((series, html))
            .or_insert_with(|| Shelf::new(view, series, html));
        plan.edits.push(place.add(label, &opening, text));
        let noun = r.rulebook.notes.get(kind as usize).map_or("note", |k| &k.noun);
        let label = label.map_or_else(String::new, |l| format!(" {}", l.written()));
        plan.title.push(format!("add the {noun}{label}"));
        Some(())
    }

    fn opening(&self, label: &Label, html: bool) -> String {
        let written = self.habits.written(label, html);
        if label.series == Series::Footnote {
            format!("{written}:")
        } else {
            written
        }
    }

    fn line(&self, note: NoteId) -> Option<u32> {
        let (note, _) = self.view.note(note)?;
        Some(self.view.r.source.position(note.source.start).line)
    }
}
