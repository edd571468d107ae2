//! Finds and loads the configuration of each folder, once.

use super::model::{Config, Layer, Named};
use super::read;
use crate::cli::rulebook_api;
use crate::prescribed::Found;
use crate::report::problem::Problem;
use crate::rules::Rulebook;
use crate::rules::model::CoveragePolicy;
use crate::settings::Settings;
use crate::source::SourceFile;
use crate::suggest::nearest;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The names a configuration may have.
pub const NAMES: [&str; 2] = ["caveat.toml", ".caveat.toml"];

/// A configuration with the rulebook it leads to.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The file; none where there is none, or where `--no-config` was given.
    pub config: Option<Config>,
    /// The built-in rulebook with those of the configuration laid over it.
    pub rulebook: Arc<Rulebook>,
}

/// What keeps a run from starting.
#[derive(Debug)]
pub enum Trouble {
    /// Mistakes in a file, to be shown at their places.
    Problems(Vec<Problem>),
    /// Anything else.
    Message(String),
}

/// Which configuration is to be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// The nearest one above each draft.
    Nearest,
    /// This one for all.
    File(PathBuf),
    /// None.
    None,
}

/// Configurations by folder.
#[derive(Debug)]
pub struct Workspace {
    choice: Choice,
    /// The folder the program was started in, absolute.
    base: PathBuf,
    folders: BTreeMap<PathBuf, Option<PathBuf>>,
    loaded: BTreeMap<Option<PathBuf>, Option<Arc<Loaded>>>,
    builtin: Option<Arc<Rulebook>>,
    /// Whether rulebooks are wanted with their examples, and their cues as they stand in the file.
    illustrated: bool,
    troubles: Vec<Trouble>,
}

impl Workspace {
    /// Configurations for drafts under or outside of `base`, the folder the program was started in.
    pub fn new(choice: Choice, base: PathBuf) -> Self {
        Self {
            choice,
            base,
            folders: BTreeMap::new(),
            loaded: BTreeMap::new(),
            builtin: None,
            illustrated: false,
            troubles: Vec::new(),
        }
    }

    /// The folder the program was started in.
    pub fn base(&self) -> &Path {
        &self.base
    }

    /// The same, where rulebooks are asked about: with their examples, and their cues as they stand in the file.
    #[must_use]
    pub fn illustrated(self) -> Self {
        Self {
            illustrated: true,
            ..self
        }
    }

    /// What was wrong with the configurations and rulebooks that were asked for so far.
    pub fn take_troubles(&mut self) -> Vec<Trouble> {
        std::mem::take(&mut self.troubles)
    }

    /// What holds for the drafts in `folder` (absolute). `None` where it cannot be used: the reason is among the
    /// troubles.
    pub fn for_folder(&mut self, folder: &Path) -> Option<Arc<Loaded>> {
        let file = match &self.choice {
            Choice::None => None,
            Choice::File(file) => Some(file.clone()),
            Choice::Nearest => self.nearest_file(folder),
        };
        if let Some(known) = self.loaded.get(&file) {
            return known.clone();
        }
        let loaded = self.load(file.as_deref()).map(Arc::new);
        self.loaded.insert(file, loaded.clone());
        loaded
    }

    /// All that is loaded, in the order of their files.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Loaded>> {
        self.loaded.values().flatten()
    }

    /// The nearest configuration at or above `folder`, up to the root of the repository.
    fn nearest_file(&mut self, folder: &Path) -> Option<PathBuf> {
        if let Some(known) = self.folders.get(folder) {
            return known.clone();
        }
        let here: Vec<PathBuf> = NAMES
            .iter()
            .map(|name| folder.join(name))
            // A link that leads nowhere is there as well: whoever put it there believes that it holds.
            .filter(|file| std::fs::symlink_metadata(file).is_ok())
            .collect();
        for file in here.iter().filter(|file| !file.is_file()) {
            let what = match std::fs::metadata(file) {
                Ok(found) if found.is_dir() => "is a folder and no configuration",
                Ok(_) => "is no file that could hold a configuration",
                Err(_) => "is a link that leads to no file",
            };
            let message = format!("{} {what}", self.shown(file));
            self.troubles.push(Trouble::Message(message));
        }
        if let [first, second] = here.as_slice() {
            self.troubles.push(Trouble::Message(format!(
                "{} and {} lie in one folder; remove one of them",
                self.shown(first),
                self.shown(second)
            )));
        }
        let found = match here.into_iter().find(|file| file.is_file()) {
            Some(file) => Some(file),
            None if folder.join(".git").exists() => None,
            None => folder.parent().and_then(|parent| self.nearest_file(parent)),
        };
        self.folders.insert(folder.to_owned(), found.clone());
        found
    }

    fn shown(&self, path: &Path) -> String {
        crate::report::path_text(path.strip_prefix(&self.base).unwrap_or(path))
    }

    fn read(&mut self, path: &Path, what: impl Display) -> Option<SourceFile> {
        let name = PathBuf::from(self.shown(path));
        match SourceFile::read(path, name) {
            Ok(file) => Some(file),
            Err(error) => {
                self.troubles
                    .push(Trouble::Message(format!("{what} {}: {error}", self.shown(path))));
                None
            }
        }
    }

    fn load(&mut self, file: Option<&Path>) -> Option<Loaded> {
        let Some(path) = file else {
            return Some(Loaded {
                config: None,
                rulebook: self.builtin()?,
            });
        };
        let file = Arc::new(self.read(path, "configuration")?);
        let folder = path.parent().unwrap_or(Path::new("/"));
        let (mut config, mut problems) = read::read(&file, folder);
        let before = self.troubles.len();
        let rulebook = self.rulebook(&config);
        if let Some(rulebook) = &rulebook {
            problems.extend(unknown_names(&config, rulebook));
            problems.sort_by_key(|p| p.span);
        }
        if !problems.is_empty() {
            self.troubles.insert(before, Trouble::Problems(problems));
            return None;
        }
        let rulebook = rulebook?;
        let mut sites: Vec<Vec<String>> = Vec::new();
        for layer in config.layers() {
            let files: Vec<PathBuf> = layer.site_notes.iter().map(|(path, _)| path.clone()).collect();
            sites.push(self.site_notes(&files, &rulebook)?);
        }
        let mut sites = sites.into_iter();
        config.base.site_supplies = sites.next().unwrap_or_default();
        for ((_, layer), supplies) in config.overrides.iter_mut().zip(sites) {
            layer.site_supplies = supplies;
        }
        Some(Loaded {
            config: Some(config),
            rulebook,
        })
    }

    fn builtin(&mut self) -> Option<Arc<Rulebook>> {
        if self.builtin.is_none() {
            let loaded = if self.illustrated {
                rulebook_api::load(&[])
            } else {
                rulebook_api::for_checking()
            };
            match loaded {
                Ok(rulebook) => self.builtin = Some(Arc::new(rulebook)),
                Err(errors) => self.troubles.push(Trouble::Problems(errors)),
            }
        }
        self.builtin.clone()
    }

    fn rulebook(&mut self, config: &Config) -> Option<Arc<Rulebook>> {
        if config.rulebooks.is_empty() {
            return self.builtin();
        }
        let mut layers = Vec::new();
        for (path, _) in &config.rulebooks {
            layers.push(self.read(path, "rulebook")?);
        }
        match rulebook_api::load(&layers) {
            Ok(rulebook) => Some(Arc::new(rulebook)),
            Err(errors) => {
                self.troubles.push(Trouble::Problems(errors));
                None
            }
        }
    }

    /// The kinds of disclaimer that stand, visible, in `files`.
    fn site_notes(&mut self, files: &[PathBuf], rulebook: &Rulebook) -> Option<Vec<String>> {
        let mut settings = Settings::of(rulebook);
        settings.coverage = CoveragePolicy::Document;
        let mut kinds = Vec::new();
        for path in files {
            let source = self.read(path, "site-notes")?;
            let review = crate::linter::lint(&source, rulebook, &settings);
            let resolved = &review.resolved;
            let mut found = Vec::new();
            for (note, reading) in resolved.notes.notes.iter().zip(&resolved.readings) {
                if note.hidden.is_none() {
                    found.extend(reading.kinds.iter().copied());
                }
            }
            let of_file = found
                .into_iter()
                .filter_map(|kind| rulebook.notes.get(kind as usize));
            let before = kinds.len();
            let found = Found::new(&rulebook.wordings, &resolved.document, &resolved.notes);
            let prescribed = found
                .exact
                .iter()
                .filter_map(|copy| rulebook.texts.get(usize::from(copy.text)));
            kinds.extend(prescribed.map(|text| text.topic.clone()));
            kinds.extend(
                of_file
                    .filter(|kind| kind.disclaimer)
                    .map(|kind| kind.name.clone()),
            );
            if kinds.len() == before {
                // A file without a note covers nothing: whoever named it believes otherwise.
                let file = self.shown(path);
                self.troubles.push(Trouble::Message(format!(
                    "site-notes {file}: no disclaimer was found in it"
                )));
                return None;
            }
        }
        kinds.sort();
        kinds.dedup();
        Some(kinds)
    }
}

/// Rules, profiles and kinds of note that the rulebook does not know, and wording that is no note of its kind.
fn unknown_names(config: &Config, rulebook: &Rulebook) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut check = |named: &Named, what: &str, known: &[&str]| {
        if known.contains(&named.name.as_str()) {
            return;
        }
        problems.push(Problem {
            file: Arc::clone(&config.file),
            span: named.span,
            message: format!("unknown {what} `{}`", named.name),
            label: proposal(&named.name, what, known),
            help: None,
        });
    };
    let rules: Vec<&str> = rulebook.rules.keys().map(String::as_str).collect();
    let profiles: Vec<&str> = rulebook.profiles.keys().map(String::as_str).collect();
    let kinds: Vec<&str> = rulebook.notes.iter().map(|kind| kind.name.as_str()).collect();
    // A template can supply a prescribed text as well, by its topic.
    let mut supplied = kinds.clone();
    supplied.extend(rulebook.texts.iter().map(|text| text.topic.as_str()));
    supplied.sort_unstable();
    supplied.dedup();
    for layer in config.layers() {
        let Layer {
            profiles: named,
            levels,
            texts,
            template_supplies,
            ..
        } = layer;
        for name in named {
            check(name, "profile", &profiles);
        }
        for (name, _) in levels {
            check(name, "rule", &rules);
        }
        for (name, _) in texts {
            check(name, "kind of note", &kinds);
        }
        for name in template_supplies {
            check(name, "kind of note", &supplied);
        }
    }
    problems.extend(super::wording::unfit(config, rulebook));
    problems
}

/// What to say beside an unknown name: the nearest known one, or all of them where they are few, or where to look.
pub fn proposal(name: &str, what: &str, known: &[&str]) -> String {
    match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if what == "rule" => "caveat rules lists them all".to_owned(),
        None if known.is_empty() => format!("the rulebook has no {what}"),
        None => format!("known: {}", known.join(", ")),
    }
}
