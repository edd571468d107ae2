//! Which drafts a run looks at: those that paths lead to, or those that git says were staged or changed.

use super::Stop;
use super::args::Common;
use super::messages::Messages;
use super::session::Scope;
use super::unmatched::Excluded;
use crate::config::workspace::Workspace;
use crate::discover::{self, Draft, Options, Verdict};
use crate::git::{Blobs, ObjectId, Repository};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The name of standard input in reports.
const STDIN: &str = "<stdin>";

/// Where the text of a draft is read from when its turn comes.
pub(super) enum Input {
    File,
    /// Standard input, read already.
    Bytes(Vec<u8>),
    /// The index.
    Staged(ObjectId),
}

/// A draft, and where its text and that of its earlier version come from.
pub(super) struct Gathered {
    pub(super) draft: Draft,
    pub(super) input: Input,
    /// The version to compare it with, where only what changed counts.
    pub(super) before: Option<ObjectId>,
}

/// What a run looks at.
#[derive(Default)]
pub(super) struct Drafts {
    pub(super) list: Vec<Gathered>,
    /// What went wrong: the run goes on, but fails.
    pub(super) troubles: Vec<String>,
    /// How many excludes and ignore files kept out.
    pub(super) left_out: usize,
    /// Where staged and earlier versions are read from.
    pub(super) blobs: Option<Blobs>,
    /// Every file that git says has changed, absolute: what is no draft may be a note of the site.
    pub(super) changed: Vec<PathBuf>,
    /// Why there is nothing to do, where that is in order.
    pub(super) nothing: Option<String>,
}

/// The drafts that are asked for.
pub(super) fn drafts(
    common: &Common,
    scope: &Scope,
    workspace: &mut Workspace,
    excluded: &mut Excluded,
    messages: &Messages,
) -> Result<Drafts, Stop> {
    let refuse = |message: &str| Err(Stop::Message(message.to_owned()));
    let base = workspace.base().to_owned();
    let stdin = common.paths.iter().any(|path| path == Path::new("-"));
    if common.stdin_filename.is_some() && !stdin {
        return refuse(
            "--stdin-filename says what standard input is called; to read it, name '-' as the path",
        );
    }
    if stdin && scope.asks_git() {
        return refuse(
            "standard input is neither staged nor committed; leave out '-', or --staged and --since",
        );
    }
    let mut paths: Vec<PathBuf> = common
        .paths
        .iter()
        .filter(|path| *path != Path::new("-"))
        .cloned()
        .collect();
    let options = Options {
        force_exclude: common.force_exclude,
        no_ignore: common.no_ignore,
    };
    if scope.asks_git() {
        let mut verdict = |path: &Path, is_folder: bool| verdict(workspace, excluded, path, is_folder);
        let drafts = from_git(&base, &paths, scope, options, &mut verdict)?;
        if common.verbose {
            messages.notice(&format!(
                "git lists {}",
                crate::report::counted(drafts.changed.len(), "file")
            ));
        }
        return Ok(drafts);
    }
    if common.paths.is_empty() {
        paths.push(PathBuf::from("."));
    }
    let mut drafts = from_paths(&paths, options, &mut |path, is_folder| {
        verdict(workspace, excluded, path, is_folder)
    });
    if stdin {
        let name = common
            .stdin_filename
            .clone()
            .unwrap_or_else(|| PathBuf::from(STDIN));
        let draft = Draft {
            path: base.join(&name),
            name,
        };
        if common.force_exclude && is_excluded(workspace, excluded, &draft.path) {
            drafts.left_out += 1;
        } else {
            let gathered = Gathered {
                draft,
                input: Input::Bytes(Vec::new()),
                before: None,
            };
            drafts.list.insert(0, gathered);
        }
    }
    Ok(drafts)
}

/// The drafts that `paths` lead to.
fn from_paths(
    paths: &[PathBuf],
    options: Options,
    verdict: &mut dyn FnMut(&Path, bool) -> Verdict,
) -> Drafts {
    let found = discover::discover(paths, options, verdict);
    let drafts = found.drafts.into_iter().map(|draft| Gathered {
        draft,
        input: Input::File,
        before: None,
    });
    Drafts {
        list: drafts.collect(),
        troubles: found.troubles,
        left_out: found.left_out,
        ..Drafts::default()
    }
}

/// The drafts that are staged or have changed, those below `paths` if there are any.
fn from_git(
    base: &Path,
    paths: &[PathBuf],
    scope: &Scope,
    options: Options,
    verdict: &mut dyn FnMut(&Path, bool) -> Verdict,
) -> Result<Drafts, Stop> {
    let stop = |error: crate::git::GitError| {
        let option = if scope.staged { "--staged" } else { "--since" };
        Stop::Message(format!("{option}: {error}; nothing was checked"))
    };
    let repository = Repository::around(base).map_err(stop)?;
    let since = scope
        .since
        .as_deref()
        .map(|revision| repository.fork_point(revision));
    let since = since.transpose().map_err(stop)?;
    let changes = match (&since, scope.staged) {
        (since, true) => repository.staged(since.as_ref()),
        (Some(since), false) => repository.changed(since),
        (None, false) => Ok(Vec::new()),
    };
    let below: Vec<PathBuf> = paths
        .iter()
        .map(|path| std::fs::canonicalize(path).unwrap_or_else(|_| base.join(path)))
        .collect();
    let mut by_path = BTreeMap::new();
    for change in changes.map_err(stop)? {
        by_path.insert(repository.root().join(&change.path), change);
    }
    let asked = |path: &&PathBuf| below.is_empty() || below.iter().any(|folder| path.starts_with(folder));
    let files: Vec<PathBuf> = by_path.keys().filter(asked).cloned().collect();
    let (kept, mut found) = discover::sift(files, options, verdict);
    let mut list = Vec::new();
    for path in kept {
        let Some(change) = by_path.get(&path) else {
            continue;
        };
        let name = pathdiff::diff_paths(&path, base).unwrap_or_else(|| change.path.clone());
        if change.unmerged {
            found.troubles.push(format!(
                "{}: is not merged yet, so that there is no staged text; it was not checked",
                crate::report::path_text(&name)
            ));
            continue;
        }
        list.push(Gathered {
            input: change.staged.clone().map_or(Input::File, Input::Staged),
            before: since.as_ref().and(change.before.clone()),
            draft: Draft { name, path },
        });
    }
    list.sort_by(|a: &Gathered, b| a.draft.cmp(&b.draft));
    let nothing = (list.is_empty() && found.troubles.is_empty()).then(|| match &scope.since {
        _ if found.left_out > 0 => "all that git lists here is excluded; nothing was checked".to_owned(),
        Some(revision) if !scope.staged => {
            format!("no Markdown has changed since {revision}; nothing was checked")
        }
        _ => "no Markdown is staged; nothing was checked".to_owned(),
    });
    Ok(Drafts {
        blobs: Some(repository.blobs().map_err(stop)?),
        list,
        troubles: found.troubles,
        left_out: found.left_out,
        changed: by_path.into_keys().collect(),
        nothing,
    })
}

/// What the configuration that holds for `path` says of it.
fn verdict(workspace: &mut Workspace, excluded: &mut Excluded, path: &Path, is_folder: bool) -> Verdict {
    let loaded = path.parent().and_then(|folder| workspace.for_folder(folder));
    let Some(config) = loaded.as_ref().and_then(|loaded| loaded.config.as_ref()) else {
        return Verdict::Default;
    };
    let relative = config.relative(path, workspace.base());
    if excluded.holds(config, relative) {
        return Verdict::Exclude;
    }
    match &config.include {
        Some(_) if is_folder => Verdict::Default,
        Some(globs)
            if globs.matches(relative) && (discover::is_markdown(path) || globs.asks_for(relative)) =>
        {
            Verdict::Include
        }
        Some(_) => Verdict::NotIncluded,
        None => Verdict::Default,
    }
}

fn is_excluded(workspace: &mut Workspace, excluded: &mut Excluded, path: &Path) -> bool {
    let above: Vec<&Path> = path.ancestors().skip(1).collect();
    above
        .iter()
        .rev()
        .any(|folder| verdict(workspace, excluded, folder, true) == Verdict::Exclude)
        || matches!(
            verdict(workspace, excluded, path, false),
            Verdict::Exclude | Verdict::NotIncluded
        )
}
