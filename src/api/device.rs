//! Phones bound to the account. Assumed: no public reference describes these operations.

use serde_json::json;

use crate::api::operations::{DEVICE_BIND_CODE, DEVICE_LIST, DEVICE_UNBIND};
use crate::api::{Client, Write};
use crate::domain::device::{BindCode, Device};
use crate::error::Error;
use crate::lenient::{List, Nothing};

impl Client {
    /// The bound phones (`device_list`, assumed).
    ///
    /// # Errors
    /// Any; `NotFound` with `RouteNotFound` where the server has no such operation.
    pub fn device_list(&self) -> Result<Vec<Device>, Error> {
        self.call::<_, List<Device>>(&DEVICE_LIST, &json!({}))
            .map(|list| list.items)
    }

    /// The bound phones, asked for once.
    ///
    /// # Errors
    /// As [`Client::device_list`].
    pub fn device_list_once(&self) -> Result<Vec<Device>, Error> {
        self.call_once::<_, List<Device>>(&DEVICE_LIST, &json!({}))
            .map(|list| list.items)
    }

    /// A code to bind a phone with (`device_bind_code`, assumed).
    ///
    /// # Errors
    /// Any.
    pub fn device_bind_code(&self) -> Result<BindCode, Error> {
        self.call(&DEVICE_BIND_CODE, &json!({}))
    }

    /// A code to bind a phone with, asked for once.
    ///
    /// # Errors
    /// Any.
    pub fn device_bind_code_once(&self) -> Result<BindCode, Error> {
        self.call_once(&DEVICE_BIND_CODE, &json!({}))
    }

    /// Unbind a phone (`device_unbind`, assumed).
    pub fn device_unbind(&self, device_id: &str) -> Write<Nothing> {
        Write::new(&DEVICE_UNBIND, json!({"device_id": device_id}))
    }
}
