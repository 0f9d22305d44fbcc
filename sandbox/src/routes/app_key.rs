//! App keys: for the account owner only, for himself or for a member that `person_id` names.

use serde_json::{Value, json};

use super::call::{Call, done, random};
use super::operation::operations;
use crate::error::{ApiError, Result};
use crate::input::{self, Page};
use crate::state::{AppKey, seconds};
use crate::verify::{self, Proof};

operations! {
    "app_key_list", "/person/app-key/list", [], list;
    "app_key_create", "/person/app-key/create", [], create;
    "app_key_delete", "/person/app-key/delete", [], delete;
    "app_key_enable", "/person/app-key/enable", [], enable;
    "app_key_disable", "/person/app-key/disable", [], disable;
    "app_key_rename", "/person/app-key/name/reset", [], rename;
}

/// A person has at most this many.
const MOST: usize = 5;

/// Whose keys are meant.
fn person(call: &Call<'_>) -> Result<u64> {
    let named = input::opt_id(call.body, "person_id")?;
    if !call.caller.owner {
        return Err(ApiError::denied(
            "only the owner of the account may manage app keys",
            "只有主账号可以管理 APP Key",
        ));
    }
    match named {
        Some(id) => call.state.person_exists(id),
        None => Ok(call.caller.person),
    }
}

fn shown(key: &AppKey) -> Value {
    json!({
        "key_id": key.key_id,
        "key_name": key.key_name,
        "status": key.status,
        "created_at": key.created_at,
        "updated_at": key.updated_at,
    })
}

fn list(call: &mut Call<'_>) -> Result<Value> {
    let page = input::req_page(call.body, 20)?;
    let order = input::req_enum(call.body, "orderby", &["created_at", "updated_at"])?;
    let asc = input::req_bool(call.body, "asc")?;
    let person = person(call)?;
    let mut keys: Vec<&AppKey> = call
        .state
        .app_keys
        .iter()
        .filter(|k| k.person_id == person)
        .collect();
    keys.sort_by_key(|k| {
        let at = if order == "created_at" {
            &k.created_at
        } else {
            &k.updated_at
        };
        (seconds(at), k.key_id)
    });
    if !asc {
        keys.reverse();
    }
    let total = Page::total(keys.len());
    let (keys, more) = page.cut(keys);
    let items: Vec<Value> = keys.into_iter().map(shown).collect();
    Ok(json!({"total": total, "has_next_page": more, "items": items}))
}

fn create(call: &mut Call<'_>) -> Result<Value> {
    let name = key_name(call)?;
    let enabled = input::opt_bool(call.body, "is_enabled")?.unwrap_or(true);
    let person = person(call)?;
    let has = call
        .state
        .app_keys
        .iter()
        .filter(|k| k.person_id == person)
        .count();
    if has >= MOST {
        return Err(ApiError::invalid(
            format!("a person has at most {MOST} app keys; delete one first"),
            format!("每人最多 {MOST} 个 APP Key，请先删除一个"),
        ));
    }
    let key = AppKey {
        key_id: call.state.new_id(),
        person_id: person,
        key_name: name,
        key: format!("sandbox-{}", random(32)),
        status: if enabled { "enabled" } else { "disabled" }.to_owned(),
        created_at: call.now.into(),
        updated_at: call.now.into(),
        permissions: None,
    };
    let answer = json!({"key_id": key.key_id, "key_name": key.key_name, "key": key.key});
    call.state.app_keys.push(key);
    Ok(answer)
}

fn delete(call: &mut Call<'_>) -> Result<Value> {
    let at = guarded(call)?;
    call.state.app_keys.remove(at);
    Ok(done())
}

fn enable(call: &mut Call<'_>) -> Result<Value> {
    set_status(call, "enabled")
}

fn disable(call: &mut Call<'_>) -> Result<Value> {
    set_status(call, "disabled")
}

fn set_status(call: &mut Call<'_>, status: &str) -> Result<Value> {
    let at = guarded(call)?;
    let key = &mut call.state.app_keys[at];
    status.clone_into(&mut key.status);
    key.updated_at = call.now.into();
    Ok(done())
}

fn rename(call: &mut Call<'_>) -> Result<Value> {
    let name = key_name(call)?;
    let at = position(call)?;
    let key = &mut call.state.app_keys[at];
    key.key_name = name;
    key.updated_at = call.now.into();
    Ok(done())
}

fn key_name(call: &Call<'_>) -> Result<String> {
    let name = input::req_str(call.body, "key_name")?.trim();
    if name.is_empty() {
        return Err(ApiError::invalid(
            "`key_name` must not be empty",
            "`key_name` 不能为空",
        ));
    }
    Ok(name.to_owned())
}

/// Where the key is. Whose it is counts: the key of somebody else is not found.
fn position(call: &Call<'_>) -> Result<usize> {
    let id = input::req_id(call.body, "key_id")?;
    let person = person(call)?;
    call.state
        .app_keys
        .iter()
        .position(|k| k.key_id == id && k.person_id == person)
        .ok_or_else(|| {
            ApiError::not_found(
                format!("person {person} has no app key {id}"),
                format!("人员 {person} 没有 APP Key {id}"),
            )
        })
}

/// The same for an operation that needs a verification code. It comes last, so that a request which
/// fails anyway does not use a code up.
fn guarded(call: &mut Call<'_>) -> Result<usize> {
    let at = position(call)?;
    verify::require(
        call.state,
        call.caller.person,
        call.headers,
        &Proof::Caller,
        call.now,
    )?;
    Ok(at)
}
