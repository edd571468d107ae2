//! A house's rulebook: refused at a place in the file, or usable on any draft within bounds.
#![no_main]

use caveat::settings::Settings;
use caveat::source::SourceFile;
use libfuzzer_sys::fuzz_target;

const DRAFT: &str = "# Outlook\n\nThe shares rose 30% this year and should climb further.[1]\n\n[1] Past performance \
                     is no guarantee of future results.\n";

fuzz_target!(|text: &str| {
    match caveat::rules::builtin::load(&[("house.toml".into(), text.to_owned())]) {
        Ok(rulebook) => {
            let settings = Settings::of(&rulebook);
            let source = SourceFile::new("a.md", DRAFT);
            let _ = caveat::linter::lint(&source, &rulebook, &settings);
        }
        Err(errors) => assert!(!errors.problems.is_empty()),
    }
});
