//! What duty knows of being paged: channels, preferences, delivery, escalation, binding a phone. No I/O
//! and no text for people; what the API answers is read into these types by the tolerant readers of `lenient`.

#![warn(missing_docs)]

pub mod app_key;
pub mod audit;
pub mod base_url;
pub mod binding;
pub mod calendar;
pub mod changes;
pub mod channel;
pub mod console;
pub mod delivery;
pub mod device;
pub mod doctor;
pub mod escalation;
pub mod evidence;
pub mod integration;
pub mod mail;
pub mod member;
pub mod preference;
pub mod proof;
pub mod replaced;
pub mod rotation;
pub mod server_clock;
pub mod severity;
pub mod space;
pub mod trial;
pub mod unreached;
pub mod verification;
