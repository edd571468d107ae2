//! `caveat check`.

use super::args::Check;
use super::formats::{FORMATS, Format, Formats, Report};
use super::messages::Messages;
use super::session::Session;
use super::{Status, Stop, output, surroundings};
use crate::config::{CommandLine, Effective, FailOn};
use crate::linter::Review;
use crate::report::Refused;
use crate::report::html::Html;
use crate::report::sarif::Sarif;
use crate::report::style::Look;
use crate::report::summary::Tally;
use std::io::Write as _;

pub(super) fn run(args: &Check, look: Look, messages: &Messages) -> Result<Status, Stop> {
    let mut targets = output::targets(&args.format, args.common.output.as_deref(), FORMATS, shared)
        .map_err(Stop::Message)?;
    // What follows a text on standard output is to stand behind all of it.
    targets.sort_by_key(|target| target.format.follows_text());
    let line = CommandLine {
        profiles: args.common.profile.clone(),
        select: args.select.clone(),
        ignore: args.ignore.clone(),
        fail_on: if args.exit_zero {
            Some(FailOn::Never)
        } else {
            args.fail_on
        },
        coverage: args.common.coverage,
        min_confidence: args.common.min_confidence,
        as_of: args.common.as_of,
    };
    let mut session = Session::new(&args.common, line, messages)?;
    let sinks = session.open(targets, look)?;
    let (rulebooks, rulebook, places) = (session.rulebooks(), session.rulebook.clone(), session.places());
    let books = || rulebooks.iter().map(|book| &**book);
    let formats = Formats {
        args,
        rulebook: &rulebook,
        places: &places,
        sarif: Sarif::new(books(), &rulebook, &places),
        html: Html::new(
            books(),
            &rulebook,
            args.common.as_of.or_else(surroundings::build_date),
        ),
    };
    let reports = sinks.into_iter().map(|sink| Report::new(&formats, sink));
    let mut reports = reports.collect::<Result<Vec<Report<'_>>, Stop>>()?;
    let kinds: Vec<(Format, Look)> = reports
        .iter()
        .map(|report| (report.format(), report.look()))
        .collect();
    let mut tally = Tally::default();
    let mut refused: Vec<Refused> = Vec::new();
    let view = |number: usize, review: &Review<'_>, effective: &Effective| {
        let parts = kinds
            .iter()
            .map(|(format, look)| formats.part(number, review, effective, *format, *look));
        let parts = parts.collect::<Result<Vec<_>, Stop>>()?;
        Ok((parts, Tally::of(review, effective.fail_on.level())))
    };
    session.run(args.common.threads, messages, view, |outcome| {
        match outcome {
            Ok((parts, counts)) => {
                tally.add(&counts);
                for (report, part) in reports.iter_mut().zip(parts) {
                    report.take(part)?;
                }
            }
            Err(draft) => {
                tally.unreadable += 1;
                for report in &mut reports {
                    report.refuse(&draft)?;
                }
                refused.push(draft);
            }
        }
        Ok(())
    })?;
    for report in reports {
        if let Some(summary) = report.end(&tally, &refused, !session.trouble)? {
            append_summary(&summary)?;
        }
    }
    Ok(if session.trouble {
        Status::Trouble
    } else if tally.failing > 0 {
        Status::Findings
    } else {
        Status::Clean
    })
}

/// Whether two formats may go to standard output together.
fn shared(one: Format, other: Format) -> bool {
    one.is_text() && other.follows_text() || one.follows_text() && other.is_text()
}

/// Adds to the page that GitHub shows for a step, where the run is one.
fn append_summary(page: &str) -> Result<(), Stop> {
    let Some(file) = surroundings::step_summary() else {
        return Ok(());
    };
    let written = std::fs::File::options()
        .append(true)
        .create(true)
        .open(&file)
        .and_then(|mut file| file.write_all(page.as_bytes()));
    written.map_err(|error| Stop::Message(format!("GITHUB_STEP_SUMMARY: {}: {error}", file.display())))
}
