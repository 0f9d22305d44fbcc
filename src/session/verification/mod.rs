//! Verification codes, the same way for every operation that is guarded by one: the code that was
//! given; on a terminal one that is sent and asked for; in a script an error that says how to pass
//! one. A code is used for one operation and never told to anybody but the server.

mod send;

use std::collections::VecDeque;
use std::io::Read;

use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use tr::tr;

use crate::api::Proof;
use crate::domain::verification::{Code, Device, Purpose, label};
use crate::error::{Error, Exit, Kind};
use crate::local::interruption;
use crate::session::app::{App, Session};
use crate::session::verification::send::{Sending, choose, send, send_code, where_it_goes};
use crate::session::verify_options::Verify;
use crate::text::duty;
use crate::ui::Tone;

/// The codes of this run.
pub struct Verification {
    codes: VecDeque<Code>,
    device: Option<Device>,
    /// Whether the user said so, and not duty.
    device_given: bool,
    send_only: bool,
    /// Whether the code of one operation is tried with the next one too.
    sparing: bool,
    /// The code that the operation before was carried out with.
    accepted: Option<Proof>,
}

impl Verification {
    /// What was given: on the command line, in the environment, on standard input.
    pub fn of(app: &mut App, args: &Verify) -> Result<Verification, Error> {
        let env = &app.env;
        let device = match (args.verify_device, env.get("DUTY_VERIFY_DEVICE")) {
            (Some(device), _) => Some(device),
            (None, None) => None,
            (None, Some(text)) => Some(<Device as clap::ValueEnum>::from_str(text, true).map_err(
                |_| {
                    Error::usage(tr!(
                        "DUTY_VERIFY_DEVICE is '{text}'; expected one of: email, phone, totp",
                        text
                    ))
                },
            )?),
        };
        let mut codes = VecDeque::new();
        if args.verify_code_stdin {
            let mut text = String::new();
            let read = std::io::stdin().take(4096).read_to_string(&mut text);
            let text = SecretString::from(text);
            read.map_err(|error| {
                Error::usage(tr!("cannot read the code from standard input: {0}", error))
            })?;
            for line in text
                .expose_secret()
                .lines()
                .filter(|line| !line.trim().is_empty())
            {
                codes.push_back(Code::parse(line, &tr!("standard input"))?);
            }
            if codes.is_empty() {
                return Err(Error::new(
                    Kind::Verification,
                    tr!("there is no verification code on standard input"),
                ));
            }
        } else if !args.verify_code.is_empty() {
            for text in &args.verify_code {
                codes.push_back(Code::parse(text.expose_secret(), "--verify-code")?);
            }
        } else if let (Some(text), false) = (env.get("DUTY_VERIFY_CODE"), args.send_code) {
            for word in text.split(',') {
                codes.push_back(Code::parse(word, "DUTY_VERIFY_CODE")?);
            }
        }
        app.codes.extend(codes.iter().cloned());
        Ok(Verification {
            codes,
            device,
            device_given: device.is_some(),
            send_only: args.send_code,
            sparing: false,
            accepted: None,
        })
    }

    /// Several operations of one kind follow: where the server allows it, one code does for all.
    pub fn spare(&mut self) {
        self.sparing = true;
    }

    /// Whether the command is only to have a code sent.
    pub fn sends_only(&self) -> bool {
        self.send_only
    }

    /// How many codes were given and not used.
    pub fn left(&self) -> usize {
        self.codes.len()
    }

    /// Have a code sent, tell where it went, and be done.
    pub fn send(&self, session: &mut Session<'_>, purpose: &Purpose) -> Result<Exit, Error> {
        let device = self.device_for(purpose);
        if device == Device::Totp {
            return Err(Error::usage(tr!(
                "an authenticator app shows its code by itself: nothing can be sent"
            )));
        }
        let to = where_it_goes(session, purpose, device);
        send_code(session, purpose, device)?;
        if session.out.is_json() {
            session
                .out
                .json(&json!({"sent": true, "device": device.word(), "to": to}))?;
        } else {
            session.out.note(&tr!(
                "A verification code went to {to}. Run the command again with --verify-device {0} and the code.",
                device.word(),
                to
            ));
        }
        Ok(Exit::Done)
    }

    /// The error for a script that has no code, before anything is changed; `doing` is what the code
    /// is for.
    pub fn needed(doing: &str, purpose: &Purpose) -> Error {
        let message = tr!("{doing}: this needs a verification code", doing);
        script_hint(Error::new(Kind::Verification, message), purpose)
    }

    /// Do what is guarded: for [`write::settle`]. `call` is tried with the code that was given; where the
    /// server wants one and there is none, or it is wrong, a terminal is asked. What else `call` says is
    /// returned as it is.
    ///
    /// # Errors
    /// What `call` said; `Verification` where no code could be had, or where it is locked.
    pub(super) fn prove<T>(
        &mut self,
        session: &mut Session<'_>,
        purpose: &Purpose,
        doing: &str,
        mut call: impl FnMut(&Session<'_>, Option<&Proof>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut proof = self.codes.pop_front().map(|code| Proof {
            code,
            device: self.device_for(purpose),
        });
        let (mut used_before, mut wants_another) = (false, false);
        if proof.is_none() && self.sparing {
            proof = self.accepted.take();
            used_before = proof.is_some();
        }
        let mut asked = Asked::default();
        loop {
            let error = match call(session, proof.as_ref()) {
                Err(error) if error.kind == Kind::Verification => error,
                other => {
                    self.accepted = proof.filter(|_| other.is_ok());
                    return other;
                }
            };
            if is_locked(&error) {
                return Err(locked(error, doing));
            }
            if used_before {
                // A code is good once here. Another try would count as another wrong one.
                (used_before, self.sparing, proof) = (false, false, None);
                wants_another = true;
            }
            if !session.terminal.may_ask() {
                if proof.is_none() {
                    let mut needed = Verification::needed(doing, purpose);
                    if wants_another {
                        needed = needed.detail(tr!("this server takes a code only once"));
                    }
                    return Err(told_by(needed, error));
                }
                let message = tr!("{doing}: the verification code is not accepted", doing);
                let refused = Error::new(Kind::Verification, message);
                return Err(told_by(script_hint(refused, purpose), error));
            }
            if let Some(proof) = &proof {
                let word = error.server.and_then(|word| word.message);
                session.out.tell(
                    &word.unwrap_or_else(|| tr!("the code is not accepted")),
                    Tone::Caution,
                );
                if !asked.began {
                    self.device.get_or_insert(proof.device);
                }
            }
            proof = Some(self.ask(session, purpose, &mut asked)?);
        }
    }

    fn device_for(&self, purpose: &Purpose) -> Device {
        match (self.device, purpose.address()) {
            (Some(device), _) => device,
            (None, Some((device, _))) => device,
            (None, None) => Device::Email,
        }
    }

    fn ask(
        &mut self,
        session: &mut Session<'_>,
        purpose: &Purpose,
        asked: &mut Asked,
    ) -> Result<Proof, Error> {
        if interruption::came() {
            return Err(Error::interrupted());
        }
        let device = match (self.device, purpose.address()) {
            (Some(device), _) if self.device_given || purpose.address().is_none() => device,
            (_, Some((device, _))) => device,
            (Some(device), None) => device,
            (None, None) => {
                let device = choose(session)?;
                self.device = Some(device);
                device
            }
        };
        loop {
            if device != Device::Totp && (!asked.began || asked.again) {
                asked.from = match send(session, purpose, device)? {
                    Sending::Sent(to) => {
                        session
                            .out
                            .tell(&tr!("A verification code went to {to}.", to), Tone::Plain);
                        if session.settings.sandbox && !asked.can_send {
                            session.out.note(&tr!(
                                "Sandbox: nothing is really sent; in another terminal '{command}' shows the code.",
                                command = duty!("sandbox outbox")
                            ));
                        }
                        asked.can_send = true;
                        tr!("Code ({0}; Enter alone sends it again)", label(device))
                    }
                    Sending::Elsewhere => {
                        session.out.tell(
                            &tr!("This server cannot be asked to send a code: get one in the console, or from the authenticator app (--verify-device totp)."),
                            Tone::Caution,
                        );
                        tr!("Code")
                    }
                };
            } else if !asked.began {
                asked.from = tr!("Code ({0})", label(device));
            }
            asked.began = true;
            asked.again = false;
            let text = SecretString::from(session.line(&asked.from)?);
            if text.expose_secret().trim().is_empty() {
                asked.again = asked.can_send;
                continue;
            }
            match Code::parse(text.expose_secret(), &tr!("what you typed")) {
                Ok(code) => return Ok(Proof { code, device }),
                Err(error) => session.out.tell(&error.message, Tone::Caution),
            }
        }
    }
}

/// What was asked so far, for one operation.
#[derive(Default)]
struct Asked {
    began: bool,
    again: bool,
    can_send: bool,
    from: String,
}

fn is_locked(error: &Error) -> bool {
    error.code() == Some("RequestLocked")
        || error.server.as_ref().is_some_and(|word| word.status == 423)
}

fn locked(error: Error, doing: &str) -> Error {
    told_by(
        Error::new(
            Kind::Verification,
            tr!(
                "{doing}: verification is locked after too many wrong codes",
                doing
            ),
        )
        .detail(tr!("nothing was changed by this"))
        .hint(tr!(
            "wait for the lock to end (ten minutes or so), then run it again with a new code"
        )),
        error,
    )
}

fn script_hint(error: Error, purpose: &Purpose) -> Error {
    error.hint(match purpose {
        Purpose::Caller => tr!(
            "have one sent with --send-code, or take the authenticator's; pass it in DUTY_VERIFY_CODE or with --verify-code-stdin, and --verify-device email|phone|totp for where it came from"
        ),
        _ => tr!(
            "have one sent to the new address with --send-code, then run it again with the code in DUTY_VERIFY_CODE or with --verify-code-stdin"
        ),
    })
}

/// The error in duty's words, with what the server said.
fn told_by(mut error: Error, by: Error) -> Error {
    error.server = by.server;
    error.request_id = by.request_id;
    error
}
