//! Files are replaced as a whole, or not at all.

use crate::stale::builder;
use std::fs::{File, Metadata, OpenOptions};
use std::io::Write as _;
use std::path::Path;

/// Writes `new` to the file at `path`, which held `old` when it was read. A link is followed, the permissions stay,
/// and whatever happens on the way the file holds either text. What is wrong is said as the end of a sentence that
/// begins with the file's name.
pub(super) fn replace(path: &Path, old: &str, new: &str) -> Result<(), String> {
    let say = |error: std::io::Error| format!("cannot be written, it is left as it was: {error}");
    let target = std::fs::canonicalize(path).map_err(say)?;
    let metadata = std::fs::metadata(&target).map_err(say)?;
    if metadata.permissions().readonly() {
        return Err("is read-only; it is left as it was".to_owned());
    }
    // A new file in the same folder could take the place of one that may not be written.
    OpenOptions::new().write(true).open(&target).map_err(say)?;
    let folder = target.parent().unwrap_or(Path::new("."));
    let mut prefix = String::new();
    let mut file = builder(folder, &mut prefix).tempfile_in(folder).map_err(say)?;
    file.write_all(new.as_bytes()).map_err(say)?;
    take_over(file.as_file(), &metadata).map_err(say)?;
    file.as_file().sync_all().map_err(say)?;
    #[expect(
        clippy::disallowed_methods,
        reason = "what was read as a draft is compared, not read"
    )]
    let now = std::fs::read(&target).map_err(say)?;
    if now != old.as_bytes() {
        return Err("was changed by something else in the meantime; it is left as it is now".to_owned());
    }
    file.persist(&target).map_err(|error| say(error.error))?;
    Ok(())
}

/// Gives `file` the owner and the permissions that `metadata` shows.
fn take_over(file: &File, metadata: &Metadata) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        // Only who may give files away can; for the others the group is tried, and the owner is right already.
        let (owner, group) = (Some(metadata.uid()), Some(metadata.gid()));
        if std::os::unix::fs::fchown(file, owner, group).is_err() {
            let _ = std::os::unix::fs::fchown(file, None, group);
        }
    }
    file.set_permissions(metadata.permissions())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(text: &str) -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        std::fs::write(&path, text).unwrap();
        (folder, path)
    }

    #[expect(clippy::disallowed_methods, reason = "what was written is no draft")]
    fn read(path: &Path) -> String {
        std::fs::read_to_string(path).unwrap()
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries
            .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_gets_its_new_text_and_nothing_is_left_beside_it() {
        let (folder, path) = folder_with("old");
        assert_eq!(replace(&path, "old", "new"), Ok(()));
        assert_eq!(read(&path), "new");
        assert_eq!(names(folder.path()), ["a.md"]);
    }

    #[test]
    fn a_file_that_was_changed_is_left_alone() {
        let (folder, path) = folder_with("changed");
        let error = replace(&path, "old", "new").unwrap_err();
        assert!(error.contains("was changed by something else"), "{error}");
        assert_eq!(read(&path), "changed");
        assert_eq!(names(folder.path()), ["a.md"]);
    }

    #[test]
    fn a_file_that_is_gone_is_not_made_anew() {
        let (folder, path) = folder_with("old");
        std::fs::remove_file(&path).unwrap();
        assert!(replace(&path, "old", "new").is_err());
        assert_eq!(names(folder.path()), Vec::<String>::new());
    }

    #[cfg(unix)]
    #[test]
    fn permissions_stay_and_links_are_followed() {
        use std::os::unix::fs::PermissionsExt as _;
        let (folder, path) = folder_with("old");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        let link = folder.path().join("link.md");
        std::os::unix::fs::symlink("a.md", &link).unwrap();
        assert_eq!(replace(&link, "old", "new"), Ok(()));
        assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(read(&path), "new");
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
    }

    #[cfg(unix)]
    #[test]
    fn a_read_only_file_is_left_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let (_folder, path) = folder_with("old");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o444)).unwrap();
        let error = replace(&path, "old", "new").unwrap_err();
        assert_eq!(error, "is read-only; it is left as it was");
        assert_eq!(read(&path), "old");
    }
}
