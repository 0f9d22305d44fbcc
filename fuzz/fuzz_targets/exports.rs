//! `exports` of `src/prefs.rs` under libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| duty_fuzz::prefs::exports(data));
