//! `duty open`: a page of the console.

use tr::tr;

use crate::commands::examples::{Examples, examples};
use crate::domain::console::Page;
use crate::error::{Error, Exit};
use crate::local::settings::console::console;
use crate::session::app::App;
use crate::session::incidents::{self, Named};
use crate::session::{page, spaces};

#[derive(Debug, clap::Args)]
pub struct Open {
    /// What to open; without it, the console
    #[arg(value_enum)]
    page: Option<Word>,
    /// Of 'space' its name or id, of 'incident' its number or id
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// Print the address only
    #[arg(long)]
    print: bool,
}

/// A page, as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Word {
    /// Who you are
    Profile,
    /// How you are notified
    Prefs,
    /// APP keys
    Keys,
    /// The app and the phones
    App,
    /// Collaboration spaces, or one of them
    Space,
    /// Incidents, or one of them
    Incident,
}

pub const EXAMPLES: &[Examples] = &[examples! { "open":
    "duty open prefs" => "How you are notified, in the console",
    "duty open space 支付核心" => "A collaboration space",
    "duty open incident 0E83EE --print" => "The address of an incident, to pass on",
    Text r#"{
  "schema_version": 1, "page": "incident", "id": "69da451ef77b1b51f40e83ee",
  "url": "https://app.flashcat.cloud/incident/detail/69da451ef77b1b51f40e83ee", "assumed": false,
  "warnings": []
}"#
}];

pub fn run(app: &mut App, command: &Open) -> Result<Exit, Error> {
    // Before a server is asked.
    console(&app.settings)?;
    let page = match (command.page, command.name.as_deref()) {
        (None, _) => Page::Home,
        (Some(Word::Space), Some(name)) => space(app, name)?,
        (Some(Word::Incident), Some(name)) => incident(app, name)?,
        (Some(_), Some(_)) => {
            return Err(Error::usage(tr!("only 'space' and 'incident' have a name")));
        }
        (Some(Word::Profile), None) => Page::Profile,
        (Some(Word::Prefs), None) => Page::Prefs,
        (Some(Word::Keys), None) => Page::Keys,
        (Some(Word::App), None) => Page::App,
        (Some(Word::Space), None) => Page::Spaces,
        (Some(Word::Incident), None) => Page::Incidents,
    };
    page::show(app, &page, command.print)
}

fn space(app: &mut App, name: &str) -> Result<Page, Error> {
    let space = spaces::named(&app.session()?.api, name)?;
    Ok(Page::Space(space.id.0))
}

/// An id says by itself where the page is.
fn incident(app: &mut App, name: &str) -> Result<Page, Error> {
    let num = match Named::of(name)? {
        Named::Id(id) => return Ok(Page::Incident(id)),
        Named::Num(num) => num,
    };
    let session = &mut app.session()?;
    let found = incidents::by_num(&session.api, &num).map_err(incidents::explained)?;
    let one = incidents::one_of(session, &found, &num, &session.times())?;
    Ok(Page::Incident(one.incident_id))
}
