//! Phones bound to the account. Assumed: no public reference describes these operations.

use serde_json::json;

use super::Client;
use super::operations::DEVICE_LIST;
use crate::error::Error;
use crate::model::device::Device;
use crate::model::wire::List;

impl Client {
    /// The bound phones (`device_list`, assumed).
    ///
    /// # Errors
    /// Any; `NotFound` with `RouteNotFound` where the server has no such operation.
    pub fn device_list(&self) -> Result<Vec<Device>, Error> {
        self.call::<_, List<Device>>(&DEVICE_LIST, &json!({}))
            .map(|list| list.items)
    }
}
