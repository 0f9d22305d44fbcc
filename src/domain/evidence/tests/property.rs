//! Random rules, shifts, preferences and deeds; a maker, who knows what keeps the incident from the person,
//! writes the record that follows from them, and the judgement must find the same.

use serde_json::{Value, json};

use super::made::*;
use crate::domain::escalation::wire::Team;
use crate::domain::evidence::Code;
use crate::domain::severity::Severity;

const TEAM: u64 = 7;
const ROTA: u64 = 9001;
/// Somebody takes it, it ends, it is put off, or somebody else gets it.
const STOPS: [(&str, Code); 5] = [
    ("i_ack", Code::AcknowledgedBefore),
    ("i_rslv", Code::ClosedBefore),
    ("i_snooze", Code::Snoozed),
    ("i_merge", Code::Merged),
    ("i_assign", Code::AssignedByHand),
];

/// One level, as the maker thinks of it.
struct Level {
    minutes: i64,
    forced: bool,
    by_name: Vec<u64>,
    rota: bool,
    team: bool,
    /// Nothing: only rooms. No list: preferences.
    by: Option<Option<Vec<&'static str>>>,
}

impl Level {
    fn random(dice: &mut fastrand::Rng) -> Level {
        let by_name = [ME, YOU]
            .into_iter()
            .filter(|_| dice.u8(0..4) == 0)
            .collect();
        Level {
            minutes: dice.i64(1..30),
            forced: dice.u8(0..4) == 0,
            by_name,
            rota: dice.bool(),
            team: dice.u8(0..5) == 0,
            by: match dice.u8(0..6) {
                0 => None,
                1 => Some(Some(vec![])),
                2 => Some(Some(vec!["voice", "sms"])),
                _ => Some(None),
            },
        }
    }

    fn wire(&self) -> Value {
        let by = match &self.by {
            None => Value::Null,
            Some(None) => follow(),
            Some(Some(list)) => unified(list),
        };
        json!({"escalate_window": self.minutes, "force_escalate": self.forced, "target": {
            "person_ids": self.by_name, "by": by,
            "team_ids": if self.team { vec![TEAM] } else { vec![] },
            "schedule_to_role_ids": if self.rota { json!({ROTA.to_string(): []}) } else { Value::Null },
            "webhooks": [{"type": "feishu", "settings": {}}]}})
    }

    /// Whom it tells.
    fn to(&self, on_call: &[u64], in_team: bool) -> Vec<u64> {
        let mut to = self.by_name.clone();
        to.extend(on_call.iter().filter(|_| self.rota));
        if self.team {
            to.extend(if in_team { &[ME, YOU][..] } else { &[YOU] });
        }
        to.sort_unstable();
        to.dedup();
        to
    }
}

/// What the maker did, and what decided.
fn make(dice: &mut fastrand::Rng) -> (World, Code) {
    let shape = Shape::ALL[dice.usize(0..4)];
    let mut world = World::new(shape);
    let on_call: &[u64] = [&[ME][..], &[YOU], &[]][dice.usize(0..3)];
    let in_team = dice.bool();
    let levels: Vec<Level> = (0..dice.usize(1..5)).map(|_| Level::random(dice)).collect();
    let mut made = rule(RULE, &levels.iter().map(Level::wire).collect::<Vec<_>>());
    let delay = if dice.bool() { 0 } else { 300 };
    made["aggr_window"] = json!(delay);
    world.rules = Some(vec![made]);
    world.person.schedules = vec![schedule(ROTA, on_call)];
    world.person.teams = vec![Team {
        team_id: TEAM,
        person_ids: if in_team { vec![ME, YOU] } else { vec![YOU] }.into(),
        ..Team::default()
    }];
    let chosen = dice.bool();
    if !chosen {
        world.prefer_nothing(Severity::Critical);
    }
    if dice.u8(0..10) == 0 {
        world.add(1, "i_m_silence", 0, json!({"silence_rule_name": "x"}));
        world.add(5000, "i_rslv", 0, json!({"from": "event"}));
        return (world, Code::Silenced);
    }
    if dice.u8(0..10) == 0 {
        world.rules = Some(Vec::new());
        return (world, Code::NoRule);
    }
    if delay > 0 && dice.u8(0..5) == 0 {
        world.add(dice.i64(1..delay), "i_rslv", 0, json!({"from": "event"}));
        return (world, Code::ClosedInDelay);
    }
    let (stop, stop_code) = STOPS[dice.usize(0..STOPS.len())];
    let stop_level = dice.usize(0..levels.len());
    let mut at = delay + 1;
    let (mut assigned, mut off_duty) = (None, None);
    let mut sent = Vec::new();
    let mut stopped_from = None;
    for (index, level) in levels.iter().enumerate() {
        let to = level.to(on_call, in_team);
        world.assign(at, RULE, index as i64, &to);
        let rooms = json!({"fire_type": "fire", "escalate_rule_id": RULE, "layer_idx": index, "by": "feishu", "robots": [{"alias": "room"}]});
        world.add(at + 1, "i_notify", 0, rooms);
        let channels: Vec<&str> = match &level.by {
            None => vec![],
            Some(None) if chosen => vec!["email", "push"],
            Some(None) => vec![],
            Some(Some(list)) => list.clone(),
        };
        if to.contains(&ME) {
            for by in &channels {
                let failed = dice.bool();
                sent.push(failed);
                let why = if failed { "no answer" } else { "" };
                world.notify(
                    at + 2,
                    RULE,
                    index as i64,
                    by,
                    &json!([{"person_id": ME, "failed_reason": why}]),
                );
            }
            if channels.is_empty() && assigned.is_none() {
                assigned = Some(match &level.by {
                    None => Code::GroupOnly,
                    Some(None) => Code::NoChannelPreference,
                    Some(Some(_)) => Code::NoChannelRule,
                });
            }
        } else if level.rota && off_duty.is_none() {
            off_duty = Some(if to.is_empty() {
                Code::NobodyOnCall
            } else {
                Code::NotOnCall
            });
        }
        if index == stop_level {
            let detail = match stop {
                // Not over by the time that it is looked at: then notices begin again.
                "i_snooze" => json!({"minutes": 2000}),
                "i_merge" => json!({"target_incident": {"incident_id": OTHER, "title": "other"}}),
                _ => json!({}),
            };
            // Long after the messages, and before the next level.
            let when = at + 20;
            if stop == "i_assign" {
                world.by_hand(when, YOU, &[YOU]);
            } else {
                world.add(when, stop, YOU, detail);
            }
            if stop != "i_ack" || !level.forced {
                stopped_from = Some(index);
                break;
            }
        }
        at += level.minutes * 60;
    }
    let unreached = stopped_from.map_or(&[][..], |from| &levels[from + 1..]);
    let mut held = unreached.iter();
    // An acknowledgement passes where every level in between goes on.
    let nearest = held.find(|level| level.to(on_call, in_team).contains(&ME));
    let by_hand = stopped_from.is_some() && stop == "i_assign";
    let code = if sent.iter().any(|failed| !failed) {
        Code::Notified
    } else if !sent.is_empty() {
        Code::SendingFailed
    } else if let Some(code) = assigned {
        code
    } else if nearest.is_some() {
        stop_code
    } else if let Some(code) = off_duty {
        code
    } else if by_hand {
        Code::AssignedByHand
    } else {
        Code::OtherRule
    };
    (world, code)
}

#[test]
fn what_decided_is_what_the_maker_did() {
    let mut seen = std::collections::BTreeMap::new();
    for seed in 0..4000 {
        let mut dice = fastrand::Rng::with_seed(seed);
        let (world, code) = make(&mut dice);
        let found = world.judge();
        let decided = found.reasons[0].code();
        assert_eq!(
            decided, code,
            "seed {seed}: {:#?}\n{:#?}\n{found:#?}",
            world.feed, world.rules
        );
        *seen.entry(code).or_insert(0) += 1;
    }
    // The dice must not leave any of them out.
    let rare: Vec<_> = seen.iter().filter(|(_, count)| **count < 10).collect();
    assert!(seen.len() >= 15 && rare.is_empty(), "{seen:?}");
}
