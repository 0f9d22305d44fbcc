//! What happens to which operation, and what is expected of it.

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Op {
    Create,
    Rotate,
    Delete,
}

impl Op {
    /// The request that the fault hits.
    pub fn request(self) -> &'static str {
        match self {
            Op::Create | Op::Rotate => "app_key_create",
            Op::Delete => "app_key_delete",
        }
    }

    pub fn words(self) -> &'static str {
        match self {
            Op::Create => "app-key create ci -q",
            Op::Rotate => "app-key rotate laptop --self",
            Op::Delete => "app-key delete ci-2024 --yes -o json",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum What {
    TimeoutBefore,
    TimeoutAfter,
    CutBody,
    Error500Before,
    Error500After,
    Status429,
    Status428,
    Status423,
    KeyringGone,
    DiskFull,
    ClosedStdout,
    Sigint,
    Sigkill,
}

/// Operation, what happens, exit code (-1 for a signal), the keys afterwards (`+` works, `-` is
/// disabled), and words that are told.
pub type Cell = (Op, What, i32, &'static str, &'static str);

/// The keys as they were.
pub const AS_BEFORE: &str = "laptop+, ci-2024-";

pub const MATRIX: &[Cell] = &[
    // No key, the old one works; or a key that nobody holds, and the command that deletes it.
    (
        Op::Create,
        What::TimeoutBefore,
        10,
        AS_BEFORE,
        "not known whether a key is still created",
    ),
    (
        Op::Create,
        What::TimeoutAfter,
        10,
        "laptop+, ci-2024-, ci+",
        "duty app-key delete 60001",
    ),
    (
        Op::Create,
        What::CutBody,
        10,
        "laptop+, ci-2024-, ci+",
        "duty app-key delete 60001",
    ),
    (
        Op::Create,
        What::Error500Before,
        1,
        AS_BEFORE,
        "no key was created",
    ),
    (
        Op::Create,
        What::Error500After,
        10,
        "laptop+, ci-2024-, ci+",
        "duty app-key delete 60001",
    ),
    (
        Op::Create,
        What::Status429,
        9,
        AS_BEFORE,
        "no key was created",
    ),
    (
        Op::Create,
        What::Status428,
        8,
        AS_BEFORE,
        "no key was created",
    ),
    (
        Op::Create,
        What::Status423,
        8,
        AS_BEFORE,
        "no key was created",
    ),
    // In a file of its own, because the keyring went away between the trial and the save.
    (
        Op::Create,
        What::KeyringGone,
        4,
        "laptop+, ci-2024-, ci+",
        ".60001, which only you can read",
    ),
    (
        Op::Create,
        What::DiskFull,
        1,
        AS_BEFORE,
        "no key was created",
    ),
    (
        Op::Create,
        What::ClosedStdout,
        1,
        "laptop+, ci-2024-, ci+",
        ".60001, which only you can read",
    ),
    // The step is finished, the secret is on stdout.
    (Op::Create, What::Sigint, 0, "laptop+, ci-2024-, ci+", ""),
    (
        Op::Create,
        What::Sigkill,
        -1,
        "laptop+, ci-2024-, ci+",
        "duty app-key delete 60001",
    ),
    // The old key works and is stored; --resume puts away what nobody holds.
    (
        Op::Rotate,
        What::TimeoutBefore,
        10,
        AS_BEFORE,
        "not known whether a key is still created",
    ),
    (
        Op::Rotate,
        What::TimeoutAfter,
        10,
        "laptop+, ci-2024-, laptop (new)+",
        "--resume",
    ),
    (
        Op::Rotate,
        What::CutBody,
        10,
        "laptop+, ci-2024-, laptop (new)+",
        "--resume",
    ),
    (
        Op::Rotate,
        What::Error500Before,
        1,
        AS_BEFORE,
        "no key was created",
    ),
    (
        Op::Rotate,
        What::Error500After,
        10,
        "laptop+, ci-2024-, laptop (new)+",
        "--resume",
    ),
    (
        Op::Rotate,
        What::Status429,
        9,
        AS_BEFORE,
        "no key was created",
    ),
    (
        Op::Rotate,
        What::Status428,
        8,
        AS_BEFORE,
        "no key was created",
    ),
    (
        Op::Rotate,
        What::Status423,
        8,
        AS_BEFORE,
        "no key was created",
    ),
    (
        Op::Rotate,
        What::KeyringGone,
        4,
        "laptop+, ci-2024-, laptop (new)+",
        ".60001, which only you can read",
    ),
    (
        Op::Rotate,
        What::DiskFull,
        1,
        AS_BEFORE,
        "nothing was changed",
    ),
    // Nothing of it goes to stdout.
    (
        Op::Rotate,
        What::ClosedStdout,
        0,
        "laptop (until DATE)-, ci-2024-, laptop+",
        "which was tested",
    ),
    // The new key is kept beside the old one, and the old one works.
    (
        Op::Rotate,
        What::Sigint,
        130,
        "laptop+, ci-2024-, laptop (new)+",
        "--resume",
    ),
    (
        Op::Rotate,
        What::Sigkill,
        -1,
        "laptop+, ci-2024-, laptop (new)+",
        "60001",
    ),
    // Nothing is held here but the key in use, which is another one.
    (
        Op::Delete,
        What::TimeoutBefore,
        10,
        AS_BEFORE,
        "not known whether the change still takes effect",
    ),
    (
        Op::Delete,
        What::TimeoutAfter,
        0,
        "laptop+",
        "the change took effect",
    ),
    (
        Op::Delete,
        What::CutBody,
        0,
        "laptop+",
        "the change took effect",
    ),
    (
        Op::Delete,
        What::Error500Before,
        1,
        AS_BEFORE,
        "nothing was changed",
    ),
    (
        Op::Delete,
        What::Error500After,
        0,
        "laptop+",
        "the change took effect",
    ),
    (Op::Delete, What::Status429, 9, AS_BEFORE, "cannot delete"),
    (Op::Delete, What::Status428, 8, AS_BEFORE, "not accepted"),
    (Op::Delete, What::Status423, 8, AS_BEFORE, "locked"),
    // It needs no keyring and no disk beyond the key that it begins with.
    (
        Op::Delete,
        What::KeyringGone,
        0,
        "laptop+",
        "\"changed\": true",
    ),
    (Op::Delete, What::DiskFull, 1, "laptop+", "Deleted the key"),
    (
        Op::Delete,
        What::ClosedStdout,
        0,
        "laptop+",
        "Deleted the key",
    ),
    (Op::Delete, What::Sigint, 0, "laptop+", "\"changed\": true"),
    (Op::Delete, What::Sigkill, -1, "laptop+", ""),
];

#[test]
fn the_matrix_has_every_cell_once() {
    for op in [Op::Create, Op::Rotate, Op::Delete] {
        let cells: Vec<What> = MATRIX
            .iter()
            .filter(|cell| cell.0 == op)
            .map(|cell| cell.1)
            .collect();
        assert_eq!(cells.len(), 13, "{op:?}");
        assert!(cells.windows(2).all(|pair| (pair[0] as u8) < pair[1] as u8));
    }
}
