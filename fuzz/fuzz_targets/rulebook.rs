#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| caveat_fuzz::rulebook::run(bytes));
