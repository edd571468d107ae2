//! `caveat statements`.

use super::args::Statements;
use super::messages::Messages;
use super::output::{self, Stream};
use super::repair::Repaired;
use super::session::{Scope, Session};
use super::{Status, Stop};
use crate::config::{CommandLine, Effective, FailOn};
use crate::finding::Confidence;
use crate::linter::Review;
use crate::report::style::Look;
use crate::report::summary::Tally;
use crate::report::{counted, json, statements};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Table,
    Json,
}

const FORMATS: &[(&str, Format)] = &[("table", Format::Table), ("json", Format::Json)];

pub(super) fn run(args: &Statements, look: Look, messages: &Messages) -> Result<Status, Stop> {
    let targets = output::targets(&args.format, args.common.output.as_deref(), FORMATS, |_, _| false)
        .map_err(Stop::Message)?;
    let line = CommandLine {
        profiles: args.common.profile.clone(),
        fail_on: Some(FailOn::Never),
        coverage: args.common.coverage,
        // A register that leaves out what the configuration does not want reported would be none.
        min_confidence: Some(args.common.min_confidence.unwrap_or(Confidence::Low)),
        as_of: args.common.as_of,
        ..CommandLine::default()
    };
    let mut session = Session::new(&args.common, &Scope::default(), line, messages)?;
    let mut sinks = session.open(targets, look, Stream::Output)?;
    for sink in sinks.iter_mut().filter(|sink| sink.format == Format::Json) {
        sink.write(&json::statements_start())?;
    }
    let kinds: Vec<(Format, Look)> = sinks.iter().map(|sink| (sink.format, sink.look)).collect();
    let view = |_: usize, review: &Review<'_>, _: &Effective, _: &Repaired| {
        let parts = kinds.iter().map(|(format, look)| {
            Ok(match format {
                Format::Table => statements::draft(review, *look)?,
                Format::Json => json::statements_draft(review)?,
            })
        });
        Ok((
            parts.collect::<Result<Vec<String>, Stop>>()?,
            Tally::of(review, None),
        ))
    };
    let mut tally = Tally::default();
    session.run(args.common.threads, None, messages, view, |outcome| {
        let Ok((parts, counts)) = outcome else {
            tally.unreadable += 1;
            return Ok(());
        };
        for (sink, part) in sinks.iter_mut().zip(parts) {
            if sink.format == Format::Json {
                sink.write(if tally.files == 0 { "\n  " } else { ",\n  " })?;
            }
            sink.write(&part)?;
        }
        tally.add(&counts);
        Ok(())
    })?;
    for sink in &mut sinks {
        match sink.format {
            Format::Json => sink.write(json::statements_end())?,
            Format::Table if !args.common.quiet && tally.files + tally.unreadable > 0 => {
                let files = counted(tally.files, "file");
                sink.write(&format!("{files} read, {}.\n", tally.statements.register()))?;
                if let Some(foreign) = tally.foreign_in_words() {
                    sink.write(&format!("{foreign}\n"))?;
                }
                // Without this the two commands seem to count differently.
                let unsure = args.common.min_confidence.is_none_or(|c| c == Confidence::Low);
                if unsure && tally.statements.total() > 0 {
                    sink.write("By default check does not report those that are read as “perhaps”.\n")?;
                }
            }
            Format::Table => {}
        }
        sink.finish()?;
    }
    Ok(if session.trouble {
        Status::Trouble
    } else {
        Status::Clean
    })
}
