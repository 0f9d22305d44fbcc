//! The operations of the contract, and what one of them is given. A file of this directory holds those
//! of one noun.

use serde_json::Value;

pub(crate) use call::{Call, Caller};

use crate::error::Result;

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
mod preference;
mod role;
mod schedule;
mod space;
mod team;
mod verification;

pub(crate) struct Operation {
    pub(crate) id: &'static str,
    pub(crate) path: &'static str,
    /// Any one of these is needed; where there is none, any key will do.
    pub(crate) permissions: &'static [&'static str],
    pub(crate) handler: fn(&mut Call<'_>) -> Result<Value>,
}

impl Operation {
    /// Whether it has to do with what happened, so that what is due has to happen first.
    pub(crate) fn is_about_the_past(&self) -> bool {
        ["/incident/", "/alert/list", "/alert/feed", "/audit/"]
            .iter()
            .any(|part| self.path.starts_with(part))
    }
}

/// Writes the table that is served and the list that is public from the same lines.
macro_rules! operations {
    ($($id:literal, $path:literal, [$($permission:literal),*], $handler:path;)*) => {
        /// Every operation that is served: its `operationId` in the contract, and its path.
        pub const OPERATIONS: &[(&str, &str)] = &[$(($id, $path)),*];

        /// The permissions of which an operation needs one, by its `operationId`.
        pub const PERMISSIONS: &[(&str, &[&str])] = &[$(($id, &[$($permission),*])),*];

        pub(crate) static TABLE: &[Operation] = &[
            $(Operation { id: $id, path: $path, permissions: &[$($permission),*], handler: $handler }),*
        ];
    };
}

operations! {
    "member_info", "/member/info", [], member::info;
    "account_info", "/account/info", [], account::info;
    "person_infos", "/person/infos", [], account::persons;
    "member_list", "/member/list", [], member::list;
    "member_info_reset", "/member/info/reset", [], member::reset;
    "preference_info", "/preference/info", [], preference::info;
    "preference_update", "/preference/update", [], preference::update;
    "integration_list", "/datasource/list", [], integration::list;
    "account_integration_list", "/integration/list", ["Integrations Read"], integration::of_account;
    "route_info", "/route/info", ["Integrations Read", "Integrations Manage"], integration::route;
    "alert_pipeline_info", "/alert/pipeline/info", ["Integrations Read"], integration::pipeline;
    "role_permission_list", "/role/permission/list", [], role::permissions;
    "app_key_list", "/person/app-key/list", [], app_key::list;
    "app_key_create", "/person/app-key/create", [], app_key::create;
    "app_key_delete", "/person/app-key/delete", [], app_key::delete;
    "app_key_enable", "/person/app-key/enable", [], app_key::enable;
    "app_key_disable", "/person/app-key/disable", [], app_key::disable;
    "app_key_rename", "/person/app-key/name/reset", [], app_key::rename;
    "device_list", "/push/device/list", [], device::list;
    "device_bind_code", "/push/device/bind-code/create", [], device::bind_code;
    "device_unbind", "/push/device/unbind", [], device::unbind;
    "verification_send", "/mfa/code/send", [], verification::send;
    "channel_list", "/channel/list", [], space::list;
    "escalation_rule_list", "/channel/escalate/rule/list", ["Channels Read"], space::rules;
    "channel_infos", "/channel/infos", [], space::infos;
    "channel_info", "/channel/info", [], space::info;
    "silence_rule_list", "/channel/silence/rule/list", ["Channels Read"], noise::silences;
    "inhibit_rule_list", "/channel/inhibit/rule/list", ["Channels Read"], noise::inhibitions;
    "drop_rule_list", "/channel/unsubscribe/rule/list", [], noise::drops;
    "team_list", "/team/list", [], team::list;
    "team_infos", "/team/infos", [], team::infos;
    "calendar_info", "/calendar/info", [], calendar::info;
    "calendar_event_list", "/calendar/event/list", [], calendar::events;
    "schedule_self", "/schedule/self", ["Schedules Read", "Schedules Manage"], schedule::own;
    "schedule_info", "/schedule/info", ["Schedules Read", "Schedules Manage"], schedule::info;
    "schedule_list", "/schedule/list", [], schedule::list;
    "schedule_infos", "/schedule/infos", ["Schedules Read", "Schedules Manage"], schedule::infos;
    "team_info", "/team/info", [], team::info;
    "schedule_by_person", "/schedule/by-person", ["Schedules Read", "Schedules Manage"], schedule::by_person;
    "incident_list", "/incident/list", ["Incidents Read"], incident::list;
    "incident_info", "/incident/info", ["Incidents Read"], incident::info;
    "incident_list_by_ids", "/incident/list-by-ids", ["Incidents Read"], incident::by_ids;
    "incident_feed", "/incident/feed", ["Incidents Read"], incident::feed;
    "incident_alert_list", "/incident/alert/list", ["Incidents Read"], incident::alerts;
    "incident_create", "/incident/create", ["Incidents Manage"], deed::create;
    "incident_resolve", "/incident/resolve", ["Incidents Manage"], deed::resolve;
    "incident_ack", "/incident/ack", ["Incidents Manage"], deed::ack;
    "incident_unack", "/incident/unack", ["Incidents Manage"], deed::unack;
    "incident_snooze", "/incident/snooze", ["Incidents Manage"], deed::snooze;
    "incident_wake", "/incident/wake", ["Incidents Manage"], deed::wake;
    "alert_list", "/alert/list", ["Channels Read"], alert::list;
    "alert_feed", "/alert/feed", ["Channels Read"], alert::feed;
    "audit_search", "/audit/search", ["Audit Read"], audit::search;
    "member_notify", "/member/notify", [], mail::notify;
}
