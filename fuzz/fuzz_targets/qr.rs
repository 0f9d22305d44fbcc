//! `qr` of `src/drawn.rs` under libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| duty_fuzz::drawn::qr(data));
