//! The contract's operations that duty uses: path, whether the vendor documents it, and how often
//! it may be sent. A test holds this list against `api/openapi.yaml`.

/// How often an operation may be sent when its outcome is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// It reads, or says the whole state: again does no harm.
    Safe,
    /// It is sent once.
    Once,
}

/// One operation of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operation {
    /// The contract's operationId.
    pub id: &'static str,
    /// Path below the base URL.
    pub path: &'static str,
    /// In the vendor's published reference; otherwise this project's assumption.
    pub documented: bool,
    /// How often it may be sent.
    pub repeat: Repeat,
}

const fn documented(id: &'static str, path: &'static str, repeat: Repeat) -> Operation {
    Operation {
        id,
        path,
        documented: true,
        repeat,
    }
}

const fn assumed(id: &'static str, path: &'static str, repeat: Repeat) -> Operation {
    Operation {
        id,
        path,
        documented: false,
        repeat,
    }
}

/// The member that the key belongs to.
pub const MEMBER_INFO: Operation = documented("member_info", "/member/info", Repeat::Safe);
/// The account that the key belongs to.
pub const ACCOUNT_INFO: Operation = documented("account_info", "/account/info", Repeat::Safe);
/// How the person is notified.
pub const PREFERENCE_INFO: Operation =
    documented("preference_info", "/preference/info", Repeat::Safe);
/// Replace how the person is notified; says the whole state, so it may be repeated.
pub const PREFERENCE_UPDATE: Operation =
    documented("preference_update", "/preference/update", Repeat::Safe);
/// Integrations.
pub const INTEGRATION_LIST: Operation =
    documented("integration_list", "/datasource/list", Repeat::Safe);
/// Bound phones.
pub const DEVICE_LIST: Operation = assumed("device_list", "/push/device/list", Repeat::Safe);
/// Collaboration spaces, by page.
pub const CHANNEL_LIST: Operation = documented("channel_list", "/channel/list", Repeat::Safe);
/// The escalation rules of one collaboration space.
pub const ESCALATION_RULE_LIST: Operation = documented(
    "escalation_rule_list",
    "/channel/escalate/rule/list",
    Repeat::Safe,
);
/// Teams of the account, by page.
pub const TEAM_LIST: Operation = documented("team_list", "/team/list", Repeat::Safe);
/// Teams by id, with their members.
pub const TEAM_INFOS: Operation = documented("team_infos", "/team/infos", Repeat::Safe);
/// The on-call schedules that the person stands in.
pub const SCHEDULE_SELF: Operation = documented("schedule_self", "/schedule/self", Repeat::Safe);

/// All of them.
pub const ALL: &[Operation] = &[
    MEMBER_INFO,
    ACCOUNT_INFO,
    PREFERENCE_INFO,
    PREFERENCE_UPDATE,
    INTEGRATION_LIST,
    DEVICE_LIST,
    CHANNEL_LIST,
    ESCALATION_RULE_LIST,
    TEAM_LIST,
    TEAM_INFOS,
    SCHEDULE_SELF,
];
