//! `caveat check`.

use super::args::Check;
use super::messages::Messages;
use super::output::{self, Sink, Stream};
use super::repair::{self, Repaired, Repairs};
use super::session::{Scope, Session};
use super::{Status, Stop, baseline, surroundings};
use crate::config::{CommandLine, Effective, FailOn};
use crate::linter::Review;
use crate::report::style::Look;
use crate::report::summary::Tally;
use crate::report::{concise, counted, json, pretty};
use std::path::Path;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Pretty,
    Concise,
    Json,
}

const FORMATS: &[(&str, Format)] = &[
    ("pretty", Format::Pretty),
    ("concise", Format::Concise),
    ("json", Format::Json),
];

/// What one draft adds to a target.
enum Part {
    Text(String),
    Lines(Vec<String>),
}

pub(super) fn run(args: &Check, look: Look, messages: &Messages) -> Result<Status, Stop> {
    let mut formats = args.format.clone();
    // What a hook prints stands among the lines of other hooks.
    if formats.is_empty() && surroundings::variable("PRE_COMMIT").as_deref() == Some("1") {
        formats.push("concise".to_owned());
    }
    let targets = output::targets(&formats, args.common.output.as_deref(), FORMATS).map_err(Stop::Message)?;
    let scope = Scope {
        staged: args.staged,
        since: args.since.clone(),
        baseline: baseline::chosen(&args.baseline)?,
    };
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
    let repairs = (args.fix || args.diff).then_some(Repairs {
        unsafe_fixes: args.unsafe_fixes,
        write: !args.diff,
    });
    let mut session = Session::new(&args.common, &scope, line, messages)?;
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
    let mut sinks = session.open(targets, look, stream)?;
    for sink in &mut sinks {
        if sink.format == Format::Json {
            let start = json::check_start(&session.rulebook)?;
            sink.write(&start)?;
        }
    }
    let kinds: Vec<(Format, Look)> = sinks.iter().map(|sink| (sink.format, sink.look)).collect();
    let mut tally = Tally::default();
    let mut first = true;
    let view = |review: &Review<'_>, effective: &Effective, repaired: &Repaired| {
        let parts = kinds
            .iter()
            .map(|(format, look)| part(review, *format, *look, args));
        let parts = parts.collect::<Result<Vec<Part>, Stop>>()?;
        let mut counts = Tally::of(review, effective.fail_on.level());
        counts.fixed = repaired.fixed;
        let text = (piped && repaired.from_stdin).then(|| review.resolved.source.text().to_owned());
        Ok((parts, counts, text))
    };
    session.run(args.common.threads, repairs, messages, view, |outcome| {
        let Some((parts, counts, text)) = outcome else {
            tally.unreadable += 1;
            return Ok(());
        };
        if let Some(text) = text {
            output::to_stdout(&text)?;
        }
        tally.add(&counts);
        let mut wrote_line = false;
        for (sink, part) in sinks.iter_mut().zip(parts) {
            match part {
                Part::Text(text) => sink.write(&text)?,
                Part::Lines(lines) => {
                    for (number, line) in lines.iter().enumerate() {
                        sink.write(if first && number == 0 { "\n  " } else { ",\n  " })?;
                        sink.write(line)?;
                    }
                    wrote_line |= !lines.is_empty();
                }
            }
        }
        first &= !wrote_line;
        Ok(())
    })?;
    for sink in &mut sinks {
        end(sink, &tally, args)?;
        sink.flush()?;
    }
    // A run that looks at less than the baseline was made from cannot tell what is stale.
    let whole = args.select.is_empty()
        && args.ignore.is_empty()
        && args.common.profile.is_empty()
        && args.common.min_confidence.is_none()
        && args.common.coverage.is_none();
    if let (true, false, Some(file)) = (whole, args.common.quiet, &scope.baseline) {
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

/// Shows what `--fix` would change, and changes nothing.
fn diff(
    session: &mut Session,
    repairs: Option<Repairs>,
    args: &Check,
    look: Look,
    messages: &Messages,
) -> Result<Status, Stop> {
    let view = |review: &Review<'_>, _: &Effective, repaired: &Repaired| {
        Ok((repair::diff(review, repaired, look), repaired.fixed))
    };
    let (mut fixed, mut files) = (0, 0);
    session.run(args.common.threads, repairs, messages, view, |outcome| {
        let Some((text, count)) = outcome else {
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

fn part(review: &Review<'_>, format: Format, look: Look, args: &Check) -> Result<Part, Stop> {
    Ok(match format {
        Format::Pretty => {
            let options = pretty::Options {
                look,
                verbose: args.common.verbose,
                show_suppressed: args.show_suppressed,
            };
            Part::Text(pretty::draft(review, options)?)
        }
        Format::Concise => Part::Text(concise::draft(review, args.show_suppressed)?),
        Format::Json => Part::Lines(json::check_draft(review)?),
    })
}

fn end(sink: &mut Sink<Format>, tally: &Tally, args: &Check) -> Result<(), Stop> {
    if sink.format == Format::Json {
        return Ok(sink.write(&json::check_end(tally, args.statistics)?)?);
    }
    if args.statistics {
        sink.write(&tally.statistics())?;
    }
    // Where nothing could be checked, standard error has said so; "0 files checked" would sound like a result.
    if !args.common.quiet && tally.files + tally.unreadable > 0 {
        let look = sink.look;
        sink.write(&pretty::end(tally, look))?;
    }
    Ok(())
}
