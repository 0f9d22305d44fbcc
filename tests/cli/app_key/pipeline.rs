//! `duty app-key rotate --keep-old --state FILE` and `--finish` in a pipeline: two keys work for a time, and jobs
//! that have either one do not notice. Each job has a new home, and the file.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use serde_json::{Value, json};

use super::holders::{Running, keys, shown};
use crate::harness::{Options, World};

/// A pipeline: its key is `ci`, in a variable, and another one works beside it.
pub struct Pipeline {
    pub world: World,
    pub key: String,
}

impl Pipeline {
    #[track_caller]
    pub fn new() -> Pipeline {
        // Ten jobs at once are more than an account may ask for.
        let mut world = World::with(Options {
            rate_limit: None,
            ..Options::default()
        });
        world.env("CI", "true");
        world
            .duty("app-key create ci -q")
            .any_requests()
            .any_stdout()
            .run();
        let key = keys(&world).pop().unwrap().secret;
        world.env("DUTY_APP_KEY", &key);
        // Each job has a home of its own.
        let pipeline = Pipeline { world, key };
        pipeline.forget_home();
        pipeline.world.server.clear_requests();
        pipeline
    }

    /// The next job begins on another machine: it has the working directory and nothing else.
    pub fn forget_home(&self) {
        let folder = self.world.home.path().join(".local");
        if folder.exists() {
            std::fs::remove_dir_all(folder).unwrap();
        }
    }

    /// A rotation that keeps the old key.
    #[track_caller]
    pub fn rotate(&self) {
        let run = self.world.duty(ROTATE).any_requests();
        run.any_stdout().any_stderr().run();
    }

    pub fn take_new_key(&mut self) {
        self.key = keys(&self.world).pop().unwrap().secret;
        self.world.env("DUTY_APP_KEY", &self.key);
    }

    pub fn state(&self) -> PathBuf {
        self.world.home.path().join("rotation.json")
    }

    fn state_text(&self) -> String {
        std::fs::read_to_string(self.state()).unwrap()
    }

    /// The time that was given to the old key is over.
    pub fn let_time_pass(&self) {
        let mut state: Value = serde_json::from_str(&self.state_text()).unwrap();
        for rotation in state["rotations"].as_array_mut().unwrap() {
            assert!(rotation["keep"]["until"].as_i64().unwrap() > 1_700_000_000);
            rotation["keep"]["until"] = json!(1_700_000_000);
        }
        std::fs::write(self.state(), state.to_string()).unwrap();
    }

    #[track_caller]
    pub fn code(&self) -> String {
        let send = "app-key delete 5002 --yes --send-code -q";
        self.world.duty(send).any_requests().run();
        self.world.server.clear_requests();
        let outbox = self.world.server.outbox().unwrap();
        let mail = outbox.iter().rev().find(|mail| mail.device == "email");
        mail.unwrap().code.clone()
    }
}

pub const ROTATE: &str =
    "app-key rotate ci --keep-old 1h --state rotation.json --output-file new.key -o json";

#[track_caller]
fn job(world: &World, key: &str, status: i32) {
    let run = world
        .duty("profile show -q")
        .env("DUTY_APP_KEY", key.trim());
    let ended = Running::start(&run).end();
    assert_eq!(ended.status, Some(status), "{ended:?}");
}

#[test]
fn ten_jobs_with_the_old_key_never_fail_until_it_is_retired() {
    let mut pipeline = Pipeline::new();
    let old = pipeline.key.clone();
    let (over, ran) = (AtomicBool::new(false), AtomicUsize::new(0));
    let world = &pipeline.world;
    let answer = std::thread::scope(|scope| {
        for _ in 0..10 {
            scope.spawn(|| {
                while !over.load(Ordering::SeqCst) {
                    let job = Running::start(&world.duty("profile show -q")).end();
                    // The others need not go on.
                    over.fetch_or(job.status != Some(0), Ordering::SeqCst);
                    assert_eq!(job.status, Some(0), "a job with the old key: {job:?}");
                    ran.fetch_add(1, Ordering::SeqCst);
                }
            });
        }
        let wait = |jobs: usize| {
            let until = ran.load(Ordering::SeqCst) + jobs;
            while ran.load(Ordering::SeqCst) < until && !over.load(Ordering::SeqCst) {
                std::thread::sleep(std::time::Duration::from_millis(5));
            }
        };
        wait(10);
        // No code is needed: nothing is stopped.
        let rotated = Running::start(&world.duty(ROTATE)).end();
        wait(20);
        over.store(true, Ordering::SeqCst);
        rotated
    });
    assert_eq!(answer.status, Some(0), "{answer:?}");
    let told: Value = serde_json::from_str(&answer.stdout).unwrap();
    assert_eq!(told["result"], "rotated");
    assert_eq!(told["old_becomes"], "kept");
    assert_eq!(told["warnings"][0]["code"], "new_key_to_place");
    assert!(told["old_works_until"].as_str().unwrap().ends_with('Z'));
    let names = shown(world);
    assert!(
        names.starts_with("laptop+, ci-2024-, ci (until ") && names.ends_with(")+, ci+"),
        "{names}"
    );
    let new = std::fs::read_to_string(world.home.path().join("new.key")).unwrap();
    job(world, &old, 0);
    job(world, &new, 0);
    // The other job knows by the file alone what there is to do.
    pipeline.take_new_key();
    let code = pipeline.code();
    pipeline.forget_home();
    let world = &pipeline.world;
    let finished = world
        .duty("app-key rotate --finish --state rotation.json -o json")
        .env("DUTY_VERIFY_CODE", code)
        .requests(&["app_key_list", "app_key_disable", "app_key_list"])
        .any_stdout()
        .run()
        .json();
    assert_eq!(finished["result"], "finished");
    assert_eq!(finished["old_becomes"], "disabled");
    assert_eq!(finished["changed"], true);
    assert_eq!(finished["old_key_id"], told["old_key_id"]);
    assert_eq!(finished["id"], told["id"]);
    job(world, &old, 4);
    job(world, &new, 0);
    // Once more does no harm.
    let again = world
        .duty("app-key rotate --finish --state rotation.json -o json")
        .requests(&[])
        .any_stdout()
        .run()
        .json();
    assert_eq!(
        again,
        json!({
            "schema_version": 1, "id": null, "name": null, "secret_to": null, "key": null,
            "changed": false, "dry_run": false, "result": "nothing", "old_key_id": null,
            "old_becomes": null, "old_works_until": null, "replaced_key_id": null,
            "retired_key_id": null, "warnings": []
        })
    );
}

#[test]
fn the_state_has_no_secret_and_is_the_owners_and_a_link_stays_one() {
    use std::os::unix::fs::PermissionsExt;
    let pipeline = Pipeline::new();
    let world = &pipeline.world;
    let real = world.home.path().join("cache/state.json");
    std::os::unix::fs::symlink(&real, pipeline.state()).unwrap();
    world
        .duty(ROTATE)
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run();
    assert!(pipeline.state().is_symlink());
    let mode = real.metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let text = pipeline.state_text();
    for key in keys(world) {
        assert!(!text.contains(&key.secret), "{text}");
    }
    // The state directory has no part in it.
    let left = |(path, _): &(PathBuf, Vec<u8>)| path.to_string_lossy().contains("app-key-rotate-");
    assert!(!world.files().iter().any(left));
    for (text, told) in [
        ("{half", "is no state of a rotation"),
        (r#"{"version": 2}"#, "was written by a newer duty"),
    ] {
        std::fs::write(&real, text).unwrap();
        for words in [ROTATE, "app-key rotate --finish --state rotation.json"] {
            let ran = world.duty(words).status(2).requests(&[]).any_stderr().run();
            assert!(ran.stderr.contains(told), "{}", ran.stderr);
        }
        assert_eq!(std::fs::read_to_string(&real).unwrap(), text);
    }
}

/// Both keys work, and neither is named: the file knows which one this is.
#[test]
fn a_pipeline_knows_its_key_again_by_the_state_file() {
    let mut pipeline = Pipeline::new();
    pipeline.rotate();
    let of_new = keys(&pipeline.world).pop().unwrap();
    let words = "app-key rotate --state rotation.json --keep-old 2d --output-file third.key";
    // Without the file it may be any of three.
    pipeline.take_new_key();
    pipeline.forget_home();
    let ran = pipeline
        .world
        .duty("app-key rotate --keep-old 2d --output-file third.key")
        .status(2)
        .requests(&["app_key_list"])
        .any_stderr()
        .run();
    assert!(
        ran.stderr
            .contains("it is not known which key duty is using"),
        "{}",
        ran.stderr
    );
    // It is known, and the earlier rotation is not over.
    let ran = pipeline
        .world
        .duty(words)
        .status(7)
        .requests(&["app_key_list"])
        .any_stderr()
        .run();
    assert!(
        ran.stderr.contains("is not over: its old key still works")
            && ran
                .stderr
                .contains("duty app-key rotate --finish --state rotation.json"),
        "{}",
        ran.stderr
    );
    // Its time over, the next rotation retires it: that takes a code, which is said before anything is done.
    pipeline.let_time_pass();
    let ran = pipeline
        .world
        .duty(words)
        .status(8)
        .requests(&["app_key_list"])
        .any_stderr()
        .run();
    assert!(
        ran.stderr
            .contains("code 1 retires ci (60001), whose time is over"),
        "{}",
        ran.stderr
    );
    let code = pipeline.code();
    let told = pipeline
        .world
        .duty(&format!("{words} -o json"))
        .env("DUTY_VERIFY_CODE", code)
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run()
        .json();
    assert_eq!(told["retired_key_id"], "60001");
    assert_eq!(told["old_key_id"], of_new.id.to_string());
    assert_eq!(told["old_becomes"], "kept");
    let works: Vec<u64> = keys(&pipeline.world)
        .iter()
        .filter(|key| key.enabled)
        .map(|key| key.id)
        .collect();
    assert_eq!(
        works,
        [
            5001,
            of_new.id,
            told["id"].as_str().unwrap().parse().unwrap()
        ]
    );
}

#[test]
fn a_job_that_still_has_the_old_key_does_not_retire_it_by_accident() {
    let pipeline = Pipeline::new();
    let world = &pipeline.world;
    // The only one that works.
    world
        .server
        .edit(|state| {
            for key in state["app_keys"].as_array_mut().unwrap() {
                let ci = key["key_name"] == "ci";
                key["status"] = json!(if ci { "enabled" } else { "disabled" });
            }
        })
        .unwrap();
    world
        .duty("app-key rotate --keep-old manual --state rotation.json --output-file new.key")
        .any_requests()
        .any_stderr()
        .run();
    let finish = "app-key rotate --finish --state rotation.json";
    let ran = world
        .duty(finish)
        .status(2)
        .requests(&["app_key_list"])
        .any_stderr()
        .run();
    assert!(
        ran.stderr
            .contains("duty itself still uses the old key ci (60001)"),
        "{}",
        ran.stderr
    );
    let code = pipeline.code();
    let ran = world
        .duty(&format!("{finish} --self --delete"))
        .env("DUTY_VERIFY_CODE", code)
        .requests(&["app_key_list", "app_key_delete", "app_key_list"])
        .any_stderr()
        .run();
    assert!(
        ran.stderr
            .contains("The rotation of ci (60001) is finished: the old key is deleted."),
        "{}",
        ran.stderr
    );
    assert_eq!(shown(world), "laptop-, ci-2024-, ci+");
}
