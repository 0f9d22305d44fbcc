//! Reading a request body field by field, each as the contract types it. A field that is not there
//! is `None`; one that is there and wrong is refused with a message that says what would be right.

use serde_json::{Map, Value};

use crate::error::{ApiError, Result};

/// The page of a list.
pub(crate) struct Page {
    pub(crate) p: u64,
    pub(crate) limit: u64,
}

/// How deep a list can be paged.
const DEEPEST: u64 = 10_000;
/// Where `total` stops counting.
const TOTAL_CAP: usize = 1000;

impl Page {
    /// The rows of this page, and whether there are more.
    pub(crate) fn cut<T>(&self, rows: Vec<T>) -> (Vec<T>, bool) {
        let skip = usize::try_from((self.p - 1) * self.limit).unwrap_or(usize::MAX);
        let take = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let more = rows.len() > skip.saturating_add(take);
        (rows.into_iter().skip(skip).take(take).collect(), more)
    }

    /// `total` as the server shows it.
    pub(crate) fn total(count: usize) -> usize {
        count.min(TOTAL_CAP)
    }
}

fn wrong(field: &str, en: &str, zh: &str) -> ApiError {
    ApiError::invalid(
        format!("`{field}` must be {en}"),
        format!("`{field}` 必须是{zh}"),
    )
}

fn missing(field: &str) -> ApiError {
    ApiError::invalid(format!("`{field}` is required"), format!("缺少 `{field}`"))
}

/// JSON Schema calls 1.0 an integer too.
pub(crate) fn integer(value: &Value) -> Option<i128> {
    if let Some(n) = value.as_u64() {
        return Some(i128::from(n));
    }
    if let Some(n) = value.as_i64() {
        return Some(i128::from(n));
    }
    let n = value.as_f64()?;
    (n.fract() == 0.0 && n.abs() < 1e18).then_some(n as i128)
}

pub(crate) fn opt_i64(body: &Map<String, Value>, field: &str) -> Result<Option<i64>> {
    let Some(value) = body.get(field) else {
        return Ok(None);
    };
    integer(value)
        .and_then(|n| i64::try_from(n).ok())
        .map(Some)
        .ok_or_else(|| wrong(field, "an integer", "整数"))
}

pub(crate) fn req_i64(body: &Map<String, Value>, field: &str) -> Result<i64> {
    opt_i64(body, field)?.ok_or_else(|| missing(field))
}

fn as_id(value: &Value) -> Option<u64> {
    integer(value).and_then(|n| u64::try_from(n).ok())
}

pub(crate) fn opt_id(body: &Map<String, Value>, field: &str) -> Result<Option<u64>> {
    let Some(value) = body.get(field) else {
        return Ok(None);
    };
    as_id(value)
        .map(Some)
        .ok_or_else(|| wrong(field, "an id: an integer from 0", " id：不小于 0 的整数"))
}

pub(crate) fn req_id(body: &Map<String, Value>, field: &str) -> Result<u64> {
    opt_id(body, field)?.ok_or_else(|| missing(field))
}

pub(crate) fn opt_ids(body: &Map<String, Value>, field: &str) -> Result<Option<Vec<u64>>> {
    let Some(value) = body.get(field) else {
        return Ok(None);
    };
    value
        .as_array()
        .and_then(|items| items.iter().map(as_id).collect())
        .map(Some)
        .ok_or_else(|| wrong(field, "a list of ids", " id 的列表"))
}

pub(crate) fn req_ids(body: &Map<String, Value>, field: &str) -> Result<Vec<u64>> {
    opt_ids(body, field)?.ok_or_else(|| missing(field))
}

pub(crate) fn opt_str<'a>(body: &'a Map<String, Value>, field: &str) -> Result<Option<&'a str>> {
    let Some(value) = body.get(field) else {
        return Ok(None);
    };
    value
        .as_str()
        .map(Some)
        .ok_or_else(|| wrong(field, "a string", "字符串"))
}

pub(crate) fn req_str<'a>(body: &'a Map<String, Value>, field: &str) -> Result<&'a str> {
    opt_str(body, field)?.ok_or_else(|| missing(field))
}

pub(crate) fn opt_bool(body: &Map<String, Value>, field: &str) -> Result<Option<bool>> {
    let Some(value) = body.get(field) else {
        return Ok(None);
    };
    value
        .as_bool()
        .map(Some)
        .ok_or_else(|| wrong(field, "true or false", " true 或 false"))
}

pub(crate) fn req_bool(body: &Map<String, Value>, field: &str) -> Result<bool> {
    opt_bool(body, field)?.ok_or_else(|| missing(field))
}

pub(crate) fn opt_enum<'a>(
    body: &'a Map<String, Value>,
    field: &str,
    of: &[&str],
) -> Result<Option<&'a str>> {
    let Some(value) = body.get(field) else {
        return Ok(None);
    };
    value
        .as_str()
        .filter(|s| of.contains(s))
        .map(Some)
        .ok_or_else(|| {
            wrong(
                field,
                &format!("one of {}", of.join(", ")),
                &format!(" {} 之一", of.join("、")),
            )
        })
}

pub(crate) fn req_enum<'a>(
    body: &'a Map<String, Value>,
    field: &str,
    of: &[&str],
) -> Result<&'a str> {
    opt_enum(body, field, of)?.ok_or_else(|| missing(field))
}

pub(crate) fn req_object<'a>(
    body: &'a Map<String, Value>,
    field: &str,
) -> Result<&'a Map<String, Value>> {
    opt_object(body, field)?.ok_or_else(|| missing(field))
}

pub(crate) fn opt_object<'a>(
    body: &'a Map<String, Value>,
    field: &str,
) -> Result<Option<&'a Map<String, Value>>> {
    let Some(value) = body.get(field) else {
        return Ok(None);
    };
    value
        .as_object()
        .map(Some)
        .ok_or_else(|| wrong(field, "an object", "对象"))
}

pub(crate) fn opt_strings(body: &Map<String, Value>, field: &str) -> Result<Option<Vec<String>>> {
    let Some(value) = body.get(field) else {
        return Ok(None);
    };
    value
        .as_array()
        .and_then(|items| {
            items
                .iter()
                .map(|i| i.as_str().map(str::to_owned))
                .collect()
        })
        .map(Some)
        .ok_or_else(|| wrong(field, "a list of strings", "字符串的列表"))
}

fn is_object_id(text: &str) -> bool {
    text.len() == 24 && text.bytes().all(|b| b.is_ascii_hexdigit())
}

/// An id of 24 hexadecimal digits.
pub(crate) fn opt_object_id<'a>(
    body: &'a Map<String, Value>,
    field: &str,
) -> Result<Option<&'a str>> {
    let Some(value) = body.get(field) else {
        return Ok(None);
    };
    value
        .as_str()
        .filter(|text| is_object_id(text))
        .map(Some)
        .ok_or_else(|| wrong(field, "24 hexadecimal digits", " 24 位十六进制数"))
}

pub(crate) fn req_object_id<'a>(body: &'a Map<String, Value>, field: &str) -> Result<&'a str> {
    opt_object_id(body, field)?.ok_or_else(|| missing(field))
}

/// So many such ids.
pub(crate) fn req_object_ids(
    body: &Map<String, Value>,
    field: &str,
    least: usize,
    most: usize,
) -> Result<Vec<String>> {
    let ids = opt_strings(body, field)?.ok_or_else(|| missing(field))?;
    let fits = (least..=most).contains(&ids.len());
    if !fits || !ids.iter().all(|id| is_object_id(id)) {
        let en = format!("{least} to {most} ids of 24 hexadecimal digits");
        let zh = format!(" {least} 到 {most} 个 24 位十六进制的 id");
        return Err(wrong(field, &en, &zh));
    }
    Ok(ids)
}

/// A text of so many characters.
pub(crate) fn opt_short<'a>(
    body: &'a Map<String, Value>,
    field: &str,
    least: usize,
    most: usize,
) -> Result<Option<&'a str>> {
    let text = opt_str(body, field)?;
    if text.is_some_and(|t| !(least..=most).contains(&t.chars().count())) {
        let en = format!("{least} to {most} characters long");
        let zh = format!(" {least} 到 {most} 个字符");
        return Err(wrong(field, &en, &zh));
    }
    Ok(text)
}

pub(crate) fn req_short<'a>(
    body: &'a Map<String, Value>,
    field: &str,
    least: usize,
    most: usize,
) -> Result<&'a str> {
    opt_short(body, field, least, most)?.ok_or_else(|| missing(field))
}

/// A required list; what its items may be is for the caller to say.
pub(crate) fn req_array<'a>(body: &'a Map<String, Value>, field: &str) -> Result<&'a Vec<Value>> {
    body.get(field)
        .ok_or_else(|| missing(field))?
        .as_array()
        .ok_or_else(|| wrong(field, "a list", "列表"))
}

/// An integer from `least` to `most`.
pub(crate) fn opt_within(
    body: &Map<String, Value>,
    field: &str,
    least: u64,
    most: u64,
) -> Result<Option<u64>> {
    let Some(value) = body.get(field) else {
        return Ok(None);
    };
    as_id(value)
        .filter(|n| (least..=most).contains(n))
        .map(Some)
        .ok_or_else(|| {
            if most == u64::MAX {
                wrong(
                    field,
                    &format!("an integer from {least}"),
                    &format!("不小于 {least} 的整数"),
                )
            } else {
                wrong(
                    field,
                    &format!("an integer from {least} to {most}"),
                    &format!(" {least} 到 {most} 的整数"),
                )
            }
        })
}

/// `p` and `limit`, both optional.
pub(crate) fn page(body: &Map<String, Value>, default: u64, most: u64) -> Result<Page> {
    let page = Page {
        p: opt_within(body, "p", 1, u64::MAX)?.unwrap_or(1),
        limit: opt_within(body, "limit", 1, most)?.unwrap_or(default),
    };
    if page.p.saturating_mul(page.limit) > DEEPEST {
        return Err(ApiError::invalid(
            format!("`p` * `limit` must be at most {DEEPEST}"),
            format!("`p` * `limit` 不能超过 {DEEPEST}"),
        ));
    }
    Ok(page)
}

/// `p` and `limit` where the contract requires both.
pub(crate) fn req_page(body: &Map<String, Value>, most: u64) -> Result<Page> {
    for field in ["p", "limit"] {
        if !body.contains_key(field) {
            return Err(missing(field));
        }
    }
    page(body, most, most)
}
