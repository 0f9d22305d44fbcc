//! Which device a verification code goes to, and having it sent.

use tr::tr;

use crate::domain::member::Caller;
use crate::domain::verification::{Device, Purpose, label, masked};
use crate::error::Error;
use crate::session::app::Session;
use crate::session::write::send;
use crate::ui::Tone;

/// Whether a code can still come, now that one was asked for.
pub enum Sending {
    Sent(String),
    /// The server cannot be asked to send one.
    Elsewhere,
}

/// The address to send to, where it is a new one that this device reaches.
fn address(purpose: &Purpose, device: Device) -> Option<&str> {
    purpose
        .address()
        .filter(|(of, _)| *of == device)
        .map(|(_, to)| to)
}

pub fn send(
    session: &mut Session<'_>,
    purpose: &Purpose,
    device: Device,
) -> Result<Sending, Error> {
    let to = where_it_goes(session, purpose, device);
    match send_code(session, purpose, device) {
        Ok(()) => Ok(Sending::Sent(to)),
        Err(error) if error.code() == Some("RouteNotFound") => Ok(Sending::Elsewhere),
        Err(error) => Err(error),
    }
}

/// Nothing that can be read tells whether one was sent; only its arrival does.
pub fn send_code(session: &Session<'_>, purpose: &Purpose, device: Device) -> Result<(), Error> {
    let request = session
        .api
        .verification_send(device, address(purpose, device));
    send::send(session, &request, None)
        .map(|_| ())
        .map_err(|error| {
            let unknown = error.outcome_unknown();
            let error = error.while_doing(tr!("cannot have a verification code sent"));
            if !unknown {
                return error;
            }
            error
                .detail(tr!("it is not known whether a code was sent"))
                .hint(tr!(
                    "one that arrives can be used; where none does, have another one sent"
                ))
        })
}

/// Where a code goes, masked; what the server does not tell is "on file".
pub fn where_it_goes(session: &Session<'_>, purpose: &Purpose, device: Device) -> String {
    if let Some(to) = address(purpose, device) {
        return masked(device, to);
    }
    let on_file = session
        .api
        .advice()
        .caller()
        .ok()
        .and_then(|caller| on_file(&caller, device));
    on_file.map_or_else(
        || match device {
            Device::Phone => tr!("the phone on file"),
            _ => tr!("the email on file"),
        },
        |(to, _)| masked(device, &to),
    )
}

/// The address on file, and whether it is verified as far as the server says.
fn on_file(caller: &Caller, device: Device) -> Option<(String, bool)> {
    let (address, verified) = match (caller, device) {
        (Caller::Member(member), Device::Email) => (member.email.clone()?, member.email_verified),
        (Caller::Member(member), Device::Phone) => (member.phone.clone()?, member.phone_verified),
        (Caller::Primary(account), Device::Email) => (account.email.clone(), None),
        (Caller::Primary(account), Device::Phone) => (account.phone.clone(), None),
        (_, Device::Totp) => return None,
    };
    (!address.is_empty()).then_some((address, verified.unwrap_or(true)))
}

/// Which device, of those that can receive a code.
pub fn choose(session: &mut Session<'_>) -> Result<Device, Error> {
    let caller = session.api.advice().caller().ok();
    let mut devices = Vec::new();
    let mut items = Vec::new();
    for device in [Device::Email, Device::Phone] {
        let known = caller.as_ref().map(|caller| on_file(caller, device));
        match known {
            // An address that is not verified receives nothing.
            Some(None | Some((_, false))) => {}
            Some(Some((to, true))) => {
                devices.push(device);
                items.push(tr!("{0}: {1}", label(device), masked(device, &to)));
            }
            None => {
                devices.push(device);
                items.push(label(device));
            }
        }
    }
    devices.push(Device::Totp);
    items.push(label(Device::Totp));
    session.out.tell(
        &tr!("The server wants a verification code for this."),
        Tone::Plain,
    );
    match session.select(&tr!("Where should it come from?"), &items)? {
        Some(at) => Ok(devices.get(at).copied().unwrap_or(Device::Email)),
        None => Err(Error::interrupted()),
    }
}
