//! A folder with drafts and the real program run in it.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A clean draft: whatever the rulebook says, nothing in it can be found.
pub(crate) const CLEAN: &str = "The office is closed on Monday.\n";

/// What the tests' own surroundings may hold: terminals, and the repository that a hook runs them in.
const UNWANTED: [&str; 12] = [
    "NO_COLOR",
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "TERM",
    "COLUMNS",
    "PRE_COMMIT",
    "GITHUB_STEP_SUMMARY",
    "SOURCE_DATE_EPOCH",
    "GIT_DIR",
    "GIT_INDEX_FILE",
    "GIT_WORK_TREE",
    "GIT_PREFIX",
];

/// A repository of its own, so that nothing above it is looked at.
pub(crate) struct Folder(TempDir);

/// What a run came to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Folder {
    /// A folder with these files: path and text.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        std::fs::create_dir(folder.path(".git")).unwrap();
        for (name, text) in files {
            folder.write(name, text.as_bytes());
        }
        folder
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    #[expect(clippy::disallowed_methods, reason = "what the program wrote is no draft")]
    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    pub(crate) fn command(&self, folder: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_caveat"));
        command.current_dir(self.path(folder)).args(arguments);
        for name in UNWANTED {
            command.env_remove(name);
        }
        command
    }

    /// Runs git in a folder below and gives what it prints; it must succeed.
    #[allow(dead_code, reason = "not every test that shares this folder has a repository")]
    pub(crate) fn git(&self, folder: &str, arguments: &[&str]) -> String {
        let (status, printed) = self.try_git(folder, arguments);
        assert!(status, "git {arguments:?}: {printed}");
        printed
    }

    /// Runs git in a folder below, with our program on its search path: whether it succeeded, and what it printed.
    #[allow(dead_code, reason = "not every test that shares this folder has a repository")]
    pub(crate) fn try_git(&self, folder: &str, arguments: &[&str]) -> (bool, String) {
        let program = PathBuf::from(env!("CARGO_BIN_EXE_caveat"));
        let path = std::env::var_os("PATH").unwrap_or_default();
        let path = std::env::join_paths(
            program
                .parent()
                .map(PathBuf::from)
                .into_iter()
                .chain(std::env::split_paths(&path)),
        );
        let mut command = Command::new("git");
        // What holds on the machine the tests run on must not change what they show.
        command
            .current_dir(self.path(folder))
            .args([
                "-c",
                "user.name=A",
                "-c",
                "user.email=a@example.org",
                "-c",
                "protocol.file.allow=always",
            ])
            .args(arguments)
            .env("PATH", path.unwrap())
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1");
        for name in UNWANTED {
            command.env_remove(name);
        }
        let output = command.output().unwrap();
        let printed = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        (output.status.success(), printed.into_owned())
    }

    /// Runs the program in the folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        self.run_in("", arguments, b"")
    }

    /// Runs the program in a folder below, with `input` on standard input.
    pub(crate) fn run_in(&self, folder: &str, arguments: &[&str], input: &[u8]) -> Run {
        let mut command = self.command(folder, arguments);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A program that does not read its input closes it: no fault of the test.
        let _ = child.stdin.take().unwrap().write_all(input);
        let output = child.wait_with_output().unwrap();
        Run {
            status: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Run {
    /// Fails unless the status is `status` and standard error holds each of `parts`.
    pub(crate) fn fails(&self, status: i32, parts: &[&str]) {
        assert_eq!(self.status, status, "{self:#?}");
        for part in parts {
            assert!(
                self.stderr.contains(part),
                "{part:?} is missing in\n{}",
                self.stderr
            );
        }
    }

    /// Fails unless all is well and standard output is `stdout`.
    pub(crate) fn says(&self, stdout: &str) {
        let wanted = Self {
            status: 0,
            stdout: stdout.to_owned(),
            stderr: String::new(),
        };
        assert_eq!(*self, wanted);
    }
}
