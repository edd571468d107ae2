//! The git hook: `caveat init --hook` and its way back.
//!
//! Our lines stand in a block of their own, first in the hook, because hooks of other tools often end with `exec`;
//! what else is in the file stays as it is.

use super::Stop;
use super::surroundings;
use crate::git::Repository;
use crate::report::path_text;
use std::io::Write as _;
use std::path::{Path, PathBuf};

const BEGIN: &str = "# >>> caveat >>> (caveat init --hook --uninstall takes these lines away)";
const END: &str = "# <<< caveat <<<";
const SHEBANG: &str = "#!/bin/sh\n";
const BLOCK: &str = "\
if ! command -v caveat >/dev/null 2>&1; then
  echo 'caveat is not installed here, so this commit was not checked (git commit --no-verify goes ahead)' >&2
  exit 1
fi
caveat check --staged || exit 1
";

/// Puts our lines into the hook. Returns what to tell the user.
pub(super) fn install() -> Result<String, Stop> {
    let (file, shown) = hook_file()?;
    let text = read(&file, &shown)?;
    let new = match &text {
        None => format!("{SHEBANG}{BEGIN}\n{BLOCK}{END}\n"),
        Some(text) => with_block(text).map_err(|why| {
            Stop::Message(format!(
                "{shown} {why}; add this to it by hand: caveat check --staged"
            ))
        })?,
    };
    if text.is_some() && is_switched_off(&file) {
        return Err(Stop::Message(format!(
            "{shown} is switched off (git does not run it, because it is not executable); switch it on or remove it first"
        )));
    }
    if text.as_deref() == Some(new.as_str()) {
        return Ok(format!("The hook {shown} has caveat in it already.\n"));
    }
    write(&file, &shown, &new)?;
    let kept = if text.is_some() {
        "; what was in it is still there"
    } else {
        ""
    };
    Ok(format!(
        "Wrote the git hook {shown}{kept}. Before every commit it runs: caveat check --staged\n"
    ))
}

/// Takes our lines out of the hook.
pub(super) fn uninstall() -> Result<String, Stop> {
    let (file, shown) = hook_file()?;
    let text = read(&file, &shown)?;
    let Some(new) = text.as_deref().and_then(without_block) else {
        return Ok(format!("There is nothing of caveat in the hook {shown}.\n"));
    };
    if new == SHEBANG {
        let removed = std::fs::remove_file(&file);
        removed.map_err(|error| Stop::Message(format!("{shown}: cannot be removed: {error}")))?;
        return Ok(format!("Removed the git hook {shown}.\n"));
    }
    write(&file, &shown, &new)?;
    Ok(format!(
        "Took caveat out of the git hook {shown}; what else is in it is still there.\n"
    ))
}

/// The `pre-commit` hook that git runs here, and its name for the user.
fn hook_file() -> Result<(PathBuf, String), Stop> {
    let base = surroundings::base().map_err(|error| Stop::Message(format!("the current folder: {error}")))?;
    let stop = |error: crate::git::GitError| Stop::Message(format!("--hook: {error}; no hook was touched"));
    let repository = Repository::around(&base).map_err(stop)?;
    let mut hooks = repository.hooks().map_err(stop)?;
    // Husky leads git to a folder of its own that it writes anew each time; what users write lies above.
    if hooks.ends_with(".husky/_") {
        hooks.pop();
    }
    let real = std::fs::canonicalize(&hooks).unwrap_or_else(|_| hooks.clone());
    let common = repository.common_dir().map_err(stop)?;
    if !real.starts_with(repository.root()) && !real.starts_with(&common) {
        return Err(Stop::Message(format!(
            "core.hooksPath leads to {}, outside of this repository: a hook there would run for others too; \
             add this to it by hand: caveat check --staged",
            path_text(&hooks)
        )));
    }
    if real == repository.root() {
        return Err(Stop::Message(
            "core.hooksPath is empty, so that git runs no hooks here: unset it (git config --unset core.hooksPath)"
                .to_owned(),
        ));
    }
    let created = std::fs::create_dir_all(&hooks);
    created.map_err(|error| Stop::Message(format!("{}: {error}", path_text(&hooks))))?;
    let file = hooks.join("pre-commit");
    let shown = path_text(&pathdiff::diff_paths(&file, &base).unwrap_or_else(|| file.clone()));
    // A link may lead to a script that other repositories run, too.
    let target = std::fs::canonicalize(&file).unwrap_or_else(|_| file.clone());
    if !target.starts_with(repository.root()) && !target.starts_with(&common) && !target.starts_with(&real) {
        return Err(Stop::Message(format!(
            "{shown} is a link to {}, outside of this repository; add this to it by hand: caveat check --staged",
            path_text(&target)
        )));
    }
    Ok((file, shown))
}

/// Whether git passes over a hook that is there.
#[cfg(unix)]
fn is_switched_off(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    // Husky runs its scripts itself, executable or not.
    let husky = file.parent().is_some_and(|folder| folder.ends_with(".husky"));
    !husky && std::fs::metadata(file).is_ok_and(|found| found.permissions().mode() & 0o111 == 0)
}

#[cfg(not(unix))]
fn is_switched_off(_: &Path) -> bool {
    false
}

fn read(file: &Path, shown: &str) -> Result<Option<String>, Stop> {
    #[expect(clippy::disallowed_methods, reason = "a hook is no draft")]
    let bytes = match std::fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Stop::Message(format!("{shown}: cannot be read: {error}"))),
    };
    String::from_utf8(bytes).map(Some).map_err(|_| {
        Stop::Message(format!(
            "{shown} is a program and no script; have it run: caveat check --staged"
        ))
    })
}

/// Writes the hook whole or not at all, so that git can run it. A link stays a link.
fn write(file: &Path, shown: &str, text: &str) -> Result<(), Stop> {
    let target = std::fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    let write = || -> std::io::Result<()> {
        let folder = target.parent().unwrap_or(Path::new("."));
        let mut prefix = String::new();
        let mut new = crate::stale::builder(folder, &mut prefix);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::metadata(&target).map_or(0o777, |old| old.permissions().mode() | 0o100);
            new.permissions(std::fs::Permissions::from_mode(mode & 0o777));
        }
        let mut new = new.tempfile_in(folder)?;
        new.write_all(text.as_bytes())?;
        new.persist(&target).map_err(|error| error.error)?;
        Ok(())
    };
    write().map_err(|error| Stop::Message(format!("{shown}: cannot be written: {error}")))
}

/// The hook with our block behind its first line, in place of an earlier one.
fn with_block(text: &str) -> Result<String, &'static str> {
    let bare = without_block(text);
    let text = bare.as_deref().unwrap_or(text);
    let (first, rest) = match text.split_once('\n') {
        Some((first, rest)) => (first, rest),
        None => (text, ""),
    };
    let block = format!("{BEGIN}\n{BLOCK}{END}\n");
    if !first.starts_with("#!") {
        // Git runs a hook without a first line like this with a shell all the same, and so does husky.
        return Ok(format!("{block}{text}"));
    }
    let shells = ["sh", "bash", "dash", "zsh", "ksh"];
    let is_shell = first
        .split(|c: char| c == '/' || c.is_whitespace())
        .any(|word| shells.contains(&word));
    if is_shell {
        Ok(format!("{first}\n{block}{rest}"))
    } else {
        Err("is no shell script")
    }
}

/// The hook without our block; nothing if there is none.
fn without_block(text: &str) -> Option<String> {
    let start = text.find(BEGIN)?;
    let (before, from) = text.split_at(start);
    let end = from.find(END)? + END.len();
    let after = from.get(end..)?;
    Some(format!("{before}{}", after.strip_prefix('\n').unwrap_or(after)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_block_goes_behind_the_first_line_and_comes_out_again() {
        for text in [
            "#!/bin/sh\nexec other\n",
            "#!/usr/bin/env bash\nset -e\nother\n",
            "npm test\n",
            "#!/bin/sh",
        ] {
            let with = with_block(text).unwrap();
            assert_eq!(with_block(&with).unwrap(), with, "twice is once");
            let back = without_block(&with).unwrap();
            assert_eq!(back.trim_end(), text.trim_end());
            assert_eq!(without_block(&back), None);
        }
        let with = with_block("#!/bin/sh\nexec other\n").unwrap();
        assert_eq!(with, format!("#!/bin/sh\n{BEGIN}\n{BLOCK}{END}\nexec other\n"));
    }

    #[test]
    fn a_hook_in_another_language_is_left_alone() {
        assert!(with_block("#!/usr/bin/env python3\nimport sys\n").is_err());
        assert!(with_block("#!/usr/bin/fish\n").is_err());
    }
}
