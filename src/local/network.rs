//! What the environment says of the way to a server: a proxy, and which certificates are trusted. The HTTP
//! library passes over what it cannot use; a person who wrote it wants to know.

use std::path::Path;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use tr::tr;

use crate::error::{Error, Kind};
use crate::local::environment::Environment;
use crate::local::files;

/// A proxy for https is named by the first of these that is set.
const PROXIES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
const SCHEMES: [&str; 6] = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"];
const ROOTS: &str = "SSL_CERT_FILE";

/// Look at it before an https server is asked; which certificates are trusted, in words.
///
/// # Errors
/// `Usage` for a proxy that is none, `Unreachable` for a file without certificates.
pub fn check(env: &Environment) -> Result<String, Error> {
    if let Some((name, text)) = env.first(&PROXIES)
        && !is_proxy(text)
    {
        // Its password is not repeated.
        return Err(
            Error::usage(tr!("{name} is not the address of a proxy", name)).hint(tr!(
                "write it as http://HOST:PORT or socks5h://HOST:PORT, or unset {name}",
                name
            )),
        );
    }
    if let Some(file) = env.os(ROOTS) {
        let file = Path::new(file);
        check_roots(file).map_err(|why| {
            Error::new(
                Kind::Unreachable,
                tr!(
                    "cannot set up a secure connection: {why} (SSL_CERT_FILE)",
                    why
                ),
            )
            .hint(tr!(
                "SSL_CERT_FILE names a file of certificates in PEM form; unset it to trust those of the system"
            ))
        })?;
        return Ok(format!("{} (SSL_CERT_FILE)", file.display()));
    }
    Ok(match env.get("SSL_CERT_DIR") {
        Some(folders) => format!("{folders} (SSL_CERT_DIR)"),
        None => tr!("the certificates of this system"),
    })
}

fn is_proxy(text: &str) -> bool {
    let scheme = text.split_once("://").map_or("http", |(scheme, _)| scheme);
    SCHEMES.contains(&scheme.to_ascii_lowercase().as_str()) && reqwest::Proxy::all(text).is_ok()
}

fn check_roots(file: &Path) -> Result<(), String> {
    let shown = file.display();
    let read = files::read(file, 16 * files::MIB).map_err(|error| error.message)?;
    let Some(read) = read else {
        return Err(tr!("there is no file {0}", shown));
    };
    match CertificateDer::pem_slice_iter(&read).next() {
        Some(Ok(_)) => Ok(()),
        _ => Err(tr!("there is no certificate in {0}", shown)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_is_an_address() {
        for good in [
            "http://proxy.example:3128",
            "proxy.example:3128",
            "socks5h://127.0.0.1:1080",
            "SOCKS5://user:pass@127.0.0.1",
        ] {
            assert!(is_proxy(good), "{good}");
        }
        for bad in [
            "http://",
            "ftp://proxy.example",
            "not a proxy",
            "://",
            "http://a b",
        ] {
            assert!(!is_proxy(bad), "{bad}");
            let env = Environment::of([("https_proxy", bad)]);
            let error = check(&env).unwrap_err();
            assert!(error.message.contains("https_proxy") && !error.message.contains(bad));
        }
    }
}
