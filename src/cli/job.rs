//! One draft of a run: read, checked, measured against the baseline and an earlier version, repaired, and handed on.

use super::Stop;
use super::gather::Input;
use super::repair::{Repaired, Repairs, Standards, repair};
use crate::baseline::Baseline;
use crate::config::workspace::Loaded;
use crate::config::{CommandLine, Effective, effective};
use crate::discover::Draft;
use crate::git::{Blobs, ObjectId};
use crate::linter::Review;
use crate::report::problem::Problem;
use crate::source::SourceFile;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A draft with what holds for it.
pub(super) struct Job {
    pub(super) draft: Draft,
    pub(super) loaded: Arc<Loaded>,
    pub(super) input: Input,
    /// The version to compare it with, where only what changed counts.
    pub(super) before: Option<ObjectId>,
    /// What fingerprints know it by.
    pub(super) key: PathBuf,
}

/// What all drafts of a run have in common.
pub(super) struct Run<'s> {
    pub(super) line: &'s CommandLine,
    pub(super) base: &'s Path,
    pub(super) blobs: Option<&'s Blobs>,
    pub(super) baseline: Option<&'s Baseline>,
    pub(super) repairs: Option<Repairs>,
}

/// What became of one draft.
pub(super) struct Outcome<T> {
    pub(super) view: T,
    /// Fingerprints of the baseline that findings answered to.
    pub(super) met: Vec<String>,
    /// What fingerprints know the draft by.
    pub(super) key: String,
    /// Fixes that were left out, and why: each a line.
    pub(super) left_out: Vec<String>,
    /// Why the file was not written.
    pub(super) failure: Option<String>,
}

/// Why one draft was not checked.
pub(super) enum Unchecked {
    Reason(String),
    Problems(Vec<Problem>),
}

impl Unchecked {
    fn because(why: impl std::fmt::Display) -> Self {
        Self::Reason(why.to_string())
    }

    /// On one line, without the draft's name.
    pub(super) fn reason(&self) -> String {
        match self {
            Self::Reason(reason) => reason.clone(),
            Self::Problems(problems) => {
                let told = problems.iter().map(|p| format!("{}: {}", p.place(), p.message));
                told.collect::<Vec<_>>().join("; ")
            }
        }
    }
}

impl Run<'_> {
    fn stored(&self, id: &ObjectId, name: &Path) -> Result<SourceFile, Unchecked> {
        let blobs = self
            .blobs
            .ok_or_else(|| Unchecked::because("git is not at hand"))?;
        let bytes = blobs.read(id).map_err(Unchecked::because)?;
        SourceFile::from_bytes(name, bytes).map_err(Unchecked::because)
    }
}

impl Job {
    /// Checks the draft and hands on what `view` makes of it.
    pub(super) fn review<T>(
        &self,
        run: &Run<'_>,
        view: &impl Fn(&Review<'_>, &Effective, &Repaired) -> Result<T, Stop>,
    ) -> Result<Outcome<Result<T, Stop>>, Unchecked> {
        let name = &self.draft.name;
        let source = match &self.input {
            Input::Bytes(bytes) => SourceFile::from_bytes(name, bytes.clone()),
            Input::File => SourceFile::read(&self.draft.path, name),
            Input::Staged(id) => Ok(run.stored(id, name)?),
        };
        let source = source.map_err(Unchecked::because)?.with_key(&self.key);
        let rulebook = &*self.loaded.rulebook;
        let document = crate::markdown::read(&source);
        let place = effective::Place {
            path: &self.draft.path,
            base: run.base,
            draft: Some((&source, document.front_matter.as_ref())),
        };
        let effective =
            effective::settings_for(&self.loaded, place, run.line, false).map_err(Unchecked::Problems)?;
        let mut review = crate::linter::lint_document(&source, document, rulebook, &effective.settings);
        // What was no text before is new as a whole.
        let before = self.before.as_ref().and_then(|id| run.stored(id, name).ok());
        let before = before.map(|before| before.with_key(&self.key));
        let standards = Standards {
            baseline: run.baseline,
            before: before
                .as_ref()
                .map(|before| crate::linter::lint(before, rulebook, &effective.settings)),
        };
        let met = standards.hold(&mut review);
        let mut outcome = Outcome {
            view: Err(Stop::Said),
            met,
            key: source.key().into_owned(),
            left_out: Vec::new(),
            failure: None,
        };
        let mut take = |review: &Review<'_>, repaired: &Repaired| {
            outcome.view = view(review, &effective, repaired);
            outcome.left_out.clone_from(&repaired.left_out);
            outcome.failure.clone_from(&repaired.failure);
        };
        match run.repairs {
            Some(repairs) => {
                let file = matches!(self.input, Input::File).then_some(self.draft.path.as_path());
                repair(repairs, &review, file, &standards, take);
            }
            None => take(&review, &Repaired::default()),
        }
        Ok(outcome)
    }
}
