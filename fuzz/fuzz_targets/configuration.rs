//! `caveat.toml`: read, or refused at places inside the file.
#![no_main]

use caveat::source::SourceFile;
use libfuzzer_sys::fuzz_target;
use std::path::Path;
use std::sync::Arc;

fuzz_target!(|text: &str| {
    let file = Arc::new(SourceFile::new("caveat.toml", text));
    let (_, problems) = caveat::config::read::read(&file, Path::new("/nowhere"));
    for problem in &problems {
        let span = problem.span;
        assert!(text.get(span.start as usize..span.end as usize).is_some(), "{}", problem.message);
    }
});
