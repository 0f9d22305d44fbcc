//! A server that has the assumed operations under other paths, and none under these.

use std::io::{Read, Write};
use std::net::TcpStream;

use crate::harness::World;
use crate::stub::{Answer, Stub};

const PATHS: [(&str, &str, &str); 3] = [
    ("device_list", "/v9/phones", "/push/device/list"),
    (
        "device_bind_code",
        "/v9/phones/code",
        "/push/device/bind-code/create",
    ),
    ("device_unbind", "/v9/phones/away", "/push/device/unbind"),
];

/// A server in front of the world's own, whose phones live elsewhere.
#[track_caller]
fn elsewhere(world: &World) -> Stub {
    let behind = world.server.addr();
    Stub::answering()
        .otherwise(move |request| {
            let path = request.path.as_str();
            let found = PATHS.iter().find(|(_, other, _)| *other == path);
            if found.is_none() && path.starts_with("/push/device/") {
                return Answer::error(404, "RouteNotFound");
            }
            let known = found.map_or(path, |(_, _, path)| path);
            let text = String::from_utf8(request.bytes.clone())
                .unwrap()
                .replacen(path, known, 1)
                .replacen("\r\n", "\r\nConnection: close\r\n", 1);
            let mut server = TcpStream::connect(behind).unwrap();
            server.write_all(text.as_bytes()).unwrap();
            let mut answer = Vec::new();
            server.read_to_end(&mut answer).unwrap();
            Answer::raw(answer)
        })
        .start()
}

#[test]
fn the_hint_is_the_way_out() {
    let mut world = World::new();
    let stub = elsewhere(&world);
    world.env("DUTY_BASE_URL", stub.url());
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
    assert_eq!(ran.json()["items"][0]["name"], "Pixel 9");
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
            "device_list",
        ])
        .any_stdout()
        .run();
}
