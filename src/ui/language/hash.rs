//! What an English text is found by in the catalog. `build.rs` has it too, and makes sure that no two texts have
//! the same.

/// FNV-1a, in 64 bits.
pub fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
