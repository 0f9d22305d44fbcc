//! What an operation is, and how a noun lists its own.

use serde_json::Value;

use super::call::Call;
use crate::error::Result;

pub(crate) struct Operation {
    pub(crate) id: &'static str,
    pub(crate) path: &'static str,
    /// Any one of these is needed; where there is none, any key will do.
    pub(crate) permissions: &'static [&'static str],
    pub(crate) handler: fn(&mut Call<'_>) -> Result<Value>,
}

impl Operation {
    /// Whether it has to do with what happened, so that what is due has to happen first.
    pub(crate) fn is_about_the_past(&self) -> bool {
        ["/incident/", "/alert/list", "/alert/feed", "/audit/"]
            .iter()
            .any(|part| self.path.starts_with(part))
    }
}

/// The operations of a noun, a line each: `"operationId of the contract", "path", ["permission", …], handler;`.
macro_rules! operations {
    ($($id:literal, $path:literal, [$($permission:literal),*], $handler:path;)*) => {
        pub(super) const OPERATIONS: &[$crate::routes::operation::Operation] = &[$($crate::routes::operation::Operation {
            id: $id,
            path: $path,
            permissions: &[$($permission),*],
            handler: $handler,
        }),*];
    };
}

pub(super) use operations;
