//! Ways to a server over TLS, and past proxies. What cannot change is not tried again, and is said in a sentence.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use base64::Engine as _;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use super::canary::{Canary, PASSWORD, quotes};
use crate::harness::{Ran, World};
use crate::stub::{Answer, Stub};

const HOST: &str = "duty.test";

/// A certificate authority that nobody knows.
fn authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// A server of this certificate, which answers everything with an empty profile; and how often somebody came.
struct Tls {
    port: u16,
    visits: Arc<AtomicUsize>,
}

impl Tls {
    fn start(certificate: CertificateDer<'static>, key: &KeyPair) -> Tls {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let config = rustls::ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![certificate], key)
            .unwrap();
        let config = Arc::new(config);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let visits = Arc::new(AtomicUsize::new(0));
        let seen = Arc::clone(&visits);
        // It ends with the test.
        thread::spawn(move || {
            for stream in listener.incoming() {
                seen.fetch_add(1, Ordering::SeqCst);
                let config = Arc::clone(&config);
                thread::spawn(move || converse(stream.unwrap(), config));
            }
        });
        Tls { port, visits }
    }

    fn url(&self) -> String {
        format!("https://127.0.0.1:{}", self.port)
    }
}

fn converse(mut stream: TcpStream, config: Arc<rustls::ServerConfig>) -> Option<()> {
    let mut tls = rustls::ServerConnection::new(config).unwrap();
    let mut tls = rustls::Stream::new(&mut tls, &mut stream);
    let mut seen = Vec::new();
    let mut buffer = [0; 4096];
    while !seen.windows(2).any(|two| two == b"{}") {
        let read = tls.read(&mut buffer).ok().filter(|read| *read > 0)?;
        seen.extend_from_slice(&buffer[..read]);
    }
    let body = r#"{"request_id":"r","data":{"member_id":7,"member_name":"x","account_id":1}}"#;
    let head = format!(
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    tls.write_all((head + body).as_bytes()).ok()?;
    tls.conn.send_close_notify();
    tls.flush().ok()
}

/// A leaf that this authority signed for these names.
fn leaf(
    authority: &CertifiedIssuer<'static, KeyPair>,
    names: &[&str],
    change: impl FnOnce(&mut CertificateParams),
) -> (CertificateDer<'static>, KeyPair) {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let mut params = CertificateParams::new(names).unwrap();
    change(&mut params);
    let key = KeyPair::generate().unwrap();
    let certificate = params.signed_by(&key, authority).unwrap();
    (certificate.der().clone(), key)
}

#[track_caller]
pub fn profile(world: &World, url: &str, roots: Option<&str>, status: i32) -> Ran {
    let file = world.home.path().join("roots.pem");
    let run = world.duty("profile show --base-url").arg(url);
    let run = match roots {
        Some(pem) => {
            std::fs::write(&file, pem).unwrap();
            run.env("SSL_CERT_FILE", file)
        }
        None => run,
    };
    run.any_stdout().any_stderr().status(status).run()
}

#[test]
fn a_certificate_that_is_not_accepted_is_said_once_and_why() {
    let authority = authority();
    let root = authority.pem();
    let stranger = self::authority().pem();
    let on = |year| rcgen::date_time_ymd(year, 1, 1);
    let good = leaf(&authority, &["127.0.0.1"], |_| {});
    let expired = leaf(&authority, &["127.0.0.1"], |params| {
        params.not_before = on(2001);
        params.not_after = on(2002);
    });
    let early = leaf(&authority, &["127.0.0.1"], |params| {
        params.not_before = on(4000)
    });
    let other = leaf(&authority, &["other.example"], |_| {});
    for ((certificate, key), roots, why, hint) in [
        (&expired, &root, "it has expired", "have it renewed"),
        (&early, &root, "it is not valid yet", "clock"),
        (&other, &root, "it is for another host", "base URL"),
        (
            &good,
            &stranger,
            "nobody whom this machine trusts signed it",
            "SSL_CERT_FILE",
        ),
    ] {
        let world = World::new();
        let server = Tls::start(certificate.clone(), key);
        let ran = profile(&world, &server.url(), Some(roots), 10);
        for said in [
            why,
            hint,
            "roots.pem (SSL_CERT_FILE)",
            "the certificate of https://127.0.0.1",
        ] {
            assert!(ran.stderr.contains(said), "{said}: {}", ran.stderr);
        }
        assert!(!ran.stderr.contains("tried"), "{}", ran.stderr);
        assert_eq!(server.visits.load(Ordering::SeqCst), 1, "{why}");
    }
    let world = World::new();
    let server = Tls::start(good.0, &good.1);
    profile(&world, &server.url(), Some(&root), 0);
}

/// What curl takes: the certificate of the server itself. Here it is said what to do.
#[test]
fn a_self_signed_one_is_said_to_be_that() {
    let mut params = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().unwrap();
    let certificate = params.self_signed(&key).unwrap();
    let server = Tls::start(certificate.der().clone(), &key);
    let world = World::new();
    let ran = profile(&world, &server.url(), Some(&certificate.pem()), 10);
    for said in ["self-signed", "roots.pem", "openssl x509"] {
        assert!(ran.stderr.contains(said), "{said}: {}", ran.stderr);
    }
    assert!(!ran.stderr.contains("CaUsedAsEndEntity"), "{}", ran.stderr);
    assert_eq!(server.visits.load(Ordering::SeqCst), 1);
}

#[test]
fn a_file_of_certificates_that_is_none_is_an_error() {
    let world = World::new();
    let at = |name: &str| world.home.path().join(name);
    std::fs::write(at("empty"), "").unwrap();
    std::fs::write(at("words"), "not a certificate").unwrap();
    std::fs::create_dir(at("folder")).unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(at("pipe"))
        .status();
    assert!(made.expect("this test needs mkfifo").success());
    for (name, why) in [
        ("nothing", "there is no file"),
        ("empty", "there is no certificate in"),
        ("words", "there is no certificate in"),
        ("folder", "it is not a file"),
        ("pipe", "it is not a file"),
    ] {
        let ran = world
            .duty("profile show --base-url https://duty.invalid")
            .env("SSL_CERT_FILE", at(name))
            .any_stderr()
            .status(10)
            .run();
        for said in [why, name, "SSL_CERT_FILE", "try: "] {
            assert!(ran.stderr.contains(said), "{name}, {said}: {}", ran.stderr);
        }
        // Without TLS it is not looked at.
        world
            .duty("profile show")
            .env("SSL_CERT_FILE", at(name))
            .any_requests()
            .any_stdout()
            .run();
    }
}

#[test]
fn a_proxy_that_wants_a_password_is_asked_once() {
    let world = World::new();
    let refusal = "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=x\r\ncontent-length: 0\r\n\r\n";
    let proxy = Stub::answering()
        .once("duty.invalid:443", Answer::raw(refusal))
        .start();
    let with_password = proxy
        .url()
        .replace("http://", &format!("http://me:{PASSWORD}@"));
    let ran = world
        .duty("profile show -v --base-url https://duty.invalid")
        .env("HTTPS_PROXY", with_password)
        .any_stderr()
        .status(10)
        .run();
    assert!(
        ran.stderr.contains("the proxy wants a name and a password"),
        "{}",
        ran.stderr
    );
    assert!(!ran.stderr.contains("tried"), "{}", ran.stderr);
    let asked = proxy.take();
    let basic = base64::engine::general_purpose::STANDARD.encode(format!("me:{PASSWORD}"));
    let sent = String::from_utf8_lossy(&asked[0].bytes).into_owned();
    assert!(sent.contains(&basic), "{sent}");
    let leaks = Canary::new("the password", PASSWORD).leaks(&world, &ran);
    assert!(leaks.is_empty(), "{leaks:?}: {}", ran.stderr);
}

/// A proxy that answers for itself, and quotes what it was sent.
#[test]
fn a_proxy_that_quotes_its_password_is_not_quoted() {
    for (status, status_line) in [
        (10, "407 Proxy Authentication Required"),
        (10, "403 Forbidden"),
        (10, "200 OK"),
    ] {
        let world = World::new();
        let said = quotes(&[PASSWORD]);
        let answer = format!(
            "HTTP/1.1 {status_line}\r\nX-Said: {said}\r\ncontent-length: {}\r\n\r\n{said}",
            said.len()
        );
        let proxy = Stub::answering()
            .on("duty.invalid:443", move |_| Answer::raw(answer.clone()))
            .start();
        let with_password = proxy
            .url()
            .replace("http://", &format!("http://me:{PASSWORD}@"));
        let ran = world
            .duty("profile show -v --base-url https://duty.invalid")
            .env("HTTPS_PROXY", with_password)
            .any_stderr()
            .status(status)
            .run();
        assert!(!proxy.take().is_empty());
        let leaks = Canary::new("the password", PASSWORD).leaks(&world, &ran);
        assert!(leaks.is_empty(), "{leaks:?}: {}", ran.stderr);
    }
}

#[test]
fn a_proxy_that_is_none_is_said() {
    let world = World::new();
    for (name, value) in [
        ("HTTPS_PROXY", "ftp://me:CANARY@proxy.example"),
        ("https_proxy", "http://me:CANARY@"),
        ("ALL_PROXY", "CANARY words"),
        ("all_proxy", "socks6://CANARY:1080"),
    ] {
        let ran = world
            .duty("profile show --base-url https://duty.invalid")
            .env(name, value)
            .any_stderr()
            .status(2)
            .run();
        assert!(
            ran.stderr
                .contains(&format!("{name} is not the address of a proxy")),
            "{}",
            ran.stderr
        );
        assert!(!ran.stderr.contains("CANARY"), "{}", ran.stderr);
        // Nothing on this machine goes through it.
        world
            .duty("profile show")
            .env(name, value)
            .any_requests()
            .any_stdout()
            .run();
    }
}

/// A SOCKS proxy that leads everything to one port of this machine; the addresses that it was asked for.
fn socks(to: u16) -> (u16, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let asked = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&asked);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let seen = Arc::clone(&seen);
            thread::spawn(move || lead(stream.unwrap(), to, &seen));
        }
    });
    (port, asked)
}

fn lead(mut client: TcpStream, to: u16, seen: &Mutex<Vec<String>>) -> Option<()> {
    let mut read = |length: usize| {
        let mut bytes = vec![0; length];
        client
            .read_exact(&mut bytes)
            .ok()
            .map(|()| (bytes, client.try_clone().unwrap()))
    };
    let (greeting, mut back) = read(2)?;
    read(usize::from(greeting[1]))?;
    back.write_all(&[5, 0]).ok()?;
    let (head, _) = read(4)?;
    let address = match head[3] {
        1 => format!("{:?}", read(4)?.0),
        3 => {
            let length = usize::from(read(1)?.0[0]);
            String::from_utf8(read(length)?.0).unwrap()
        }
        _ => format!("{:?}", read(16)?.0),
    };
    read(2)?;
    seen.lock().unwrap().push(address);
    back.write_all(&[5, 0, 0, 1, 127, 0, 0, 1, 0, 0]).ok()?;
    let server = TcpStream::connect(("127.0.0.1", to)).ok()?;
    let (mut from, mut into) = (client, server.try_clone().unwrap());
    thread::spawn(move || std::io::copy(&mut from, &mut into));
    std::io::copy(&mut &server, &mut back).ok().map(|_| ())
}

#[test]
fn a_socks_proxy_is_used_and_finds_the_host_by_itself() {
    let authority = authority();
    let (certificate, key) = leaf(&authority, &[HOST], |_| {});
    let server = Tls::start(certificate, &key);
    let (port, asked) = socks(server.port);
    let world = World::new();
    let roots = world.home.path().join("roots.pem");
    std::fs::write(&roots, authority.pem()).unwrap();
    for (variable, scheme) in [
        ("ALL_PROXY", "socks5h"),
        ("all_proxy", "socks5h"),
        ("HTTPS_PROXY", "socks5h"),
    ] {
        world
            .duty(&format!("profile show --base-url https://{HOST}"))
            .env(variable, format!("{scheme}://127.0.0.1:{port}"))
            .env("SSL_CERT_FILE", &roots)
            .any_stdout()
            .run();
        assert_eq!(
            std::mem::take(&mut *asked.lock().unwrap()),
            [HOST],
            "{variable}"
        );
    }
    // socks5 looks the host up here, where nobody knows it.
    let ran = world
        .duty(&format!("profile show --base-url https://{HOST}"))
        .env("ALL_PROXY", format!("socks5://127.0.0.1:{port}"))
        .env("SSL_CERT_FILE", &roots)
        .any_stderr()
        .status(10)
        .run();
    assert!(ran.stderr.contains("cannot reach"), "{}", ran.stderr);
    assert!(asked.lock().unwrap().is_empty());
}
