//! A verification code on its way to a guarded operation: a secret, in two headers.

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use crate::domain::verification::{Code, Device};

const CODE: HeaderName = HeaderName::from_static("flashcat-mfa-code");
const DEVICE: HeaderName = HeaderName::from_static("flashcat-mfa-device");

/// A code and what produced it.
#[derive(Clone, Debug)]
pub struct Proof {
    /// The code.
    pub code: Code,
    /// What produced it.
    pub device: Device,
}

impl Proof {
    /// The headers that carry it.
    pub(crate) fn headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        if let Ok(mut code) = HeaderValue::from_str(self.code.expose()) {
            code.set_sensitive(true);
            headers.insert(CODE, code);
        }
        headers.insert(DEVICE, HeaderValue::from_static(self.device.word()));
        headers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_headers_do_not_show_the_code() {
        let code = Code::parse("123456", "x").unwrap();
        let proof = Proof {
            code,
            device: Device::Totp,
        };
        let headers = proof.headers();
        assert!(headers[CODE].is_sensitive());
        assert_eq!(headers[DEVICE], "totp");
        assert!(!format!("{headers:?}").contains("123456"));
    }
}
