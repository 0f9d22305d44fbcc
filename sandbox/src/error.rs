//! A refusal: status, stable code, and a message in the two languages that the server speaks.

/// What an operation answers when it does not do what was asked.
#[derive(Clone, Debug)]
pub(crate) struct ApiError {
    pub(crate) status: u16,
    pub(crate) code: &'static str,
    pub(crate) en: String,
    pub(crate) zh: String,
    pub(crate) retry_after: Option<u64>,
}

pub(crate) type Result<T, E = ApiError> = std::result::Result<T, E>;

impl ApiError {
    fn new(status: u16, code: &'static str, en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self {
            status,
            code,
            en: en.into(),
            zh: zh.into(),
            retry_after: None,
        }
    }

    pub(crate) fn invalid(en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self::new(400, "InvalidParameter", en, zh)
    }

    pub(crate) fn bad_request(en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self::new(400, "BadRequest", en, zh)
    }

    /// Not 404: that one means that the path does not exist.
    pub(crate) fn not_found(en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self::new(400, "ResourceNotFound", en, zh)
    }

    pub(crate) fn content_type() -> Self {
        Self::new(
            400,
            "InvalidContentType",
            "Content-Type must be application/json",
            "Content-Type 必须是 application/json",
        )
    }

    pub(crate) fn unauthorized(en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self::new(401, "Unauthorized", en, zh)
    }

    pub(crate) fn denied(en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self::new(403, "AccessDenied", en, zh)
    }

    /// Of a permission that the key lacks. The vendor's server does not say which.
    pub(crate) fn access_denied() -> Self {
        Self::denied("Access Denied.", "没有访问权限。")
    }

    pub(crate) fn route(path: &str) -> Self {
        Self::new(
            404,
            "RouteNotFound",
            format!("there is no operation at {path}"),
            format!("路径 {path} 不存在"),
        )
    }

    pub(crate) fn method() -> Self {
        Self::new(
            405,
            "MethodNotAllowed",
            "every operation is called with POST",
            "所有接口均使用 POST",
        )
    }

    pub(crate) fn too_large(limit: usize) -> Self {
        Self::new(
            413,
            "EntityTooLarge",
            format!("the body is longer than {limit} bytes"),
            format!("请求体超过 {limit} 字节"),
        )
    }

    pub(crate) fn locked() -> Self {
        Self::new(
            423,
            "RequestLocked",
            "too many wrong verification codes; try again in 10 minutes",
            "验证码错误次数过多，请 10 分钟后再试",
        )
    }

    pub(crate) fn verify(en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self::new(428, "RequestVerifyRequired", en, zh)
    }

    pub(crate) fn too_frequent(retry_after: u64) -> Self {
        let mut error = Self::new(
            429,
            "RequestTooFrequently",
            "the account sends too many requests",
            "请求过于频繁",
        );
        error.retry_after = Some(retry_after);
        error
    }

    pub(crate) fn internal(en: impl Into<String>) -> Self {
        let en = en.into();
        let zh = format!("服务内部错误：{en}");
        Self::new(500, "InternalError", en, zh)
    }
}
