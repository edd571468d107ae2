//! `caveat baseline`, and what `caveat check` says of one.

use super::args::{BaselineArgs, BaselineChoice, BaselineCommand, BaselineRun};
use super::messages::Messages;
use super::output::{Sink, Stream, Target};
use super::repair::Repaired;
use super::roots::Roots;
use super::session::{Scope, Session};
use super::{Status, Stop, surroundings};
use crate::baseline::{Baseline, Entry, NAME, entries_for};
use crate::config::{CommandLine, Effective};
use crate::linter::Review;
use crate::report::style::Look;
use crate::report::{counted, path_text};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn base() -> Result<PathBuf, Stop> {
    surroundings::base().map_err(|error| Stop::Message(format!("the current folder: {error}")))
}

/// The baseline that `check` is to use.
pub(super) fn chosen(choice: &BaselineChoice) -> Result<Option<PathBuf>, Stop> {
    if choice.no_baseline {
        return Ok(None);
    }
    match &choice.baseline {
        Some(file) if file.is_file() => Ok(Some(file.clone())),
        Some(file) => Err(Stop::Message(format!(
            "--baseline {}: no such file; nothing was checked (caveat baseline write makes one)",
            path_text(file)
        ))),
        None => {
            let base = base()?;
            Ok(Baseline::nearest(&base).map(|file| relative(file, &base)))
        }
    }
}

/// Whether the draft that an entry names is there no more.
fn is_gone(file: &Path) -> Result<impl Fn(&str) -> bool, Stop> {
    let base = base()?;
    let folder = std::fs::canonicalize(file)
        .ok()
        .and_then(|file| file.parent().map(Path::to_owned))
        .unwrap_or_else(|| base.clone());
    let root = Roots::new(base).repository(&folder).unwrap_or(folder);
    Ok(move |path: &str| !root.join(path).exists())
}

/// Says which entries of the baseline no finding of a whole run answered to.
pub(super) fn tell_stale(session: &Session, file: &Path, messages: &Messages) -> Result<(), Stop> {
    let Some(baseline) = &session.baseline else {
        return Ok(());
    };
    let gone = is_gone(file)?;
    let stale: Vec<&Entry> = baseline
        .stale(&session.seen.met, &session.seen.checked, gone)
        .collect();
    let Some(first) = stale.iter().min() else {
        return Ok(());
    };
    messages.notice(&format!(
        "{} of {} no longer {} (the first: {} in {}); caveat baseline prune drops {}",
        counted(stale.len(), "known finding"),
        path_text(file),
        if stale.len() == 1 { "occurs" } else { "occur" },
        first.rule,
        first.path,
        if stale.len() == 1 { "it" } else { "them" },
    ));
    Ok(())
}

pub(super) fn run(args: &BaselineArgs, look: Look, messages: &Messages) -> Result<Status, Stop> {
    match &args.command {
        BaselineCommand::Write(run) => {
            let given = file(run)?;
            let before = if given.is_file() {
                read(&given)?
            } else {
                Baseline::default()
            };
            let (found, session) = findings(run, messages)?;
            let gone = is_gone(&given)?;
            let kept = before
                .entries()
                .filter(|entry| !session.seen.checked.contains(&entry.path) && !gone(&entry.path))
                .cloned();
            let after: Baseline = kept.chain(found).collect();
            save(&after, &given)?;
            let new = after.entries().filter(|e| !before.holds(&e.fingerprint)).count();
            let dropped = before.entries().filter(|e| !after.holds(&e.fingerprint)).count();
            let files: BTreeSet<&str> = after.entries().map(|e| e.path.as_str()).collect();
            say(
                &format!(
                    "{} in {} recorded in {}: {new} new, {dropped} dropped.\n\
                     They no longer fail a run; caveat check --no-baseline shows them.\n",
                    counted(after.len(), "known finding"),
                    counted(files.len(), "file"),
                    path_text(&given),
                ),
                run,
                look,
            )
        }
        BaselineCommand::Prune(run) => {
            let given = file(run)?;
            if !given.is_file() {
                return Err(Stop::Message(format!(
                    "{}: no such file; there is nothing to prune",
                    path_text(&given)
                )));
            }
            let before = read(&given)?;
            let (found, session) = findings(run, messages)?;
            let met: BTreeSet<String> = found.into_iter().map(|entry| entry.fingerprint).collect();
            let gone = is_gone(&given)?;
            let stale: BTreeSet<&Entry> = before.stale(&met, &session.seen.checked, gone).collect();
            let after: Baseline = before.entries().filter(|e| !stale.contains(e)).cloned().collect();
            if after != before {
                save(&after, &given)?;
            }
            say(
                &format!(
                    "{} dropped from {}, {} left.\n",
                    counted(stale.len(), "known finding"),
                    path_text(&given),
                    after.len()
                ),
                run,
                look,
            )
        }
    }
}

/// The file that is meant: the one that was named, the nearest, or a new one at the top of the repository.
fn file(run: &BaselineRun) -> Result<PathBuf, Stop> {
    if run.common.output.is_some() {
        return Err(Stop::Message(
            "--output: a baseline goes to the file that --baseline names".to_owned(),
        ));
    }
    if let Some(file) = &run.baseline {
        return Ok(file.clone());
    }
    let base = base()?;
    let file = Baseline::nearest(&base).unwrap_or_else(|| {
        let top = Roots::new(base.clone()).repository(&base);
        top.unwrap_or_else(|| base.clone()).join(NAME)
    });
    Ok(relative(file, &base))
}

/// As the user would type it.
fn relative(file: PathBuf, base: &Path) -> PathBuf {
    pathdiff::diff_paths(&file, base).unwrap_or(file)
}

fn read(file: &Path) -> Result<Baseline, Stop> {
    Baseline::read(file)
        .map_err(|error| Stop::Message(format!("{}: {error}; nothing was changed", path_text(file))))
}

fn save(baseline: &Baseline, file: &Path) -> Result<(), Stop> {
    baseline
        .write(file)
        .map_err(|error| Stop::Message(format!("{}: cannot be written: {error}", path_text(file))))
}

fn say(text: &str, run: &BaselineRun, look: Look) -> Result<Status, Stop> {
    if !run.common.quiet {
        let target = Target {
            format: (),
            file: None,
        };
        let mut sink = Sink::open(target, look, Stream::Output).map_err(Stop::Message)?;
        sink.write(text)?;
        sink.finish()?;
    }
    Ok(Status::Clean)
}

/// Everything that counts today, whether it is known or not.
fn findings(run: &BaselineRun, messages: &Messages) -> Result<(Vec<Entry>, Session), Stop> {
    let line = CommandLine {
        profiles: run.common.profile.clone(),
        coverage: run.common.coverage,
        min_confidence: run.common.min_confidence,
        as_of: run.common.as_of,
        ..CommandLine::default()
    };
    let mut session = Session::new(&run.common, &Scope::default(), line, messages)?;
    let mut entries = Vec::new();
    let view = |_: usize, review: &Review<'_>, _: &Effective, _: &Repaired| {
        Ok(entries_for(review.resolved.source, &review.findings))
    };
    session.run(run.common.threads, None, messages, view, |found| {
        entries.extend(found.into_iter().flatten());
        Ok(())
    })?;
    if session.trouble {
        return Err(Stop::Message(
            "not every draft could be checked; the baseline was left as it is".to_owned(),
        ));
    }
    Ok((entries, session))
}
