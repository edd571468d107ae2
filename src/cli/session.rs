//! What `check` and `statements` share: which drafts, what is asked of each, and one pass over them.

use super::args::{Common, ConfigChoice};
use super::gather::{self, Input};
use super::identity::Identity;
use super::job::{Job, Run, Unchecked};
use super::messages::Messages;
use super::output::{Sink, Stream, Target};
use super::repair::{Repaired, Repairs};
use super::roots::Roots;
use super::unmatched::Excluded;
use super::{Stop, pool, surroundings};
use crate::baseline::Baseline;
use crate::config::workspace::{Choice, Loaded, Trouble, Workspace, proposal};
use crate::config::{CommandLine, Effective};
use crate::git::Blobs;
use crate::linter::Review;
use crate::report::Refused;
use crate::report::place::Places;
use crate::report::style::Look;
use crate::rules::Rulebook;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What else decides which findings count; nothing, for commands that have none.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    /// The index is read.
    pub(super) staged: bool,
    /// Only what changed since this revision counts.
    pub(super) since: Option<String>,
    /// Known findings.
    pub(super) baseline: Option<PathBuf>,
}

impl Scope {
    /// Whether git says which drafts are looked at.
    pub(super) fn asks_git(&self) -> bool {
        self.staged || self.since.is_some()
    }
}

/// A run that can begin.
pub(super) struct Session {
    jobs: Vec<Job>,
    line: CommandLine,
    base: PathBuf,
    /// The versions of the rulebooks in use, for machine formats.
    pub(super) rulebook: String,
    /// Something was wrong already: the run fails whatever is found.
    pub(super) trouble: bool,
    /// Where staged and earlier versions are read from.
    blobs: Option<Blobs>,
    /// Known findings.
    pub(super) baseline: Option<Baseline>,
    /// The file they are in.
    baseline_file: Option<PathBuf>,
    /// What the run has come across so far.
    pub(super) seen: Seen,
}

/// What a run has come across.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Fingerprints of the baseline that findings answered to.
    pub(super) met: BTreeSet<String>,
    /// Drafts that were checked, as baselines name them.
    pub(super) checked: BTreeSet<String>,
}

/// The folder the program runs in and the configurations that are asked for.
pub(super) fn workspace(choice: &ConfigChoice) -> Result<Workspace, Stop> {
    let base = surroundings::base().map_err(|error| Stop::Message(format!("the current folder: {error}")))?;
    let choice = match (&choice.config, choice.no_config) {
        (Some(file), _) => {
            let found = std::fs::canonicalize(file).ok().filter(|file| file.is_file());
            let shown = crate::report::path_text(file);
            Choice::File(found.ok_or_else(|| {
                Stop::Message(format!("--config {shown}: no such file; nothing was checked"))
            })?)
        }
        (None, true) => Choice::None,
        (None, false) => Choice::Nearest,
    };
    Ok(Workspace::new(choice, base))
}

/// Ends the run if a configuration or rulebook cannot be used.
pub(super) fn stop_for(troubles: &[Trouble], messages: &Messages) -> Result<(), Stop> {
    messages.troubles(troubles);
    if troubles.is_empty() {
        Ok(())
    } else {
        Err(Stop::Said)
    }
}

/// What holds in the folder the program runs in.
pub(super) fn loaded_here(
    choice: &ConfigChoice,
    messages: &Messages,
) -> Result<(Arc<Loaded>, Workspace), Stop> {
    let mut workspace = workspace(choice)?.illustrated();
    let base = workspace.base().to_owned();
    let loaded = workspace.for_folder(&base);
    stop_for(&workspace.take_troubles(), messages)?;
    Ok((loaded.ok_or(Stop::Said)?, workspace))
}

/// Refuses a name that none of the rulebooks knows.
pub(super) fn look_up(
    names: &[String],
    what: &str,
    option: &str,
    rulebooks: &[Arc<Loaded>],
    known: impl Fn(&Rulebook) -> Vec<&str>,
) -> Result<(), Stop> {
    let all: BTreeSet<&str> = rulebooks
        .iter()
        .flat_map(|loaded| known(&loaded.rulebook))
        .collect();
    let all: Vec<&str> = all.into_iter().collect();
    match names.iter().find(|name| !all.contains(&name.as_str())) {
        None => Ok(()),
        Some(name) => Err(Stop::Message(format!(
            "{option}: unknown {what} '{name}'; {}",
            proposal(name, what, &all)
        ))),
    }
}

/// Names of the rules of a rulebook.
pub(super) fn rule_names(rulebook: &Rulebook) -> Vec<&str> {
    rulebook.rules.keys().map(String::as_str).collect()
}

/// Names of the profiles of a rulebook.
pub(super) fn profile_names(rulebook: &Rulebook) -> Vec<&str> {
    rulebook.profiles.keys().map(String::as_str).collect()
}

impl Session {
    /// Finds the drafts and loads what holds for them.
    pub(super) fn new(
        common: &Common,
        scope: &Scope,
        line: CommandLine,
        messages: &Messages,
    ) -> Result<Self, Stop> {
        let mut workspace = workspace(&common.config)?;
        let base = workspace.base().to_owned();
        let mut excluded = Excluded::default();
        let drafts = gather::drafts(common, scope, &mut workspace, &mut excluded, messages)?;
        let mut roots = Roots::new(base.clone());
        let mut jobs = Vec::new();
        for gathered in drafts.list {
            let folder = gathered.draft.path.parent().unwrap_or(&base).to_owned();
            if let Some(loaded) = workspace.for_folder(&folder) {
                jobs.push(Job {
                    key: roots.key(&gathered.draft, &loaded),
                    draft: gathered.draft,
                    loaded,
                    input: gathered.input,
                    before: gathered.before,
                });
            }
        }
        // A mistyped option must be told also where no draft is found.
        if jobs.is_empty() {
            workspace.for_folder(&base);
        }
        stop_for(&workspace.take_troubles(), messages)?;
        let rulebooks: Vec<Arc<Loaded>> = workspace.all().cloned().collect();
        look_up(&line.profiles, "profile", "--profile", &rulebooks, profile_names)?;
        look_up(&line.select, "rule", "--select", &rulebooks, rule_names)?;
        look_up(&line.ignore, "rule", "--ignore", &rulebooks, rule_names)?;
        let baseline = scope.baseline.as_deref().map(read_baseline).transpose()?;
        if common.verbose {
            announce(&rulebooks, messages);
            let here = [PathBuf::from(".")];
            let paths = if common.paths.is_empty() && !scope.asks_git() {
                &here[..]
            } else {
                &common.paths
            };
            let folders = paths.iter().filter(|path| path.is_dir());
            let walked: Vec<PathBuf> = folders
                .filter_map(|path| std::fs::canonicalize(path).ok())
                .collect();
            let drafts = jobs.iter().map(|job| (&job.loaded, job.draft.path.as_path()));
            excluded.tell(&rulebooks, &walked, &drafts, &base, messages);
        }
        if let Some(job) = jobs.iter_mut().find(|job| matches!(job.input, Input::Bytes(_))) {
            job.input = Input::Bytes(read_stdin(messages)?);
        }
        drafts.troubles.iter().for_each(|trouble| messages.error(trouble));
        if let Some(nothing) = &drafts.nothing {
            messages.notice(nothing);
        } else if jobs.is_empty() && drafts.troubles.is_empty() {
            messages.notice(&format!(
                "nothing to check: {} excluded (--force-exclude)",
                if drafts.left_out == 1 {
                    "the file is".to_owned()
                } else {
                    format!("all {} files are", drafts.left_out)
                }
            ));
        }
        if let Some(revision) = &scope.since {
            tell_changed_notes(&rulebooks, &drafts.changed, revision, messages);
        }
        let versions: BTreeSet<&str> = rulebooks
            .iter()
            .map(|loaded| loaded.rulebook.version.as_str())
            .collect();
        let rulebook = versions.into_iter().collect::<Vec<_>>().join(", ");
        Ok(Self {
            jobs,
            line,
            base,
            rulebook,
            trouble: !drafts.troubles.is_empty(),
            blobs: drafts.blobs,
            baseline,
            baseline_file: scope.baseline.clone(),
            seen: Seen::default(),
        })
    }

    /// Opens the targets. What the run reads is never written over, and no two targets are one file.
    pub(super) fn open<F>(
        &self,
        targets: Vec<Target<F>>,
        look: Look,
        stream: Stream,
    ) -> Result<Vec<Sink<F>>, Stop> {
        let refuse = |message: String| Err(Stop::Message(message));
        let named = || targets.iter().filter_map(|target| target.file.as_ref());
        let mut taken = BTreeMap::new();
        if named().next().is_some() {
            taken = self.read_by_the_run();
        }
        let on_stdout = targets.iter().any(|target| target.file.is_none());
        let stdout = on_stdout.then(Identity::of_stdout).flatten();
        let mut written = BTreeSet::new();
        for file in named() {
            let (shown, identity) = (crate::report::path_text(file), Identity::of(file));
            if let Some(what) = taken.get(&identity) {
                return refuse(format!("{shown} is {what}; it is not written over"));
            }
            if stdout.as_ref() == Some(&identity) {
                return refuse(format!(
                    "{shown} is where standard output goes; give one of the formats a file"
                ));
            }
            if !written.insert(identity) {
                return refuse("two formats would be written to one file".to_owned());
            }
        }
        targets
            .into_iter()
            .map(|target| Sink::open(target, look, stream).map_err(Stop::Message))
            .collect()
    }

    /// The files that the run reads, and what each is.
    fn read_by_the_run(&self) -> BTreeMap<Identity, &'static str> {
        let mut files = BTreeMap::new();
        for job in &self.jobs {
            if let Some(config) = &job.loaded.config {
                let file = config
                    .folder
                    .join(config.file.name().file_name().unwrap_or_default());
                // One configuration holds for many drafts.
                if files.insert(Identity::of(&file), "the configuration").is_some() {
                    continue;
                }
                for (path, _) in &config.rulebooks {
                    files.insert(Identity::of(path), "a rulebook");
                }
                for (path, _) in config.layers().flat_map(|layer| &layer.site_notes) {
                    files.insert(Identity::of(path), "a site-notes file");
                }
            }
        }
        if let Some(file) = &self.baseline_file {
            files.insert(Identity::of(file), "the baseline");
        }
        for job in self.jobs.iter().filter(|job| matches!(job.input, Input::File)) {
            files.insert(Identity::of(&job.draft.path), "a draft to be checked");
        }
        files
    }

    /// The rulebooks in use, each once.
    pub(super) fn rulebooks(&self) -> Vec<Arc<Rulebook>> {
        let mut books: Vec<Arc<Rulebook>> = Vec::new();
        for job in &self.jobs {
            if !books.iter().any(|book| Arc::ptr_eq(book, &job.loaded.rulebook)) {
                books.push(Arc::clone(&job.loaded.rulebook));
            }
        }
        books
    }

    /// What names of drafts are relative to.
    pub(super) fn places(&self) -> Places {
        Places::new(self.base.clone())
    }

    /// Checks every draft and hands what `view` makes of each (with its number) to `take`, in order. What cannot be checked is said, and
    /// the others are checked all the same.
    pub(super) fn run<T: Send>(
        &mut self,
        threads: Option<std::num::NonZeroUsize>,
        repairs: Option<Repairs>,
        messages: &Messages,
        view: impl Fn(usize, &Review<'_>, &Effective, &Repaired) -> Result<T, Stop> + Sync,
        mut take: impl FnMut(Result<T, Refused>) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        let mut result = Ok(());
        let mut trouble = false;
        let seen = &mut self.seen;
        let run = Run {
            line: &self.line,
            base: &self.base,
            blobs: self.blobs.as_ref(),
            baseline: self.baseline.as_ref(),
            repairs,
        };
        let jobs = &self.jobs;
        pool::run(
            jobs.len(),
            threads,
            |index| {
                let job = jobs.get(index)?;
                let view = |review: &Review<'_>, effective: &Effective, repaired: &Repaired| {
                    view(index, review, effective, repaired)
                };
                Some((job, job.review(&run, &view)))
            },
            |outcome| {
                result = match outcome {
                    Some((_, Ok(outcome))) => {
                        seen.met.extend(outcome.met);
                        seen.checked.insert(outcome.key);
                        for message in &outcome.left_out {
                            messages.notice(message);
                        }
                        if let Some(message) = outcome.failure {
                            trouble = true;
                            messages.error(&message);
                        }
                        outcome.view.and_then(|view| take(Ok(view)))
                    }
                    Some((job, Err(unchecked))) => {
                        trouble = true;
                        let name = job.draft.name.clone();
                        let reason = unchecked.reason();
                        match unchecked {
                            Unchecked::Reason(_) => {
                                messages.error(&format!("{}: {reason}", crate::report::path_text(&name)));
                            }
                            Unchecked::Problems(problems) => {
                                messages.problems(
                                    &problems,
                                    "this draft was not checked; correct its front matter",
                                );
                            }
                        }
                        take(Err(Refused { name, reason }))
                    }
                    None => Ok(()),
                };
                result.is_ok()
            },
        );
        self.trouble |= trouble;
        result
    }
}

fn read_baseline(file: &Path) -> Result<Baseline, Stop> {
    Baseline::read(file).map_err(|error| {
        Stop::Message(format!(
            "the baseline {}: {error}; nothing was checked",
            crate::report::path_text(file)
        ))
    })
}

/// Drafts that did not change may lead to a note of the site that did.
fn tell_changed_notes(rulebooks: &[Arc<Loaded>], changed: &[PathBuf], revision: &str, messages: &Messages) {
    let layers = rulebooks.iter().filter_map(|loaded| loaded.config.as_ref());
    let files = layers.flat_map(|config| config.layers().flat_map(|layer| &layer.site_notes));
    let files: BTreeSet<&PathBuf> = files.map(|(file, _)| file).collect();
    for file in files.into_iter().filter(|file| changed.contains(file)) {
        messages.notice(&format!(
            "{} is named in site-notes and has changed since {revision}: what it says holds for every draft; \
             run caveat check without --since, too",
            crate::report::path_text(file)
        ));
    }
}

fn announce(loaded: &[Arc<Loaded>], messages: &Messages) {
    for loaded in loaded {
        match &loaded.config {
            Some(config) => {
                messages.notice(&format!("using {}", crate::report::path_text(config.file.name())));
            }
            None => messages.notice("no configuration; the rulebook's own settings hold"),
        }
    }
}

fn read_stdin(messages: &Messages) -> Result<Vec<u8>, Stop> {
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().read_to_end(&mut bytes);
    read.map_err(|error| Stop::Message(format!("standard input: {error}")))?;
    if bytes.is_empty() {
        messages.notice("standard input is empty; it is checked as an empty draft");
    }
    Ok(bytes)
}
