//! Which files are to be checked.
//!
//! Folders are walked in the order of names; a file that is named itself is always kept. What the walk leaves out
//! is counted, so that a run which finds nothing to check can say why.

mod ignored;

use ignored::Ignored;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// A folder that never holds drafts of the repository's own. Others that hold what programs have built are named like
/// things people write about (`target`, `build`): for those there are ignore files.
const NEVER: &[u8] = b"node_modules";
/// Endings of Markdown files, in lower case.
const ENDINGS: [&str; 6] = ["md", "markdown", "mdx", "mdown", "mkd", "mkdn"];

/// A file to be checked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Draft {
    /// Its name in reports: as the user wrote the path, without `./`.
    pub name: PathBuf,
    /// Its absolute path.
    pub path: PathBuf,
}

/// How to look.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Excludes and ignore files hold for files that are named, too.
    pub force_exclude: bool,
    /// Ignore files do not hold.
    pub no_ignore: bool,
}

/// What the configuration says of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Excluded, with everything below it.
    Exclude,
    /// Nothing: Markdown files are drafts.
    Default,
    /// Not among what is included; below a folder something may be.
    NotIncluded,
    /// Included whatever its ending is.
    Include,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// Drafts, sorted by name, each file once.
    pub drafts: Vec<Draft>,
    /// What went wrong, in the order of the paths: the run goes on, but fails.
    pub troubles: Vec<String>,
    /// How many Markdown files or folders ignore files and excludes kept out.
    pub left_out: usize,
}

/// Looks for drafts in `paths`. `verdict` is asked about absolute paths, folders (`true`) before what is in them.
pub fn discover(
    paths: &[PathBuf],
    options: Options,
    verdict: &mut dyn FnMut(&Path, bool) -> Verdict,
) -> Found {
    let mut search = Search {
        options,
        verdict,
        found: Found::default(),
        drafts: Vec::new(),
        base: std::fs::canonicalize(".").ok(),
    };
    for path in paths {
        search.path(path);
    }
    search.finish()
}

/// Of `files` (absolute, known to git) those that are drafts, with how many excludes and our own ignore files keep
/// out. What git itself ignores does not count: these files are tracked, whatever an ignore file says. They need not
/// lie in the work tree.
pub fn sift(
    files: Vec<PathBuf>,
    options: Options,
    verdict: &mut dyn FnMut(&Path, bool) -> Verdict,
) -> (Vec<PathBuf>, Found) {
    let mut search = Search {
        options,
        verdict,
        found: Found::default(),
        drafts: Vec::new(),
        base: std::fs::canonicalize(".").ok(),
    };
    let mut kept = Vec::new();
    for file in files {
        let hidden = file
            .file_name()
            .is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        let is_draft = is_markdown(&file) && !hidden || (search.verdict)(&file, false) == Verdict::Include;
        if !is_draft {
            continue;
        }
        if search.is_left_out(&file, true) {
            search.found.left_out += 1;
        } else {
            kept.push(file);
        }
    }
    (kept, search.found)
}

/// Whether the name of `path` is that of a Markdown file.
pub fn is_markdown(path: &Path) -> bool {
    let ending = path
        .extension()
        .and_then(OsStr::to_str)
        .map(str::to_ascii_lowercase);
    ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

struct Search<'v> {
    options: Options,
    verdict: &'v mut dyn FnMut(&Path, bool) -> Verdict,
    found: Found,
    /// Each with the file it is in the end: links lead to the same file by two names.
    drafts: Vec<(Draft, PathBuf)>,
    /// The folder the program runs in: files below it are named from there.
    base: Option<PathBuf>,
}

impl Search<'_> {
    fn trouble(&mut self, path: &Path, what: impl std::fmt::Display) {
        self.found
            .troubles
            .push(format!("{}: {what}", crate::report::path_text(path)));
    }

    fn path(&mut self, path: &Path) {
        let metadata = match std::fs::metadata(path) {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return self.trouble(path, "no such file or folder");
            }
            Err(error) => return self.trouble(path, format_args!("cannot be read: {error}")),
        };
        let Some(real) = absolute(path) else {
            return self.trouble(path, "cannot be found");
        };
        let before = self.drafts.len() + self.found.left_out + self.found.troubles.len();
        if metadata.is_dir() {
            self.folder(path, &real);
            let seen = self.drafts.len() + self.found.left_out + self.found.troubles.len();
            if seen == before {
                self.trouble(path, "no Markdown file in this folder; nothing was checked there");
            }
        } else if !metadata.is_file() {
            self.trouble(path, "is neither a file nor a folder");
        } else if self.options.force_exclude && self.is_left_out(&real, false) {
            self.found.left_out += 1;
        } else {
            self.keep(named(path), real);
        }
    }

    /// Whether excludes or ignore files keep out a file that was named; those of git do not count for what it `tracks`.
    fn is_left_out(&mut self, real: &Path, tracks: bool) -> bool {
        let folders: Vec<&Path> = real.ancestors().skip(1).collect();
        let above = folders
            .iter()
            .rev()
            .any(|folder| (self.verdict)(folder, true) == Verdict::Exclude);
        let out = above
            || matches!(
                (self.verdict)(real, false),
                Verdict::Exclude | Verdict::NotIncluded
            );
        if out || self.options.no_ignore {
            return out;
        }
        let mut ignored = Ignored::above(real.parent().unwrap_or(real));
        if tracks {
            ignored.forget_git();
        }
        let out = ignored.leaves_out_named(real);
        self.ignore_faults(&mut ignored);
        out
    }

    fn folder(&mut self, path: &Path, real: &Path) {
        let mut ignored = if self.options.no_ignore {
            Ignored::nothing()
        } else {
            Ignored::above(real)
        };
        if self.options.force_exclude && (self.is_left_out_folder(real) || ignored.leaves_out_named(real)) {
            self.found.left_out += 1;
            return;
        }
        let before = (self.drafts.len(), self.found.left_out);
        let mut walk = WalkDir::new(path)
            .follow_links(true)
            .sort_by_file_name()
            .into_iter();
        while let Some(entry) = walk.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.walk_error(&error);
                    continue;
                }
            };
            let below = entry.path().strip_prefix(path).unwrap_or(entry.path());
            // Joining an empty path would add a slash.
            let at = if entry.depth() == 0 {
                real.to_owned()
            } else {
                real.join(below)
            };
            ignored.climb_to(entry.depth());
            let is_folder = entry.file_type().is_dir();
            if entry.depth() > 0 && self.passes_over(&entry, &at, is_folder, &ignored) {
                if is_folder {
                    walk.skip_current_dir();
                }
            } else if is_folder {
                if !self.options.no_ignore {
                    ignored.descend(&at, entry.depth());
                    self.ignore_faults(&mut ignored);
                }
            } else if entry.depth() > 0 {
                self.file(&entry, at);
            }
        }
        let after = (self.drafts.len(), self.found.left_out);
        if before.0 == after.0 && before.1 != after.1 {
            let what = "every Markdown file in this folder is excluded or ignored; nothing was checked there";
            if !self.options.force_exclude {
                self.trouble(path, what);
            }
        }
    }

    /// Tells what is wrong with ignore files, each once however many paths they hold for.
    fn ignore_faults(&mut self, ignored: &mut Ignored) {
        for (file, fault) in ignored.take_faults() {
            let base = self.base.as_deref();
            let shown = base
                .and_then(|base| file.strip_prefix(base).ok())
                .unwrap_or(&file);
            let message = format!("{}: {fault}", crate::report::path_text(shown));
            if !self.found.troubles.contains(&message) {
                self.found.troubles.push(message);
            }
        }
    }

    fn is_left_out_folder(&mut self, real: &Path) -> bool {
        let folders: Vec<&Path> = real.ancestors().collect();
        folders
            .iter()
            .rev()
            .any(|folder| (self.verdict)(folder, true) == Verdict::Exclude)
    }

    fn passes_over(&mut self, entry: &DirEntry, at: &Path, is_folder: bool, ignored: &Ignored) -> bool {
        let name = entry.file_name().as_encoded_bytes();
        if name.starts_with(b".") || is_folder && name == NEVER {
            return true;
        }
        let of_interest = is_folder || is_markdown(at);
        if ignored.leaves_out(at, is_folder) {
            self.found.left_out += usize::from(of_interest);
            return true;
        }
        match (self.verdict)(at, is_folder) {
            Verdict::Exclude => {
                self.found.left_out += usize::from(of_interest);
                true
            }
            Verdict::NotIncluded if !is_folder => {
                self.found.left_out += usize::from(of_interest);
                true
            }
            Verdict::Default | Verdict::NotIncluded => !of_interest,
            Verdict::Include => false,
        }
    }

    fn file(&mut self, entry: &DirEntry, at: PathBuf) {
        // Named pipes and sockets would be waited for in vain.
        if entry.file_type().is_file() {
            self.keep(named(entry.path()), at);
        }
    }

    fn walk_error(&mut self, error: &walkdir::Error) {
        let path = named(error.path().unwrap_or(Path::new("")));
        // A link that leads back above itself adds nothing to what is walked already.
        if error.loop_ancestor().is_some() {
            return;
        }
        let hidden = path
            .file_name()
            .is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        // Links can lead to each other without end, too.
        let is_link = || std::fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_symlink());
        let broken = error.io_error().is_some_and(|e| match e.kind() {
            ErrorKind::NotFound => true,
            ErrorKind::PermissionDenied => false,
            _ => is_link(),
        });
        if broken && (hidden || !is_markdown(&path)) {
            return;
        }
        match error.io_error() {
            Some(_) if broken => self.trouble(&path, "is a link that leads nowhere"),
            Some(error) => self.trouble(&path, format_args!("cannot be read: {error}")),
            None => self.trouble(&path, "cannot be read"),
        }
    }

    fn keep(&mut self, name: PathBuf, path: PathBuf) {
        let file = std::fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
        self.drafts.push((Draft { name, path }, file));
    }

    fn finish(mut self) -> Found {
        // Of two names of one file the one that is no link counts.
        self.drafts
            .sort_by(|a, b| (a.0.path != a.1, &a.0).cmp(&(b.0.path != b.1, &b.0)));
        let mut seen = BTreeSet::new();
        self.drafts.retain(|(_, file)| seen.insert(file.clone()));
        self.found.drafts = self.drafts.into_iter().map(|(draft, _)| draft).collect();
        self.found.drafts.sort();
        self.found
    }
}

/// `path` from the root of the file system, without links in its folders. The last part stays as it is: the
/// configuration that holds is the one where the link lies.
fn absolute(path: &Path) -> Option<PathBuf> {
    match (path.parent(), path.file_name()) {
        (Some(parent), Some(name)) if !path.is_dir() => {
            let parent = if parent.as_os_str().is_empty() {
                Path::new(".")
            } else {
                parent
            };
            Some(std::fs::canonicalize(parent).ok()?.join(name))
        }
        _ => std::fs::canonicalize(path).ok(),
    }
}

/// The name in reports: one file has one name, however its path was typed.
fn named(path: &Path) -> PathBuf {
    path.components()
        .filter(|part| *part != Component::CurDir)
        .collect()
}
