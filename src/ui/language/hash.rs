//! What an English text is found by in the catalog. `build.rs` has it too, and makes sure that no two texts have
//! the same.

/// FNV-1a, in 32 bits.
pub fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}
