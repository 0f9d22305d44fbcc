//! `duty device`.

mod bind;
mod clock;
mod elsewhere;
pub mod picture;
mod piped;
mod several;
mod silence;
mod xterm;

use serde_json::{Value, json};

use crate::harness::{Fault, FaultKind, World};
use crate::pty::Pty;

/// One more phone of the caller.
fn phone(world: &World, id: &str, name: &str, os: &str) {
    let (id, name, os) = (id.to_owned(), name.to_owned(), os.to_owned());
    world
        .server
        .edit(|state| {
            let mut phone = state["devices"][0].clone();
            phone["device_id"] = json!(id);
            phone["device_name"] = json!(name);
            phone["os_version"] = json!(os);
            state["devices"].as_array_mut().unwrap().push(phone);
        })
        .unwrap();
}

fn ids(world: &World) -> Vec<Value> {
    let state = world.server.state();
    let phones = state["devices"].as_array().unwrap();
    // The second of the made-up phones is somebody else's.
    phones
        .iter()
        .map(|one| one["device_id"].clone())
        .filter(|id| id != "dev_0000000000000a02")
        .collect()
}

#[test]
fn list_is_a_table_whose_names_drive_nothing() {
    let world = World::new();
    phone(&world, "dev_b", "evil\u{1b}[2J\u{202e}", "");
    world
        .duty("device list")
        .env("TZ", "UTC")
        .requests(&["device_list"])
        .stdout(
            "
            NAME                   OS          ID                    BOUND
            Pixel 9                Android 16  dev_0000000000000a01  2025-04-17 02:00+00:00
            evil\\u{1b}[2J\\u{202e}  -           dev_b                 2025-04-17 02:00+00:00
            ",
        )
        .run();
    let ran = world
        .duty("device list -o json")
        .requests(&["device_list"])
        .any_stdout()
        .run();
    assert_eq!(
        ran.json()["items"][0],
        json!({"id": "dev_0000000000000a01", "name": "Pixel 9", "os_version": "Android 16",
            "bound_at": "2025-04-17T02:00:00Z"})
    );
    assert_eq!(ran.json()["items"][1]["name"], "evil\u{1b}[2J\u{202e}");
    assert!(!ran.stdout.contains(['\u{1b}', '\u{202e}']));
}

#[test]
fn list_of_nothing_says_so() {
    let world = World::new();
    world
        .server
        .edit(|state| state["devices"] = json!([]))
        .unwrap();
    world
        .duty("device list")
        .requests(&["device_list"])
        .stderr(
            "No phone is bound: pushes of the app reach nobody. 'duty device bind' binds one.\n",
        )
        .run();
    world
        .duty("device list -o json")
        .requests(&["device_list"])
        .stdout(
            r#"
            {
              "schema_version": 1,
              "items": [],
              "warnings": []
            }
            "#,
        )
        .run();
}

#[test]
fn app_asks_no_server() {
    let world = World::new();
    world
        .duty("device app")
        .env_remove("DUTY_APP_KEY")
        .stdout(
            "
            iOS        App Store: search for \"Flashduty\"
            Android    the major app stores: search for \"Flashduty\"
            HarmonyOS  not supported at present; use voice, SMS, email or an IM app
            ",
        )
        .stderr(
            "
            iOS: allow notifications, and Critical Alerts, which sound in silent mode and in a Focus.
            Android: allow every notification channel of the app, let it run in the background, and exempt it from battery saving.
            Voice and SMS: save the numbers that call you as a contact that 'do not disturb' lets through.
            The console has a QR code of the Android app as well: Personal center > Flashduty app.
            Then bind the phone: duty device bind
            ",
        )
        .run();
}

#[test]
fn unbind_takes_several_by_id_or_name() {
    let world = World::new();
    phone(&world, "dev_b", "Tablet", "Android 16");
    phone(&world, "dev_c", "值班手机", "iOS 26.1");
    let ran = world
        .duty("device unbind dev_b 值班手机 Tablet --yes")
        .requests(&[
            "device_list",
            "device_unbind",
            "device_unbind",
            "device_list",
        ])
        .stdout(
            "
            Unbound Tablet (Android 16): it gets no more pushes.
            Unbound 值班手机 (iOS 26.1): it gets no more pushes.
            ",
        )
        .run();
    assert_eq!(
        ran.bodies("device_unbind"),
        [json!({"device_id": "dev_b"}), json!({"device_id": "dev_c"})]
    );
    assert_eq!(ids(&world), ["dev_0000000000000a01"]);
}

#[test]
fn unbind_the_last_names_the_severities_that_lose_their_pushes() {
    let world = World::new();
    let warning = "warning: after this no phone is bound, and critical still lists the app: its pushes will reach nobody\n";
    world
        .duty("device unbind dev_0000000000000a01 --dry-run")
        .requests(&["device_list", "preference_info", "member_info"])
        .stdout("Would unbind Pixel 9 (Android 16): it would get no more pushes.\n")
        .stderr(&format!("{warning}Dry run: nothing was changed.\n"))
        .run();
    world
        .duty("device unbind")
        .arg("Pixel 9")
        .requests(&["device_list", "preference_info", "member_info"])
        .status(2)
        .stderr(&format!(
            "
            {warning}            error: unbinding a phone wants a confirmation
              try: give --yes
            "
        ))
        .run();
    assert_eq!(ids(&world).len(), 1);
    let ran = world
        .duty("device unbind -o json --yes")
        .arg("Pixel 9")
        .requests(&[
            "device_list",
            "preference_info",
            "member_info",
            "device_unbind",
            "device_list",
        ])
        .any_stdout()
        .run();
    assert_eq!(
        ran.warnings(),
        "after this no phone is bound, and critical still lists the app: its pushes will reach nobody\n"
    );
    assert_eq!(ran.json()["phones_left"], 0);
    assert_eq!(ran.json()["severities_without_phone"], json!(["critical"]));
    assert_eq!(ran.json()["unbound"][0]["id"], "dev_0000000000000a01");
    assert_eq!(ids(&world).len(), 0);
}

/// What critical lists, as the server has it.
#[track_caller]
fn critical(world: &World, add: &str) {
    world
        .duty(&format!("prefs set critical --app {add} -q"))
        .any_requests()
        .run();
}

#[test]
fn unbind_does_not_silence_critical_on_a_yes() {
    // The number is not verified: the app alone delivers.
    let asked = &["device_list", "preference_info", "member_info"];
    for (add, detail) in [
        ("", ""),
        (
            "--voice",
            "\n              voice will not reach you: the phone number is not verified; 'duty profile set --phone NUMBER' verifies it, the number on file too; or in the console: Personal center > Personal Information > Phone",
        ),
    ] {
        let world = World::new();
        critical(&world, add);
        for options in ["--yes -q", "--no-input", ""] {
            world
                .duty(&format!("device unbind dev_0000000000000a01 {options}"))
                .requests(asked)
                .status(2)
                .stderr(&format!(
                    "\n            error: after this no critical incident would reach you{detail}\n              try: add a channel that works first ('duty prefs channels' says which do), or give --allow-silent\n            "
                ))
                .run();
        }
        assert_eq!(ids(&world).len(), 1);
        let ran = world
            .duty("device unbind dev_0000000000000a01 --dry-run")
            .requests(asked)
            .any_stdout()
            .any_stderr()
            .run();
        assert!(ran.stderr.contains("a script needs --allow-silent"));
        world
            .duty("device unbind dev_0000000000000a01 --yes -q --allow-silent")
            .requests(&[
                "device_list",
                "preference_info",
                "member_info",
                "device_unbind",
                "device_list",
            ])
            .any_stdout()
            .run();
        assert_eq!(ids(&world).len(), 0);
    }
}

#[test]
fn unbind_takes_a_channel_that_the_server_says_nothing_of_for_one_that_works() {
    let world = World::new();
    critical(&world, "--voice");
    world.server.fault(Fault::on(
        "member_info",
        FaultKind::error(403, "AccessDenied"),
    ));
    world.server.fault(Fault::on(
        "account_info",
        FaultKind::error(403, "AccessDenied"),
    ));
    world
        .duty("device unbind dev_0000000000000a01 --yes -q")
        .any_requests()
        .any_stdout()
        .run();
    assert_eq!(ids(&world).len(), 0);
}

#[test]
fn unbind_asks_about_the_silence_by_itself() {
    for (answer, code, left) in [("n", 2, 1), ("y", 0, 0)] {
        let world = World::new();
        critical(&world, "");
        let run = world.duty("device unbind dev_0000000000000a01");
        let mut pty = Pty::start(&run, (100, 30));
        pty.until("question", |parser| {
            parser
                .screen()
                .contents()
                .contains("It gets no more pushes.")
        });
        pty.send("y\r");
        pty.until("second question", |parser| {
            parser.screen().contents().contains("Do it all the same?")
        });
        assert!(
            pty.text()
                .contains("after this no critical incident would reach you")
        );
        assert_eq!(ids(&world).len(), 1);
        pty.send(answer);
        pty.send("\r");
        assert_eq!(pty.end(), code, "{}", pty.text());
        assert_eq!(ids(&world).len(), left);
    }
}

#[test]
fn unbind_wants_one_phone_to_a_name() {
    let world = World::new();
    phone(&world, "dev_b", "Pixel 9", "Android 15");
    world
        .duty("device unbind --yes")
        .arg("Pixel 9")
        .env("TZ", "UTC")
        .requests(&["device_list"])
        .status(2)
        .stderr(
            "
            error: more than one phone is named 'Pixel 9'
              dev_0000000000000a01  Pixel 9 (Android 16), bound 2025-04-17 02:00+00:00
              dev_b  Pixel 9 (Android 15), bound 2025-04-17 02:00+00:00
              try: name the phone by its id
            ",
        )
        .run();
    world
        .duty("device unbind dev_b nobody --yes")
        .requests(&["device_list"])
        .status(6)
        .any_stderr()
        .run();
    assert_eq!(ids(&world).len(), 2);
    // The name of one is the id of another: the id counts.
    phone(&world, "dev_c", "dev_b", "");
    world
        .duty("device unbind dev_b --yes")
        .requests(&["device_list", "device_unbind", "device_list"])
        .any_stdout()
        .run();
    assert_eq!(ids(&world), ["dev_0000000000000a01", "dev_c"]);
}

#[test]
fn unbind_finds_out_what_became_of_a_lost_answer() {
    let world = World::new();
    phone(&world, "dev_b", "Tablet", "");
    world
        .server
        .fault(Fault::on("device_unbind", FaultKind::CloseAfter).nth(1));
    let ran = world
        .duty("device unbind Tablet --yes")
        .requests(&["device_list", "device_unbind", "device_list", "device_list"])
        .stdout("Unbound Tablet: it gets no more pushes.\n")
        .any_stderr()
        .run();
    assert!(ran.stderr.contains("The answer was lost"), "{}", ran.stderr);
    world
        .server
        .fault(Fault::on("device_unbind", FaultKind::error(403, "AccessDenied")).nth(2));
    phone(&world, "dev_b", "Tablet", "");
    phone(&world, "dev_c", "Other", "");
    let ran = world
        .duty("device unbind Tablet Other --yes -o json")
        .requests(&["device_list", "device_unbind", "device_unbind"])
        .status(5)
        .any_stderr()
        .run();
    let message = ran.error()["message"].as_str().unwrap().to_owned();
    assert!(message.starts_with("cannot unbind Other"), "{message}");
    assert!(message.contains("unbound before: Tablet"), "{message}");
}

/// No public reference has these operations: a server may well not have them.
#[test]
fn a_server_without_the_operations_is_told_of() {
    let world = World::new();
    world.server.fault(Fault::on(
        "device_list",
        FaultKind::error(404, "RouteNotFound"),
    ));
    for command in ["device list", "device unbind x", "device bind --wait 5s"] {
        let ran = world
            .duty(&format!("{command} -o json"))
            .requests(&["device_list"])
            .status(6)
            .any_stderr()
            .run();
        let error = ran.error();
        assert_eq!(
            error["message"],
            "cannot list the phones: this server has no /push/device/list operation: injected fault"
        );
        let hint = error["hint"].as_str().unwrap();
        assert!(hint.contains("Personal center > Flashduty app"), "{hint}");
        assert!(
            hint.contains("duty config set endpoints.device_list /"),
            "{hint}"
        );
    }
    world.server.fault(Fault::on(
        "device_bind_code",
        FaultKind::error(404, "RouteNotFound"),
    ));
    let ran = world
        .duty("device bind -o json")
        .requests(&["device_bind_code"])
        .status(6)
        .any_stderr()
        .run();
    let hint = ran.error()["hint"].as_str().unwrap().to_owned();
    assert!(hint.contains("endpoints.device_bind_code /"), "{hint}");
}
