//! TLS with the system's root certificates. Reading them takes longer than a handshake, so a thread
//! does it while the connection is made; the verifier of the platform decides, once they are there.

use std::sync::{Arc, LazyLock, OnceLock};
use std::thread;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, Error, SignatureScheme};
use rustls_platform_verifier::Verifier;

static ROOTS: LazyLock<Arc<SystemRoots>> = LazyLock::new(|| {
    Arc::new(SystemRoots {
        provider: Arc::new(ring::default_provider()),
        verifier: OnceLock::new(),
    })
});

/// Begin to read the system's root certificates.
pub fn read_roots() {
    // Where no thread can be had, the handshake reads them.
    let _ = thread::Builder::new().spawn(check_roots);
}

/// How to speak TLS.
pub fn config() -> Result<ClientConfig, Error> {
    let mut config = ClientConfig::builder_with_provider(Arc::clone(&ROOTS.provider))
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(ROOTS.clone())
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

/// Whether there are root certificates.
pub fn check_roots() -> Result<(), Error> {
    ROOTS.verifier().map(|_| ())
}

#[derive(Debug)]
struct SystemRoots {
    provider: Arc<CryptoProvider>,
    verifier: OnceLock<Result<Verifier, Error>>,
}

impl SystemRoots {
    /// The platform's verifier; waits for the thread that makes it.
    fn verifier(&self) -> Result<&Verifier, Error> {
        let made = self
            .verifier
            .get_or_init(|| Verifier::new(Arc::clone(&self.provider)));
        made.as_ref().map_err(Error::clone)
    }
}

impl ServerCertVerifier for SystemRoots {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        self.verifier()?.verify_server_cert(
            end_entity,
            intermediates,
            server_name,
            ocsp_response,
            now,
        )
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, cert, dss, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, cert, dss, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        let algorithms = &self.provider.signature_verification_algorithms;
        algorithms.supported_schemes()
    }
}
