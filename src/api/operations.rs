//! The table of operations: what of the contract (`api/openapi.yaml`) duty uses, one line each. The
//! client's methods are made from it; tests hold it against the contract and against the sandbox,
//! and `duty help contract` shows it.

use serde_json::{Value, json};

use crate::api::created::Created;
pub use crate::api::operation::{Operation, Repeat, Status};
use crate::api::operation::{READ, WRITE};
use crate::api::pager::Pager;
use crate::api::{Client, Write};
use crate::domain::app_key::KeyInfo;
use crate::domain::audit::AuditPage;
use crate::domain::calendar::{CalendarEvent, CalendarInfo};
use crate::domain::device::{BindCode, Device};
use crate::domain::escalation::noise::wire::{DropRule, InhibitRule, Pipeline, Route, SilenceRule};
use crate::domain::escalation::wire::{EscalationRule, Schedule, Team};
use crate::domain::evidence::wire::{AlertInfo, FeedItem, IncidentInfo, Search};
use crate::domain::integration::Integration;
use crate::domain::mail::Notified;
use crate::domain::member::{Account, Member, Person, PersonName};
use crate::domain::preference::Preference;
use crate::domain::space::Space;
use crate::domain::trial::Opened;
use crate::domain::verification;
use crate::error::Error;
use crate::lenient::Id;

/// Makes [`ALL`] and the methods of [`Client`] from the table. A line is
///
/// ```text
/// id, "path", Status, TRAITS, form(arguments) {body} -> Answer;
/// ```
///
/// where `form` is `value`, `list`, `every` (a list, all pages of it) or `pages` (page by page), each
/// a method of `pager.rs`, or `change`: a [`Write`], which only `session::write` sends; `secret` and
/// `secret_change` are `value` and `change` where the answer has a secret in it. Without a `{body}` it has the arguments by their names, but for those that are `None`.
macro_rules! operations {
    ($(
        $(#[$doc:meta])*
        $id:ident, $path:literal, $status:ident, $traits:expr,
        $form:ident($($arg:ident: $type:ty),*) $($body:block)? -> $answer:ty;
    )*) => {
        /// All of them.
        pub const ALL: &[Operation] = &[$(operations!(@operation $id, $path, $status, $traits)),*];

        /// The contract's operations, a method each.
        impl Client {$(
            $(#[$doc])*
            pub fn $id(&self $(, $arg: $type)*) -> operations!(@output $form $answer) {
                const OPERATION: &Operation = &operations!(@operation $id, $path, $status, $traits);
                self.$form(OPERATION, operations!(@body ($($body)?) $($arg)*))
            }
        )*}
    };

    (@operation $id:ident, $path:literal, $status:ident, $traits:expr) => {
        Operation { id: stringify!($id), path: $path, status: Status::$status, traits: $traits }
    };

    (@output value $answer:ty) => { Result<$answer, Error> };
    (@output secret $answer:ty) => { Result<$answer, Error> };
    (@output change $answer:ty) => { Write<$answer> };
    (@output secret_change $answer:ty) => { Write<$answer> };
    (@output pages $answer:ty) => { Pager<'_, $answer> };
    (@output $list:ident $answer:ty) => { Result<Vec<$answer>, Error> };

    (@body ($body:block) $($arg:ident)*) => { $body };
    (@body () $($arg:ident)*) => { given(json!({$(stringify!($arg): $arg),*})) };
}

/// The operation with this id.
pub fn of(id: &str) -> Option<&'static Operation> {
    ALL.iter().find(|operation| operation.id == id)
}

/// A body without the arguments that were not given.
fn given(mut body: Value) -> Value {
    if let Value::Object(fields) = &mut body {
        fields.retain(|_, value| !value.is_null());
    }
    body
}

operations! {
    /// The member that the key belongs to; a key of the primary account has none.
    member_info, "/member/info", Documented, READ, value() -> Member;
    /// The account that the key belongs to.
    account_info, "/account/info", Documented, READ, value() -> Account;
    /// Persons by id: the names of members, and of the account itself.
    person_infos, "/person/infos", Documented, READ, list(person_ids: &[u64]) -> PersonName;
    /// Members whose name or email has this in it.
    member_list, "/member/list", Documented, READ.paged(100), every(query: &str) -> Person;
    /// Change fields of a member's profile; what is not in `updates` stays. Guarded where the email
    /// or the phone changes.
    member_info_reset, "/member/info/reset", Documented, WRITE, change(member_id: Id, updates: &Value) -> ();
    /// How the person is notified.
    preference_info, "/preference/info", FormerlyDocumented, READ, value() -> Preference;
    /// Make them into `after`. It says the whole state and there is no version to compare, so
    /// repeating it blindly would take back what somebody else wrote: read before and after it.
    preference_update, "/preference/update", FormerlyDocumented, WRITE.repeat(Repeat::Checked),
        change(after: &Preference) { after.update_body() } -> ();
    /// The IM apps that a channel can name, as the older reference lists them.
    integration_list, "/datasource/list", FormerlyDocumented, READ.paged(100),
        every() { json!({"category": "im"}) } -> Integration;
    /// The same of the newer reference. Its answer has credentials, which [`Integration`] leaves where they are.
    account_integration_list, "/integration/list", Documented, READ.paged(100).needs(&["Integrations Read"]),
        every() { json!({"category": "im"}) } -> Integration;
    /// Where the alerts of an integration go; nothing where no rule says.
    route_info, "/route/info", Documented, READ.needs(&["Integrations Read", "Integrations Manage"]),
        value(integration_id: u64) -> Option<Route>;
    /// What is done to the alerts of an integration before that; nothing where nothing is.
    alert_pipeline_info, "/alert/pipeline/info", Documented, READ.needs(&["Integrations Read"]),
        value(integration_id: u64) -> Option<Pipeline>;
    /// The keys of a person, oldest first; `None` is the caller.
    app_key_list, "/person/app-key/list", FormerlyDocumented, READ.paged(20),
        every(person_id: Option<Id>) { given(json!({"person_id": person_id, "orderby": "created_at", "asc": true})) } -> KeyInfo;
    /// Make a key. Where [`Error::outcome_unknown`], one may have been made.
    app_key_create, "/person/app-key/create", FormerlyDocumented, WRITE.secret(),
        secret_change(key_name: &str, person_id: Option<Id>) { given(json!({"key_name": key_name, "person_id": person_id, "is_enabled": true})) } -> Created;
    /// Delete a key.
    app_key_delete, "/person/app-key/delete", FormerlyDocumented, WRITE, change(key_id: Id, person_id: Option<Id>) -> ();
    /// Let a key work again.
    app_key_enable, "/person/app-key/enable", FormerlyDocumented, WRITE, change(key_id: Id, person_id: Option<Id>) -> ();
    /// Stop a key.
    app_key_disable, "/person/app-key/disable", FormerlyDocumented, WRITE, change(key_id: Id, person_id: Option<Id>) -> ();
    /// Name a key.
    app_key_rename, "/person/app-key/name/reset", FormerlyDocumented, WRITE, change(key_id: Id, person_id: Option<Id>, key_name: &str) -> ();
    /// The bound phones.
    device_list, "/push/device/list", Assumed, READ, list() -> Device;
    /// A code for the app to scan, which binds its phone. One more does no harm: they expire.
    device_bind_code, "/push/device/bind-code/create", Assumed, WRITE.repeat(Repeat::Safe).secret(), secret() -> BindCode;
    /// Unbind a phone.
    device_unbind, "/push/device/unbind", Assumed, WRITE, change(device_id: &str) -> ();
    /// Send a verification code to the address on file, or to a new one that it is to prove.
    verification_send, "/mfa/code/send", Assumed, WRITE,
        change(device: verification::Device, to: Option<&str>) { given(json!({"device": device.word(), "to": to})) } -> ();
    /// Collaboration spaces: all, those whose name or description has this in it, or one by its id.
    /// Oldest first, so that one made meanwhile moves none of them to another page.
    channel_list, "/channel/list", Documented, READ.paged(100),
        pages(query: Option<&str>, ids: &[u64]) { given(json!({"query": query, "channel_ids": (!ids.is_empty()).then_some(ids), "orderby": "created_at", "asc": true})) } -> Space;
    /// The escalation rules of one collaboration space, in the server's order.
    escalation_rule_list, "/channel/escalate/rule/list", Documented, READ.needs(&["Channels Read"]), list(channel_id: Id) -> EscalationRule;
    /// One collaboration space, with its flapping settings.
    channel_info, "/channel/info", Documented, READ, value(channel_id: Id) -> Space;
    /// The silence rules of one collaboration space.
    silence_rule_list, "/channel/silence/rule/list", Documented, READ.needs(&["Channels Read"]), list(channel_id: Id) -> SilenceRule;
    /// The inhibit rules of one collaboration space.
    inhibit_rule_list, "/channel/inhibit/rule/list", Documented, READ.needs(&["Channels Read"]), list(channel_id: Id) -> InhibitRule;
    /// The rules that drop alerts of one collaboration space.
    drop_rule_list, "/channel/unsubscribe/rule/list", Documented, READ, list(channel_id: Id) -> DropRule;
    /// Teams of the account, some of them without their members.
    team_list, "/team/list", Documented, READ.paged(100), pages() -> Team;
    /// Teams by id, with their members.
    team_infos, "/team/infos", Documented, READ, list(team_ids: &[u64]) -> Team;
    /// The on-call schedules that the person stands in, with the shifts between these seconds; at most 30 days.
    schedule_self, "/schedule/self", Documented, READ.needs(&["Schedules Read", "Schedules Manage"]), list(start: i64, end: i64) -> Schedule;
    /// One schedule with its shifts between these seconds; less than 45 days.
    schedule_info, "/schedule/info", Documented, READ.needs(&["Schedules Read", "Schedules Manage"]), value(schedule_id: u64, start: i64, end: i64) -> Schedule;
    /// A service calendar.
    calendar_info, "/calendar/info", Documented, READ, value(cal_id: &str) -> CalendarInfo;
    /// The days of a calendar in one year that are not as its week says, or that the server lists for another reason.
    calendar_event_list, "/calendar/event/list", Documented, READ, list(cal_id: &str, year: i16) -> CalendarEvent;
    /// One incident.
    incident_info, "/incident/info", Documented, READ.needs(&["Incidents Read"]), value(incident_id: &str) -> IncidentInfo;
    /// Incidents that began in a window of at most 31 days, the newest first.
    incident_list, "/incident/list", Documented, READ.paged(100).needs(&["Incidents Read"]), pages(search: &Search) { given(search.body()) } -> IncidentInfo;
    /// What happened to an incident, the oldest first.
    incident_feed, "/incident/feed", Documented, READ.paged(100).needs(&["Incidents Read"]),
        pages(incident_id: &str) { json!({"incident_id": incident_id, "asc": true}) } -> FeedItem;
    /// The alerts of an incident.
    incident_alert_list, "/incident/alert/list", Documented, READ.paged(100).needs(&["Incidents Read"]), every(incident_id: &str) -> AlertInfo;
    /// What happened to an alert, the oldest first.
    alert_feed, "/alert/feed", Documented, READ.paged(100).needs(&["Channels Read"]),
        every(alert_id: &str) { json!({"alert_id": alert_id, "asc": true}) } -> FeedItem;
    /// Open an incident. It is assigned to whom the body says, or by the rules where it says nobody.
    incident_create, "/incident/create", Documented, WRITE.needs(&["Incidents Manage"]), change(body: &Value) { body.clone() } -> Opened;
    /// Close incidents; one that is closed stays as it is.
    incident_resolve, "/incident/resolve", Documented, WRITE.needs(&["Incidents Manage"]), change(incident_ids: &[&str]) -> ();
    /// What was done between these seconds, by a person or by anybody, the newest first.
    audit_search, "/audit/search", Documented, READ.needs(&["Audit Read"]), value(start: i64, end: i64, person: Option<u64>, cursor: Option<&str>) {
        given(json!({"start_time": start, "end_time": end, "limit": 99, "is_write": true, "person_id": person, "search_after_ctx": cursor}))
    } -> AuditPage;
    /// Send the caller, and nobody else, a mail.
    member_notify, "/member/notify", Documented, WRITE, change(subject: &str, html: &str) -> Notified;
}
