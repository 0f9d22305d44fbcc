//! Why the certificate of a server is not accepted, in a sentence.

use std::error::Error as StdError;

use rustls::{AlertDescription, CertificateError};
use tr::tr;

/// What the TLS library had against the server, where that is why there is no connection.
pub fn trouble<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a rustls::Error> {
    let mut source = Some(error);
    while let Some(inner) = source {
        if let Some(tls) = inner.downcast_ref() {
            return Some(tls);
        }
        // An error that is wrapped for the system's is no source of it.
        let wrapped = inner.downcast_ref::<std::io::Error>();
        let wrapped = wrapped.and_then(std::io::Error::get_ref);
        source = match wrapped {
            Some(wrapped) => Some(wrapped),
            None => inner.source(),
        };
    }
    None
}

/// Why, and what to do about it.
pub fn words(trouble: &rustls::Error) -> (String, String) {
    let renew = || tr!("have it renewed; or put this machine's clock right");
    let trust = || {
        tr!(
            "name the file with the certificate of whoever signed it in SSL_CERT_FILE, if you trust them with your key"
        )
    };
    match trouble {
        rustls::Error::InvalidCertificate(why) => match why {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
                (tr!("it has expired"), renew())
            }
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                (tr!("it is not valid yet"), renew())
            }
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                (
                    tr!("it is for another host"),
                    tr!("check the base URL: is it spelt as the certificate has it?"),
                )
            }
            // An authority of the same name, and another key.
            CertificateError::UnknownIssuer | CertificateError::BadSignature => {
                (tr!("nobody whom this machine trusts signed it"), trust())
            }
            CertificateError::Revoked => (tr!("it was revoked"), renew()),
            why if format!("{why:?}").contains("CaUsedAsEndEntity") => (
                tr!(
                    "it is that of a certificate authority, such as a self-signed one, and not that of a server"
                ),
                tr!(
                    "have the server use a certificate that an authority of yours signed (openssl x509 -req -CA …), and name that authority's in SSL_CERT_FILE"
                ),
            ),
            why => (why.to_string(), trust()),
        },
        // It chose an old version itself, or refused the new ones.
        rustls::Error::PeerIncompatible(_)
        | rustls::Error::AlertReceived(AlertDescription::ProtocolVersion) => (
            tr!("it speaks no version of TLS that is safe: 1.2 or later"),
            tr!("have the server offer TLS 1.2 or 1.3"),
        ),
        other => (other.to_string(), tr!("check the base URL and the proxy")),
    }
}

#[cfg(test)]
mod tests;
