//! Which names lead to one file.

use std::fs::Metadata;
use std::path::{Path, PathBuf};

/// What tells a file apart from all others, by whatever name or link it is reached.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Identity {
    /// Device and number of a file that there is.
    #[cfg_attr(not(unix), expect(dead_code, reason = "only Unix has them"))]
    Node(u64, u64),
    /// Where it is, or would be written.
    Path(PathBuf),
}

impl Identity {
    /// The file that `path` leads to, or that would be written there.
    pub(super) fn of(path: &Path) -> Self {
        if let Some(node) = std::fs::metadata(path).ok().as_ref().and_then(node) {
            return node;
        }
        Self::Path(resolved(path))
    }

    /// Where standard output goes; none where it cannot be known, or goes nowhere.
    #[cfg(unix)]
    pub(super) fn of_stdout() -> Option<Self> {
        use std::os::fd::AsFd as _;
        let file = std::io::stdout().as_fd().try_clone_to_owned().ok()?;
        let here = node(&std::fs::File::from(file).metadata().ok()?)?;
        (here != Self::of(Path::new("/dev/null"))).then_some(here)
    }

    /// Where standard output goes; none where it cannot be known, or goes nowhere.
    #[cfg(not(unix))]
    pub(super) fn of_stdout() -> Option<Self> {
        None
    }
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems have no such number")]
fn node(metadata: &Metadata) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt as _;
    Some(Identity::Node(metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn node(_: &Metadata) -> Option<Identity> {
    None
}

/// `path` with the links of its folder followed: the file itself need not be there yet.
fn resolved(path: &Path) -> PathBuf {
    if let Ok(whole) = std::fs::canonicalize(path) {
        return whole;
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = std::fs::canonicalize(folder.unwrap_or(Path::new(".")));
    match (folder, path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path.to_owned(),
    }
}
