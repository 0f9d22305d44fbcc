//! `envelope` of `src/wire.rs` under libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| duty_fuzz::wire::envelope(data));
