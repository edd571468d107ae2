//! The text of files as git keeps it.

use super::{GitError, ObjectId, Repository, command};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::sync::{Mutex, PoisonError};

/// One `git cat-file` that answers for many files, so that a run over a thousand drafts starts one process.
#[derive(Debug)]
pub struct Blobs {
    pipe: Mutex<Pipe>,
}

#[derive(Debug)]
struct Pipe {
    child: Child,
    ask: Option<ChildStdin>,
    answer: BufReader<ChildStdout>,
}

impl Repository {
    /// Begins to read files.
    ///
    /// # Errors
    /// If git cannot be started.
    pub fn blobs(&self) -> Result<Blobs, GitError> {
        let mut child = command(&self.folder)
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            // Nobody reads what it might say there, and a full pipe would stop it.
            .stderr(Stdio::null())
            .spawn()?;
        let ask = child.stdin.take();
        let answer = child.stdout.take().ok_or(GitError::Answer("cat-file"))?;
        Ok(Blobs {
            pipe: Mutex::new(Pipe {
                child,
                ask,
                answer: BufReader::new(answer),
            }),
        })
    }
}

impl Blobs {
    /// The bytes of a file.
    ///
    /// # Errors
    /// If the repository does not hold them.
    pub fn read(&self, id: &ObjectId) -> Result<Vec<u8>, GitError> {
        let mut pipe = self.pipe.lock().unwrap_or_else(PoisonError::into_inner);
        let ask = pipe.ask.as_mut().ok_or(GitError::Answer("cat-file"))?;
        ask.write_all(format!("{}\n", id.0).as_bytes())?;
        ask.flush()?;
        let mut head = String::new();
        pipe.answer.read_line(&mut head)?;
        let mut words = head.split_whitespace();
        let size = match (words.next(), words.next(), words.next()) {
            (Some(_), Some("blob"), Some(size)) => size.parse::<usize>().ok(),
            (Some(_), Some("missing"), _) => {
                return Err(GitError::Refused(format!(
                    "the repository lacks the text of this file (object {})",
                    id.0
                )));
            }
            _ => None,
        };
        let size = size.ok_or(GitError::Answer("cat-file"))?;
        let mut bytes = Vec::new();
        let end = size as u64 + 1;
        let read = (&mut pipe.answer).take(end).read_to_end(&mut bytes)?;
        if read as u64 != end || bytes.pop() != Some(b'\n') {
            return Err(GitError::Answer("cat-file"));
        }
        Ok(bytes)
    }
}

impl Drop for Pipe {
    fn drop(&mut self) {
        // It ends when nothing more can be asked.
        drop(self.ask.take());
        let _ = self.child.wait();
    }
}
