//! What happened around 张三: where others were told before him, and where he was told.

use serde_json::json;

use super::form::{Example, Moment, What, example, fail};
use crate::names::{JOHN_ROE, LI_SI, SCHEDULE_PAYMENTS, WANG_WU, ZHANG_SAN};

const PAY: &[(&str, &str)] = &[("service", "pay-gateway"), ("resource", "web-server-01")];

/// Of 支付核心, where the rule names the person on call first and the whole team after ten minutes.
pub(super) fn escalated() -> Vec<Example> {
    use Moment::{ShiftBefore, ThisShift};
    vec![
        Example {
            labels: PAY,
            deeds: &[
                (486, LI_SI, What::Ack),
                (5400, LI_SI, What::Close("console")),
            ],
            after: |i| fail(i, "sms", "number unreachable"),
            ..example(
                "0E83EE",
                ShiftBefore(3),
                30101,
                "Critical",
                "CPU usage high - web-server-01",
            )
        },
        Example {
            labels: PAY,
            deeds: &[(372, 0, What::Close("event"))],
            ..example("1A2B01", ShiftBefore(9), 30101, "Critical", "支付网关超时")
        },
        Example {
            labels: PAY,
            deeds: &[
                (240, LI_SI, What::Snooze(120)),
                (4300, LI_SI, What::Close("console")),
            ],
            ..example("1A2B02", ShiftBefore(15), 30101, "Critical", "退款服务积压")
        },
        Example {
            labels: PAY,
            deeds: &[(190, LI_SI, What::Merge("0E83EE"))],
            ..example(
                "1A2B03",
                ShiftBefore(2),
                30101,
                "Critical",
                "Memory usage high - web-server-01",
            )
        },
        Example {
            labels: PAY,
            deeds: &[(430, 0, What::Close("event"))],
            given: |state, _| {
                for schedule in &mut state.schedules {
                    if schedule["schedule_id"] == SCHEDULE_PAYMENTS {
                        schedule["layers"] = json!([]);
                    }
                }
            },
            ..example("1A2B04", ShiftBefore(21), 30101, "Critical", "对账任务失败")
        },
        Example {
            labels: PAY,
            deeds: &[
                (200, ZHANG_SAN, What::Ack),
                (260, ZHANG_SAN, What::Comment("扩容中")),
                (2400, ZHANG_SAN, What::Close("console")),
            ],
            ..example("1A2B05", ThisShift, 30101, "Critical", "支付网关 5xx 突增")
        },
    ]
}

/// Where something was sent to 张三.
pub(super) fn told() -> Vec<Example> {
    use Moment::{Day, MinutesAgo, Weekday};
    vec![
        Example {
            deeds: &[(1320, 0, What::Close("event"))],
            ..example(
                "1A2B06",
                Day {
                    back: 0,
                    hour: 14,
                    minute: 31,
                },
                30101,
                "Warning",
                "支付回调延迟升高",
            )
        },
        Example {
            deeds: &[
                (240, JOHN_ROE, What::Ack),
                (2700, JOHN_ROE, What::Close("console")),
            ],
            ..example(
                "1A2B07",
                Day {
                    back: 1,
                    hour: 10,
                    minute: 4,
                },
                30102,
                "Critical",
                "[EU] Cart service: checkout errors",
            )
        },
        Example {
            deeds: &[(1500, 0, What::Close("event"))],
            ..example(
                "1A2B08",
                Day {
                    back: 2,
                    hour: 16,
                    minute: 20,
                },
                30102,
                "Warning",
                "Redis latency in eu-west",
            )
        },
        // 李四 chose nothing for what is only information.
        Example {
            deeds: &[(900, 0, What::Close("event"))],
            ..example(
                "1A2B09",
                Day {
                    back: 2,
                    hour: 11,
                    minute: 12,
                },
                30101,
                "Info",
                "对账延迟 5 分钟",
            )
        },
        Example {
            deeds: &[
                (32_400, 0, What::Join("支付回调超时：第二个机房")),
                (36_000, ZHANG_SAN, What::Close("console")),
            ],
            ..example(
                "1A2B0A",
                Day {
                    back: 3,
                    hour: 9,
                    minute: 10,
                },
                30101,
                "Warning",
                "支付回调超时",
            )
        },
        Example {
            deeds: &[
                (600, 0, What::Storm(50)),
                (1900, LI_SI, What::Ack),
                (5000, LI_SI, What::Close("console")),
            ],
            ..example(
                "1A2B0B",
                Day {
                    back: 4,
                    hour: 15,
                    minute: 45,
                },
                30101,
                "Warning",
                "Callback queue depth",
            )
        },
        Example {
            deeds: &[
                (700, ZHANG_SAN, What::Close("console")),
                (2600, WANG_WU, What::Reopen),
                (4200, ZHANG_SAN, What::Ack),
                (5400, ZHANG_SAN, What::Close("console")),
            ],
            ..example(
                "1A2B0C",
                Day {
                    back: 5,
                    hour: 13,
                    minute: 2,
                },
                30101,
                "Warning",
                "退款接口错误率",
            )
        },
        Example {
            by: LI_SI,
            to: Some(&[LI_SI]),
            deeds: &[
                (300, LI_SI, What::Reassign(&[ZHANG_SAN])),
                (420, ZHANG_SAN, What::Ack),
                (1800, ZHANG_SAN, What::Close("console")),
            ],
            ..example(
                "1A2B0D",
                Day {
                    back: 5,
                    hour: 17,
                    minute: 30,
                },
                0,
                "Warning",
                "Certificate of pay.example.com expires",
            )
        },
        Example {
            deeds: &[
                (1200, WANG_WU, What::Respond(&[ZHANG_SAN])),
                (4000, WANG_WU, What::Close("console")),
            ],
            labels: &[("job", "dwd_orders_daily")],
            ..example(
                "1A2B0E",
                Day {
                    back: 4,
                    hour: 6,
                    minute: 15,
                },
                30105,
                "Warning",
                "dwd_orders_daily: late",
            )
        },
        // The rule waits five minutes at night.
        Example {
            deeds: &[(140, 0, What::Close("event"))],
            ..example(
                "1A2B0F",
                Weekday {
                    back: 1,
                    hour: 23,
                    minute: 21,
                },
                30101,
                "Warning",
                "夜间批量扣款变慢",
            )
        },
        // The rule has channels for what is worse, and by then it was only information.
        Example {
            deeds: &[
                (0, 0, What::Severity("Info")),
                (640, JOHN_ROE, What::Close("console")),
            ],
            ..example(
                "1A2B1C",
                Day {
                    back: 1,
                    hour: 12,
                    minute: 26,
                },
                30102,
                "Warning",
                "[EU] Price feed is stale",
            )
        },
        // The alert names him in place of the level's own targets, which are told by a group chat only.
        Example {
            labels: &[
                ("job", "dwd_refunds_daily"),
                ("layer_person_reset_0_emails", "zhangsan@example.com"),
            ],
            deeds: &[
                (190, WANG_WU, What::Ack),
                (2900, WANG_WU, What::Close("console")),
            ],
            ..example(
                "1A2B1D",
                Day {
                    back: 2,
                    hour: 7,
                    minute: 5,
                },
                30105,
                "Warning",
                "退款日报任务超时",
            )
        },
        // He had chosen nothing for what is only information, as the log has it.
        Example {
            deeds: &[(2100, 0, What::Close("event"))],
            given: |state, _| {
                if let Some(own) = state.preferences.get_mut(&ZHANG_SAN) {
                    own.trigger_notify["info"] = json!([]);
                }
            },
            ..example(
                "1A2B1E",
                Day {
                    back: 5,
                    hour: 9,
                    minute: 41,
                },
                30101,
                "Info",
                "对账差异 3 笔",
            )
        },
        // It is open: its levels go on while it is looked at.
        example(
            "1A2B10",
            MinutesAgo(4),
            30102,
            "Critical",
            "[EU] Payment provider: timeouts",
        ),
    ]
}
