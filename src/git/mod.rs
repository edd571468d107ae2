//! What git knows of drafts: what is staged, what changed since a commit, and the text of either.
//!
//! The `git` program itself is asked: it is there wherever a hook or a gate runs, and it alone knows all that a
//! repository's configuration can say. Paths come NUL-separated, so that no name needs unquoting.

mod blobs;
mod changes;

pub use blobs::Blobs;
pub use changes::{Change, changes_of};

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Why git could not be asked, for the user.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// The program is not there.
    #[error("git cannot be started: {0}")]
    Start(#[from] std::io::Error),
    /// It refused.
    #[error("{0}")]
    Refused(String),
    /// Its output cannot be understood.
    #[error("git {0} gave an answer that cannot be understood")]
    Answer(&'static str),
}

/// The repository around a folder.
#[derive(Clone, Debug)]
pub struct Repository {
    /// The folder in which git is run: hooks set variables that are meant from there.
    folder: PathBuf,
    /// The top of the work tree, without links.
    root: PathBuf,
}

/// The name of an object: hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectId(pub(crate) String);

impl Repository {
    /// The repository that `folder` lies in.
    ///
    /// # Errors
    /// If there is none, if it has no work tree, or if git is not there.
    pub fn around(folder: &Path) -> Result<Self, GitError> {
        let top = run(
            folder,
            "rev-parse",
            ["rev-parse", "--show-toplevel"].map(OsStr::new),
        )?;
        let top = path_of(trim_line_end(&top));
        let root = std::fs::canonicalize(&top).unwrap_or(top);
        Ok(Self {
            folder: folder.to_owned(),
            root,
        })
    }

    /// The top of the work tree, without links.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder that hooks lie in: `core.hooksPath` where that is set, absolute.
    ///
    /// # Errors
    /// If git refuses.
    pub fn hooks(&self) -> Result<PathBuf, GitError> {
        let path = self.run("rev-parse", &["rev-parse", "--git-path", "hooks"])?;
        Ok(self.folder.join(path_of(trim_line_end(&path))))
    }

    /// The folder with the repository's own files that all its work trees share, absolute and without links.
    ///
    /// # Errors
    /// If git refuses.
    pub fn common_dir(&self) -> Result<PathBuf, GitError> {
        let path = self.run("rev-parse", &["rev-parse", "--git-common-dir"])?;
        let path = self.folder.join(path_of(trim_line_end(&path)));
        Ok(std::fs::canonicalize(&path).unwrap_or(path))
    }

    /// The commit from which `revision` and what is checked out have gone apart.
    ///
    /// # Errors
    /// If there is no such revision, or the history at hand does not reach back to a common commit.
    pub fn fork_point(&self, revision: &str) -> Result<ObjectId, GitError> {
        let asked = format!("{revision}^{{commit}}");
        let known = self.run(
            "rev-parse",
            &["rev-parse", "--verify", "--quiet", "--end-of-options", &asked],
        );
        let commit = known.map_err(|error| match error {
            GitError::Start(_) => error,
            _ => GitError::Refused(format!(
                "there is no commit '{revision}' here (in a shallow clone, fetch more of the history first)"
            )),
        })?;
        let commit = object_id(&commit).ok_or(GitError::Answer("rev-parse"))?;
        let base = self.run("merge-base", &["merge-base", &commit.0, "HEAD"]);
        let base = base.map_err(|error| match error {
            GitError::Start(_) => error,
            _ => GitError::Refused(format!(
                "'{revision}' and what is checked out have no common commit in the history at hand \
                 (in a shallow clone, fetch more of it first)"
            )),
        })?;
        object_id(&base).ok_or(GitError::Answer("merge-base"))
    }

    fn run(&self, what: &'static str, arguments: &[&str]) -> Result<Vec<u8>, GitError> {
        run(&self.folder, what, arguments.iter().map(OsStr::new))
    }
}

fn command(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command
        .current_dir(folder)
        // Looking must neither lock the index nor fetch what a partial clone lacks.
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_NO_LAZY_FETCH", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn run<'a>(
    folder: &Path,
    what: &'static str,
    arguments: impl IntoIterator<Item = &'a OsStr>,
) -> Result<Vec<u8>, GitError> {
    let output = command(folder).args(arguments).output()?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    Err(GitError::Refused(if said.is_empty() {
        format!("git {what} failed")
    } else {
        format!("git: {}", said.trim_start_matches("fatal: "))
    }))
}

fn object_id(answer: &[u8]) -> Option<ObjectId> {
    let text = std::str::from_utf8(trim_line_end(answer)).ok()?;
    let hexadecimal = text.len() >= 40 && text.bytes().all(|b| b.is_ascii_hexdigit());
    hexadecimal.then(|| ObjectId(text.to_owned()))
}

fn trim_line_end(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    bytes.strip_suffix(b"\r").unwrap_or(bytes)
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt as _;
    PathBuf::from(OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_has_a_name_of_hexadecimal_figures() {
        let name = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
        assert_eq!(object_id(format!("{name}\n").as_bytes()).unwrap().0, name);
        assert_eq!(object_id(b"HEAD\n"), None);
        assert_eq!(object_id(b""), None);
        assert_eq!(object_id(b"\xff\xfe"), None);
    }

    #[test]
    fn line_ends_are_no_part_of_an_answer() {
        assert_eq!(trim_line_end(b"/a b\r\n"), b"/a b");
        assert_eq!(trim_line_end(b"/a\n\n"), b"/a\n");
        assert_eq!(trim_line_end(b""), b"");
    }

    #[test]
    fn a_folder_without_a_repository_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let error = Repository::around(folder.path()).unwrap_err().to_string();
        assert!(error.starts_with("git: not a git repository"), "{error}");
    }
}
