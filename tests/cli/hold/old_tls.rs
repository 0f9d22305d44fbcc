//! A server that speaks no version of TLS that is safe is refused, at once and in a sentence.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::network::profile;
use crate::harness::World;

/// A server that speaks nothing newer than this version, by what it says to the first message: one that chooses the
/// old version, or one that refuses what it was offered.
fn old(says: &'static [u8]) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let visits = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&visits);
    thread::spawn(move || {
        for stream in listener.incoming() {
            seen.fetch_add(1, Ordering::SeqCst);
            let mut stream = stream.unwrap();
            let mut hello = [0; 4096];
            let _ = stream.read(&mut hello);
            let _ = stream.write_all(says);
            // Until it goes, so that what was said arrives.
            while matches!(stream.read(&mut hello), Ok(1..)) {}
        }
    });
    (port, visits)
}

/// ServerHello of this version: 32 bytes of chance, no session, TLS_RSA_WITH_AES_128_CBC_SHA, no compression.
const fn server_hello(minor: u8) -> [u8; 47] {
    let mut bytes = [0x5a; 47];
    let head = [22, 3, minor, 0, 42, 2, 0, 0, 38, 3, minor];
    let mut at = 0;
    while at < head.len() {
        bytes[at] = head[at];
        at += 1;
    }
    let tail = [0, 0, 0x2f, 0];
    let mut at = 0;
    while at < tail.len() {
        bytes[43 + at] = tail[at];
        at += 1;
    }
    bytes
}

#[test]
fn a_server_without_a_safe_version_is_refused() {
    static TLS_1_0: [u8; 47] = server_hello(1);
    static TLS_1_1: [u8; 47] = server_hello(2);
    // Fatal, protocol_version.
    static REFUSES: [u8; 7] = [21, 3, 2, 0, 2, 2, 70];
    for says in [&TLS_1_0[..], &TLS_1_1[..], &REFUSES[..]] {
        let (port, visits) = old(says);
        let world = World::new();
        let ran = profile(&world, &format!("https://127.0.0.1:{port}"), None, 10);
        for said in ["no version of TLS that is safe", "1.2 or later", "try: "] {
            assert!(ran.stderr.contains(said), "{said}: {}", ran.stderr);
        }
        assert!(!ran.stderr.contains("tried"), "{}", ran.stderr);
        assert_eq!(visits.load(Ordering::SeqCst), 1, "{says:?}");
    }
}
