//! Phones bound to the account (contract: `Device`).

use serde::{Deserialize, Deserializer};

use crate::lenient::Timestamp;

/// A phone that receives the app's pushes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Device {
    /// Its id; a string on the wire.
    pub device_id: String,
    /// What the phone calls itself.
    #[serde(default)]
    pub device_name: String,
    /// Its system, such as `iOS 18.1`.
    #[serde(default)]
    pub os_version: String,
    /// When it was bound, where the server says.
    #[serde(default, deserialize_with = "time")]
    pub bound_at: Option<Timestamp>,
}

impl Device {
    /// Whether it says which phone it is.
    pub fn is_told(&self) -> bool {
        !(self.device_id.is_empty() && self.device_name.is_empty())
    }
}

/// 0 is no time.
fn time<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Timestamp>, D::Error> {
    let time = Option::<Timestamp>::deserialize(from)?;
    Ok(time.filter(|time| time.seconds() > 0))
}

/// What a phone is to scan (contract: `BindCode`). A credential while it lives: it is kept out of logs.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct BindCode {
    /// What the QR code holds.
    pub content: String,
    /// When it stops working, by the server's clock.
    pub expires_at: Timestamp,
}

impl std::fmt::Debug for BindCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "BindCode(until {})", self.expires_at.0)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn no_time_is_not_1970() {
        for (bound_at, wanted) in [
            (json!(0), None),
            (json!(null), None),
            (json!("1760000000"), Some(1_760_000_000)),
        ] {
            let device = json!({"device_id": "d", "bound_at": bound_at});
            let device: Device = crate::lenient::read(device).unwrap();
            assert_eq!(device.bound_at.map(Timestamp::seconds), wanted);
            assert!(device.is_told());
        }
        let device: Device = crate::lenient::read(json!({"device_id": ""})).unwrap();
        assert!(device.bound_at.is_none() && !device.is_told());
    }
}
