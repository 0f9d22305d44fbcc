//! Which collaboration space is meant: by its id, its name, or a part of its name that no other has.

use tr::tr;

use crate::api::Client;
use crate::domain::space::Space;
use crate::error::{Error, Kind};
use crate::text::{duty, pasted};

/// The space with this id or name.
pub fn named(api: &Client, name: &str) -> Result<Space, Error> {
    let wanted = pasted(name);
    let wanted = wanted.as_ref();
    if let Ok(id) = wanted.parse() {
        // A server that does not know the filter lists all.
        for page in api.channel_list(None, &[id]) {
            let mut spaces = page?.items.into_iter();
            if let Some(space) = spaces.find(|space| space.id.0 == id) {
                return Ok(space);
            }
        }
    }
    let lower = wanted.to_lowercase();
    // A name may have quotes of its own.
    let typed = name.trim().to_lowercase();
    let mut near: Vec<Space> = Vec::new();
    let mut exact: Vec<Space> = Vec::new();
    for page in api.channel_list(Some(wanted), &[]) {
        for space in page?.items {
            let own = space.name.to_lowercase();
            if own == lower || own == typed {
                exact.push(space);
            } else if own.contains(&lower) && near.len() < 20 {
                near.push(space);
            }
        }
    }
    let fits = if exact.is_empty() { near } else { exact };
    match fits.as_slice() {
        [one] => Ok(one.clone()),
        [] => Err(Error::new(
            Kind::NotFound,
            tr!(
                "there is no collaboration space '{wanted}' that the key may see",
                wanted
            ),
        )
        .hint(tr!(
            "'{command}' lists the spaces",
            command = duty!("doctor --all")
        ))),
        several => {
            let error = Error::usage(tr!("'{wanted}' fits several collaboration spaces", wanted))
                .hint(tr!("give the id"));
            let lines = several
                .iter()
                .map(|one| format!("{}  {}", one.id, one.name));
            Err(lines.fold(error, Error::detail))
        }
    }
}
