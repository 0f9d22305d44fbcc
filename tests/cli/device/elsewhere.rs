//! A server that has the assumed operations under other paths, and none under these.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use crate::harness::World;

const PATHS: [(&str, &str, &str); 3] = [
    ("device_list", "/v9/phones", "/push/device/list"),
    (
        "device_bind_code",
        "/v9/phones/code",
        "/push/device/bind-code/create",
    ),
    ("device_unbind", "/v9/phones/away", "/push/device/unbind"),
];

/// A server in front of the world's own, whose phones live elsewhere. Gives its base URL.
fn elsewhere(world: &World) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    let behind = world.server.addr();
    thread::spawn(move || {
        for client in listener.incoming() {
            let mut client = client.unwrap();
            let request = request(&mut client);
            let (path, rest) = request
                .strip_prefix("POST ")
                .unwrap()
                .split_once('?')
                .unwrap();
            let answer = match PATHS.iter().find(|(_, other, _)| *other == path) {
                None if path.starts_with("/push/device/") => {
                    let body = r#"{"request_id":"r","error":{"code":"RouteNotFound","message":"no such route"}}"#;
                    format!("HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
                }
                found => {
                    let path = found.map_or(path, |(_, _, path)| path);
                    let rest = rest.replacen("\r\n", "\r\nConnection: close\r\n", 1);
                    let mut server = TcpStream::connect(behind).unwrap();
                    server
                        .write_all(format!("POST {path}?{rest}").as_bytes())
                        .unwrap();
                    let mut answer = Vec::new();
                    server.read_to_end(&mut answer).unwrap();
                    answer
                }
            };
            // A client that has seen enough may be gone.
            let _ = client.write_all(&answer);
        }
    });
    base_url
}

fn request(client: &mut TcpStream) -> String {
    let mut text = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let read = client.read(&mut buffer).unwrap();
        text.extend_from_slice(&buffer[..read]);
        let so_far = String::from_utf8_lossy(&text);
        if let Some((head, body)) = so_far.split_once("\r\n\r\n") {
            let length: usize = head
                .lines()
                .find_map(|line| {
                    line.to_ascii_lowercase()
                        .strip_prefix("content-length:")
                        .map(str::to_owned)
                })
                .map_or(0, |length| length.trim().parse().unwrap());
            if body.len() >= length {
                return so_far.into_owned();
            }
        }
        assert!(read > 0, "half a request");
    }
}

#[test]
fn the_hint_is_the_way_out() {
    let mut world = World::new();
    let base_url = elsewhere(&world);
    world.env("DUTY_BASE_URL", base_url);
    let ran = world
        .duty("device list -o json")
        .status(6)
        .any_stderr()
        .run();
    let hint = ran.error()["hint"].as_str().unwrap().to_owned();
    assert!(
        hint.contains("duty config set endpoints.device_list /"),
        "{hint}"
    );
    for (operation, path, _) in PATHS {
        world
            .duty(&format!("config set endpoints.{operation} {path}"))
            .any_stdout()
            .any_stderr()
            .run();
    }
    let ran = world
        .duty("device list -o json")
        .requests(&["device_list"])
        .any_stdout()
        .run();
    assert_eq!(ran.json()[0]["device_name"], "Pixel 9");
    world
        .duty("device bind --text -q")
        .requests(&["device_bind_code"])
        .any_stdout()
        .run();
    world
        .duty("device unbind dev_0000000000000a01 --yes -q")
        .requests(&[
            "device_list",
            "preference_info",
            "member_info",
            "device_unbind",
        ])
        .any_stdout()
        .run();
}
