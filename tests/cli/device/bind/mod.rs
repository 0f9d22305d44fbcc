//! `duty device bind` on a terminal: what a phone would see of it, at every moment.

mod course;
mod end;
mod forms;
mod pictures;

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::json;

use crate::harness::{Fault, FaultKind, Run, World};
use crate::pty::Pty;
use crate::raster::{Theme, rasterize};

pub fn bind<'a>(world: &'a World, options: &str) -> Run<'a> {
    world
        .duty(&format!("device bind {options}"))
        .env("LANG", "C.UTF-8")
        .env("TERM", "xterm-256color")
}

/// A server whose codes hold `length` bytes, and what they hold.
pub fn serving(length: usize) -> (World, String) {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut state = length as u64;
    let token = std::iter::repeat_with(move || {
        state = state
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        char::from(alphabet[(state >> 58) as usize])
    });
    let content: String = "https://example.com/bind?t="
        .chars()
        .chain(token)
        .take(length)
        .collect();
    let world = World::new();
    let answer =
        json!({"request_id": "r", "data": {"content": content, "expires_at": now() + 3600}});
    world.server.fault(Fault::on(
        "device_bind_code",
        FaultKind::raw(200, "application/json", answer.to_string()),
    ));
    (world, content)
}

fn now() -> u64 {
    seconds(SystemTime::now()) as u64
}

fn seconds(at: SystemTime) -> f64 {
    at.duration_since(UNIX_EPOCH).unwrap().as_secs_f64()
}

fn codes(pty: &Pty) -> Vec<String> {
    rasterize(pty.parser.screen(), Theme::Dark).rqrr()
}
