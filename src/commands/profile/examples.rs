//! Examples of `duty profile`.

use crate::commands::examples::{Examples, Json};

/// One entry a command.
pub const EXAMPLES: &[Examples] = &[
    Examples {
        path: "profile show",
        lines: &[
            ("duty profile show", "Who the key belongs to"),
            (
                "duty --sandbox profile show -o json",
                "The same of the made-up account, for a program",
            ),
        ],
        json: Json::Run("profile show -o json"),
    },
    Examples {
        path: "profile set",
        lines: &[
            (
                "duty profile set --nickname 张三 --time-zone Asia/Shanghai --dry-run",
                "What would change, several fields at once",
            ),
            (
                "duty profile set --email new@example.com",
                "A terminal is asked for the code that goes to the new address",
            ),
            (
                "DUTY_VERIFY_CODE=123456 duty profile set --phone +8613800000009",
                "A script passes a code that --send-code had sent before",
            ),
        ],
        json: Json::Run("profile set --nickname 张三丰 --time-zone Europe/London -o json"),
    },
];
