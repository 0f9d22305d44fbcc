//! `duty profile show`: who the key belongs to.

use serde_json::{Value, json};
use tr::tr;

use crate::commands::examples::{Examples, examples};
use crate::domain::console::Page;
use crate::domain::member::{Account, Caller, Member};
use crate::error::{Error, Exit};
use crate::lenient::Timestamp;
use crate::session::app::App;
use crate::session::page::{self, Web};
use crate::ui::table::Table;

pub const EXAMPLES: Examples = examples! { "profile show":
    "duty profile show" => "Who the key belongs to",
    "duty --sandbox profile show -o json" => "The same of the made-up account, for a program",
    Run "profile show -o json"
};

#[derive(Debug, clap::Args)]
pub struct Show {
    #[command(flatten)]
    pub web: Web,
}

pub fn run(app: &mut App, command: &Show) -> Result<Exit, Error> {
    if command.web.web {
        return page::show(app, &Page::Profile, false);
    }
    let session = &mut app.session()?;
    let caller = session
        .api
        .caller()
        .map_err(|error| error.while_doing(tr!("cannot read the profile")))?;
    if session.out.is_json() {
        session.out.json(&as_json(&caller))?;
        return Ok(Exit::Done);
    }
    let mut table = Table::of_fields();
    match &caller {
        Caller::Member(member) => member_fields(&mut table, member),
        Caller::Primary(account) => account_fields(&mut table, account),
    }
    session.out.table(&table)?;
    if matches!(caller, Caller::Primary(_)) {
        session.out.note(&tr!(
            "This key is the primary account's own: it has no member, and so no verification to show."
        ));
    }
    Ok(Exit::Done)
}

fn member_fields(table: &mut Table, member: &Member) {
    table.field(
        tr!("account"),
        named(&member.account_name, member.account_id.0),
    );
    table.field(tr!("account type"), tr!("member"));
    table.field(
        tr!("nickname"),
        named(&member.member_name, member.member_id.0),
    );
    match member.status.as_str() {
        "" | "enabled" => {}
        "pending" => table.field(tr!("membership"), tr!("NOT activated: nothing reaches it")),
        other => table.field(tr!("membership"), other.to_owned()),
    }
    table.field(
        tr!("profile" => "email"),
        address(member.email.as_deref(), member.email_verified),
    );
    table.field(
        tr!("phone"),
        address(member.phone.as_deref(), member.phone_verified),
    );
    let roles: Vec<String> = member
        .account_role_ids
        .iter()
        .map(ToString::to_string)
        .collect();
    table.field(tr!("role ids"), or_none(&roles.join(", ")));
    table.field(
        tr!("language"),
        with_account(&member.locale, &member.account_locale),
    );
    table.field(
        tr!("time zone"),
        with_account(&member.time_zone, &member.account_time_zone),
    );
    table.field(
        tr!("single sign-on"),
        match member.is_external {
            Some(true) => tr!("yes"),
            Some(false) => tr!("no"),
            None => tr!("the server does not say"),
        },
    );
}

fn account_fields(table: &mut Table, account: &Account) {
    table.field(
        tr!("account"),
        named(&account.account_name, account.account_id.0),
    );
    table.field(tr!("account type"), tr!("primary"));
    table.field(tr!("profile" => "email"), or_none(&account.email));
    table.field(tr!("phone"), or_none(&account.phone));
    table.field(tr!("language"), or_none(&account.locale));
    table.field(tr!("time zone"), or_none(&account.time_zone));
}

fn named(name: &str, id: u64) -> String {
    match (name, id) {
        ("", 0) => or_none(""),
        (name, 0) => name.to_owned(),
        ("", id) => id.to_string(),
        (name, id) => format!("{name} ({id})"),
    }
}

fn or_none(text: &str) -> String {
    if text.is_empty() {
        tr!("none")
    } else {
        text.to_owned()
    }
}

fn address(address: Option<&str>, verified: Option<bool>) -> String {
    let shown = match address {
        None => return tr!("the server does not say"),
        Some("") => return tr!("none"),
        Some(address) => address,
    };
    match verified {
        Some(true) => tr!("{shown} (verified)", shown),
        Some(false) => tr!("{shown} (NOT verified: it receives nothing)", shown),
        None => shown.to_owned(),
    }
}

fn with_account(own: &str, account: &str) -> String {
    match (own, account) {
        ("", "") => or_none(""),
        ("", account) => tr!("{account} (the account's)", account),
        (own, _) => own.to_owned(),
    }
}

fn as_json(caller: &Caller) -> Value {
    let time = |at: Option<Timestamp>| at.map(|at| at.utc());
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    match caller {
        Caller::Member(member) => json!({
            "account_type": "member",
            "account_id": member.account_id,
            "account_name": member.account_name,
            "member_id": member.member_id,
            "nickname": member.member_name,
            "email": member.email,
            "email_verified": member.email_verified,
            "phone": member.phone,
            "phone_verified": member.phone_verified,
            "country_code": text(&member.country_code),
            "role_ids": member.account_role_ids,
            "locale": text(&member.locale),
            "time_zone": text(&member.time_zone),
            "account_locale": text(&member.account_locale),
            "account_time_zone": text(&member.account_time_zone),
            "single_sign_on": member.is_external,
            "status": text(&member.status),
            "created_at": time(member.created_at),
        }),
        Caller::Primary(account) => json!({
            "account_type": "primary",
            "account_id": account.account_id,
            "account_name": account.account_name,
            "member_id": null,
            "nickname": null,
            "email": text(&account.email),
            "email_verified": null,
            "phone": text(&account.phone),
            "phone_verified": null,
            "country_code": text(&account.country_code),
            "role_ids": [],
            "locale": text(&account.locale),
            "time_zone": text(&account.time_zone),
            "account_locale": text(&account.locale),
            "account_time_zone": text(&account.time_zone),
            "single_sign_on": null,
            "status": null,
            "created_at": time(account.created_at),
        }),
    }
}
