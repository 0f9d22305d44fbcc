//! Sending a verification code: to the address on file, or to a new one that it is to prove.

use serde_json::Value;

use super::call::{Call, done};
use super::operation::operations;
use crate::contact;
use crate::error::{ApiError, Result};
use crate::input;
use crate::verify;

operations! {
    "verification_send", "/mfa/code/send", [], send;
}

fn send(call: &mut Call<'_>) -> Result<Value> {
    let device = input::req_enum(call.body, "device", &["email", "phone"])?;
    let to = input::opt_str(call.body, "to")?;
    let person = call.caller.person;
    let on_file = match call.state.member(person) {
        Some(m) => (m.email.clone(), m.phone.clone(), m.country_code.clone()),
        None => {
            let account = &call.state.account;
            (
                account.email.clone(),
                account.phone.clone(),
                account.country_code.clone(),
            )
        }
    };
    let (email, phone, country) = on_file;
    let address = match (device, to) {
        ("email", Some(to)) if contact::is_email(to) => to.to_owned(),
        ("email", Some(_)) => {
            return Err(ApiError::invalid(
                "`to` must be an email address",
                "`to` 必须是邮箱地址",
            ));
        }
        (_, Some(to)) => contact::e164(to, Some(&country)).ok_or_else(|| {
            ApiError::invalid(
                "`to` must be a phone number like +8613800000001",
                "`to` 必须是 +8613800000001 形式的号码",
            )
        })?,
        ("email", None) => email,
        (_, None) => phone,
    };
    if address.is_empty() {
        return Err(ApiError::invalid(
            format!("there is no {device} on file; name one with `to`"),
            format!("没有登记 {device}，请用 `to` 指定"),
        ));
    }
    let ttl = call.options.verification_ttl.as_secs();
    verify::send(call.state, person, device, &address, call.now, ttl);
    Ok(done())
}
