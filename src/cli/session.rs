//! What `check` and `statements` share: which drafts, what is asked of each, and one pass over them.

use super::args::{Common, ConfigChoice};
use super::identity::Identity;
use super::messages::Messages;
use super::output::{Sink, Target};
use super::unmatched::Excluded;
use super::{Stop, pool, surroundings};
use crate::config::workspace::{Choice, Loaded, Trouble, Workspace, proposal};
use crate::config::{CommandLine, Effective, effective};
use crate::discover::{self, Draft, Verdict};
use crate::linter::Review;
use crate::report::Refused;
use crate::report::place::Places;
use crate::report::problem::Problem;
use crate::report::style::Look;
use crate::rules::Rulebook;
use crate::source::{InputError, SourceFile};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The name of standard input in reports.
const STDIN: &str = "<stdin>";

/// A draft with what holds for it.
struct Job {
    draft: Draft,
    loaded: Arc<Loaded>,
    /// The bytes of standard input; none for a file, which is read when its turn comes.
    bytes: Option<Vec<u8>>,
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
}

/// Why one draft was not checked.
pub(super) enum Unchecked {
    Unreadable(InputError),
    Problems(Vec<Problem>),
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
    let mut workspace = workspace(choice)?;
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
    pub(super) fn new(common: &Common, line: CommandLine, messages: &Messages) -> Result<Self, Stop> {
        let mut workspace = workspace(&common.config)?;
        let base = workspace.base().to_owned();
        let stdin = common.paths.iter().any(|path| path == Path::new("-"));
        if common.stdin_filename.is_some() && !stdin {
            let message =
                "--stdin-filename says what standard input is called; to read it, name '-' as the path";
            return Err(Stop::Message(message.to_owned()));
        }
        let paths: Vec<PathBuf> = common
            .paths
            .iter()
            .filter(|path| *path != Path::new("-"))
            .cloned()
            .collect();
        let options = discover::Options {
            force_exclude: common.force_exclude,
            no_ignore: common.no_ignore,
        };
        let mut excluded = Excluded::default();
        let found = discover::discover(&paths, options, &mut |path, is_folder| {
            verdict(&mut workspace, &mut excluded, path, is_folder)
        });
        let mut drafts = found.drafts;
        let mut left_out = found.left_out;
        let mut from_stdin = None;
        if stdin {
            let name = common
                .stdin_filename
                .clone()
                .unwrap_or_else(|| PathBuf::from(STDIN));
            let draft = Draft {
                path: base.join(&name),
                name,
            };
            if common.force_exclude && is_excluded(&mut workspace, &mut excluded, &draft.path) {
                left_out += 1;
            } else {
                from_stdin = Some(draft);
            }
        }
        let mut jobs = Vec::new();
        for draft in from_stdin.iter().cloned().chain(drafts.drain(..)) {
            let folder = draft.path.parent().unwrap_or(&base).to_owned();
            if let Some(loaded) = workspace.for_folder(&folder) {
                jobs.push(Job {
                    draft,
                    loaded,
                    bytes: None,
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
        if common.verbose {
            announce(&rulebooks, messages);
            let folders = paths.iter().filter(|path| path.is_dir());
            let walked: Vec<PathBuf> = folders
                .filter_map(|path| std::fs::canonicalize(path).ok())
                .collect();
            let drafts = jobs.iter().map(|job| (&job.loaded, job.draft.path.as_path()));
            excluded.tell(&rulebooks, &walked, &drafts, &base, messages);
        }
        if let (Some(_), Some(job)) = (from_stdin, jobs.first_mut()) {
            job.bytes = Some(read_stdin(messages)?);
        }
        found.troubles.iter().for_each(|trouble| messages.error(trouble));
        if jobs.is_empty() && found.troubles.is_empty() {
            messages.notice(&format!(
                "nothing to check: {} excluded (--force-exclude)",
                if left_out == 1 {
                    "the file is".to_owned()
                } else {
                    format!("all {left_out} files are")
                }
            ));
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
            trouble: !found.troubles.is_empty(),
        })
    }

    /// Opens the targets. What the run reads is never written over, and no two targets are one file.
    pub(super) fn open<F>(&self, targets: Vec<Target<F>>, look: Look) -> Result<Vec<Sink<F>>, Stop> {
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
            .map(|target| Sink::open(target, look).map_err(Stop::Message))
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
        for job in self.jobs.iter().filter(|job| job.bytes.is_none()) {
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
        messages: &Messages,
        view: impl Fn(usize, &Review<'_>, &Effective) -> Result<T, Stop> + Sync,
        mut take: impl FnMut(Result<T, Refused>) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        let mut result = Ok(());
        let mut trouble = false;
        let (jobs, line, base) = (&self.jobs, &self.line, self.base.as_path());
        pool::run(
            jobs.len(),
            threads,
            |index| {
                let job = jobs.get(index)?;
                let view = |review: &Review<'_>, effective: &Effective| view(index, review, effective);
                Some((job, job.review(line, base, &view)))
            },
            |outcome| {
                result = match outcome {
                    Some((_, Ok(Ok(view)))) => take(Ok(view)),
                    Some((_, Ok(Err(stop)))) => Err(stop),
                    Some((job, Err(unchecked))) => {
                        trouble = true;
                        let name = job.draft.name.clone();
                        let reason = unchecked.reason();
                        match unchecked {
                            Unchecked::Unreadable(_) => {
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

impl Unchecked {
    /// On one line, without the draft's name.
    fn reason(&self) -> String {
        match self {
            Self::Unreadable(error) => error.to_string(),
            Self::Problems(problems) => {
                let told = problems.iter().map(|p| format!("{}: {}", p.place(), p.message));
                told.collect::<Vec<_>>().join("; ")
            }
        }
    }
}

impl Job {
    fn review<T>(
        &self,
        line: &CommandLine,
        base: &Path,
        view: &impl Fn(&Review<'_>, &Effective) -> Result<T, Stop>,
    ) -> Result<Result<T, Stop>, Unchecked> {
        let name = &self.draft.name;
        let source = match &self.bytes {
            Some(bytes) => SourceFile::from_bytes(name, bytes.clone()),
            None => SourceFile::read(&self.draft.path, name),
        };
        let source = source.map_err(Unchecked::Unreadable)?;
        let rulebook = &*self.loaded.rulebook;
        let document = crate::markdown::read(&source);
        let mut effective = effective::settings_for(&self.loaded, &self.draft.path, base, false);
        effective
            .front_matter(rulebook, document.front_matter.as_ref(), &source)
            .map_err(Unchecked::Problems)?;
        effective.command_line(rulebook, line);
        let review = crate::linter::lint_document(&source, document, rulebook, &effective.settings);
        Ok(view(&review, &effective))
    }
}

/// What the configuration that holds for `path` says of it.
fn verdict(workspace: &mut Workspace, excluded: &mut Excluded, path: &Path, is_folder: bool) -> Verdict {
    let loaded = path.parent().and_then(|folder| workspace.for_folder(folder));
    let Some(config) = loaded.as_ref().and_then(|loaded| loaded.config.as_ref()) else {
        return Verdict::Default;
    };
    let relative = config.relative(path, workspace.base());
    if excluded.holds(config, relative) {
        return Verdict::Exclude;
    }
    match &config.include {
        Some(_) if is_folder => Verdict::Default,
        Some(globs)
            if globs.matches(relative) && (discover::is_markdown(path) || globs.asks_for(relative)) =>
        {
            Verdict::Include
        }
        Some(_) => Verdict::NotIncluded,
        None => Verdict::Default,
    }
}

fn is_excluded(workspace: &mut Workspace, excluded: &mut Excluded, path: &Path) -> bool {
    let above: Vec<&Path> = path.ancestors().skip(1).collect();
    above
        .iter()
        .rev()
        .any(|folder| verdict(workspace, excluded, folder, true) == Verdict::Exclude)
        || matches!(
            verdict(workspace, excluded, path, false),
            Verdict::Exclude | Verdict::NotIncluded
        )
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
