//! Lists of changed files, as `git diff --raw -z` gives them.

use super::{GitError, ObjectId, Repository, path_of};
use std::path::PathBuf;

/// A file that was added or changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Where it lies now, from the top of the work tree.
    pub path: PathBuf,
    /// Its text in the index; `None` where the work tree was compared.
    pub staged: Option<ObjectId>,
    /// Its text before; `None` if it was not there.
    pub before: Option<ObjectId>,
    /// Whether the index holds several versions of it that nobody has merged yet, and so none to check.
    pub unmerged: bool,
}

/// Regular files, executable or not. Links and submodules hold no prose.
const FILE_MODES: [&str; 2] = ["100644", "100755"];

const DIFF: [&str; 10] = [
    "diff",
    "--raw",
    "-z",
    "--no-abbrev",
    "--find-renames",
    "--no-ext-diff",
    "--no-textconv",
    "--no-relative",
    "--ignore-submodules=all",
    "--diff-filter=ACMRTU",
];

impl Repository {
    /// Files staged for the next commit, compared with `since` or else with the last commit. A repository without
    /// commits has all of its index staged.
    ///
    /// # Errors
    /// If git refuses.
    pub fn staged(&self, since: Option<&ObjectId>) -> Result<Vec<Change>, GitError> {
        let mut arguments = DIFF.to_vec();
        arguments.push("--cached");
        arguments.extend(since.map(|id| id.0.as_str()));
        arguments.push("--");
        changes_of(&self.run("diff", &arguments)?, true)
    }

    /// Files of the work tree that differ from `since`, new ones that git does not know yet included.
    ///
    /// # Errors
    /// If git refuses.
    pub fn changed(&self, since: &ObjectId) -> Result<Vec<Change>, GitError> {
        let mut arguments = DIFF.to_vec();
        arguments.extend([since.0.as_str(), "--"]);
        let mut changes = changes_of(&self.run("diff", &arguments)?, false)?;
        let new = self.run(
            "ls-files",
            &[
                "ls-files",
                "--others",
                "--exclude-standard",
                "--full-name",
                "-z",
                "--",
                ":/",
            ],
        )?;
        let new = new.split(|&b| b == 0).filter(|path| !path.is_empty());
        changes.extend(new.map(|path| Change {
            path: path_of(path),
            staged: None,
            before: None,
            unmerged: false,
        }));
        Ok(changes)
    }
}

/// Reads records of the form `:MODE MODE ID ID STATUS NUL PATH NUL`, with two paths for a rename or copy, of regular
/// files; `cached` if the index was compared.
///
/// # Errors
/// If the answer has another form.
pub fn changes_of(answer: &[u8], cached: bool) -> Result<Vec<Change>, GitError> {
    let unclear = || GitError::Answer("diff");
    let mut fields = answer.split(|&b| b == 0);
    let mut changes = Vec::new();
    while let Some(head) = fields.next().filter(|head| !head.is_empty()) {
        let head = std::str::from_utf8(head).map_err(|_| unclear())?;
        let head = head.strip_prefix(':').ok_or_else(unclear)?;
        let parts: Vec<&str> = head.split(' ').collect();
        let [mode_before, mode, before, now, status] = parts.as_slice() else {
            return Err(unclear());
        };
        let mut path = fields.next().ok_or_else(unclear)?;
        if status.starts_with(['R', 'C']) {
            path = fields.next().ok_or_else(unclear)?;
        }
        // A path that is not merged is listed so for the index; what lies in the work tree is listed by itself.
        let unmerged = *status == "U";
        if unmerged && !cached || !unmerged && !FILE_MODES.contains(mode) {
            continue;
        }
        changes.push(Change {
            unmerged,
            path: path_of(path),
            staged: (cached && !unmerged).then(|| ObjectId((*now).to_owned())),
            before: FILE_MODES
                .contains(mode_before)
                .then(|| ObjectId((*before).to_owned())),
        });
    }
    Ok(changes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(digit: char) -> ObjectId {
        ObjectId(digit.to_string().repeat(40))
    }

    fn change(path: &str, staged: Option<char>, before: Option<char>) -> Change {
        Change {
            path: path.into(),
            staged: staged.map(id),
            before: before.map(id),
            unmerged: false,
        }
    }

    #[test]
    fn records_of_every_sort_are_read() {
        let ids = |a: char, b: char| format!("{} {}", id(a).0, id(b).0);
        let answer = [
            format!(":000000 100644 {} A\0new one.md\0", ids('0', '1')),
            format!(":100644 100755 {} M\0pošta\n2.md\0", ids('2', '3')),
            format!(":100644 100644 {} R087\0old.md\0posts/new.md\0", ids('4', '5')),
            format!(":120000 100644 {} T\0was-a-link.md\0", ids('6', '7')),
            format!(":000000 160000 {} A\0module\0", ids('0', '8')),
            format!(":000000 120000 {} A\0link.md\0", ids('0', '9')),
        ];
        let expected = [
            change("new one.md", Some('1'), None),
            change("pošta\n2.md", Some('3'), Some('2')),
            change("posts/new.md", Some('5'), Some('4')),
            change("was-a-link.md", Some('7'), None),
        ];
        let answer = answer.concat();
        assert_eq!(changes_of(answer.as_bytes(), true).unwrap(), expected);
        let work_tree: Vec<_> = changes_of(answer.as_bytes(), false)
            .unwrap()
            .into_iter()
            .map(|c| c.staged)
            .collect();
        assert_eq!(work_tree, [None, None, None, None]);
        assert_eq!(changes_of(b"", true).unwrap(), []);
    }

    #[test]
    fn a_path_that_is_not_merged_is_listed_for_the_index() {
        let answer = format!(":100644 000000 {} {} U\0a.md\0", id('1').0, id('0').0);
        let unmerged = Change {
            unmerged: true,
            ..change("a.md", None, Some('1'))
        };
        assert_eq!(changes_of(answer.as_bytes(), true).unwrap(), [unmerged]);
        assert_eq!(changes_of(answer.as_bytes(), false).unwrap(), []);
    }

    #[test]
    fn an_answer_that_is_cut_off_is_refused() {
        for answer in [
            &b"no colon\0a\0"[..],
            b":1 2 3\0a\0",
            b":1 2 3 4 M",
            b":1 2 3 4 R100\0a",
            b":\xff\0",
        ] {
            assert!(changes_of(answer, true).is_err(), "{answer:?}");
        }
    }
}
