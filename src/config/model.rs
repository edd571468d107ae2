//! What a configuration file may say.

use crate::finding::{Confidence, Level};
use crate::rules::model::CoveragePolicy;
pub use crate::settings::{Publisher, SiteCoverage};
use crate::source::SourceFile;
use crate::span::SourceSpan;
use globset::GlobSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// From which level on findings fail a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the word itself")]
pub enum FailOn {
    #[default]
    Error,
    Warning,
    Info,
    Never,
}

impl FailOn {
    /// The level, if there is one.
    pub fn level(self) -> Option<Level> {
        match self {
            Self::Error => Some(Level::Error),
            Self::Warning => Some(Level::Warning),
            Self::Info => Some(Level::Info),
            Self::Never => None,
        }
    }
}

/// A closed set of words, as configuration and command line share it.
pub trait Words: Copy + 'static {
    /// Each word with its meaning.
    const ALL: &'static [(&'static str, Self)];

    /// The word for it.
    fn word(self) -> &'static str
    where
        Self: PartialEq,
    {
        Self::ALL
            .iter()
            .find(|(_, value)| *value == self)
            .map_or("", |(word, _)| word)
    }
}

impl Words for FailOn {
    const ALL: &'static [(&'static str, Self)] = &[
        ("error", Self::Error),
        ("warning", Self::Warning),
        ("info", Self::Info),
        ("never", Self::Never),
    ];
}

impl Words for CoveragePolicy {
    const ALL: &'static [(&'static str, Self)] = &[
        ("sentence", Self::Sentence),
        ("paragraph", Self::Paragraph),
        ("section", Self::Section),
        ("document", Self::Document),
    ];
}

impl Words for SiteCoverage {
    const ALL: &'static [(&'static str, Self)] = &[("document", Self::Document), ("none", Self::None)];
}

impl Words for Confidence {
    const ALL: &'static [(&'static str, Self)] =
        &[("low", Self::Low), ("medium", Self::Medium), ("high", Self::High)];
}

/// A level, or none: the rule is off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting(pub Option<Level>);

impl Words for Setting {
    const ALL: &'static [(&'static str, Self)] = &[
        ("error", Self(Some(Level::Error))),
        ("warning", Self(Some(Level::Warning))),
        ("info", Self(Some(Level::Info))),
        ("off", Self(None)),
    ];
}

/// A name and where it stands in its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The name.
    pub name: String,
    /// Its place in the configuration file, quotes included.
    pub span: SourceSpan,
}

/// The keys that hold for a whole file and can be overridden for some paths.
#[derive(Clone, Debug, Default)]
pub struct Layer {
    /// Profiles, in the place of those that a wider layer names.
    pub profiles: Vec<Named>,
    /// The policy.
    pub coverage: Option<CoveragePolicy>,
    /// The least confidence of a finding.
    pub min_confidence: Option<Confidence>,
    /// What fails a run.
    pub fail_on: Option<FailOn>,
    /// Levels by rule.
    pub levels: Vec<(Named, Setting)>,
    /// The house's wording by kind of note.
    pub texts: Vec<(Named, String)>,
    /// Files whose notes count for every draft.
    pub site_notes: Vec<(PathBuf, SourceSpan)>,
    /// Kinds of note that the site's template adds.
    pub template_supplies: Vec<Named>,
    /// What these notes do for the statements of a draft.
    pub site_coverage: Option<SiteCoverage>,
    /// Who publishes.
    pub publisher: Publisher,
    /// Kinds of disclaimer that stand in `site_notes`, by name; filled in when they have been read.
    pub site_supplies: Vec<String>,
}

/// Globs over paths, relative to the folder of the configuration.
#[derive(Clone, Debug)]
pub struct Globs {
    /// As they stand in the file; `set` holds equally many patterns for each, in this order.
    pub written: Vec<String>,
    pub(super) set: GlobSet,
    /// For each glob of `set`, whether its last part names an ending (`*.txt`), so that it asks for those files
    /// whatever they are.
    pub(super) names_ending: Vec<bool>,
}

impl Globs {
    /// Whether `path` or a folder above it matches.
    pub fn matches(&self, path: &Path) -> bool {
        self.set.is_match(path)
    }

    /// Which of [`Globs::written`] match `path` or a folder above it, by index, in order.
    pub fn which(&self, path: &Path) -> Vec<usize> {
        let per_glob = self.set.len() / self.written.len().max(1);
        let mut all: Vec<usize> = self
            .set
            .matches(path)
            .into_iter()
            .map(|n| n / per_glob.max(1))
            .collect();
        all.dedup();
        all
    }

    /// Whether a glob asks for `path` although its ending is not that of Markdown.
    pub fn asks_for(&self, path: &Path) -> bool {
        self.set
            .matches(path)
            .into_iter()
            .any(|index| self.names_ending.get(index).copied().unwrap_or_default())
    }
}

/// A configuration file.
#[derive(Clone, Debug)]
pub struct Config {
    /// The file.
    pub file: Arc<SourceFile>,
    /// The folder it lies in, absolute; paths in it are relative to this.
    pub folder: PathBuf,
    /// Which files are drafts; none: every Markdown file.
    pub include: Option<Globs>,
    /// Which are not.
    pub exclude: Option<Globs>,
    /// Rulebooks to lay over the built-in one.
    pub rulebooks: Vec<(PathBuf, SourceSpan)>,
    /// What holds for all drafts.
    pub base: Layer,
    /// What holds for some.
    pub overrides: Vec<(Globs, Layer)>,
}

impl Config {
    /// All layers: the base first.
    pub fn layers(&self) -> impl Iterator<Item = &Layer> {
        std::iter::once(&self.base).chain(self.overrides.iter().map(|(_, layer)| layer))
    }

    /// `path` as globs see it.
    pub fn relative<'p>(&self, path: &'p Path, base: &Path) -> &'p Path {
        path.strip_prefix(&self.folder)
            .or_else(|_| path.strip_prefix(base))
            .unwrap_or(path)
    }
}
