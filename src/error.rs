//! What can go wrong, as one type: what failed, what the server said about it, and what to try next.
//!
//! Every layer returns [`Error`]; the exit code follows from its [`Kind`] and from nothing else. Where only this
//! machine can fail (a file, a pipe), `anyhow` adds what was being done, and one conversion makes it an [`Error`].

use tr::tr;

/// Why a command did not do what it was asked; decides the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Anything that has no kind of its own.
    Failed,
    /// Wrong arguments, or a choice that a script must make.
    Usage,
    /// No key, or one that the server does not accept.
    Key,
    /// The key is good, but may not do this.
    NotAllowed,
    /// What was named does not exist.
    NotFound,
    /// Somebody else changed it, or a limit is reached.
    Conflict,
    /// A verification code is needed, wrong, or locked.
    Verification,
    /// Too many requests, after retries.
    RateLimited,
    /// No server, or an answer that makes no sense.
    Unreachable,
    /// Ctrl-C.
    Interrupted,
}

impl Kind {
    /// Every kind, in the order of the exit codes.
    pub const ALL: [Kind; 10] = [
        Kind::Failed,
        Kind::Usage,
        Kind::Key,
        Kind::NotAllowed,
        Kind::NotFound,
        Kind::Conflict,
        Kind::Verification,
        Kind::RateLimited,
        Kind::Unreachable,
        Kind::Interrupted,
    ];

    /// The exit code of the process.
    pub const fn exit_code(self) -> u8 {
        match self {
            Kind::Failed => 1,
            Kind::Usage => 2,
            Kind::Key => 4,
            Kind::NotAllowed => 5,
            Kind::NotFound => 6,
            Kind::Conflict => 7,
            Kind::Verification => 8,
            Kind::RateLimited => 9,
            Kind::Unreachable => 10,
            Kind::Interrupted => 130,
        }
    }

    /// The word for it in JSON; never translated.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Failed => "failed",
            Kind::Usage => "usage",
            Kind::Key => "key",
            Kind::NotAllowed => "not_allowed",
            Kind::NotFound => "not_found",
            Kind::Conflict => "conflict",
            Kind::Verification => "verification",
            Kind::RateLimited => "rate_limited",
            Kind::Unreachable => "unreachable",
            Kind::Interrupted => "interrupted",
        }
    }

    /// The kind for an `error.code` of the server (contract: `DutyError`); `None` for a code that is
    /// not in the contract, where the HTTP status decides instead.
    pub fn of_code(code: &str) -> Option<Kind> {
        Some(match code {
            "Unauthorized" => Kind::Key,
            "AccessDenied" | "NoLicense" | "BalanceNotEnough" => Kind::NotAllowed,
            "ResourceNotFound" | "RouteNotFound" => Kind::NotFound,
            "ReferenceExist" | "UndonedOrderExist" => Kind::Conflict,
            "RequestLocked" | "RequestVerifyRequired" | "DangerousOperation" => Kind::Verification,
            "RequestTooFrequently" => Kind::RateLimited,
            "ServiceUnavailable" => Kind::Unreachable,
            "InvalidParameter" | "BadRequest" | "InvalidContentType" | "MethodNotAllowed"
            | "EntityTooLarge" | "InternalError" => Kind::Failed,
            _ => return None,
        })
    }

    /// The kind for an HTTP status whose body has no usable `error.code`.
    pub const fn of_status(status: u16) -> Kind {
        match status {
            401 => Kind::Key,
            402 | 403 => Kind::NotAllowed,
            409 => Kind::Conflict,
            423 | 428 => Kind::Verification,
            429 => Kind::RateLimited,
            400 | 413 => Kind::Failed,
            _ => Kind::Unreachable,
        }
    }
}

/// The ways in which a command ends that are not errors but have an exit code of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done as asked: 0.
    Done,
    /// The command did its work and reports a finding: 3.
    Finding,
    /// There is a difference, and `--check` was asked for: 3.
    Difference,
    /// The command did its work, but not all of what it needed could be read: 11.
    NotKnown,
    /// The command did its work and reports what an error of this kind would have said.
    Like(Kind),
}

impl Exit {
    /// The exit code of the process.
    pub const fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::Finding | Exit::Difference => 3,
            Exit::NotKnown => 11,
            Exit::Like(kind) => kind.exit_code(),
        }
    }
}

/// Why the stored key of a context could not be had, or kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyringFailure {
    /// There is no keyring in this session, or it failed.
    Unavailable,
    /// There is a keyring, and it is locked.
    Locked,
    /// The keyring did not answer in time; it may be locked and wait for a password.
    TimedOut,
    /// There is no key of this context in it.
    Missing,
    /// What it holds is not a key, or not the one that was saved.
    Wrong,
}

impl KeyringFailure {
    /// The word for it in JSON (`error.code`).
    pub const fn word(self) -> &'static str {
        match self {
            KeyringFailure::Unavailable => "keyring_unavailable",
            KeyringFailure::Locked => "keyring_locked",
            KeyringFailure::TimedOut => "keyring_timeout",
            KeyringFailure::Missing => "key_missing",
            KeyringFailure::Wrong => "key_unreadable",
        }
    }

    /// Whether it is the keyring itself that is in the way.
    pub const fn is_of_keyring(self) -> bool {
        matches!(
            self,
            KeyringFailure::Unavailable | KeyringFailure::Locked | KeyringFailure::TimedOut
        )
    }
}

/// What the server said when it refused.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServerError {
    /// HTTP status, 0 where there was none.
    pub status: u16,
    /// `error.code`, where the answer had one.
    pub code: Option<String>,
    /// `error.message`, where the answer had one.
    pub message: Option<String>,
}

impl ServerError {
    /// Whether its code says that the server itself is at fault (contract: `DutyError`).
    pub fn is_of_server(&self) -> bool {
        let code = self.code.as_deref();
        matches!(code, Some("InternalError" | "ServiceUnavailable"))
    }
}

/// A place in a file, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The file, as it is named to the user.
    pub file: String,
    /// The line.
    pub line: usize,
    /// The character in it.
    pub column: usize,
}

/// What a program can use of an error.
#[derive(Clone, Debug, Default)]
pub struct Data {
    /// Where in a file it is.
    pub location: Option<Location>,
    /// Before, meant and found of a conflict; candidates.
    pub details: serde_json::Map<String, serde_json::Value>,
}

/// One failure, ready to be told to a person or to a script.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    /// Decides the exit code.
    pub kind: Kind,
    /// What failed, as a sentence without a full stop.
    pub message: String,
    /// More lines that belong to the message: candidates, what is left behind.
    pub details: Vec<String>,
    /// What the server said.
    pub server: Option<Box<ServerError>>,
    /// The id to quote to the vendor's support.
    pub request_id: Option<String>,
    /// What to try next.
    pub hint: Option<String>,
    /// In how many seconds the server would like to be asked again.
    pub retry_after: Option<std::num::NonZeroU16>,
    /// Which of several reasons of one kind it is; told as `code` in JSON.
    pub reason: Option<KeyringFailure>,
    /// The result could not be shown; what was done is done.
    pub unshown: bool,
    /// The key that was refused is not the one that the run works with.
    pub of_another_key: bool,
    /// There was no connection, so that the server cannot have got the request.
    pub unsent: bool,
    /// What a program can use of it; the message says it too.
    pub data: Option<Box<Data>>,
    /// A new key whose place failed, and the file that has its secret.
    pub undelivered: Option<Box<UndeliveredSecret>>,
}

/// A new key that nobody holds yet. The secret itself is in no error: those are kept in logs.
#[derive(Clone, Debug)]
pub struct UndeliveredSecret {
    /// Its id.
    pub id: u64,
    /// Its name.
    pub name: String,
    /// The file that the secret is in.
    pub path: std::path::PathBuf,
}

impl Error {
    /// An error of this kind with this message.
    pub fn new(kind: Kind, message: impl Into<String>) -> Error {
        Error {
            kind,
            message: message.into(),
            details: Vec::new(),
            server: None,
            request_id: None,
            hint: None,
            retry_after: None,
            reason: None,
            unshown: false,
            of_another_key: false,
            unsent: false,
            data: None,
            undelivered: None,
        }
    }

    /// Wrong arguments, or a choice that a script must make.
    pub fn usage(message: impl Into<String>) -> Error {
        Error::new(Kind::Usage, message)
    }

    /// Anything that has no kind of its own: mostly, what the system said.
    pub fn failed(message: impl Into<String>) -> Error {
        Error::new(Kind::Failed, message)
    }

    /// Ctrl-C, before anything was sent.
    pub fn interrupted() -> Error {
        Error {
            unsent: true,
            ..Error::new(Kind::Interrupted, tr!("interrupted"))
        }
    }

    /// Of a result that could not be shown.
    #[must_use]
    pub fn of_showing(mut self) -> Error {
        self.unshown = true;
        self
    }

    /// With the next thing to try, in place of an earlier hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Error {
        self.hint = Some(hint.into());
        self
    }

    /// With one more line below the message.
    #[must_use]
    pub fn detail(mut self, line: impl Into<String>) -> Error {
        self.details.push(line.into());
        self
    }

    /// Without this line below the message, where it is one.
    #[must_use]
    pub fn without(mut self, line: &str) -> Error {
        self.details.retain(|detail| detail != line);
        self
    }

    /// With something that a program can use, under this name.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<serde_json::Value>) -> Error {
        let data = self.data.get_or_insert_default();
        data.details.insert(name.to_owned(), value.into());
        self
    }

    /// With where in a file it is.
    #[must_use]
    pub fn at(mut self, file: impl Into<String>, line: usize, column: usize) -> Error {
        self.data.get_or_insert_default().location = Some(Location {
            file: file.into(),
            line,
            column,
        });
        self
    }

    /// With what was being done put before what went wrong: "cannot read the profile: …".
    #[must_use]
    pub fn while_doing(mut self, doing: impl std::fmt::Display) -> Error {
        self.message = tr!("{0}: {1}", doing, self.message);
        self
    }

    /// Whether the request may have taken effect all the same: there was no answer, or none that
    /// says.
    pub fn outcome_unknown(&self) -> bool {
        self.may_still_arrive() || self.server_failed()
    }

    /// Whether the server failed: by its status, or by its own word, which may come with any status.
    pub fn server_failed(&self) -> bool {
        self.server
            .as_ref()
            .is_some_and(|word| word.status >= 500 || word.is_of_server())
    }

    /// Whether the request may take effect even later: nobody said that it is over. A gateway does not know,
    /// whatever words it has.
    pub fn may_still_arrive(&self) -> bool {
        let by_gateway = |word: &ServerError| matches!(word.status, 502..=504);
        let unanswered = matches!(self.kind, Kind::Unreachable | Kind::Interrupted);
        (unanswered || self.server.as_deref().is_some_and(by_gateway)) && !self.unsent
    }

    /// With which of several reasons of its kind it is.
    #[must_use]
    pub fn reason(mut self, reason: KeyringFailure) -> Error {
        self.reason = Some(reason);
        self
    }

    /// `error.code` of the server's answer, or duty's own word.
    pub fn code(&self) -> Option<&str> {
        let said = self.server.as_ref().and_then(|word| word.code.as_deref());
        said.or(self.reason.map(KeyringFailure::word))
    }
}

/// A failure of this machine, with everything that was being done before it.
impl From<anyhow::Error> for Error {
    fn from(error: anyhow::Error) -> Error {
        Error::new(Kind::Failed, format!("{error:#}"))
    }
}

#[cfg(test)]
mod tests;
