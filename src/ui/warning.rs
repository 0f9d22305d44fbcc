//! What there is to warn of, by its word in JSON. The words are a closed set: `api/output/common.schema.json` has
//! the same ones, which a test holds.

/// A kind of warning, and all of them.
macro_rules! warnings {
    ($($(#[$about:meta])* $name:ident = $word:literal,)*) => {
        /// What a warning is about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Warning {
            $($(#[$about])* $name,)*
        }

        impl Warning {
            /// Every one.
            pub const ALL: &[Warning] = &[$(Warning::$name,)*];

            /// Its word in JSON; never translated.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Warning::$name => $word,)*
                }
            }
        }
    };
}

warnings! {
    /// A sentence that has no code of its own, and calls for a look.
    Caution = "warning",
    /// One that is only worth knowing.
    Note = "note",

    // The account, the configuration and the keys of this machine.
    EarlierKeyLeft = "earlier_key_left",
    InsecureStorage = "insecure_storage",
    KeyInClearText = "key_in_clear_text",
    KeyNotStored = "key_not_stored",
    NarrowLocale = "narrow_locale",
    SharedConfig = "shared_config",
    StoredKeyUnused = "stored_key_unused",
    UnknownEntry = "unknown_entry",
    VariableWins = "variable_wins",

    // APP keys.
    ContextKey = "context_key",
    KeptKeyDue = "kept_key_due",
    NewKeyToPlace = "new_key_to_place",
    OrphanedKey = "orphaned_key",
    OwnKey = "own_key",
    UndeliveredKey = "undelivered_key",
    UnfinishedRotation = "unfinished_rotation",

    // Preferences, phones, and what a channel does.
    AppReachesNobody = "app_reaches_nobody",
    AppSwitchedOff = "app_switched_off",
    AuditUnread = "audit_unread",
    CodeInHistory = "code_in_history",
    ChangedBetween = "changed_between",
    ChangedSince = "changed_since",
    HistorySetAside = "history_set_aside",
    HistoryUnread = "history_unread",
    ImAppsUnread = "im_apps_unread",
    LogCutOff = "log_cut_off",
    NoHistory = "no_history",
    NotForShifts = "not_for_shifts",
    NothingChosen = "nothing_chosen",
    OfAnotherPerson = "of_another_person",
    ProofIncomplete = "proof_incomplete",
    ProofNotKept = "proof_not_kept",
    RecordUnread = "record_unread",
    Silent = "silent",
    UnknownChannel = "unknown_channel",

    // The doctor.
    AlertsUnread = "alerts_unread",
    CalendarUnread = "calendar_unread",
    ClocksDiffer = "clocks_differ",
    ChannelUnknown = "channel_unknown",
    DevicesUnread = "devices_unread",
    FlappingUnread = "flapping_unread",
    ImLinkUnknown = "im_link_unknown",
    IntegrationUnread = "integration_unread",
    IntegrationsUnread = "integrations_unread",
    LastMessageFailed = "last_message_failed",
    MembershipUnknown = "membership_unknown",
    NotAllRead = "not_all_read",
    PersonUnread = "person_unread",
    PreferencesOfAnother = "preferences_of_another",
    PreferencesUnread = "preferences_unread",
    PrimaryAccount = "primary_account",
    RecordCut = "record_cut",
    RecordsUnread = "records_unread",
    RulesUnread = "rules_unread",
    SchedulesUnread = "schedules_unread",
    ShiftsBySchedule = "shifts_by_schedule",
    TeamGone = "team_gone",
    TeamsUnread = "teams_unread",
    TimeZoneUnknown = "time_zone_unknown",
    Unread = "unread",

    // Anything else.
    Browser = "browser",
    NotAsInContract = "not_as_in_contract",
}
