//! `caveat.toml`: read, or refused at places inside the file.

use caveat::source::SourceFile;
use std::path::Path;
use std::sync::Arc;

/// Reads it.
pub fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let file = Arc::new(SourceFile::new("caveat.toml", text));
    let (_, problems) = caveat::config::read::read(&file, Path::new("/nowhere"));
    for problem in &problems {
        super::whole(&file, problem.span, &problem.message);
    }
}
