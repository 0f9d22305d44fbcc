//! The contract's operations that duty uses: path, whether the vendor documents it, and how often
//! it may be sent. A test holds this list against `api/openapi.yaml`.

/// How often an operation may be sent when its outcome is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// It reads, or says the whole state: again does no harm.
    Safe,
    /// It is sent once.
    Once,
    /// It is sent once at a time: before it is sent again, whoever sends it looks at what is there.
    Checked,
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
    /// Its answer has a secret in it.
    pub secret: bool,
}

const fn documented(id: &'static str, path: &'static str, repeat: Repeat) -> Operation {
    Operation {
        id,
        path,
        documented: true,
        repeat,
        secret: false,
    }
}

const fn assumed(id: &'static str, path: &'static str, repeat: Repeat) -> Operation {
    Operation {
        id,
        path,
        documented: false,
        repeat,
        secret: false,
    }
}

/// The member that the key belongs to.
pub const MEMBER_INFO: Operation = documented("member_info", "/member/info", Repeat::Safe);
/// The account that the key belongs to.
pub const ACCOUNT_INFO: Operation = documented("account_info", "/account/info", Repeat::Safe);
/// How the person is notified.
pub const PREFERENCE_INFO: Operation =
    documented("preference_info", "/preference/info", Repeat::Safe);
/// Replace how the person is notified; says the whole state, so repeating it blindly would take back
/// what somebody else wrote meanwhile.
pub const PREFERENCE_UPDATE: Operation =
    documented("preference_update", "/preference/update", Repeat::Checked);
/// Integrations.
pub const INTEGRATION_LIST: Operation =
    documented("integration_list", "/datasource/list", Repeat::Safe);
/// Bound phones.
pub const DEVICE_LIST: Operation = assumed("device_list", "/push/device/list", Repeat::Safe);
/// A code for the app to scan, which binds its phone. One more does no harm: they die by themselves.
pub const DEVICE_BIND_CODE: Operation = Operation {
    secret: true,
    ..assumed(
        "device_bind_code",
        "/push/device/bind-code/create",
        Repeat::Safe,
    )
};
/// Unbind a phone.
pub const DEVICE_UNBIND: Operation = assumed("device_unbind", "/push/device/unbind", Repeat::Once);
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
/// Members of the account.
pub const MEMBER_LIST: Operation = documented("member_list", "/member/list", Repeat::Safe);
/// Change the profile of a member.
pub const MEMBER_INFO_RESET: Operation =
    documented("member_info_reset", "/member/info/reset", Repeat::Once);
/// The keys of a person.
pub const APP_KEY_LIST: Operation =
    documented("app_key_list", "/person/app-key/list", Repeat::Safe);
/// Make a key; a second one would be a second key.
pub const APP_KEY_CREATE: Operation = Operation {
    secret: true,
    ..documented("app_key_create", "/person/app-key/create", Repeat::Once)
};
/// Delete a key.
pub const APP_KEY_DELETE: Operation =
    documented("app_key_delete", "/person/app-key/delete", Repeat::Once);
/// Let a disabled key work again.
pub const APP_KEY_ENABLE: Operation =
    documented("app_key_enable", "/person/app-key/enable", Repeat::Once);
/// Stop a key.
pub const APP_KEY_DISABLE: Operation =
    documented("app_key_disable", "/person/app-key/disable", Repeat::Once);
/// Name a key.
pub const APP_KEY_RENAME: Operation =
    documented("app_key_rename", "/person/app-key/name/reset", Repeat::Once);
/// Send a verification code.
pub const VERIFICATION_SEND: Operation =
    assumed("verification_send", "/mfa/code/send", Repeat::Once);

/// Those that change something and are not repeated blindly: `session::write` sends them.
pub const WRITES: &[Operation] = &[
    PREFERENCE_UPDATE,
    DEVICE_UNBIND,
    MEMBER_INFO_RESET,
    APP_KEY_CREATE,
    APP_KEY_DELETE,
    APP_KEY_ENABLE,
    APP_KEY_DISABLE,
    APP_KEY_RENAME,
    VERIFICATION_SEND,
];

/// All of them.
pub const ALL: &[Operation] = &[
    MEMBER_INFO,
    ACCOUNT_INFO,
    PREFERENCE_INFO,
    PREFERENCE_UPDATE,
    INTEGRATION_LIST,
    DEVICE_LIST,
    DEVICE_BIND_CODE,
    DEVICE_UNBIND,
    CHANNEL_LIST,
    ESCALATION_RULE_LIST,
    TEAM_LIST,
    TEAM_INFOS,
    SCHEDULE_SELF,
    MEMBER_LIST,
    MEMBER_INFO_RESET,
    APP_KEY_LIST,
    APP_KEY_CREATE,
    APP_KEY_DELETE,
    APP_KEY_ENABLE,
    APP_KEY_DISABLE,
    APP_KEY_RENAME,
    VERIFICATION_SEND,
];
