//! The log of what was done. The vendor's reference has one example of an entry, of another operation:
//! the words here are assumed.

use serde_json::{Value, json};

use crate::state::{Account, State};
use crate::store::Tracked;

/// How many entries are kept; older ones are dropped.
const MOST: usize = 500;
/// Where the server cuts a body.
const LONGEST: usize = 10 * 1024;

/// The operations that change something about persons and their notices: what the log calls them.
const WRITES: &[(&str, &str, &str)] = &[
    (
        "member_info_reset",
        "member:write:info-reset",
        "修改成员信息",
    ),
    (
        "preference_update",
        "preference:write:update",
        "修改通知偏好",
    ),
    (
        "app_key_create",
        "person:write:app-key-create",
        "创建 APP Key",
    ),
    (
        "app_key_delete",
        "person:write:app-key-delete",
        "删除 APP Key",
    ),
    (
        "app_key_enable",
        "person:write:app-key-enable",
        "启用 APP Key",
    ),
    (
        "app_key_disable",
        "person:write:app-key-disable",
        "停用 APP Key",
    ),
    (
        "app_key_rename",
        "person:write:app-key-name-reset",
        "修改 APP Key 名称",
    ),
    ("device_unbind", "push:write:device-unbind", "解绑设备"),
    ("incident_create", "incident:write:create", "创建故障"),
    ("incident_ack", "incident:write:acknowledge", "认领故障"),
    ("incident_resolve", "incident:write:resolve", "关闭故障"),
];

/// Writes down that a person did something, if the log knows such a thing.
pub(crate) fn record(state: &mut Tracked, operation: &str, person: u64, body: &[u8], now_ms: u64) {
    let Some((_, word, title)) = WRITES.iter().find(|(id, ..)| *id == operation) else {
        return;
    };
    let state: &mut State = state;
    let body: String = String::from_utf8_lossy(body)
        .chars()
        .take(LONGEST)
        .collect();
    let entry = json!({
        "created_at": now_ms,
        "account_id": state.account.account_id,
        "member_id": person,
        "member_name": name(state, person),
        "operation": word,
        "operation_name": title,
        "ip": "127.0.0.1",
        "request_id": format!("{:032x}", fastrand::u128(..)),
        "body": body,
        "params": [],
        "is_write": true,
        "is_dangerous": operation == "app_key_delete",
    });
    state.audit.push(entry);
    let over = state.audit.len().saturating_sub(MOST);
    state.audit.drain(..over);
}

fn name(state: &State, person: u64) -> Value {
    let Account { account_name, .. } = &state.account;
    state
        .member(person)
        .map_or(account_name, |m| &m.member_name)
        .as_str()
        .into()
}
