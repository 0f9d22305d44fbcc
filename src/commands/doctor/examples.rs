//! Examples of `duty doctor`.

use crate::commands::examples::{Examples, Json};

/// One entry a command.
pub const EXAMPLES: &[Examples] = &[
    Examples {
        path: "doctor",
        lines: &[
            (
                "duty doctor",
                "Contacts, preferences, every space that concerns you, and what is wrong",
            ),
            (
                "duty doctor --problems --severity critical",
                "Only what keeps critical incidents from you",
            ),
            (
                "duty doctor --at 03:00 --space 'Checkout EU'",
                "What would one space do at three in the morning?",
            ),
            (
                "duty doctor --title '[EU] cart down' --label service=pay-api",
                "And an incident like this?",
            ),
            (
                "duty doctor --strict -o json -q",
                "For a monitor: exit 1 on any problem",
            ),
        ],
        json: Json::Text(DOCTOR),
    },
    Examples {
        path: "doctor explain",
        lines: &[
            (
                "duty doctor explain 'Checkout EU' critical",
                "Which rule takes it, whom it tells, and why",
            ),
            (
                "duty doctor explain 30101 warning --at 23:30 --label service=pay-api",
                "The same of an incident tonight with a label",
            ),
        ],
        json: Json::Text(DOCTOR_EXPLAIN),
    },
];

/// Times and a problem in it: shortened, and held against the truth by a test of `doctor`.
const DOCTOR: &str = include_str!("doctor.json");
const DOCTOR_EXPLAIN: &str = include_str!("doctor_explain.json");
