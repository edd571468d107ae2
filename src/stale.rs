//! What a run that was killed left beside drafts, reports, baselines and hooks.
//!
//! Files are written beside their place under a passing name and moved there when they are whole. A run that is ended
//! in the middle leaves such a file. It harms no draft, but it could be committed by mistake, so the next run that
//! writes to the folder takes it away.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

const PREFIX: &str = ".caveat-";
const SUFFIX: &str = ".tmp";
/// Where nothing tells whether a run still goes on, its files are taken for left behind when they are as old as this.
const AGE: Duration = Duration::from_secs(60 * 60);

/// Makes files with passing names, after having swept the folder once per run.
pub(crate) fn builder<'n>(folder: &Path, prefix: &'n mut String) -> tempfile::Builder<'n, 'static> {
    static SWEPT: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
    let first = SWEPT
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .insert(folder.to_owned());
    if first {
        sweep(folder);
    }
    *prefix = format!("{PREFIX}{}-", std::process::id());
    let mut builder = tempfile::Builder::new();
    builder.prefix(prefix.as_str()).suffix(SUFFIX);
    builder
}

/// Takes away what earlier runs left in `folder`. What cannot be taken away stays: it is in nobody's way.
fn sweep(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let Some(process) = process_of(&entry.file_name()) else {
            continue;
        };
        let Ok(metadata) = entry.metadata() else { continue };
        let old = metadata
            .modified()
            .ok()
            .and_then(|then| then.elapsed().ok())
            .is_some_and(|age| age > AGE);
        if metadata.is_file() && (old || has_ended(process)) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// The number of the process that made a file with this name, if it is one of ours.
fn process_of(name: &OsStr) -> Option<u32> {
    let middle = name.to_str()?.strip_prefix(PREFIX)?.strip_suffix(SUFFIX)?;
    let (process, random) = middle.split_once('-')?;
    (!random.is_empty()).then(|| process.parse().ok()).flatten()
}

/// Whether a process is known to have ended.
fn has_ended(process: u32) -> bool {
    // Elsewhere there is no list of processes to look at.
    cfg!(target_os = "linux")
        && Path::new("/proc/self").exists()
        && !Path::new("/proc").join(process.to_string()).exists()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::File;
    use std::time::SystemTime;

    #[test]
    fn only_what_runs_left_behind_is_taken_away() {
        let folder = tempfile::tempdir().unwrap();
        let own = std::process::id();
        let alive = format!(".caveat-{own}-abc.tmp");
        let old = format!(".caveat-{own}-old.tmp");
        // No process has a number as high as this.
        let ended = ".caveat-4294967295-abc.tmp".to_owned();
        let kept = [
            &alive,
            ".caveat-1.tmp",
            ".caveat-x-y.tmp",
            ".caveat-baseline.json",
            "a.tmp",
        ];
        for name in kept.into_iter().chain([old.as_str(), &ended]) {
            let file = File::create(folder.path().join(name)).unwrap();
            if name == old {
                file.set_modified(SystemTime::now() - AGE * 2).unwrap();
            }
        }
        std::fs::create_dir(folder.path().join(".caveat-4294967295-folder.tmp")).unwrap();
        let mut prefix = String::new();
        let file = builder(folder.path(), &mut prefix)
            .tempfile_in(folder.path())
            .unwrap();
        let name = file.path().file_name().unwrap();
        assert_eq!(process_of(name), Some(own), "{name:?}");
        let there = |name: &str| folder.path().join(name).exists();
        for name in kept {
            assert!(there(name), "{name}");
        }
        assert!(!there(&old));
        assert_eq!(there(&ended), !cfg!(target_os = "linux"));
        assert!(there(".caveat-4294967295-folder.tmp"));
    }
}
