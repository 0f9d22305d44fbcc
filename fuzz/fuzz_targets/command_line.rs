//! `command_line` of `src/lib.rs` under libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| duty_fuzz::command_line(data));
