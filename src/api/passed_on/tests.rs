//! What the contract says of a body, and what is passed on whatever it says.

use serde_json::json;

use super::*;
use crate::api::served::{data, serve};

fn one() -> Described {
    let types = |types: &[&str]| types.iter().map(|one| (*one).to_owned()).collect();
    Described {
        path: "/x".into(),
        writes: false,
        required: vec!["id".into()],
        properties: Some(vec![
            ("id".into(), types(&["integer"])),
            ("share".into(), types(&["number"])),
            ("name".into(), types(&["string", "null"])),
            ("any".into(), types(&[])),
        ]),
    }
}

#[test]
fn a_body_is_held_against_what_the_contract_says() {
    for body in [
        json!({"id": 1}),
        json!({"id": 1, "share": 0.5, "name": "a", "any": []}),
        // An integer is a number.
        json!({"id": 1, "share": 1, "name": null, "any": {}}),
    ] {
        assert_eq!(one().mistakes(&body), Vec::<String>::new(), "{body}");
    }
    for (body, mistake) in [
        (json!({}), "/x: the contract requires id"),
        (json!([1]), "/x: the contract requires id"),
        (
            json!({"id": 1, "idd": 2}),
            "/x: the contract does not know idd",
        ),
        // And a number is no integer.
        (
            json!({"id": 1.5}),
            "/x: id is of type number, and the contract has integer",
        ),
        (
            json!({"id": true}),
            "/x: id is of type boolean, and the contract has integer",
        ),
        (
            json!({"id": {}}),
            "/x: id is of type object, and the contract has integer",
        ),
        (
            json!({"id": null}),
            "/x: id is of type null, and the contract has integer",
        ),
        (
            json!({"id": 1, "share": "1"}),
            "/x: share is of type string, and the contract has number",
        ),
        (
            json!({"id": 1, "name": [1]}),
            "/x: name is of type array, and the contract has string, null",
        ),
    ] {
        assert_eq!(one().mistakes(&body), [mistake], "{body}");
    }
    // Of a body of which the contract says nothing, nothing is wrong but what is missing.
    let nothing_said = Described {
        properties: None,
        ..one()
    };
    assert!(
        nothing_said
            .mistakes(&json!({"id": 1, "idd": 2}))
            .is_empty()
    );
}

#[test]
fn the_contract_is_known_by_its_paths() {
    let paths: Vec<&str> = described_paths().collect();
    assert!(paths.len() > 40);
    for path in paths {
        assert_eq!(described(path).unwrap().path, path);
    }
    assert!(described("/nowhere").is_none());
}

#[test]
fn any_path_is_passed_on_with_what_is_known_of_its_effect() {
    let served = serve([data(json!({"a": [1, "x"]})), data(json!(7))]);
    let client = served.client();
    let answer = client.passed_on("/nowhere", json!({"b": 1})).unwrap();
    assert_eq!(answer, json!({"a": [1, "x"]}));
    let write = client.passed_on_change("/nowhere/else", json!({"c": 2}));
    assert!(!write.undoes());
    assert_eq!(write.transmit(&client, None).unwrap(), json!(7));
    assert!(client.passed_on_change("/x", json!({})).undoing().undoes());
    let asked = served.asked();
    assert!(
        asked[0].target.starts_with("/nowhere?") && asked[1].target.starts_with("/nowhere/else?")
    );
    assert_eq!(
        (&asked[0].body, &asked[1].body),
        (&json!({"b": 1}), &json!({"c": 2}))
    );
    assert!(operation("/x", true).traits.writes && !operation("/x", false).traits.writes);
}
