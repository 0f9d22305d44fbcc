//! Each trouble in its own words, wherever in an error it is.

use std::io;

use super::*;

fn told(why: CertificateError) -> (String, String) {
    words(&rustls::Error::InvalidCertificate(why))
}

#[test]
fn what_is_wrong_with_a_certificate_has_its_own_words_and_next_step() {
    let in_time = "have it renewed; or put this machine's clock right";
    for (why, said, step) in [
        (CertificateError::Expired, "it has expired", in_time),
        (
            CertificateError::NotValidYet,
            "it is not valid yet",
            in_time,
        ),
        (CertificateError::Revoked, "it was revoked", in_time),
        (
            CertificateError::NotValidForName,
            "it is for another host",
            "check the base URL",
        ),
        (
            CertificateError::UnknownIssuer,
            "nobody whom this machine trusts signed it",
            "SSL_CERT_FILE",
        ),
        (
            CertificateError::BadSignature,
            "nobody whom this machine trusts signed it",
            "SSL_CERT_FILE",
        ),
        (
            CertificateError::Other(rustls::OtherError(std::sync::Arc::new(io::Error::other(
                "CaUsedAsEndEntity",
            )))),
            "it is that of a certificate authority",
            "openssl x509",
        ),
    ] {
        let (words, hint) = told(why);
        assert!(words.starts_with(said), "{words}");
        assert!(hint.contains(step), "{words}: {hint}");
    }
    let (words, hint) = told(CertificateError::BadEncoding);
    assert!(!words.is_empty() && !words.contains("authority"), "{words}");
    assert!(hint.contains("if you trust them"), "{hint}");
}

#[test]
fn a_server_without_a_safe_version_is_told_apart_from_other_trouble() {
    let (said, hint) = words(&rustls::Error::AlertReceived(
        AlertDescription::ProtocolVersion,
    ));
    assert!(
        said.contains("1.2 or later") && hint.contains("offer TLS"),
        "{said}: {hint}"
    );
    let (said, hint) = words(&rustls::Error::AlertReceived(
        AlertDescription::AccessDenied,
    ));
    assert!(
        !said.contains("1.2") && hint == "check the base URL and the proxy",
        "{said}: {hint}"
    );
}

#[test]
fn trouble_is_found_below_what_wraps_it() {
    let expired = || rustls::Error::InvalidCertificate(CertificateError::Expired);
    assert_eq!(trouble(&expired()), Some(&expired()));
    let wrapped = io::Error::other(io::Error::other(expired()));
    assert_eq!(trouble(&wrapped), Some(&expired()));
    assert_eq!(trouble(&io::Error::other("no room")), None);
    assert_eq!(trouble(&io::Error::from(io::ErrorKind::TimedOut)), None);
}
