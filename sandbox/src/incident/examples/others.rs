//! What was held back, and what was about other people.

use serde_json::json;

use super::form::{Example, Moment, What, example, forget};
use crate::made;
use crate::names::{JOHN_ROE, LI_SI, SCHEDULE_SEARCH, WANG_WU, ZHANG_SAN};
use crate::state::text;

/// Where notices were held back.
pub(super) fn held_back() -> Vec<Example> {
    use Moment::{Day, Weekday};
    vec![
        Example {
            deeds: &[(1100, 0, What::Close("event"))],
            given: |state, at| {
                // A quick one, which deletes itself.
                let quick = made::silence(30101, "快速静默：发布窗口")
                    .when(&[&[("title", "IN", &["/发布/"])]])
                    .during(at - 600, at + 3000);
                state.silence_rules.push(quick.value().clone());
            },
            ..example(
                "1A2B11",
                Day {
                    back: 1,
                    hour: 15,
                    minute: 8,
                },
                30101,
                "Warning",
                "发布期间接口抖动",
            )
        },
        Example {
            labels: &[("cluster", "eu-1")],
            deeds: &[
                (2500, JOHN_ROE, What::Ack),
                (4800, JOHN_ROE, What::Close("console")),
            ],
            ..example(
                "1A2B12",
                Day {
                    back: 3,
                    hour: 18,
                    minute: 40,
                },
                30102,
                "Critical",
                "[EU] Cluster eu-1 unreachable",
            )
        },
        // Only the record of its alert tells.
        Example {
            labels: &[("cluster", "eu-1")],
            deeds: &[(4200, 0, What::Close("event"))],
            given: |state, _| {
                let rule = made::inhibit(
                    30102,
                    "Cluster before its services",
                    &[&[("title", "IN", &["/unreachable/"])]],
                    &[&[("title", "IN", &["/Search/"])]],
                    &["labels.cluster"],
                );
                state.inhibit_rules.push(rule.value().clone());
            },
            after: |i| forget(i, &["i_m_inhibit"]),
            ..example(
                "1A2B13",
                Day {
                    back: 3,
                    hour: 18,
                    minute: 42,
                },
                30102,
                "Critical",
                "[EU] Search: no answers",
            )
        },
        Example {
            labels: &[("cluster", "eu-1")],
            deeds: &[(4100, 0, What::Close("event"))],
            given: |state, _| {
                let rule = made::inhibit(
                    30102,
                    "Cluster before its catalog",
                    &[&[("title", "IN", &["/unreachable/"])]],
                    &[&[("title", "IN", &["/Catalog/"])]],
                    &["labels.cluster"],
                );
                state.inhibit_rules.push(rule.value().clone());
            },
            ..example(
                "1A2B21",
                Day {
                    back: 3,
                    hour: 18,
                    minute: 44,
                },
                30102,
                "Critical",
                "[EU] Catalog: no answers",
            )
        },
        Example {
            deeds: &[(90, 0, What::Flap(60)), (2700, 0, What::Close("event"))],
            ..example(
                "1A2B14",
                Weekday {
                    back: 2,
                    hour: 23,
                    minute: 48,
                },
                30101,
                "Warning",
                "短信通道反复告警",
            )
        },
    ]
}

/// Where it was about somebody else, or about nobody.
pub(super) fn other_people() -> Vec<Example> {
    use Moment::{Day, EarlyThisShift, Founding, ShiftBefore, ThisShift};
    vec![
        Example {
            deeds: &[(4000, 0, What::Close("event"))],
            ..example(
                "1A2B15",
                Day {
                    back: 2,
                    hour: 8,
                    minute: 55,
                },
                30104,
                "Critical",
                "CDN origin: 504 from eu-2",
            )
        },
        Example {
            deeds: &[(5000, 0, What::Close("event"))],
            ..example(
                "1A2B16",
                Day {
                    back: 4,
                    hour: 12,
                    minute: 18,
                },
                30103,
                "Warning",
                "物流轨迹同步停止",
            )
        },
        Example {
            labels: &[("job", "dwd_payments_daily")],
            deeds: &[
                (540, WANG_WU, What::Ack),
                (7000, WANG_WU, What::Close("console")),
            ],
            ..example(
                "1A2B17",
                Day {
                    back: 1,
                    hour: 5,
                    minute: 35,
                },
                30105,
                "Critical",
                "夜间批处理失败：dwd_payments_daily",
            )
        },
        // The rule has come to name his team since.
        Example {
            deeds: &[
                (800, LI_SI, What::Ack),
                (3000, LI_SI, What::Close("console")),
            ],
            given: |state, _| {
                for rule in &mut state.rules {
                    if text(rule, "rule_name") == "兜底" {
                        rule["layers"][0]["target"]["team_ids"] = json!([]);
                    }
                }
            },
            ..example(
                "1A2B18",
                Day {
                    back: 5,
                    hour: 10,
                    minute: 50,
                },
                30101,
                "Warning",
                "渠道费率同步失败",
            )
        },
        Example {
            by: LI_SI,
            to: Some(&[WANG_WU]),
            deeds: &[
                (500, WANG_WU, What::Ack),
                (6000, WANG_WU, What::Close("console")),
            ],
            ..example(
                "1A2B19",
                Day {
                    back: 3,
                    hour: 14,
                    minute: 0,
                },
                0,
                "Warning",
                "Disk of the build machine is full",
            )
        },
        // The same in a space whose rules would have told him.
        Example {
            by: LI_SI,
            to: Some(&[WANG_WU]),
            deeds: &[
                (700, WANG_WU, What::Ack),
                (5400, WANG_WU, What::Close("console")),
            ],
            ..example(
                "1A2B23",
                Day {
                    back: 2,
                    hour: 17,
                    minute: 52,
                },
                30101,
                "Warning",
                "商户反馈无法退款",
            )
        },
        // He opened it for himself; whether whoever does that is told, no reference says.
        Example {
            by: ZHANG_SAN,
            to: Some(&[ZHANG_SAN]),
            deeds: &[(4500, ZHANG_SAN, What::Close("console"))],
            after: |i| forget(i, &["i_notify"]),
            ..example(
                "1A2B24",
                Day {
                    back: 2,
                    hour: 15,
                    minute: 20,
                },
                30101,
                "Warning",
                "Refund queue is stuck",
            )
        },
        // The rule is gone.
        Example {
            deeds: &[
                (1000, WANG_WU, What::Ack),
                (1600, WANG_WU, What::Severity("Info")),
                (4000, WANG_WU, What::Close("console")),
            ],
            given: |state, _| {
                let target = json!({"person_ids": [WANG_WU], "by": {"follow_preference": true}});
                let layer = json!({"max_times": 1, "notify_step": 10.0, "escalate_window": 0, "target": target});
                state.rules.push(
                    made::escalation(30104, "Edge (old tenant)", 0, json!([layer]))
                        .value()
                        .clone(),
                );
            },
            ..example(
                "1A2B1A",
                Day {
                    back: 5,
                    hour: 20,
                    minute: 26,
                },
                30104,
                "Warning",
                "Edge cache hit rate low",
            )
        },
        // The rule tells the primary of a schedule, in which he is the backup.
        Example {
            deeds: &[(1700, 0, What::Close("event"))],
            ..example(
                "1A2B1F",
                ThisShift,
                30107,
                "Warning",
                "Search index lags behind",
            )
        },
        // And here nobody was in it.
        Example {
            deeds: &[(2600, 0, What::Close("event"))],
            given: |state, _| {
                for schedule in &mut state.schedules {
                    if schedule["schedule_id"] == SCHEDULE_SEARCH {
                        schedule["layers"] = json!([]);
                    }
                }
            },
            ..example(
                "1A2B20",
                EarlyThisShift,
                30107,
                "Critical",
                "搜索无结果率突增",
            )
        },
        // It began before he was the primary, and its second alert came while he was. It is open still.
        Example {
            deeds: &[(
                30 * 3600,
                0,
                What::Join("Search suggestions: stale in cn-2"),
            )],
            ..example(
                "1A2B22",
                ShiftBefore(7 * 24 + 6),
                30107,
                "Warning",
                "Search suggestions: stale",
            )
        },
        // He was assigned, and nothing says what became of it.
        Example {
            deeds: &[(3600, 0, What::Close("autorslv"))],
            after: |i| forget(i, &["i_notify"]),
            ..example(
                "1A2B1B",
                Day {
                    back: 4,
                    hour: 11,
                    minute: 33,
                },
                30101,
                "Warning",
                "Settlement file is late",
            )
        },
        // Before 张三 was a member. Its number came again.
        Example {
            deeds: &[(9000, 0, What::Close("event"))],
            ..example(
                "1A2B15",
                Founding,
                30104,
                "Critical",
                "CDN: configuration not loaded",
            )
        },
    ]
}
