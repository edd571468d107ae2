//! How performance is presented, where that takes more than words: the record of five years, the currency, the first
//! thing a reader sees, figures that are out of date.

mod dates;

use super::lacking::report;
use super::scope::sentences_of;
use super::select::chosen;
use super::sink::Sink;
use super::view::View;
use super::wording::this_sentence;
use crate::detect::Statement;
use crate::document::{Block, BlockKind, FrontMatterKey, InlineKind};
use crate::rules::model::{DetailId, Scope, Selection};
use crate::text::SentenceId;
use dates::{day_in, years_in};
use jiff::Span;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Statements that show how an investment did.
const KINDS: [&str; 2] = ["past-performance", "simulated-performance"];
/// A record is complete with so many periods of twelve months: Reg. (EU) 2017/565 Art. 44(4)(b).
const RECORD: i16 = 5;
/// Figures may end so long before the draft is dated.
const FRESH: i32 = 6;
/// Details of the name `quoted-in-CODE` say in which currency a figure counts.
const QUOTED_IN: &str = "quoted-in-";
/// The detail for all currencies without one of their own.
const OTHER: &str = "other";
/// The readers' currency where nothing is said of it.
const CURRENCY: &str = "EUR";

fn performance<'a>(view: &View<'a>) -> Vec<&'a Statement> {
    let kinds = KINDS
        .iter()
        .filter_map(|kind| view.r.rulebook.statement_kind(kind));
    let selection = Selection {
        kinds: kinds.collect(),
        ..Selection::default()
    };
    let found = chosen(view, &selection, |_, _| true);
    found.into_iter().map(|(statement, _)| statement).collect()
}

fn detail(view: &View<'_>, name: &str) -> Option<DetailId> {
    let at = view
        .r
        .rulebook
        .details
        .iter()
        .position(|detail| detail.name == name)?;
    Some(at as DetailId)
}

fn stands_in(view: &View<'_>, name: &str, statement: &Statement, scope: Scope) -> bool {
    let around = view.around(statement.sentence, scope);
    detail(view, name).is_some_and(|detail| view.r.details.stands_in(detail, &around))
}

fn stands_anywhere(view: &View<'_>, name: &str) -> bool {
    detail(view, name).is_some_and(|detail| view.r.details.stands_anywhere(detail))
}

/// The words of a detail in these sentences.
fn words<'a>(view: &View<'a>, name: &str) -> Vec<(SentenceId, &'a str)> {
    let Some(id) = detail(view, name) else {
        return Vec::new();
    };
    let hits = view.r.details.hits.iter().filter(|hit| hit.detail == id);
    hits.map(|hit| (hit.sentence, view.r.document.slice(hit.text)))
        .collect()
}

fn text_of<'a>(view: &View<'a>, sentence: SentenceId) -> &'a str {
    view.r.document.slice(view.sentence(sentence).text)
}

fn today(view: &View<'_>) -> Option<Date> {
    crate::text::dates::date_of(view.r.source, &view.r.document, view.r.settings.as_of)
}

/// Past performance without the record of five years, or of a whole life that is shorter.
pub(super) fn without_five_years(view: &View<'_>, sink: &mut Sink<'_>) {
    let found = performance(view);
    if found.is_empty() || stands_anywhere(view, "five-years") || shows_record(view, &found) || is_young(view)
    {
        return;
    }
    for statement in found {
        let message = format!(
            "this draft contains {} and nowhere the record of the last five years",
            view.kind(statement).noun
        );
        report(view, statement, message, Scope::Draft, sink);
    }
}

/// Whether one table, list or paragraph of returns names five years or more.
fn shows_record(view: &View<'_>, found: &[&Statement]) -> bool {
    let mut years: BTreeMap<(u8, u32), BTreeSet<i16>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for statement in found {
        let group = match view.block(statement.sentence).map(|block| &block.kind) {
            Some(BlockKind::TableRow { table, .. }) => (0, *table),
            Some(BlockKind::ListItem { list, .. }) => (1, *list),
            _ => (2, view.sentence(statement.sentence).block),
        };
        let of_group = years.entry(group).or_default();
        of_group.extend(years_in(text_of(view, statement.sentence)));
        // Where one row of a table is a return, its others are, and its header holds for all.
        if group.0 == 0 && seen.insert(group.1) {
            let table = view.r.document.tables.get(group.1 as usize);
            let (first, end) = table.map_or((0, 0), |table| table.blocks);
            for sentence in (first..end).flat_map(|block| sentences_of(view.r, block)) {
                of_group.extend(years_in(text_of(view, sentence)));
            }
        }
    }
    years
        .values()
        .any(|years| years.len() >= RECORD.unsigned_abs() as usize)
}

/// Whether the draft says that its instrument came to market less than five years ago.
fn is_young(view: &View<'_>) -> bool {
    let Some(today) = today(view) else { return false };
    let oldest = today.year().saturating_sub(RECORD);
    let launches = words(view, "launch-year");
    launches
        .iter()
        .flat_map(|(_, words)| years_in(words))
        .any(|year| year > oldest && year <= today.year())
}

/// Returns that count in another currency than the readers'.
pub(super) fn without_currency(view: &View<'_>, sink: &mut Sink<'_>) {
    let settings = view.r.settings;
    let own = settings
        .publisher
        .currency
        .as_ref()
        .or(settings.currency.as_ref());
    let own = own.map_or(CURRENCY, String::as_str).to_lowercase();
    if stands_anywhere(view, "currency-risk") {
        return;
    }
    let at_home = format!("{QUOTED_IN}{own}");
    let detail_known = detail(view, &at_home).is_some();
    let foreign: Vec<(DetailId, String)> = (0..)
        .zip(&view.r.rulebook.details)
        .filter_map(|(id, detail)| {
            let code = detail.name.strip_prefix(QUOTED_IN)?;
            // Whose currency has no detail of its own may find it among the others.
            let name = if code == OTHER {
                "a foreign currency".to_owned()
            } else {
                code.to_uppercase()
            };
            (code != own && (code != OTHER || detail_known)).then_some((id, name))
        })
        .collect();
    for statement in performance(view) {
        let around = view.around(statement.sentence, Scope::Sentence);
        if stands_in(view, &at_home, statement, Scope::Sentence) {
            continue;
        }
        let quoted = foreign
            .iter()
            .find(|(detail, _)| view.r.details.stands_in(*detail, &around));
        if let Some((_, code)) = quoted {
            let message = format!(
                "this draft contains {} in {code} and no word on what exchange rates do to it in {}",
                view.kind(statement).noun,
                own.to_uppercase()
            );
            report(view, statement, message, Scope::Draft, sink);
        }
    }
}

/// Returns in the title, the first heading or sentence, the description, or as the only words in bold.
pub(super) fn most_prominent(view: &View<'_>, sink: &mut Sink<'_>) {
    let blocks = &view.r.document.blocks;
    let heading = blocks
        .iter()
        .position(|block| matches!(block.kind, BlockKind::Heading { .. }));
    let is_prose = |block: &Block| {
        let sort = matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem { .. });
        sort && block.hidden.is_none()
    };
    let opening = blocks.iter().position(is_prose);
    let bold = only_bold(view);
    for statement in performance(view) {
        if !stands_in(view, "figure", statement, Scope::Sentence) {
            continue;
        }
        let sentence = view.sentence(statement.sentence);
        let block = Some(sentence.block as usize);
        let first = statement.sentence == 0 || view.sentence(statement.sentence - 1).block != sentence.block;
        let is_bold = bold.is_some_and(|bold| statement.cues.iter().any(|cue| bold.holds(cue.text.start)));
        let place = match view.block(statement.sentence).map(|block| &block.kind) {
            Some(BlockKind::FrontMatter(FrontMatterKey::Title)) => "the title of this draft",
            Some(BlockKind::FrontMatter(_)) => "the front matter of this draft",
            Some(BlockKind::Heading { .. }) if block == heading => "the first heading of this draft",
            _ if block == opening && first => "the first sentence of this draft",
            _ if is_bold => "the only words in bold in this draft",
            _ => continue,
        };
        let message = if is_bold && block != opening {
            format!("{place} are {} with a figure", view.kind(statement).noun)
        } else {
            format!("{place} is {} with a figure", view.kind(statement).noun)
        };
        report(view, statement, message, Scope::Sentence, sink);
    }
}

/// The one stretch of running text that is set in bold, if there is only one.
fn only_bold(view: &View<'_>) -> Option<crate::span::TextSpan> {
    let document = &view.r.document;
    let in_prose = |at: u32| {
        let block = document
            .block_at(at)
            .and_then(|id| document.blocks.get(id as usize));
        block.is_some_and(|block| matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem { .. }))
    };
    let bold = document
        .inlines
        .iter()
        .filter(|inline| inline.kind == InlineKind::Strong);
    let mut bold = bold
        .filter(|inline| in_prose(inline.text.start))
        .map(|inline| inline.text);
    let first = bold.next()?;
    bold.next().is_none().then_some(first)
}

/// Figures that end long before the draft is dated.
pub(super) fn stale(view: &View<'_>, sink: &mut Sink<'_>) {
    let Some(today) = today(view) else { return };
    let Ok(oldest) = today.checked_sub(Span::new().months(FRESH)) else {
        return;
    };
    let mut ends: BTreeMap<SentenceId, Date> = BTreeMap::new();
    for (sentence, words) in words(view, "ends-on") {
        if let Some(day) = day_in(words) {
            let end = ends.entry(sentence).or_insert(day);
            *end = (*end).max(day);
        }
    }
    for statement in performance(view) {
        let Some(end) = ends.get(&statement.sentence).filter(|end| **end < oldest) else {
            continue;
        };
        let around = view.around(statement.sentence, Scope::Paragraph);
        let fresher = around
            .into_iter()
            .flatten()
            .any(|s| ends.get(&s).is_some_and(|e| *e >= oldest));
        if fresher {
            continue;
        }
        let message = format!(
            "{} contains {} that ends on {end}, long before the draft's date, {today}",
            this_sentence(view, statement.sentence),
            view.kind(statement).noun
        );
        report(view, statement, message, Scope::Sentence, sink);
    }
}
