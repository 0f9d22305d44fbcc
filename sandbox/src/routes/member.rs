//! The members of the account, and what they may change about themselves.

use serde_json::{Map, Value, json};

use super::call::{Call, done, matches, no_member};
use super::operation::operations;
use crate::contact;
use crate::error::{ApiError, Result};
use crate::input::{self, Page};
use crate::state::{Member, State, seconds};
use crate::verify::{self, Proof};

operations! {
    "member_info", "/member/info", [], info;
    "member_list", "/member/list", [], list;
    "member_info_reset", "/member/info/reset", [], reset;
}

/// Where IANA zones begin; the zones themselves are not checked.
const AREAS: &[&str] = &[
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Etc",
    "Europe",
    "Indian",
    "Pacific",
];

fn info(call: &mut Call<'_>) -> Result<Value> {
    let account = &call.state.account;
    let member = call
        .state
        .member(call.caller.person)
        .ok_or_else(no_member)?;
    let mut data = json!({
        "account_id": account.account_id,
        "account_name": account.account_name,
        "account_avatar": account.avatar,
        "account_email": account.email,
        "account_role_ids": member.account_role_ids,
        "account_locale": account.locale,
        "account_time_zone": account.time_zone,
        "domain": account.domain,
        "member_id": member.member_id,
        "member_name": member.member_name,
        "phone": contact::mask_phone(&member.phone),
        "phone_verified": member.phone_verified,
        "email": member.email,
        "email_verified": member.email_verified,
        "country_code": member.country_code,
        "avatar": member.avatar,
        "locale": member.locale,
        "time_zone": member.time_zone,
        "is_external": member.is_external,
        "status": member.status,
        "created_at": member.created_at,
    });
    if call.state.behavior.hides_status
        && let Value::Object(map) = &mut data
    {
        map.shift_remove("status");
    }
    add(&mut data, &member.extra);
    Ok(data)
}

fn add(data: &mut Value, extra: &Map<String, Value>) {
    if let Value::Object(map) = data {
        map.extend(extra.clone());
    }
}

fn list(call: &mut Call<'_>) -> Result<Value> {
    let page = input::page(call.body, 100, 100)?;
    let query = input::opt_str(call.body, "query")?.unwrap_or("");
    let order = input::opt_enum(call.body, "orderby", &["created_at", "updated_at"])?;
    let asc = input::opt_bool(call.body, "asc")?.unwrap_or(false);
    let role = input::opt_id(call.body, "role_id")?;
    let id = input::opt_id(call.body, "member_id")?;
    let phone = contact::e164(query, Some("CN"));
    let mut members: Vec<&Member> = call
        .state
        .members
        .iter()
        .filter(|m| m.status != "deleted")
        .filter(|m| role.is_none_or(|role| m.account_role_ids.contains(&role)))
        .filter(|m| id.is_none_or(|id| m.member_id == id))
        .filter(|m| {
            matches(&m.member_name, query)
                || matches(&m.email, query)
                || phone.as_ref().is_some_and(|phone| *phone == m.phone)
                || query == m.member_id.to_string()
        })
        .collect();
    if let Some(order) = order {
        members.sort_by_key(|m| {
            seconds(if order == "created_at" {
                &m.created_at
            } else {
                &m.updated_at
            })
        });
        if !asc {
            members.reverse();
        }
    }
    let total = Page::total(members.len());
    let (members, _) = page.cut(members);
    let items: Vec<Value> = members
        .into_iter()
        .map(|m| {
            let mut item = json!({
                "account_id": call.state.account.account_id,
                "member_id": m.member_id,
                "member_name": m.member_name,
                "email": m.email,
                "email_verified": m.email_verified,
                "phone": contact::mask_phone(&m.phone),
                "phone_verified": m.phone_verified,
                "country_code": m.country_code,
                "avatar": m.avatar,
                "is_external": m.is_external,
                "status": m.status,
                "account_role_ids": m.account_role_ids,
                "locale": m.locale,
                "time_zone": m.time_zone,
                "ref_id": m.ref_id,
                "created_at": m.created_at,
                "updated_at": m.updated_at,
            });
            add(&mut item, &m.extra);
            item
        })
        .collect();
    Ok(json!({"p": page.p, "limit": page.limit, "total": total, "items": items}))
}

fn reset(call: &mut Call<'_>) -> Result<Value> {
    let updates = input::req_object(call.body, "updates")?;
    let changes = Changes::read(updates)?;
    let target = selected(call)?;
    if target != call.caller.person && !call.caller.owner {
        return Err(ApiError::denied(
            "only the owner of the account may change another member",
            "只有主账号可以修改其他成员",
        ));
    }
    let addresses = changes.addresses(call.state, target)?;
    let proof = match (&addresses.email, &addresses.phone) {
        (None, None) => None,
        (Some(email), None) => Some(Proof::Address {
            device: "email",
            to: email,
        }),
        (None, Some(phone)) => Some(Proof::Address {
            device: "phone",
            to: phone,
        }),
        // One code proves one address.
        (Some(_), Some(_)) => {
            return Err(ApiError::invalid(
                "change `email` and `phone` one after the other: each needs its own code",
                "`email` 与 `phone` 需分别修改：各自需要验证码",
            ));
        }
    };
    if let Some(proof) = proof {
        verify::require(
            call.state,
            call.caller.person,
            call.headers,
            &proof,
            call.now,
        )?;
    }
    let now = call.now;
    let member = call.state.member_mut(target).ok_or_else(unknown)?;
    if let Some(email) = addresses.email {
        member.email = email;
        member.email_verified = true;
    }
    if let Some(phone) = addresses.phone {
        member.phone = phone;
        member.phone_verified = true;
    }
    changes.apply(member);
    member.updated_at = now.into();
    Ok(done())
}

fn unknown() -> ApiError {
    ApiError::not_found("there is no such member", "成员不存在")
}

/// The member that exactly one field of the body names.
fn selected(call: &Call<'_>) -> Result<u64> {
    const SELECTORS: [&str; 5] = ["member_id", "member_name", "email", "phone", "ref_id"];
    let body = call.body;
    let given: Vec<&str> = SELECTORS
        .into_iter()
        .filter(|field| body.contains_key(*field))
        .collect();
    let [field] = given[..] else {
        return Err(ApiError::invalid(
            format!(
                "exactly one of {} must name the member",
                SELECTORS.join(", ")
            ),
            format!("必须且只能用 {} 之一指定成员", SELECTORS.join("、")),
        ));
    };
    let id = input::opt_id(body, "member_id");
    let text = if field == "member_id" {
        id.as_ref().map_err(Clone::clone)?;
        ""
    } else {
        input::req_str(body, field)?
    };
    let phone = contact::e164(text, Some("CN"));
    let mut found = call.state.members.iter().filter(|m| {
        m.status != "deleted"
            && match field {
                "member_id" => matches!(id, Ok(Some(id)) if id == m.member_id),
                "member_name" => m.member_name == text,
                "email" => m.email.eq_ignore_ascii_case(text),
                "phone" => phone.as_ref() == Some(&m.phone),
                _ => !text.is_empty() && m.ref_id == text,
            }
    });
    let member = found.next().ok_or_else(unknown)?;
    if found.next().is_some() {
        return Err(ApiError::invalid(
            format!("`{field}` fits more than one member; use member_id"),
            format!("`{field}` 对应多名成员，请使用 member_id"),
        ));
    }
    Ok(member.member_id)
}

/// `updates`, each field checked by itself.
struct Changes<'a> {
    name: Option<&'a str>,
    email: Option<&'a str>,
    phone: Option<&'a str>,
    country: Option<&'a str>,
    locale: Option<&'a str>,
    time_zone: Option<&'a str>,
    avatar: Option<&'a str>,
    ref_id: Option<&'a str>,
}

/// The addresses that are new to the member, as they are kept.
struct Addresses {
    email: Option<String>,
    phone: Option<String>,
}

impl<'a> Changes<'a> {
    fn read(updates: &'a Map<String, Value>) -> Result<Self> {
        if updates.is_empty() {
            return Err(ApiError::invalid(
                "`updates` must change something",
                "`updates` 不能为空",
            ));
        }
        let changes = Self {
            name: input::opt_str(updates, "member_name")?,
            email: input::opt_str(updates, "email")?,
            phone: input::opt_str(updates, "phone")?,
            country: input::opt_str(updates, "country_code")?,
            locale: input::opt_enum(updates, "locale", &["zh-CN", "en-US"])?,
            time_zone: input::opt_str(updates, "time_zone")?,
            avatar: input::opt_str(updates, "avatar")?,
            ref_id: input::opt_str(updates, "ref_id")?,
        };
        let bad = |field: &str, en: &str, zh: &str| {
            Err(ApiError::invalid(
                format!("`{field}` must be {en}"),
                format!("`{field}` 必须是{zh}"),
            ))
        };
        if let Some(name) = changes.name
            && !(2..=39).contains(&name.chars().count())
        {
            return bad("member_name", "2 to 39 characters long", " 2 到 39 个字符");
        }
        if let Some(email) = changes.email
            && !contact::is_email(email)
        {
            return bad("email", "an email address", "邮箱地址");
        }
        if let Some(country) = changes.country
            && !(country.len() == 2 && country.bytes().all(|b| b.is_ascii_uppercase()))
        {
            return bad(
                "country_code",
                "two capital letters, such as CN",
                "两位大写字母，如 CN",
            );
        }
        if let Some(zone) = changes.time_zone
            && !is_zone(zone)
        {
            return bad(
                "time_zone",
                "an IANA name, such as Asia/Shanghai",
                " IANA 时区名，如 Asia/Shanghai",
            );
        }
        if let Some(avatar) = changes.avatar
            && avatar.chars().count() > 499
        {
            return bad("avatar", "at most 499 characters long", "不超过 499 个字符");
        }
        Ok(changes)
    }

    fn addresses(&self, state: &State, target: u64) -> Result<Addresses> {
        let member = state.member(target).ok_or_else(unknown)?;
        let others = || state.members.iter().filter(|m| m.member_id != target);
        let taken = |field: &str| {
            ApiError::invalid(
                format!("`{field}` is used by another member"),
                format!("`{field}` 已被其他成员使用"),
            )
        };
        let email = match self.email {
            // The address on file, and proved: nothing to do, and no code to ask for.
            Some(email) if member.email == email && member.email_verified => None,
            Some(email) if others().any(|m| m.email.eq_ignore_ascii_case(email)) => {
                return Err(taken("email"));
            }
            other => other.map(str::to_owned),
        };
        let phone = match self.phone {
            None => None,
            Some(phone) => Some(contact::e164(phone, self.country).ok_or_else(|| {
                ApiError::invalid(
                    "`phone` must be a number like +8613800000001, or a national one with `country_code`",
                    "`phone` 必须是 +8613800000001 形式的号码，或与 `country_code` 一起提供的国内号码",
                )
            })?),
        };
        let phone = match phone {
            Some(phone) if member.phone == phone && member.phone_verified => None,
            Some(phone) if others().any(|m| m.phone == phone) => return Err(taken("phone")),
            other => other,
        };
        Ok(Addresses { email, phone })
    }

    fn apply(&self, member: &mut Member) {
        let set = |field: &mut String, value: Option<&str>| {
            if let Some(value) = value {
                value.clone_into(field);
            }
        };
        set(&mut member.member_name, self.name);
        set(&mut member.country_code, self.country);
        set(&mut member.locale, self.locale);
        set(&mut member.time_zone, self.time_zone);
        set(&mut member.avatar, self.avatar);
        set(&mut member.ref_id, self.ref_id);
    }
}

fn is_zone(zone: &str) -> bool {
    if ["UTC", "GMT"].contains(&zone) {
        return true;
    }
    let word = |part: &str| {
        !part.is_empty()
            && part
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "_+-".contains(c))
    };
    zone.split_once('/')
        .is_some_and(|(area, rest)| AREAS.contains(&area) && rest.split('/').all(word))
}
