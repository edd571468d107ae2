//! Globs of the configuration that hold for no file: said under `--verbose`, because a misspelt folder looks just like
//! one that is excluded.

use super::messages::Messages;
use crate::config::model::{Config, Globs};
use crate::config::workspace::Loaded;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Which globs have kept something out so far.
#[derive(Debug, Default)]
pub(super) struct Excluded {
    /// Configuration file and number of the glob in its `exclude`.
    met: BTreeSet<(PathBuf, usize)>,
}

impl Excluded {
    /// Whether `exclude` of `config` keeps out `path`, which is as globs see it.
    pub(super) fn holds(&mut self, config: &Config, path: &Path) -> bool {
        let Some(globs) = config.exclude.as_ref().filter(|globs| globs.matches(path)) else {
            return false;
        };
        let file = || config.folder.join(config.file.name());
        self.met
            .extend(globs.which(path).into_iter().map(|glob| (file(), glob)));
        true
    }

    /// Tells the globs that nothing matched, of those configurations whose whole folder was walked: `walked` are the
    /// folders, absolute, `drafts` what was found with the configuration of each.
    pub(super) fn tell<'d>(
        &self,
        loaded: &[Arc<Loaded>],
        walked: &[PathBuf],
        drafts: &(impl Iterator<Item = (&'d Arc<Loaded>, &'d Path)> + Clone),
        base: &Path,
        messages: &Messages,
    ) {
        for loaded in loaded {
            let Some(config) = &loaded.config else { continue };
            if !walked.iter().any(|folder| config.folder.starts_with(folder)) {
                continue;
            }
            let name = crate::report::path_text(config.file.name());
            let file = config.folder.join(config.file.name());
            for (number, glob) in config.exclude.iter().flat_map(|g| g.written.iter().enumerate()) {
                if !self.met.contains(&(file.clone(), number)) {
                    messages.notice(&format!("{name}: `{glob}` in exclude matches no file"));
                }
            }
            for (globs, _) in &config.overrides {
                let mut met = BTreeSet::new();
                for (_, path) in drafts.clone().filter(|(of, _)| Arc::ptr_eq(of, loaded)) {
                    met.extend(globs.which(config.relative(path, base)));
                }
                for glob in unmet(globs, &met) {
                    messages.notice(&format!(
                        "{name}: `{glob}` in paths of [[overrides]] matches no file"
                    ));
                }
            }
        }
    }
}

fn unmet<'g>(globs: &'g Globs, met: &BTreeSet<usize>) -> impl Iterator<Item = &'g String> {
    let numbered = globs.written.iter().enumerate();
    numbered
        .filter(|(number, _)| !met.contains(number))
        .map(|(_, glob)| glob)
}
