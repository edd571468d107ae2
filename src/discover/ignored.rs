//! `.gitignore`, `.git/info/exclude` and our own `.caveatignore`.
//!
//! The nearest file that says anything about a path decides; `.caveatignore` is asked before git's files at every
//! depth, so that a draft git does not track can still be checked (`!drafts/`).

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::path::{Path, PathBuf};

/// The name of our own ignore file; its syntax is that of `.gitignore`.
pub(super) const OWN: &str = ".caveatignore";

/// The ignore files that hold at one point of a walk.
#[derive(Debug)]
pub(super) struct Ignored {
    own: Chain,
    git: Chain,
    /// Git's files are not asked: git tracks what they are asked about.
    tracked: bool,
    /// What is wrong with our own files, as they are read.
    faults: Vec<(PathBuf, String)>,
}

/// Ignore files of one sort, outermost first, each with the depth of the walk at which it lies; those above the walk
/// have none.
#[derive(Debug, Default)]
struct Chain {
    files: Vec<(Option<usize>, Gitignore)>,
}

impl Ignored {
    /// No ignore file holds.
    pub(super) fn nothing() -> Self {
        Self {
            own: Chain::default(),
            git: Chain::default(),
            tracked: false,
            faults: Vec::new(),
        }
    }

    /// What holds for `folder` (absolute) from above it: git's files up to the root of its repository, if it lies in
    /// one, and ours up to there or to the root of the file system.
    pub(super) fn above(folder: &Path) -> Self {
        let mut all = Self::nothing();
        let repository = folder.ancestors().find(|at| at.join(".git").exists());
        if let Some(root) = repository {
            all.git.push(None, read(root, &exclude_file(root)));
        }
        let top = repository.unwrap_or(Path::new("/"));
        let mut folders: Vec<&Path> = folder
            .ancestors()
            .skip(1)
            .take_while(|at| at.starts_with(top))
            .collect();
        folders.reverse();
        for at in folders {
            all.read_own(None, at);
            if repository.is_some() {
                all.git.push(None, read(at, &at.join(".gitignore")));
            }
        }
        all
    }

    /// From now on git's files are not asked.
    pub(super) fn forget_git(&mut self) {
        self.tracked = true;
    }

    /// What was wrong with `.caveatignore` files read since this was asked last. A pattern that cannot be read keeps
    /// nothing out, and whoever wrote it believes otherwise.
    pub(super) fn take_faults(&mut self) -> Vec<(PathBuf, String)> {
        std::mem::take(&mut self.faults)
    }

    fn read_own(&mut self, depth: Option<usize>, folder: &Path) {
        let file = folder.join(OWN);
        let (rules, fault) = build(folder, &file);
        if let Some(error) = fault {
            let mut found = Vec::new();
            faults(&error, None, &mut found);
            self.faults
                .extend(found.into_iter().map(|fault| (file.clone(), fault)));
        }
        self.own.push(depth, rules);
    }

    /// The walk has come to an entry at `depth`: files of folders it has left hold no more.
    pub(super) fn climb_to(&mut self, depth: usize) {
        self.own.climb_to(depth);
        self.git.climb_to(depth);
    }

    /// The walk goes into `folder`, an entry at `depth`.
    pub(super) fn descend(&mut self, folder: &Path, depth: usize) {
        self.read_own(Some(depth), folder);
        self.git
            .push(Some(depth), read(folder, &folder.join(".gitignore")));
    }

    /// Whether an entry of the walk is to be left out.
    pub(super) fn leaves_out(&self, path: &Path, is_folder: bool) -> bool {
        let verdict = |chain: &Chain| chain.decide(|file| file.matched(path, is_folder).map(|_| ()));
        verdict(&self.own).or_else(|| verdict(&self.git)).unwrap_or(false)
    }

    /// Whether a path that no walk came to is to be left out: folders above it count, and its own folder's files.
    pub(super) fn leaves_out_named(&mut self, path: &Path) -> bool {
        let is_folder = path.is_dir();
        if let Some(folder) = path.parent() {
            self.read_own(Some(usize::MAX), folder);
            self.git
                .push(Some(usize::MAX), read(folder, &folder.join(".gitignore")));
        }
        let verdict = |chain: &Chain| {
            chain.decide(|file| {
                // The matcher panics for a path that is not below it.
                if path.starts_with(file.path()) {
                    file.matched_path_or_any_parents(path, is_folder).map(|_| ())
                } else {
                    Match::None
                }
            })
        };
        let git = || if self.tracked { None } else { verdict(&self.git) };
        let out = verdict(&self.own).or_else(git).unwrap_or(false);
        self.own.files.retain(|(depth, _)| *depth != Some(usize::MAX));
        self.git.files.retain(|(depth, _)| *depth != Some(usize::MAX));
        out
    }
}

impl Chain {
    fn push(&mut self, depth: Option<usize>, file: Option<Gitignore>) {
        if let Some(file) = file {
            self.files.push((depth, file));
        }
    }

    fn climb_to(&mut self, depth: usize) {
        while self
            .files
            .last()
            .is_some_and(|(at, _)| at.is_some_and(|at| at >= depth))
        {
            self.files.pop();
        }
    }

    fn decide(&self, matched: impl Fn(&Gitignore) -> Match<()>) -> Option<bool> {
        self.files.iter().rev().find_map(|(_, file)| match matched(file) {
            Match::None => None,
            Match::Ignore(()) => Some(true),
            Match::Whitelist(()) => Some(false),
        })
    }
}

/// The rules of `file` for paths below `root`; none where there is no such file. A line that is no valid pattern is
/// passed over, as git does.
fn read(root: &Path, file: &Path) -> Option<Gitignore> {
    build(root, file).0
}

/// The same with what is wrong with it.
fn build(root: &Path, file: &Path) -> (Option<Gitignore>, Option<ignore::Error>) {
    if !file.is_file() {
        return (None, None);
    }
    let mut builder = GitignoreBuilder::new(root);
    let fault = builder.add(file);
    match builder.build() {
        Ok(rules) => (Some(rules).filter(|rules| !rules.is_empty()), fault),
        Err(error) => (None, fault.or(Some(error))),
    }
}

/// Each fault on its own, with its line where it has one.
fn faults(error: &ignore::Error, line: Option<u64>, out: &mut Vec<String>) {
    use ignore::Error;
    match error {
        Error::Partial(all) => all.iter().for_each(|error| faults(error, line, out)),
        Error::WithLineNumber { line, err } => faults(err, Some(*line), out),
        Error::WithPath { err, .. } | Error::WithDepth { err, .. } => faults(err, line, out),
        Error::Glob { glob, err } => {
            let glob = glob.as_deref().unwrap_or_default();
            out.push(format!("{}`{glob}` is no valid pattern: {err}", at(line)));
        }
        Error::Io(error) => out.push(format!("{}cannot be read: {error}", at(line))),
        other => out.push(format!("{}{other}", at(line))),
    }
}

fn at(line: Option<u64>) -> String {
    line.map_or_else(String::new, |line| format!("line {line}: "))
}

/// Where `info/exclude` of the repository at `root` lies; in a further work tree `.git` is a file that says where
/// the repository is.
fn exclude_file(root: &Path) -> PathBuf {
    let git = root.join(".git");
    let own = git.join("info/exclude");
    if git.is_dir() {
        return own;
    }
    #[expect(clippy::disallowed_methods, reason = "these files of git are no drafts")]
    let line = |path: &Path| std::fs::read_to_string(path).ok();
    let Some(folder) = line(&git).and_then(|text| Some(root.join(text.strip_prefix("gitdir:")?.trim())))
    else {
        return own;
    };
    let common =
        line(&folder.join("commondir")).map_or_else(|| folder.clone(), |text| folder.join(text.trim()));
    common.join("info/exclude")
}
