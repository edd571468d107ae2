//! `caveat check`.

use super::args::Check;
use super::formats::{FORMATS, Format, Formats, Report};
use super::messages::Messages;
use super::output::{self, Stream};
use super::repair::{self, Repaired, Repairs};
use super::session::{Scope, Session};
use super::{Status, Stop, baseline, surroundings};
use crate::config::{CommandLine, Effective, FailOn};
use crate::linter::Review;
use crate::report::Refused;
use crate::report::counted;
use crate::report::html::Html;
use crate::report::sarif::Sarif;
use crate::report::style::Look;
use crate::report::summary::Tally;
use std::io::Write as _;
use std::mem::ManuallyDrop;
use std::path::Path;

pub(super) fn run(args: &Check, look: Look, messages: &Messages) -> Result<Status, Stop> {
    let mut formats = args.format.clone();
    // What a hook prints stands among the lines of other hooks.
    if formats.is_empty() && surroundings::variable("PRE_COMMIT").as_deref() == Some("1") {
        formats.push("concise".to_owned());
    }
    let mut targets =
        output::targets(&formats, args.common.output.as_deref(), FORMATS, shared).map_err(Stop::Message)?;
    // What follows a text on standard output is to stand behind all of it.
    targets.sort_by_key(|target| target.format.follows_text());
    let scope = Scope {
        staged: args.staged,
        since: args.since.clone(),
        baseline: baseline::chosen(&args.baseline)?,
    };
    let repairs = (args.fix || args.diff).then_some(Repairs {
        unsafe_fixes: args.unsafe_fixes,
        write: !args.diff,
    });
    // The program ends with this run: what it knows need not be taken apart, piece by piece, before that.
    let mut session = ManuallyDrop::new(Session::new(&args.common, &scope, command_line(args), messages)?);
    if args.diff {
        return diff(&mut session, repairs, args, look, messages);
    }
    // The repaired draft goes where it came from: the report makes way for it.
    let piped = args.fix && args.common.paths.iter().any(|path| path == Path::new("-"));
    let (stream, look) = if piped {
        (Stream::Error, messages.look())
    } else {
        (Stream::Output, look)
    };
    let sinks = session.open(targets, look, stream)?;
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
    let view = |number: usize, review: &Review<'_>, effective: &Effective, repaired: &Repaired| {
        let parts = kinds
            .iter()
            .map(|(format, look)| formats.part(number, review, effective, *format, *look));
        let parts = parts.collect::<Result<Vec<_>, Stop>>()?;
        let mut counts = Tally::of(review, effective.fail_on.level());
        counts.fixed = repaired.fixed;
        let text = (piped && repaired.from_stdin).then(|| review.resolved.source.text().to_owned());
        Ok((parts, counts, text))
    };
    session.run(args.common.threads, repairs, messages, view, |outcome| {
        match outcome {
            Ok((parts, counts, text)) => {
                if let Some(text) = text {
                    output::to_stdout(&text)?;
                }
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
    if let (true, false, Some(file)) = (is_whole(args), args.common.quiet, &scope.baseline) {
        baseline::tell_stale(&session, file, messages)?;
    }
    Ok(if session.trouble {
        Status::Trouble
    } else if tally.failing > 0 {
        Status::Findings
    } else {
        Status::Clean
    })
}

fn command_line(args: &Check) -> CommandLine {
    CommandLine {
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
    }
}

/// Whether the run looks at all that a baseline is made from: one that looks at less cannot tell what is stale.
fn is_whole(args: &Check) -> bool {
    args.select.is_empty()
        && args.ignore.is_empty()
        && args.common.profile.is_empty()
        && args.common.min_confidence.is_none()
        && args.common.coverage.is_none()
}

/// Shows what `--fix` would change, and changes nothing.
fn diff(
    session: &mut Session,
    repairs: Option<Repairs>,
    args: &Check,
    look: Look,
    messages: &Messages,
) -> Result<Status, Stop> {
    let view = |_: usize, review: &Review<'_>, _: &Effective, repaired: &Repaired| {
        Ok((repair::diff(review, repaired, look), repaired.fixed))
    };
    let (mut fixed, mut files) = (0, 0);
    session.run(args.common.threads, repairs, messages, view, |outcome| {
        let Ok((text, count)) = outcome else {
            return Ok(());
        };
        fixed += count;
        files += usize::from(!text.is_empty());
        Ok(output::to_stdout(&text)?)
    })?;
    if !args.common.quiet {
        Messages::plain(&if fixed == 0 {
            "Nothing to fix.".to_owned()
        } else {
            format!(
                "{} can be fixed in {}. Nothing was changed.",
                counted(fixed, "finding"),
                counted(files, "file")
            )
        });
    }
    Ok(if session.trouble {
        Status::Trouble
    } else if files > 0 {
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
