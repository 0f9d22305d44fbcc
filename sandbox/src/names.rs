//! What examples and tests call the made-up account by: its keys, and the ids of its persons, teams
//! and schedules. Nothing here changes between two runs.

/// The key of the default caller, 张三. For the app-key operations he counts as the owner, so that a
/// newcomer sees everything work. Not a secret: it opens nothing but a sandbox.
pub const OWNER_KEY: &str = "sandbox-zhangsan-0123456789abcdef";
/// The key of the primary account, which is no member.
pub const PRIMARY_KEY: &str = "sandbox-primary-0123456789abcdef";
/// The key of 李四, who is a member and nothing more.
pub const MEMBER_KEY: &str = "sandbox-lisi-0123456789abcdef";
/// The disabled key of 张三.
pub const DISABLED_KEY: &str = "sandbox-zhangsan-disabled-0123456789abcdef";

/// Every credential of an integration begins like this. No client may show, log or keep one.
pub const CREDENTIAL: &str = "sandbox-credential";

/// The account, and the person id of the primary account.
pub(crate) const ACCOUNT: u64 = 2_451_002_751;
pub(crate) const ZHANG_SAN: u64 = 80011;
pub(crate) const LI_SI: u64 = 80012;
pub(crate) const WANG_WU: u64 = 80013;
pub(crate) const JANE_DOE: u64 = 80014;
pub(crate) const JOHN_ROE: u64 = 80015;

pub(crate) const TEAM_PAYMENTS: u64 = 7001;
pub(crate) const TEAM_CHECKOUT: u64 = 7002;
pub(crate) const TEAM_LOGISTICS: u64 = 7003;
pub(crate) const TEAM_PLATFORM: u64 = 7004;

pub(crate) const SCHEDULE_PAYMENTS: u64 = 9001;
pub(crate) const SCHEDULE_CHECKOUT: u64 = 9002;
pub(crate) const SCHEDULE_PLATFORM: u64 = 9003;
pub(crate) const SCHEDULE_SEARCH: u64 = 9004;

/// 2025-03-03 10:00 in Shanghai, a Monday. Shifts change at this time of the week.
pub(crate) const FOUNDED: u64 = 1_740_967_200;
pub(crate) const DAY: u64 = 86_400;
