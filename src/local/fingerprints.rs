//! Which key is which: a server does not say what id the key has that it is asked with. Of a key that duty
//! made it keeps a salted hash beside the id, from which nobody gets the key back.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use ring::hmac;
use ring::rand::{SecureRandom, SystemRandom};
use serde::{Deserialize, Serialize};

use crate::lenient::Id;
use crate::local::keys::AppKey;

/// How far the clock of a server may be from that of this machine, in seconds.
const CLOCKS_DIFFER: i64 = 600;
/// More than anybody has; the oldest go first.
const MOST: usize = 50;

/// The keys that are known.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Fingerprints {
    #[serde(default)]
    salt: String,
    #[serde(default)]
    keys: Vec<Fingerprint>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Fingerprint {
    /// The server, as it is shown.
    base_url: String,
    key_id: Id,
    hash: String,
    /// When duty made it, in Unix seconds; nothing where it was only met.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    made: Option<i64>,
}

/// One key, so that it is known again.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct KeyHash {
    salt: String,
    hash: String,
}

impl KeyHash {
    /// That of this key; nothing where this machine gives no random numbers.
    pub fn of(key: &AppKey) -> Option<KeyHash> {
        let salt = new_salt()?;
        Some(KeyHash {
            hash: BASE64.encode(hmac::sign(&read_salt(&salt)?, key.expose().as_bytes())),
            salt,
        })
    }

    /// Whether this is that key.
    pub fn is_of(&self, key: &AppKey) -> bool {
        let hash = BASE64.decode(&self.hash).unwrap_or_default();
        read_salt(&self.salt)
            .is_some_and(|salt| hmac::verify(&salt, key.expose().as_bytes(), &hash).is_ok())
    }
}

/// How many bytes of the salt of a mark come first, and of the hash after it.
const MARK: (usize, usize) = (8, 16);

/// A salted hash of this key, as short as a line of `config.toml` may be; nothing where this machine gives no random
/// numbers.
pub fn mark(key: &AppKey) -> Option<String> {
    let mut mark = vec![0; MARK.0];
    SystemRandom::new().fill(&mut mark).ok()?;
    let salt = hmac::Key::new(hmac::HMAC_SHA256, &mark);
    let hash = hmac::sign(&salt, key.expose().as_bytes());
    mark.extend(hash.as_ref().iter().take(MARK.1));
    Some(BASE64.encode(mark))
}

/// Whether one of these marks is of this key; without marks nothing speaks against it.
pub fn is_marked(marks: &[String], key: &AppKey) -> bool {
    let is_of = |mark: &String| {
        let mark = BASE64.decode(mark).unwrap_or_default();
        let Some((salt, hash)) = mark.split_at_checked(MARK.0) else {
            return false;
        };
        let own = hmac::sign(
            &hmac::Key::new(hmac::HMAC_SHA256, salt),
            key.expose().as_bytes(),
        );
        hash.len() == MARK.1 && own.as_ref().starts_with(hash)
    };
    marks.is_empty() || marks.iter().any(is_of)
}

fn new_salt() -> Option<String> {
    let mut salt = [0; 32];
    SystemRandom::new().fill(&mut salt).ok()?;
    Some(BASE64.encode(salt))
}

fn read_salt(salt: &str) -> Option<hmac::Key> {
    let salt = BASE64.decode(salt).ok()?;
    (salt.len() == 32).then(|| hmac::Key::new(hmac::HMAC_SHA256, &salt))
}

impl Fingerprints {
    /// The id that this key has on this server, where it is known.
    pub fn id_of(&self, server: &str, key: &AppKey) -> Option<Id> {
        let salt = self.salt()?;
        let is_it = |one: &&Fingerprint| {
            let hash = BASE64.decode(&one.hash).unwrap_or_default();
            one.base_url == server && hmac::verify(&salt, key.expose().as_bytes(), &hash).is_ok()
        };
        // The newest: an id may have been written down twice.
        self.keys.iter().rev().find(is_it).map(|one| one.key_id)
    }

    pub fn knows(&self, server: &str, key_id: Id) -> bool {
        let mut keys = self.keys.iter();
        keys.any(|one| one.base_url == server && one.key_id == key_id)
    }

    /// Whether the key with this id, which was made at that moment, is the one that duty made; nothing where it made none. A
    /// server may number its keys anew, and two of them be reached by one address.
    pub fn is_of_then(&self, server: &str, key_id: Id, created: i64) -> Option<bool> {
        let mut keys = self.keys.iter();
        let its = keys.find(|one| one.base_url == server && one.key_id == key_id)?;
        let made = its.made?;
        Some((created - made).abs() <= CLOCKS_DIFFER)
    }

    /// This key, which duty made at that moment or only met, is that one; `false` where nothing new was learnt.
    pub fn learn(&mut self, server: &str, key_id: Id, key: &AppKey, made: Option<i64>) -> bool {
        if self.id_of(server, key) == Some(key_id) {
            return false;
        }
        if self.salt().is_none() {
            let Some(salt) = new_salt() else {
                return false;
            };
            // What was hashed with a salt that cannot be read is of no use.
            self.keys.clear();
            self.salt = salt;
        }
        let Some(salt) = self.salt() else {
            return false;
        };
        self.forget(server, key_id);
        self.keys.push(Fingerprint {
            base_url: server.to_owned(),
            key_id,
            hash: BASE64.encode(hmac::sign(&salt, key.expose().as_bytes())),
            made,
        });
        let surplus = self.keys.len().saturating_sub(MOST);
        self.keys.drain(..surplus);
        true
    }

    fn forget(&mut self, server: &str, key_id: Id) {
        self.keys
            .retain(|one| one.base_url != server || one.key_id != key_id);
    }

    fn salt(&self) -> Option<hmac::Key> {
        read_salt(&self.salt)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: &str = "https://here.example";

    fn key(text: &str) -> AppKey {
        AppKey::as_made(text)
    }

    #[test]
    fn a_key_is_known_again_on_its_server_and_is_not_in_what_is_kept() {
        let mut known = Fingerprints::default();
        assert_eq!(known.id_of(HERE, &key("CANARY-1")), None);
        assert!(known.learn(HERE, Id(1), &key("CANARY-1"), None));
        assert!(known.learn(HERE, Id(2), &key("CANARY-2"), None));
        assert!(
            !known.learn(HERE, Id(2), &key("CANARY-2"), None),
            "nothing new"
        );
        let kept = serde_json::to_string(&known).unwrap();
        assert!(!kept.contains("CANARY"), "{kept}");
        let known: Fingerprints = serde_json::from_str(&kept).unwrap();
        assert_eq!(known.id_of(HERE, &key("CANARY-1")), Some(Id(1)));
        assert_eq!(known.id_of(HERE, &key("CANARY-2")), Some(Id(2)));
        assert_eq!(known.id_of(HERE, &key("CANARY-3")), None);
        assert_eq!(known.id_of("https://there.example", &key("CANARY-1")), None);
    }

    #[test]
    fn one_key_is_known_again_and_no_other() {
        let of = |text: &str| KeyHash::of(&key(text)).unwrap();
        assert!(of("CANARY").is_of(&key("CANARY")));
        assert!(!of("CANARY").is_of(&key("CANARY-1")));
        let kept = serde_json::to_string(&of("CANARY")).unwrap();
        assert!(!kept.contains("CANARY"), "{kept}");
        let broken: KeyHash = serde_json::from_str(r#"{"salt": "x", "hash": "y"}"#).unwrap();
        assert!(!broken.is_of(&key("CANARY")));
    }

    #[test]
    fn the_same_key_has_another_hash_elsewhere_and_the_oldest_go() {
        let learnt = || {
            let mut known = Fingerprints::default();
            known.learn(HERE, Id(1), &key("CANARY"), None);
            known
        };
        assert_ne!(learnt().keys[0].hash, learnt().keys[0].hash);
        let mut known = learnt();
        for id in 2..=60 {
            known.learn(HERE, Id(id), &key(&format!("more-{id}")), None);
        }
        assert_eq!(known.keys.len(), MOST);
        assert_eq!(known.id_of(HERE, &key("CANARY")), None);
        assert_eq!(known.id_of(HERE, &key("more-60")), Some(Id(60)));
    }

    #[test]
    fn a_salt_that_cannot_be_read_is_replaced() {
        let mut known: Fingerprints = serde_json::from_str(
            r#"{"salt": "short", "keys": [{"base_url": "x", "key_id": 1, "hash": "?"}]}"#,
        )
        .unwrap();
        assert_eq!(known.id_of("x", &key("a")), None);
        assert!(known.learn("x", Id(2), &key("a"), None));
        assert_eq!(known.id_of("x", &key("a")), Some(Id(2)));
    }

    #[test]
    fn an_id_is_of_the_key_that_was_learnt_last_and_of_no_earlier_one() {
        let there = "https://there.example";
        let mut known = Fingerprints::default();
        known.learn(HERE, Id(1), &key("CANARY-1"), None);
        known.learn(HERE, Id(2), &key("CANARY-2"), None);
        known.learn(there, Id(1), &key("CANARY-3"), None);
        known.learn(HERE, Id(1), &key("CANARY-4"), None);
        assert_eq!(known.id_of(HERE, &key("CANARY-1")), None);
        assert_eq!(known.id_of(HERE, &key("CANARY-4")), Some(Id(1)));
        assert_eq!(known.id_of(HERE, &key("CANARY-2")), Some(Id(2)));
        assert_eq!(known.id_of(there, &key("CANARY-3")), Some(Id(1)));
    }
}
