//! The operations of the contract. A file of this directory holds those of one noun, and begins with a list of them.

use std::sync::LazyLock;

pub(crate) use call::{Call, Caller};
pub(crate) use operation::Operation;

mod account;
mod alert;
mod app_key;
mod audit;
mod calendar;
mod call;
mod deed;
mod device;
mod incident;
mod integration;
mod mail;
mod member;
mod noise;
mod operation;
mod preference;
mod role;
mod schedule;
mod space;
mod team;
mod verification;

/// Every operation that is served, noun by noun.
pub(crate) fn all() -> impl Iterator<Item = &'static Operation> {
    [
        account::OPERATIONS,
        alert::OPERATIONS,
        app_key::OPERATIONS,
        audit::OPERATIONS,
        calendar::OPERATIONS,
        deed::OPERATIONS,
        device::OPERATIONS,
        incident::OPERATIONS,
        integration::OPERATIONS,
        mail::OPERATIONS,
        member::OPERATIONS,
        noise::OPERATIONS,
        preference::OPERATIONS,
        role::OPERATIONS,
        schedule::OPERATIONS,
        space::OPERATIONS,
        team::OPERATIONS,
        verification::OPERATIONS,
    ]
    .into_iter()
    .flatten()
}

/// Every operation that is served: its `operationId` in the contract, and its path.
pub static OPERATIONS: LazyLock<Vec<(&str, &str)>> =
    LazyLock::new(|| all().map(|one| (one.id, one.path)).collect());

/// The permissions of which an operation needs one, by its `operationId`.
pub static PERMISSIONS: LazyLock<Vec<(&str, &[&str])>> =
    LazyLock::new(|| all().map(|one| (one.id, one.permissions)).collect());
