//! What this binary was made from and with, as `build.rs` found it.

/// The version, and the commit where it is known.
pub const VERSION: &str = env!("DUTY_BUILD_VERSION");

/// The target it was compiled for.
pub const TARGET: &str = env!("DUTY_BUILD_TARGET");

/// The compiler.
pub const RUSTC: &str = env!("DUTY_BUILD_RUSTC");

/// The version of `api/openapi.yaml`.
pub const CONTRACT: &str = env!("DUTY_BUILD_CONTRACT");

/// The whole commit; a debug build does without.
pub fn commit() -> Option<&'static str> {
    Some(env!("DUTY_BUILD_COMMIT")).filter(|commit| !commit.is_empty())
}

/// The features that are in.
pub fn features() -> Vec<&'static str> {
    env!("DUTY_BUILD_FEATURES")
        .split(',')
        .filter(|feature| !feature.is_empty())
        .collect()
}
