//! Who changed what about 张三 in the weeks before.

use serde_json::{Value, json};

use crate::names::{ACCOUNT, DAY, LI_SI, WANG_WU, ZHANG_SAN};

/// Who changed what about 张三 in the weeks before. The words of the operations are assumed, as those
/// of the contract are.
pub(crate) fn audit(now_ms: u64) -> Vec<Value> {
    let entry = |days: u64,
                 member: u64,
                 name: &str,
                 ip: &str,
                 operation: &str,
                 title: &str,
                 body: Value| {
        let at = now_ms.saturating_sub(days * DAY * 1000 + 4_321_000);
        json!({
            "created_at": at,
            "account_id": ACCOUNT,
            "member_id": member,
            "member_name": name,
            "operation": operation,
            "operation_name": title,
            "ip": ip,
            "request_id": format!("{at:032x}"),
            "body": body.to_string(),
            "params": [],
            "is_write": true,
            "is_dangerous": false,
        })
    };
    vec![
        entry(
            20,
            LI_SI,
            "李四",
            "203.0.113.24",
            "member:write:info-reset",
            "修改成员信息",
            json!({"member_id": ZHANG_SAN, "updates": {"phone": "+8613800000001"}}),
        ),
        entry(
            6,
            ZHANG_SAN,
            "张三",
            "203.0.113.7",
            "preference:write:update",
            "修改通知偏好",
            json!({"trigger_notify": {
                "critical": ["email", "push"], "warning": ["email", "feishu_app:4401"], "info": [],
            }}),
        ),
        // Since then he is told of what is only information too.
        entry(
            4,
            ZHANG_SAN,
            "张三",
            "203.0.113.7",
            "preference:write:update",
            "修改通知偏好",
            json!({"trigger_notify": {
                "critical": ["email", "push"], "warning": ["email", "feishu_app:4401"], "info": ["email"],
            }}),
        ),
        entry(
            3,
            WANG_WU,
            "王五",
            "203.0.113.31",
            "template:write:create",
            "创建模板",
            json!({"template_name": "夜间"}),
        ),
        entry(
            2,
            ZHANG_SAN,
            "张三",
            "203.0.113.7",
            "person:write:app-key-disable",
            "停用 APP Key",
            json!({"key_id": 5002}),
        ),
    ]
}
