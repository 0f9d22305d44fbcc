//! The phones bound to a person, and the codes that bind one more.

use serde_json::{Value, json};

use super::call::{Call, done, random};
use super::operation::operations;
use crate::error::{ApiError, Result};
use crate::input;
use crate::outside::{bound_at, forget_old_codes};
use crate::state::{BindCode, BoundDevice};

operations! {
    "device_list", "/push/device/list", [], list;
    "device_bind_code", "/push/device/bind-code/create", [], bind_code;
    "device_unbind", "/push/device/unbind", [], unbind;
}

fn list(call: &mut Call<'_>) -> Result<Value> {
    let mut devices: Vec<&BoundDevice> = call
        .state
        .devices
        .iter()
        .filter(|d| d.person_id == call.caller.person)
        .collect();
    devices.sort_by_key(|d| bound_at(d));
    let items: Vec<Value> = devices
        .into_iter()
        .map(|d| {
            json!({
                "device_id": d.device_id,
                "device_name": d.device_name,
                "os_version": d.os_version,
                "bound_at": d.bound_at,
            })
        })
        .collect();
    Ok(json!({"items": items}))
}

fn bind_code(call: &mut Call<'_>) -> Result<Value> {
    forget_old_codes(call.state, call.now);
    let code = BindCode {
        person_id: call.caller.person,
        // About 60 characters, as long as a real one is guessed to be: a QR code of version 4.
        content: format!("https://app.example.com/bind/{}", random(32)),
        created_at: call.now,
        expires_at: call
            .now
            .saturating_add(call.options.bind_code_ttl.as_secs()),
    };
    let answer = json!({"content": code.content, "expires_at": code.expires_at});
    call.state.bind_codes.push(code);
    Ok(answer)
}

fn unbind(call: &mut Call<'_>) -> Result<Value> {
    let id = input::req_str(call.body, "device_id")?;
    let person = call.caller.person;
    let at = call
        .state
        .devices
        .iter()
        .position(|d| d.person_id == person && d.device_id == id)
        .ok_or_else(|| {
            ApiError::not_found(
                format!("no phone {id} is bound to you"),
                format!("没有绑定设备 {id}"),
            )
        })?;
    call.state.devices.remove(at);
    Ok(done())
}
