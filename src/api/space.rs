//! Collaboration spaces, by page.

use serde_json::{Map, Value, json};

use crate::api::Client;
use crate::api::operations::CHANNEL_LIST;
use crate::domain::space::Space;
use crate::error::Error;
use crate::lenient::List;

/// What one page holds at most.
pub const PAGE: usize = 100;
/// `p * limit` is at most 10000: what comes after that page cannot be asked for.
pub const LAST_PAGE: usize = 100;

/// Which spaces are asked for.
#[derive(Clone, Debug, Default)]
pub enum Wanted {
    /// All that the key may see.
    #[default]
    All,
    /// Those whose name or description has this in it.
    Query(String),
    /// One, by its id.
    Id(u64),
}

/// A page of spaces.
#[derive(Clone, Debug)]
pub struct Page {
    /// The spaces.
    pub spaces: Vec<Space>,
    /// There is another page.
    pub more: bool,
    /// How many there are in all, as far as the server counts.
    pub total: Option<u64>,
}

impl Client {
    /// One page of the spaces, oldest first, so that one made meanwhile moves none of them to
    /// another page (`channel_list`).
    ///
    /// # Errors
    /// Any.
    pub fn space_page(&self, wanted: &Wanted, page: usize) -> Result<Page, Error> {
        let mut body = Map::new();
        body.insert("p".into(), json!(page));
        body.insert("limit".into(), json!(PAGE));
        body.insert("orderby".into(), json!("created_at"));
        body.insert("asc".into(), json!(true));
        match wanted {
            Wanted::All => {}
            Wanted::Query(text) => {
                body.insert("query".into(), json!(text));
            }
            Wanted::Id(id) => {
                body.insert("channel_ids".into(), json!([id]));
            }
        }
        let list: List<Space> = self.call(&CHANNEL_LIST, &Value::Object(body))?;
        let full = list.items.len() >= PAGE;
        Ok(Page {
            more: list.has_next_page.unwrap_or(full),
            total: list.total,
            spaces: list.items,
        })
    }
}
