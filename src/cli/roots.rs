//! What drafts are known by in fingerprints and baselines: their path from the top of their repository, so that a
//! baseline holds wherever the program is run.

use crate::config::workspace::Loaded;
use crate::discover::Draft;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Tops of repositories, each looked for once.
pub(super) struct Roots {
    base: PathBuf,
    known: BTreeMap<PathBuf, Option<PathBuf>>,
}

impl Roots {
    /// For a program that was started in `base`.
    pub(super) fn new(base: PathBuf) -> Self {
        Self {
            base,
            known: BTreeMap::new(),
        }
    }

    /// What `draft` is known by. Outside of a repository its path counts from the folder of its configuration, or
    /// else from where the program was started.
    pub(super) fn key(&mut self, draft: &Draft, loaded: &Loaded) -> PathBuf {
        let folder = draft.path.parent().unwrap_or(&self.base).to_owned();
        let repository = self.repository(&folder);
        let config = loaded.config.as_ref().map(|config| config.folder.as_path());
        let roots = [repository.as_deref(), config, Some(self.base.as_path())];
        let below = roots
            .into_iter()
            .flatten()
            .find_map(|root| draft.path.strip_prefix(root).ok());
        below.unwrap_or(&draft.name).to_owned()
    }

    /// The top of the repository that `folder` (absolute) lies in.
    pub(super) fn repository(&mut self, folder: &Path) -> Option<PathBuf> {
        if let Some(known) = self.known.get(folder) {
            return known.clone();
        }
        let root = if folder.join(".git").exists() {
            Some(folder.to_owned())
        } else {
            folder.parent().and_then(|parent| self.repository(parent))
        };
        self.known.insert(folder.to_owned(), root.clone());
        root
    }
}
