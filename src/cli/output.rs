//! Where reports go: standard output and files.
//!
//! A file is written beside its place and moved there when it is complete: whoever reads it finds the report of a whole
//! run, or the one that was there before.

use crate::report::style::Look;
use crate::stale::builder;
use crate::suggest::nearest;
use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// A format and where it goes; without a file to standard output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target<F> {
    /// The format.
    pub format: F,
    /// The file.
    pub file: Option<PathBuf>,
}

/// Reads `FORMAT[=FILE]` arguments; `known` are the formats, the first the one that is used without any. `shared` says
/// which two may go to standard output together.
pub fn targets<F: Copy>(
    given: &[String],
    output: Option<&Path>,
    known: &[(&str, F)],
    shared: fn(F, F) -> bool,
) -> Result<Vec<Target<F>>, String> {
    let mut targets = Vec::new();
    for text in given {
        let (name, file) = match text.split_once('=') {
            Some((name, file)) => (name, Some(file)),
            None => (text.as_str(), None),
        };
        let Some((_, format)) = known.iter().find(|(word, _)| *word == name) else {
            let words: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
            let meant = nearest(name, words.iter().copied());
            let meant = meant.map_or_else(String::new, |word| format!("did you mean '{word}'? "));
            return Err(format!(
                "unknown format '{name}' for --format; {meant}known: {}",
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
    let on_stdout: Vec<F> = targets
        .iter()
        .filter(|t| t.file.is_none())
        .map(|t| t.format)
        .collect();
    let together = match on_stdout.as_slice() {
        [] | [_] => true,
        [one, other] => shared(*one, *other),
        _ => false,
    };
    if !together {
        // The first known format is the one for people, who read standard output.
        let people = known.first().map_or("", |(word, _)| word);
        let bare = given
            .iter()
            .rev()
            .find(|text| !text.contains('=') && *text != people);
        return Err(format!(
            "two formats would go to standard output; give one of them a file: --format {}=FILE",
            bare.map_or("json", String::as_str)
        ));
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

/// An open target. What was written to a file is lost unless [`Sink::finish`] is called.
pub struct Sink<F> {
    /// The format.
    pub format: F,
    /// How text looks there.
    pub look: Look,
    name: Option<PathBuf>,
    writer: Writer,
}

enum Writer {
    /// Standard output, or what is no regular file (`/dev/stdout`, a pipe): written as it comes.
    Stream(Box<dyn Write>),
    /// A file that takes its place when it is complete.
    File(BufWriter<NamedTempFile>, PathBuf),
}

impl Writer {
    fn open(path: &Path) -> io::Result<Self> {
        // A link stays one: what it leads to is replaced.
        let place = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let there = match std::fs::metadata(&place) {
            Ok(there) if there.is_dir() => return Err(ErrorKind::IsADirectory.into()),
            Ok(there) if !there.is_file() => {
                let file = File::options().write(true).open(&place)?;
                return Ok(Self::Stream(Box::new(BufWriter::new(file))));
            }
            Ok(there) if there.permissions().readonly() => return Err(ErrorKind::PermissionDenied.into()),
            Ok(there) => Some(there),
            Err(_) => None,
        };
        let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        let mut prefix = String::new();
        let mut builder = builder(folder, &mut prefix);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            // What any new file gets; the system takes away what the user's mask forbids.
            builder.permissions(std::fs::Permissions::from_mode(0o666));
        }
        let file = builder.tempfile_in(folder)?;
        if let Some(there) = there {
            file.as_file().set_permissions(there.permissions())?;
        }
        Ok(Self::File(BufWriter::new(file), place))
    }

    fn stream(&mut self) -> &mut dyn Write {
        match self {
            Self::Stream(stream) => stream,
            Self::File(file, _) => file,
        }
    }

    fn finish(&mut self) -> io::Result<()> {
        self.stream().flush()?;
        let nowhere = Self::Stream(Box::new(io::sink()));
        match std::mem::replace(self, nowhere) {
            Self::Stream(_) => Ok(()),
            Self::File(file, place) => {
                let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
                file.persist(place).map_err(|error| error.error)?;
                Ok(())
            }
        }
    }
}

impl<F> Sink<F> {
    /// Opens `target`; `stream` and its `look` are those of a target without a file.
    pub fn open(target: Target<F>, look: Look, stream: Stream) -> Result<Self, String> {
        let Target { format, file } = target;
        Ok(match file {
            Some(path) => Self {
                format,
                look: Look::PLAIN,
                writer: Writer::open(&path).map_err(|error| unwritable(&path, &error))?,
                name: Some(path),
            },
            None => Self {
                format,
                look,
                name: None,
                writer: Writer::Stream(match stream {
                    Stream::Output => Box::new(BufWriter::new(io::stdout())),
                    Stream::Error => Box::new(BufWriter::new(io::stderr())),
                }),
            },
        })
    }

    /// Writes `text`. Once whoever reads standard output has seen enough (`caveat check | head`), what goes there
    /// goes nowhere: files are still to be completed, and the status is still to be found out.
    pub fn write(&mut self, text: &str) -> Result<(), Failure> {
        let result = self.writer.stream().write_all(text.as_bytes());
        self.outcome(result)
    }

    /// Writes what is still held back, and puts a file in its place.
    pub fn finish(&mut self) -> Result<(), Failure> {
        let result = self.writer.finish();
        self.outcome(result)
    }

    fn outcome(&mut self, result: io::Result<()>) -> Result<(), Failure> {
        let Err(error) = result else { return Ok(()) };
        match &self.name {
            None if error.kind() == ErrorKind::BrokenPipe => {
                self.writer = Writer::Stream(Box::new(io::sink()));
                Ok(())
            }
            None => Err(Failure(format!("standard output: {error}"))),
            Some(path) => Err(Failure(unwritable(path, &error))),
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

fn unwritable(path: &Path, error: &io::Error) -> String {
    format!("{}: cannot be written: {error}", path.display())
}

/// Why a report could not be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure(pub String);

#[cfg(test)]
mod tests {
    use super::*;

    fn read(given: &[&str], output: Option<&str>) -> Result<Vec<Target<u8>>, String> {
        let given: Vec<String> = given.iter().map(|text| (*text).to_owned()).collect();
        let known = [("pretty", 0), ("json", 1), ("github", 2)];
        targets(&given, output.map(Path::new), &known, |one, other| {
            one + other == 2 && one != other
        })
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
