//! The account itself, and persons by id: its members, and the account's own.

use serde_json::{Value, json};

use super::call::Call;
use super::operation::operations;
use crate::contact;
use crate::error::Result;
use crate::input;

operations! {
    "account_info", "/account/info", [], info;
    "person_infos", "/person/infos", [], persons;
}

fn info(call: &mut Call<'_>) -> Result<Value> {
    let account = &call.state.account;
    Ok(json!({
        "account_id": account.account_id,
        "account_name": account.account_name,
        "avatar": account.avatar,
        "country_code": account.country_code,
        "created_at": account.created_at,
        "domain": account.domain,
        "email": account.email,
        "locale": account.locale,
        "phone": contact::mask_phone(&account.phone),
        "time_zone": account.time_zone,
    }))
}

/// `phone_verified` is false for everybody: the reference says that this operation knows no phones.
fn persons(call: &mut Call<'_>) -> Result<Value> {
    let ids = input::req_ids(call.body, "person_ids")?;
    let account = &call.state.account;
    let items: Vec<Value> = ids
        .into_iter()
        .filter_map(|id| {
            if id == account.account_id {
                return Some(json!({
                    "account_id": account.account_id,
                    "person_id": id,
                    "person_name": account.account_name,
                    "as": "account",
                    "avatar": account.avatar,
                    "email": account.email,
                    "email_verified": true,
                    "phone_verified": false,
                    "status": "enabled",
                }));
            }
            let member = call.state.member(id)?;
            Some(json!({
                "account_id": account.account_id,
                "person_id": id,
                "person_name": member.member_name,
                "as": "member",
                "avatar": member.avatar,
                "email": member.email,
                "email_verified": member.email_verified,
                "phone_verified": false,
                "status": member.status,
            }))
        })
        .collect();
    Ok(json!({"items": items}))
}
