//! What git prints: understood or refused.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(changes) = caveat::git::changes_of(bytes, true) {
        assert!(changes.len() <= bytes.len());
    }
});
