//! `edits` of `src/kept.rs` under libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| duty_fuzz::kept::edits(data));
