//! Lists beside those of incidents: schedule shifts, scenes that duty does not know, and whose they are.

use duty_sandbox::{Moment, Scenes};
use serde_json::{Value, json};

use crate::harness::{Edit, Fault, FaultKind, World};

const PERSON: u64 = 80011;
/// A scene of the vendor's newest pages, under a name that nobody has documented.
const SCENE: &str = "collaboration_mention_notify";

fn world(scenes: Scenes) -> World {
    let world = World::new();
    let scene = json!({"personal_channels": ["email"], "more": 1});
    let edits = vec![
        Edit::scene(PERSON, SCENE, scene),
        Edit::behave(move |now| now.scenes = scenes),
    ];
    world.server.apply(&Edit::all(edits)).unwrap();
    world
}

fn scene(world: &World) -> Value {
    world.ask("/preference/info", &json!({}))[SCENE].clone()
}

#[test]
fn what_duty_does_not_know_is_shown_and_survives_a_change() {
    for scenes in [Scenes::Patched, Scenes::Replaced] {
        let world = world(scenes);
        let ran = world.duty("prefs show").any_stdout().any_requests().run();
        let shown = "collaboration_mention_notify: {\"personal_channels\":[\"email\"],\"more\":1}, a scene that duty does not know";
        assert!(ran.stdout.contains(shown), "{}", ran.stdout);
        let ran = world.duty("prefs show -o json").any_stdout().any_requests();
        assert_eq!(ran.run().json()["other_scenes"][SCENE]["more"], 1);
        let before = scene(&world);
        let ran = world.duty("prefs set info --app").any_stdout().any_stderr();
        let all = |world: &World| world.ask("/preference/info", &json!({}));
        let mut wanted = all(&world);
        wanted["trigger_notify"]["info"] = json!(["push"]);
        let ran = ran.any_requests().run();
        assert_eq!(ran.bodies("preference_update")[0][SCENE], before);
        assert_eq!(
            all(&world),
            wanted,
            "shifts, status pages and the rest stay"
        );
    }
}

#[test]
fn a_scene_that_did_not_stay_is_no_success() {
    let world = world(Scenes::Patched);
    let lose = Edit::new(|state| {
        state["preferences"]["80011"][SCENE] = json!({"personal_channels": []});
    });
    let lost = FaultKind::ConcurrentWrite {
        moment: Moment::After,
        edit: lose,
    };
    world.server.fault(Fault::on("preference_update", lost));
    let ran = world
        .duty("prefs set info --app -o json")
        .any_stdout()
        .any_stderr()
        .any_requests()
        .status(7)
        .run();
    let message = ran.error()["message"].as_str().unwrap().to_owned();
    assert!(message.contains(SCENE), "{message}");
    assert!(message.contains("the change is in force"), "{message}");
}

#[test]
fn voice_and_the_app_may_not_tell_of_shifts() {
    let world = World::new();
    let verified = Edit::member(PERSON, |member| member["phone_verified"] = json!(true));
    world.server.apply(&verified).unwrap();
    for (word, name) in [("--app", "app"), ("--voice", "voice")] {
        let ran = world
            .duty("prefs set shift --email")
            .arg(word)
            .any_stdout()
            .any_stderr()
            .any_requests()
            .run();
        let doubt = format!("{name} may not tell you of schedule shifts");
        assert!(ran.stdout.contains(&doubt), "{}", ran.stdout);
        let ran = world.duty("prefs show").any_stdout().any_requests().run();
        assert!(ran.stdout.contains(&doubt), "{}", ran.stdout);
        let ran = world
            .duty("prefs set shift --dry-run --email -o json")
            .arg(word)
            .any_stdout()
            .any_stderr()
            .any_requests()
            .run();
        assert_eq!(ran.json()["warnings"][0]["code"], "not_for_shifts");
    }
    let ran = world
        .duty("prefs set shift --sms --dry-run -o json")
        .any_stdout()
        .any_stderr()
        .any_requests()
        .run();
    assert_eq!(ran.json()["warnings"], json!([]));
}

#[test]
fn preferences_of_somebody_else_are_said() {
    let world = World::new();
    let other = Edit::new(|state| state["preferences"]["80011"]["person_id"] = json!(80012));
    world.server.apply(&other).unwrap();
    let said = "the server says that these are the preferences of person 80012, and that the key belongs to person 80011";
    let ran = world.duty("prefs show").any_stdout().any_stderr();
    let ran = ran.any_requests().run();
    assert!(ran.stderr.contains(said), "{}", ran.stderr);
    let run = world.duty("doctor --space 30101 --severity warning -o json");
    let report = run.any_stdout().any_requests().status(11).run().json();
    let notes = report["warnings"].as_array().unwrap();
    assert!(
        notes
            .iter()
            .any(|one| one["code"] == "preferences_of_another")
    );
    assert_eq!(report["complete"], false);
    // One case is no surer than that.
    let run = world.duty("doctor explain 30101 warning -o json");
    let report = run.any_stdout().any_requests().status(11).run().json();
    assert_eq!(report["result"]["reached"], "maybe");
    assert_eq!(report["warnings"][0]["code"], "preferences_of_another");
    let run = world.duty("doctor explain 30101 warning");
    let text = run.any_stdout().any_requests().status(11).run().stdout;
    assert!(text.contains("So: not known: who you are"), "{text}");
}

#[test]
fn a_schedule_that_tells_of_its_shifts_itself_overrules_the_preferences() {
    let own =
        |by: Value| Edit::schedule(9001, move |schedule| schedule["notify"] = json!({"by": by}));
    let shown = |world: &World| {
        let run = world.duty("prefs show").any_stdout().any_stderr();
        run.any_requests().run().stdout
    };
    let row = |text: &str| {
        text.lines()
            .find(|line| line.starts_with("email"))
            .unwrap()
            .to_owned()
    };
    let certain = "email                 yes       yes            yes   yes    no";
    let world = World::new();
    for by in [
        json!(null),
        json!({"follow_preference": true, "personal_channels": []}),
    ] {
        world.server.apply(&own(by)).unwrap();
        assert_eq!(row(&shown(&world)), certain);
    }
    let by = json!({"follow_preference": false, "personal_channels": ["sms", "feishu_app:4401"]});
    world.server.apply(&own(by)).unwrap();
    let text = shown(&world);
    let cells: Vec<String> = row(&text)
        .split("  ")
        .map(|cell| cell.trim().to_owned())
        .filter(|cell| !cell.is_empty())
        .collect();
    assert_eq!(
        cells,
        ["email", "yes", "yes", "yes", "maybe [2]", "no"],
        "{text}"
    );
    let said = "schedule '支付值班' tells of its shifts by SMS, Feishu, whatever your preferences";
    assert!(text.contains(&format!("Note 2: {said}.")), "{text}");
    let run = world.duty("prefs show -o json").any_stdout().any_requests();
    let told = json!([{"schedule": {"id": "9001", "name": "支付值班"}, "channels": ["sms", "feishu:4401"]}]);
    assert_eq!(run.run().json()["shifts_by_schedule"], told);
    let run = world
        .duty("doctor --space 30101 --severity warning")
        .any_stdout();
    let text = run.any_requests().run().stdout;
    assert!(text.contains(said), "{text}");
    // Where the server does not say, nobody knows.
    let denied = FaultKind::error(403, "AccessDenied");
    world
        .server
        .fault(Fault::on("schedule_self", denied).from(1));
    let text = shown(&world);
    assert!(text.contains("maybe [2]"), "{text}");
    let said = "Note 2: a schedule may tell of its shifts by channels of its own; the server did not say (AccessDenied).";
    assert!(text.contains(said), "{text}");
    let run = world.duty("prefs show -o json").any_stdout().any_requests();
    assert_eq!(run.run().json()["shifts_by_schedule"], Value::Null);
}
