//! The IM apps that a channel can name.

use serde_json::json;

use crate::api::Client;
use crate::api::operations::INTEGRATION_LIST;
use crate::domain::integration::Integration;
use crate::error::Error;
use crate::lenient::List;

const PAGE: usize = 100;
/// `p * limit` is at most 10000.
const LAST_PAGE: usize = 100;

impl Client {
    /// Every integration of category `im` (`integration_list`), all pages of it.
    ///
    /// # Errors
    /// Any.
    pub fn im_integrations(&self) -> Result<Vec<Integration>, Error> {
        let mut all: Vec<Integration> = Vec::new();
        for page in 1..=LAST_PAGE {
            let list: List<Integration> = self.call(
                &INTEGRATION_LIST,
                &json!({"p": page, "limit": PAGE, "category": "im"}),
            )?;
            let full = list.items.len() >= PAGE;
            let before = all.len();
            for one in list.items {
                if !all
                    .iter()
                    .any(|known| known.id == one.id && known.plugin_type == one.plugin_type)
                {
                    all.push(one);
                }
            }
            // A bare array does not say whether there is more: a full page of news may have more.
            if !list.has_next_page.unwrap_or(full) || all.len() == before {
                break;
            }
        }
        Ok(all)
    }
}
