//! A schedule as the two references show it, with who is on call in it.

use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};

use crate::behavior::{Generation, Told};
use crate::calendar;
use crate::names::FOUNDED;
use crate::rotation::{self, Shift};
use crate::state::{State, id, ids, text};

/// How far from now a shift is looked for.
const FAR: i64 = 45 * 86_400;

/// What is in a schedule of the state and not on the wire.
const INNER: [&str; 4] = ["person_ids", "shift_seconds", "current", "next"];

pub(crate) fn in_group(group: &Value, person: u64) -> bool {
    let members = group.get("members").and_then(Value::as_array);
    members
        .into_iter()
        .flatten()
        .any(|member| ids(member, "person_ids").contains(&person))
}

/// Whether a person is in any group of a schedule.
pub(crate) fn stands_in(schedule: &Value, person: u64) -> bool {
    let list = |value: &Value, field: &str| {
        let items = value.get(field).and_then(Value::as_array);
        items.cloned().unwrap_or_default()
    };
    let mut groups = list(schedule, "layers")
        .into_iter()
        .flat_map(|l| list(&l, "groups"));
    ids(schedule, "person_ids").contains(&person) || groups.any(|group| in_group(&group, person))
}

/// Which operation is to tell.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Asked {
    Own,
    Info,
    /// Without a window there are no shifts.
    Names,
}

impl Told {
    fn by(self, asked: Asked) -> bool {
        match self {
            _ if asked == Asked::Names => false,
            Self::Everywhere => true,
            Self::InInfo => asked == Asked::Info,
            Self::Nowhere => false,
        }
    }
}

/// A schedule and what it takes to work it out.
pub(crate) struct View<'a> {
    state: &'a State,
    schedule: &'a Value,
    now: i64,
    layers: Vec<Value>,
    zone: TimeZone,
}

impl<'a> View<'a> {
    pub(crate) fn new(state: &'a State, schedule: &'a Value, now: u64) -> Self {
        let layers = match schedule.get("layers").and_then(Value::as_array) {
            Some(layers) => layers.clone(),
            None => vec![endless(schedule, now)],
        };
        Self {
            state,
            schedule,
            now: i64::try_from(now).unwrap_or(i64::MAX / 2),
            layers,
            zone: calendar::zone(&state.account.time_zone),
        }
    }

    /// As the operation shows it. A schedule that has its own `cur_oncall` (a test put it there) is
    /// shown as it is.
    pub(crate) fn shown(&self, window: (i64, i64), asked: Asked) -> Value {
        if self.schedule.get("cur_oncall").is_some() {
            return self.schedule.clone();
        }
        match self.state.behavior.schedules {
            Generation::Newer => self.newer(window, asked),
            Generation::Older => self.older(window, asked),
        }
    }

    fn newer(&self, window: (i64, i64), asked: Asked) -> Value {
        let behavior = &self.state.behavior;
        let (current, next) = self.on_call(behavior.current.by(asked));
        let computed = behavior.shifts.by(asked);
        let each = self.each_layer(window, computed, newer_shift);
        let created = FOUNDED + 20 * 86_400;
        let (known, named) = (
            &self.schedule["schedule_id"],
            &self.schedule["schedule_name"],
        );
        let mut data = json!({
            "id": known,
            "name": named,
            "account_id": self.state.account.account_id,
            "group_id": id(self.schedule, "team_id").unwrap_or(0),
            "disabled": 0,
            "create_at": created,
            "create_by": self.state.account.account_id,
            "update_at": created,
            "update_by": self.state.account.account_id,
            "schedule_id": known,
            "schedule_name": named,
            "team_id": 0,
            "description": "",
            "status": 0,
            "notify": {"fixed_time": null, "by": null, "webhooks": null},
        });
        if let (Value::Object(data), Value::Object(own)) = (&mut data, self.schedule) {
            let own = own
                .iter()
                .filter(|(field, _)| !INNER.contains(&field.as_str()));
            data.extend(own.map(|(field, value)| (field.clone(), value.clone())));
            data.extend(object(json!({
                "layers": self.layers.iter().map(|l| self.whole_layer(l)).collect::<Vec<_>>(),
                "schedule_layers": each,
                "layer_schedules": each,
                "final_schedule": self.all_layers(window, computed, newer_shift),
                "cur_oncall": current,
                "next_oncall": next,
            })));
        }
        data
    }

    fn older(&self, window: (i64, i64), asked: Asked) -> Value {
        let behavior = &self.state.behavior;
        let computed = behavior.shifts.by(asked);
        let mut data = json!({
            "schedule_id": self.schedule.get("schedule_id"),
            "schedule_name": self.schedule.get("schedule_name"),
            "description": text(self.schedule, "description"),
            "team_id": id(self.schedule, "team_id").unwrap_or(0),
            "layers": self.layers.iter().map(manned).collect::<Vec<_>>(),
            "layer_schedules": self.each_layer(window, computed, older_shift),
            "final_schedule": self.all_layers(window, computed, older_shift),
        });
        match asked {
            Asked::Own | Asked::Names => {
                data["enabled"] = (id(self.schedule, "disabled") != Some(1)).into()
            }
            Asked::Info => {
                data["status"] = "enabled".into();
                let (current, next) = self.on_call(behavior.current.by(asked));
                data["cur_oncall"] = current;
                data["next_oncall"] = next;
            }
        }
        data
    }

    fn each_layer(&self, window: (i64, i64), computed: bool, show: Show) -> Value {
        if !computed {
            return Value::Null;
        }
        let layers = self.layers.iter().enumerate().map(|(number, layer)| {
            let shifts = rotation::of_layer(layer, number, window, &self.zone);
            json!({
                "layer_name": text(layer, "layer_name"),
                "name": text(layer, "layer_name"),
                "mode": layer.get("mode").cloned().unwrap_or(json!(0)),
                "schedules": shifts.iter().map(show).collect::<Vec<_>>(),
            })
        });
        layers.collect()
    }

    fn all_layers(&self, window: (i64, i64), computed: bool, show: Show) -> Value {
        let shifts = computed.then(|| {
            let shifts = rotation::of_all(&self.layers, window, &self.zone);
            shifts.iter().map(show).collect::<Vec<_>>()
        });
        json!({"layer_name": "", "name": "", "mode": 0, "schedules": shifts})
    }

    /// The shift that is going on and the one after it.
    fn on_call(&self, told: bool) -> (Value, Value) {
        if !told {
            return (Value::Null, Value::Null);
        }
        let now = self.now;
        let shifts = rotation::of_all(&self.layers, (now - FAR, now + FAR), &self.zone);
        let shown = |shift: Option<&Shift<'_>>| {
            shift.map_or(Value::Null, |shift| {
                let mut data = newer_shift(shift);
                data["update_at"] = 0.into();
                data["weight"] = shift.layer.into();
                data
            })
        };
        let taken = |shift: &&Shift<'_>| shift.group.is_some();
        let current = shifts.iter().find(|s| s.start <= now && now < s.end);
        let next = shifts.iter().filter(taken).find(|s| s.start > now);
        (shown(current.filter(taken)), shown(next))
    }

    /// Every shift near now: from, until, the group.
    pub(crate) fn around(&self) -> Vec<(i64, i64, Value)> {
        if self.schedule.get("cur_oncall").is_some() {
            let shifts = ["cur_oncall", "next_oncall"].map(|f| self.schedule.get(f));
            return shifts
                .into_iter()
                .flatten()
                .filter_map(|s| {
                    Some((s["start"].as_i64()?, s["end"].as_i64()?, s["group"].clone()))
                })
                .collect();
        }
        let near = (self.now - FAR, self.now + FAR);
        rotation::of_all(&self.layers, near, &self.zone)
            .iter()
            .filter_map(|s| Some((s.start, s.end, s.group?.clone())))
            .collect()
    }

    /// A layer with every field that the reference has.
    fn whole_layer(&self, layer: &Value) -> Value {
        let start = layer.get("layer_start").cloned().unwrap_or(json!(0));
        let name = text(layer, "layer_name");
        let mut whole = object(json!({
            "account_id": self.state.account.account_id,
            "name": name,
            "schedule_id": self.schedule.get("schedule_id"),
            "hidden": 0,
            "mode": 0,
            "weight": 0,
            "groups": [],
            "rotation_duration": 86_400,
            "handoff_time": 0,
            "enable_time": start,
            "expire_time": 0,
            "restrict_mode": 0,
            "restrict_start": 0,
            "restrict_end": 0,
            "restrict_periods": [],
            "day_mask": {"repeat": []},
            "create_at": FOUNDED,
            "create_by": self.state.account.account_id,
            "update_at": FOUNDED,
            "update_by": self.state.account.account_id,
            "layer_name": name,
            "fair_rotation": false,
            "layer_start": start,
            "layer_end": null,
            "rotation_unit": "hour",
            "rotation_value": id(layer, "rotation_duration").unwrap_or(86_400) / 3600,
            "mask_continuous_enabled": false,
        }));
        whole.extend(object(manned(layer)));
        Value::Object(whole)
    }
}

/// A layer without the groups that a test left empty, which no reference has.
fn manned(layer: &Value) -> Value {
    let mut layer = layer.clone();
    if let Some(groups) = layer.get_mut("groups").and_then(Value::as_array_mut) {
        groups.retain(Value::is_object);
    }
    layer
}

/// The shifts of the made-up account have no dates: it is always the turn of `current`, and `next`
/// follows, so that the account looks the same whenever it is looked at.
fn endless(schedule: &Value, now: u64) -> Value {
    let length = id(schedule, "shift_seconds").unwrap_or(86_400).max(60);
    let begun = now - now.saturating_sub(FOUNDED) % length;
    json!({
        "layer_name": text(schedule, "schedule_name"),
        "mode": 0,
        "groups": [schedule.get("current"), schedule.get("next")],
        // An even number of turns ago.
        "layer_start": begun - begun.saturating_sub(FOUNDED) / (2 * length) * 2 * length,
        "rotation_duration": length,
    })
}

type Show = fn(&Shift<'_>) -> Value;

fn newer_shift(shift: &Shift<'_>) -> Value {
    let group = shift.group.map(|group| {
        let mut group = object(group.clone());
        let name = group.get("group_name").cloned().unwrap_or_default();
        group.insert("name".to_owned(), name);
        group.insert("start".to_owned(), shift.start.into());
        group.insert("end".to_owned(), shift.end.into());
        group
    });
    json!({"start": shift.start, "end": shift.end, "group": group, "index": shift.index})
}

fn older_shift(shift: &Shift<'_>) -> Value {
    let group = shift.group.map(
        |group| json!({"group_name": text(group, "group_name"), "members": group.get("members")}),
    );
    let hash = format!("{:08x}{:04x}", shift.start, shift.index);
    json!({"start": shift.start, "end": shift.end, "hash": hash, "group": group})
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}
