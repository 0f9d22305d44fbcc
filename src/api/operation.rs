//! What is known of an operation of the contract: its path, where it is documented, and how it may be used.
//! The operations themselves are in the table of `operations.rs`.

/// Where the vendor describes an operation (contract: `x-status`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// In the newest reference.
    Documented,
    /// In an older reference only.
    FormerlyDocumented,
    /// In none: path and bodies are this project's assumption.
    Assumed,
}

impl Status {
    /// The contract's word.
    pub const fn word(self) -> &'static str {
        match self {
            Status::Documented => "documented",
            Status::FormerlyDocumented => "formerly-documented",
            Status::Assumed => "assumed",
        }
    }
}

/// How often an operation may be sent when its outcome is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// Again does no harm.
    Safe,
    /// It is sent once.
    Once,
    /// It is sent once at a time: before it is sent again, whoever sends it looks at what is there.
    Checked,
}

/// What an operation does and how it may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Traits {
    /// How often it may be sent.
    pub repeat: Repeat,
    /// It changes something.
    pub writes: bool,
    /// Its answer has a secret in it.
    pub secret: bool,
    /// Entries of a page, where the answer is a list that comes in pages.
    pub page_size: Option<usize>,
    /// The permissions of which any lets a key ask it (contract: `x-permission`); none is every key.
    pub needs: &'static [&'static str],
}

pub(super) const READ: Traits = Traits {
    repeat: Repeat::Safe,
    writes: false,
    secret: false,
    page_size: None,
    needs: &[],
};

pub(super) const WRITE: Traits = Traits {
    repeat: Repeat::Once,
    writes: true,
    ..READ
};

impl Traits {
    pub(super) const fn repeat(self, repeat: Repeat) -> Traits {
        Traits { repeat, ..self }
    }

    pub(super) const fn secret(self) -> Traits {
        Traits {
            secret: true,
            ..self
        }
    }

    pub(super) const fn needs(self, needs: &'static [&'static str]) -> Traits {
        Traits { needs, ..self }
    }

    pub(super) const fn paged(self, size: usize) -> Traits {
        Traits {
            page_size: Some(size),
            ..self
        }
    }
}

/// The id of what is passed on for a user, whatever its path.
pub(super) const PASSED_ON: &str = "api";

/// One operation of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operation {
    /// The contract's operationId.
    pub id: &'static str,
    /// Path below the base URL.
    pub path: &'static str,
    /// Where the vendor describes it.
    pub status: Status,
    /// What it does.
    pub traits: Traits,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_trait_changes_one_thing() {
        assert_eq!((READ.repeat, READ.writes), (Repeat::Safe, false));
        assert_eq!((WRITE.repeat, WRITE.writes), (Repeat::Once, true));
        assert!(!WRITE.secret && WRITE.page_size.is_none() && WRITE.needs.is_empty());
        let all = WRITE
            .repeat(Repeat::Checked)
            .secret()
            .needs(&["Channels Read"])
            .paged(20);
        let expected = Traits {
            repeat: Repeat::Checked,
            writes: true,
            secret: true,
            page_size: Some(20),
            needs: &["Channels Read"],
        };
        assert_eq!(all, expected);
        // In another order too.
        let all = WRITE
            .paged(20)
            .needs(&["Channels Read"])
            .secret()
            .repeat(Repeat::Checked);
        assert_eq!(all, expected);
    }

    #[test]
    fn a_status_is_the_contracts_word() {
        let all = [
            Status::Documented,
            Status::FormerlyDocumented,
            Status::Assumed,
        ];
        let words = ["documented", "formerly-documented", "assumed"];
        assert_eq!(all.map(Status::word), words);
    }
}
