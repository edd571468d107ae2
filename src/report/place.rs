//! Where something stands, as programs are told: lines and columns, and names of drafts that hold outside of the
//! folder the program was started in.

use super::path_text;
use crate::source::{Columns, SourceFile};
use crate::span::SourceSpan;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};
use std::path::{Component, Path, PathBuf};

/// What needs no escape in a part of a URI's path (RFC 3986: unreserved).
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A stretch of a draft; lines and columns from 1, the end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// Line of its first character.
    pub line: u32,
    /// Column of its first character.
    pub column: u32,
    /// Line of its end.
    pub end_line: u32,
    /// Column one past its last character.
    pub end_column: u32,
}

impl Region {
    /// Where `span` stands.
    pub fn of(source: &SourceFile, span: SourceSpan, columns: Columns) -> Self {
        let start = source.position_in(span.start, columns);
        let end = source.position_in(span.end, columns);
        Self {
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }
}

/// What the names of drafts are relative to.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// The folder the program was started in, absolute and without links.
    base: PathBuf,
    /// The repository around it, or that folder where there is none.
    root: PathBuf,
}

impl Places {
    /// Places for a program that was started in `base`, which is absolute and without links.
    pub fn new(base: PathBuf) -> Self {
        let root = base.ancestors().find(|folder| folder.join(".git").exists());
        let root = root.unwrap_or(&base).to_owned();
        Self { base, root }
    }

    /// The draft `name` relative to the repository; outside of it, absolute.
    fn in_repository(&self, name: &Path) -> PathBuf {
        let path = self.base.join(name);
        // A link is followed, so that a draft has one name; standard input has a name and no file.
        let path = std::fs::canonicalize(&path).unwrap_or_else(|_| without_dots(&path));
        match path.strip_prefix(&self.root) {
            Ok(relative) => relative.to_owned(),
            Err(_) => path,
        }
    }

    /// The name of a draft in its repository, with forward slashes; absolute for a draft outside of it.
    pub fn path(&self, name: &Path) -> String {
        path_text(&self.in_repository(name))
    }

    /// The same as a URI reference, and whether it is relative to the repository.
    pub fn uri(&self, name: &Path) -> (String, bool) {
        let path = self.in_repository(name);
        let mut uri = String::new();
        for part in path.components() {
            match part {
                // A drive is a part of the path of a `file:` URI.
                Component::Prefix(drive) => {
                    uri.push('/');
                    uri.extend(percent_encode(drive.as_os_str().as_encoded_bytes(), ESCAPED));
                }
                Component::RootDir => {}
                part => {
                    if !uri.is_empty() || path.is_absolute() {
                        uri.push('/');
                    }
                    uri.extend(percent_encode(part.as_os_str().as_encoded_bytes(), ESCAPED));
                }
            }
        }
        if path.is_absolute() {
            (format!("file://{uri}"), false)
        } else {
            (uri, true)
        }
    }
}

/// `path` without `.` and `..`, by its text alone.
fn without_dots(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            part => out.push(part),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_relative_to_the_repository_and_escaped_in_uris() {
        let folder = tempfile::tempdir().unwrap();
        let root = std::fs::canonicalize(folder.path()).unwrap();
        std::fs::create_dir_all(root.join(".git")).unwrap();
        std::fs::create_dir_all(root.join("blog/posts")).unwrap();
        std::fs::write(root.join("blog/posts/é 1%.md"), "").unwrap();
        let places = Places::new(root.join("blog"));
        for (name, path, uri) in [
            (
                "posts/é 1%.md",
                "blog/posts/é 1%.md",
                "blog/posts/%C3%A9%201%25.md",
            ),
            ("./posts/../x.md", "blog/x.md", "blog/x.md"),
            ("../a#b?c:d.md", "a#b?c:d.md", "a%23b%3Fc%3Ad.md"),
            ("<stdin>", "blog/<stdin>", "blog/%3Cstdin%3E"),
        ] {
            assert_eq!(places.path(Path::new(name)), path);
            assert_eq!(places.uri(Path::new(name)), (uri.to_owned(), true));
        }
        #[cfg(unix)]
        {
            assert_eq!(
                places.uri(Path::new("/no where/a.md")),
                ("file:///no%20where/a.md".to_owned(), false)
            );
            std::os::unix::fs::symlink(root.join("blog/posts"), root.join("link")).unwrap();
            assert_eq!(places.path(Path::new("../link/é 1%.md")), "blog/posts/é 1%.md");
        }
    }

    #[test]
    fn without_a_repository_the_folder_is_the_root() {
        let folder = tempfile::tempdir().unwrap();
        let root = std::fs::canonicalize(folder.path()).unwrap();
        assert_eq!(Places::new(root).path(Path::new("a.md")), "a.md");
    }
}
