//! Things for a test to put into the account ([`crate::Edit::put`]): rules that hold alerts back,
//! schedules, calendars, routes, incidents. Each is whole as the references have it, and can be bent with `with`.

use serde_json::{Value, json};

use crate::names::{ACCOUNT, DAY, FOUNDED, LI_SI};

mod incident;

pub use incident::{
    alert, assigned, assigned_by, incident, incident_id, line, line_by, notice, opened,
};

/// The id of no incident, as the vendor writes it.
const NO_INCIDENT: &str = "000000000000000000000000";
/// When the things of this file were made, unless they say otherwise.
const MADE_AT: u64 = FOUNDED + 100 * DAY;

/// Something that is not in the account yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Made {
    /// The list of the state that it belongs to.
    list: &'static str,
    /// The fields that tell one from another there.
    keys: &'static [&'static str],
    value: Value,
}

impl Made {
    /// With this in place of what the field was.
    #[must_use]
    pub fn with(mut self, field: &str, value: impl Into<Value>) -> Self {
        self.value[field] = value.into();
        self
    }

    /// Without the field.
    #[must_use]
    pub fn without(mut self, field: &str) -> Self {
        if let Value::Object(map) = &mut self.value {
            map.shift_remove(field);
        }
        self
    }

    /// A rule with these conditions.
    #[must_use]
    pub fn when(self, groups: &[&[Condition<'_>]]) -> Self {
        self.with("filters", filters(groups))
    }

    /// A silence of this window only, in Unix seconds.
    #[must_use]
    pub fn during(self, start: u64, end: u64) -> Self {
        self.with("time_filter", json!({"start_time": start, "end_time": end}))
    }

    /// A silence of every week: from and to are `HH:MM`, 0 is Sunday, no day is every day.
    #[must_use]
    pub fn weekly(self, start: &str, end: &str, days: &[u8]) -> Self {
        let window =
            json!({"start": start, "end": end, "repeat": days, "cal_id": "", "is_off": false});
        self.with("time_filters", json!([window]))
    }

    /// Its JSON.
    #[must_use]
    pub fn value(&self) -> &Value {
        &self.value
    }

    pub(crate) fn put(&self, state: &mut Value) -> Result<(), String> {
        let items = match &mut state[self.list] {
            Value::Array(items) => items,
            missing => {
                *missing = json!([]);
                missing.as_array_mut().ok_or("a list is none")?
            }
        };
        let same = |item: &&mut Value| self.keys.iter().all(|k| item[k] == self.value[k]);
        match items.iter_mut().find(same) {
            Some(item) => *item = self.value.clone(),
            None => items.push(self.value.clone()),
        }
        Ok(())
    }
}

/// A condition: field, `IN` or `NOTIN`, values.
pub type Condition<'a> = (&'a str, &'a str, &'a [&'a str]);

/// Conditions as the wire has them: any of the groups, all of a group.
#[must_use]
pub fn filters(groups: &[&[Condition<'_>]]) -> Value {
    let condition =
        |(key, oper, vals): &Condition<'_>| json!({"key": key, "oper": oper, "vals": vals});
    groups
        .iter()
        .map(|group| group.iter().map(condition).collect::<Value>())
        .collect()
}

/// An id of 24 digits that is always the same for the same name in the same space.
fn object_id(kind: u8, space: u64, name: &str) -> String {
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{kind:02x}{:06x}{hash:016x}", space & 0x00ff_ffff)
}

fn rule(list: &'static str, kind: u8, space: u64, name: &str, more: Value) -> Made {
    let mut value = json!({
        "account_id": ACCOUNT,
        "channel_id": space,
        "rule_id": object_id(kind, space, name),
        "rule_name": name,
        "description": "",
        "priority": 0,
        "status": "enabled",
        "updated_by": LI_SI,
        "created_at": MADE_AT,
        "updated_at": MADE_AT,
    });
    if let (Value::Object(rule), Value::Object(more)) = (&mut value, more) {
        rule.extend(more);
    }
    Made {
        list,
        keys: &["rule_id"],
        value,
    }
}

/// A silence rule of a space without conditions, which matches nothing, and without a window.
#[must_use]
pub fn silence(space: u64, name: &str) -> Made {
    let more = json!({
        "filters": [],
        "time_filter": null,
        "time_filters": [],
        "is_directly_discard": false,
        "from_incident_id": NO_INCIDENT,
        "is_auto_delete": false,
    });
    rule("silence_rules", 1, space, name, more)
}

/// An inhibit rule of a space: alerts like the target wait while one like the source is there, if the
/// two have these fields in common.
#[must_use]
pub fn inhibit(
    space: u64,
    name: &str,
    source: &[&[Condition<'_>]],
    target: &[&[Condition<'_>]],
    equals: &[&str],
) -> Made {
    let more = json!({
        "source_filters": filters(source),
        "target_filters": filters(target),
        "equals": equals,
        "is_directly_discard": false,
    });
    rule("inhibit_rules", 2, space, name, more)
}

/// A rule that drops the alerts of a space (unsubscribes from them), without conditions.
#[must_use]
pub fn drop_rule(space: u64, name: &str) -> Made {
    rule("drop_rules", 3, space, name, json!({"filters": []}))
}

/// An escalation rule of a space that has no layers yet.
#[must_use]
pub fn escalation(space: u64, name: &str, priority: u64, layers: Value) -> Made {
    let more = json!({
        "priority": priority,
        "aggr_window": 0,
        "template_id": "000000000000000000000001",
        "filters": [],
        "time_filters": [],
        "layers": layers,
    });
    rule("rules", 4, space, name, more)
}

/// A group that takes shifts: each role (0 primary, 1 backup) with its persons.
#[must_use]
pub fn group(name: &str, roles: &[(u64, &[u64])]) -> Value {
    let members: Vec<Value> = roles
        .iter()
        .map(|(role, persons)| json!({"role_id": role, "person_ids": persons}))
        .collect();
    json!({"group_name": name, "name": name, "members": members, "start": 0, "end": 0})
}

/// A layer of a schedule: from `start` on, each group in turn for so many seconds.
#[must_use]
pub fn rotation(name: &str, start: u64, seconds: u64, groups: &[Value]) -> Value {
    json!({
        "layer_name": name,
        "mode": 0,
        "groups": groups,
        "layer_start": start,
        "layer_end": null,
        "rotation_duration": seconds,
    })
}

/// A layer that replaces all others for a while: these persons are on call, as role 0.
#[must_use]
pub fn replacement(name: &str, start: u64, end: u64, persons: &[u64]) -> Value {
    json!({
        "layer_name": name,
        "mode": 1,
        "groups": [group(name, &[(0, persons)])],
        "layer_start": start,
        "layer_end": end,
    })
}

/// A schedule of these layers.
#[must_use]
pub fn schedule(id: u64, name: &str, layers: &[Value]) -> Made {
    let value = json!({
        "schedule_id": id,
        "schedule_name": name,
        "description": "",
        "team_id": 0,
        "status": 0,
        "disabled": 0,
        "layers": layers,
        "notify": {"advance_in_time": 300, "fixed_time": null, "by": null, "webhooks": null},
    });
    Made {
        list: "schedules",
        keys: &["schedule_id"],
        value,
    }
}

/// A calendar whose work days are these days of the week, 0 for Sunday.
#[must_use]
pub fn calendar(id: &str, name: &str, zone: &str, workdays: &[u8]) -> Made {
    let value = json!({
        "account_id": ACCOUNT,
        "team_id": 0,
        "cal_id": id,
        "cal_name": name,
        "description": "",
        "timezone": zone,
        "kind": "personal",
        "workdays": workdays,
        "extra_cal_ids": [],
        "creator_id": LI_SI,
        "updated_by": LI_SI,
        "created_at": MADE_AT,
        "updated_at": MADE_AT,
        "status": "enabled",
    });
    Made {
        list: "calendars",
        keys: &["cal_id"],
        value,
    }
}

/// A calendar of holidays that others name in `extra_cal_ids`. It has no work days of its own.
#[must_use]
pub fn holidays(id: &str, name: &str, zone: &str) -> Made {
    calendar(id, name, zone, &[])
        .with("kind", "region.official.holiday")
        .with("account_id", 0)
        .with("creator_id", 0)
        .with("updated_by", 0)
        .without("workdays")
        .without("extra_cal_ids")
}

/// Days of a calendar, `YYYY-MM-DD`, the last not among them: off, or worked although the week says
/// otherwise.
#[must_use]
pub fn event(calendar: &str, summary: &str, start: &str, end: &str, off: bool) -> Made {
    let value = json!({
        "account_id": ACCOUNT,
        "creator_id": LI_SI,
        "cal_id": calendar,
        "event_id": format!("cale.{start}"),
        "summary": summary,
        "description": "",
        "start_at": start,
        "end_at": end,
        "is_off": off,
        "created_at": MADE_AT,
        "updated_at": MADE_AT,
    });
    Made {
        list: "calendar_events",
        keys: &["cal_id", "event_id"],
        value,
    }
}

/// What happens to the alerts of an integration before they are routed: rules of the kinds
/// `title_reset`, `description_reset`, `severity_reset`, `alert_drop`, `alert_inhibit`.
#[must_use]
pub fn pipeline(integration: u64, rules: &[Value]) -> Made {
    let value = json!({
        "integration_id": integration,
        "rules": rules,
        "status": "enabled",
        "creator_id": LI_SI,
        "updated_by": LI_SI,
        "created_at": MADE_AT,
        "updated_at": MADE_AT,
    });
    Made {
        list: "pipelines",
        keys: &["integration_id"],
        value,
    }
}

/// One rule of a pipeline.
#[must_use]
pub fn processing(kind: &str, groups: &[&[Condition<'_>]], settings: Value) -> Value {
    json!({"kind": kind, "if": filters(groups), "settings": settings})
}

/// Where the alerts of an integration go: the cases in their order, then the spaces of the default.
#[must_use]
pub fn route(integration: u64, cases: &[Value], default: &[u64]) -> Made {
    let value = json!({
        "integration_id": integration,
        "cases": cases,
        "sections": [],
        "default": {"channel_ids": default},
        "status": "enabled",
        "version": 1,
        "creator_id": LI_SI,
        "updated_by": LI_SI,
        "created_at": MADE_AT,
        "updated_at": MADE_AT,
    });
    Made {
        list: "routes",
        keys: &["integration_id"],
        value,
    }
}

/// One case of a route: where all conditions hold, these spaces.
#[must_use]
pub fn case(conditions: &[Condition<'_>], spaces: &[u64]) -> Value {
    let conditions = filters(&[conditions])[0].clone();
    json!({"if": conditions, "channel_ids": spaces, "fallthrough": false, "routing_mode": "standard"})
}

/// An IM app. Who has linked an account there, no operation tells.
#[must_use]
pub fn im_app(id: u64, plugin: &str, name: &str) -> Made {
    let value = json!({
        "integration_id": id,
        "data_source_id": id,
        "name": name,
        "status": "enabled",
        "category": "im",
        "plugin_type": plugin,
        "plugin_type_name": plugin,
        "description": "",
        "team_id": 0,
        "created_at": MADE_AT,
        "updated_at": MADE_AT,
    });
    Made {
        list: "integrations",
        keys: &["integration_id"],
        value,
    }
}
