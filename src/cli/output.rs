//! Where reports go: standard output and files.

use crate::report::style::Look;
use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// A format and where it goes; without a file to standard output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target<F> {
    /// The format.
    pub format: F,
    /// The file.
    pub file: Option<PathBuf>,
}

/// Reads `FORMAT[=FILE]` arguments; `known` are the formats, the first the one that is used without any.
pub fn targets<F: Copy>(
    given: &[String],
    output: Option<&Path>,
    known: &[(&str, F)],
) -> Result<Vec<Target<F>>, String> {
    let mut targets = Vec::new();
    for text in given {
        let (name, file) = match text.split_once('=') {
            Some((name, file)) => (name, Some(file)),
            None => (text.as_str(), None),
        };
        let Some((_, format)) = known.iter().find(|(word, _)| *word == name) else {
            let words: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
            return Err(format!(
                "unknown format '{name}' for --format; known: {}",
                words.join(", ")
            ));
        };
        if file == Some("") {
            return Err(format!(
                "--format {text} names no file; write --format {name}=FILE"
            ));
        }
        targets.push(Target {
            format: *format,
            file: file.map(PathBuf::from),
        });
    }
    if let (true, Some((_, format))) = (targets.is_empty(), known.first()) {
        targets.push(Target {
            format: *format,
            file: None,
        });
    }
    if let Some(output) = output {
        let Some(target) = targets.iter_mut().find(|target| target.file.is_none()) else {
            return Err("--output has nothing to write: every --format names a file of its own".to_owned());
        };
        target.file = Some(output.to_owned());
    }
    if targets.iter().filter(|target| target.file.is_none()).count() > 1 {
        return Err(
            "two formats would go to standard output; give one of them a file: --format json=FILE".to_owned(),
        );
    }
    let mut files: Vec<&PathBuf> = targets.iter().filter_map(|target| target.file.as_ref()).collect();
    files.sort();
    if files.windows(2).any(|pair| pair.first() == pair.get(1)) {
        return Err("two formats would be written to one file".to_owned());
    }
    Ok(targets)
}

/// Where a report goes that goes to no file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// Standard output.
    Output,
    /// Standard error, where standard output carries the draft itself.
    Error,
}

/// An open target.
pub struct Sink<F> {
    /// The format.
    pub format: F,
    /// How text looks there.
    pub look: Look,
    name: Option<PathBuf>,
    writer: Box<dyn Write>,
}

impl<F> Sink<F> {
    /// Opens `target`; `stream` and its `look` are those of a target without a file.
    pub fn open(target: Target<F>, look: Look, stream: Stream) -> Result<Self, String> {
        let Target { format, file } = target;
        Ok(match file {
            Some(path) => {
                let file = File::create(&path)
                    .map_err(|error| format!("{}: cannot be written: {error}", path.display()))?;
                Self {
                    format,
                    look: Look::PLAIN,
                    name: Some(path),
                    writer: Box::new(BufWriter::new(file)),
                }
            }
            None => Self {
                format,
                look,
                name: None,
                writer: match stream {
                    Stream::Output => Box::new(BufWriter::new(io::stdout())),
                    Stream::Error => Box::new(BufWriter::new(io::stderr())),
                },
            },
        })
    }

    /// Writes `text`. Once whoever reads standard output has seen enough (`caveat check | head`), what goes there
    /// goes nowhere: files are still to be completed, and the status is still to be found out.
    pub fn write(&mut self, text: &str) -> Result<(), Failure> {
        let result = self.writer.write_all(text.as_bytes());
        self.outcome(result)
    }

    /// Writes what is still held back.
    pub fn flush(&mut self) -> Result<(), Failure> {
        let result = self.writer.flush();
        self.outcome(result)
    }

    fn outcome(&mut self, result: io::Result<()>) -> Result<(), Failure> {
        let Err(error) = result else { return Ok(()) };
        match &self.name {
            None if error.kind() == ErrorKind::BrokenPipe => {
                self.writer = Box::new(io::sink());
                Ok(())
            }
            None => Err(Failure(format!("standard output: {error}"))),
            Some(path) => Err(Failure(format!("{}: cannot be written: {error}", path.display()))),
        }
    }
}

/// Writes `text` to standard output at once, and nothing where nobody reads any more.
pub fn to_stdout(text: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure(format!("standard output: {error}")))
        }
        _ => Ok(()),
    }
}

/// Why a report could not be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure(pub String);

#[cfg(test)]
mod tests {
    use super::*;

    fn read(given: &[&str], output: Option<&str>) -> Result<Vec<Target<u8>>, String> {
        let given: Vec<String> = given.iter().map(|text| (*text).to_owned()).collect();
        targets(&given, output.map(Path::new), &[("pretty", 0), ("json", 1)])
    }

    fn target(format: u8, file: Option<&str>) -> Target<u8> {
        Target {
            format,
            file: file.map(PathBuf::from),
        }
    }

    #[test]
    fn formats_find_their_place() {
        assert_eq!(read(&[], None), Ok(vec![target(0, None)]));
        assert_eq!(read(&[], Some("a")), Ok(vec![target(0, Some("a"))]));
        assert_eq!(
            read(&["pretty", "json=b"], None),
            Ok(vec![target(0, None), target(1, Some("b"))])
        );
        assert_eq!(read(&["json=b=c"], None), Ok(vec![target(1, Some("b=c"))]));
        for (given, output, part) in [
            (&["pretty", "json"][..], None, "standard output"),
            (&["jsno"], None, "unknown format 'jsno'"),
            (&["json="], None, "names no file"),
            (&["json=a"], Some("b"), "nothing to write"),
            (&["json=a", "pretty=a"], None, "one file"),
        ] {
            let error = read(given, output).unwrap_err();
            assert!(error.contains(part), "{error}");
        }
    }
}
