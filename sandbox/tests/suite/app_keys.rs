//! App keys: the whole life of one, who may do what, and the limit of five.

use serde_json::{Value, json};

use crate::support::{Sandbox, column, sandbox, verified};

fn list(sandbox: &Sandbox, more: &Value) -> Value {
    let mut body = json!({"p": 1, "limit": 20, "orderby": "created_at", "asc": true});
    for (key, value) in more.as_object().unwrap() {
        body[key] = value.clone();
    }
    sandbox.ok("app_key_list", body)
}

#[test]
fn the_list_has_no_secrets() {
    let sandbox = sandbox();
    let data = list(&sandbox, &json!({}));
    assert_eq!(column(&data, "key_name"), ["ci-2024", "laptop"]);
    assert_eq!(column(&data, "status"), ["disabled", "enabled"]);
    assert_eq!(
        (&data["total"], &data["has_next_page"]),
        (&json!(2), &json!(false))
    );
    assert!(!data.to_string().contains("sandbox-"));
    let data = list(&sandbox, &json!({"asc": false, "limit": 1}));
    assert_eq!(column(&data, "key_name"), ["laptop"]);
    assert_eq!(data["has_next_page"], true);
    let data = list(&sandbox, &json!({"person_id": 80012}));
    assert_eq!(column(&data, "key_name"), ["lisi-laptop"]);
    sandbox.refused(
        "app_key_list",
        json!({"p": 1, "limit": 20, "orderby": "created_at", "asc": true, "person_id": 7}),
        400,
        "ResourceNotFound",
    );
    for missing in ["p", "limit", "orderby", "asc"] {
        let mut body = json!({"p": 1, "limit": 20, "orderby": "created_at", "asc": true});
        body.as_object_mut().unwrap().remove(missing);
        sandbox.invalid("app_key_list", body);
    }
    sandbox.invalid(
        "app_key_list",
        json!({"p": 1, "limit": 21, "orderby": "created_at", "asc": true}),
    );
}

#[test]
fn the_life_of_a_key() {
    let sandbox = sandbox();
    let owner = sandbox.server.app_key();
    let made = sandbox.ok(
        "app_key_create",
        json!({"key_name": "ci", "is_enabled": false}),
    );
    let (id, key) = (&made["key_id"], made["key"].as_str().unwrap());
    let alive = || sandbox.send("member_info", key, &json!({}), &[]).status;
    assert_eq!(alive(), 401);

    let guarded = |operation: &str| {
        let body = json!({"key_id": id});
        sandbox.refused(operation, body.clone(), 428, "RequestVerifyRequired");
        let code = sandbox.code("email", None);
        sandbox.ok_as(owner, operation, body, &verified("email", &code));
    };
    guarded("app_key_enable");
    assert_eq!(alive(), 200);
    sandbox.ok(
        "app_key_rename",
        json!({"key_id": id, "key_name": "ci-2025"}),
    );
    assert_eq!(
        column(&list(&sandbox, &json!({})), "key_name"),
        ["ci-2024", "laptop", "ci-2025"]
    );
    guarded("app_key_disable");
    assert_eq!(alive(), 401);
    guarded("app_key_enable");
    assert_eq!(alive(), 200);
    guarded("app_key_delete");
    assert_eq!(alive(), 401);
    assert_eq!(
        column(&list(&sandbox, &json!({})), "key_name"),
        ["ci-2024", "laptop"]
    );
    for operation in ["app_key_delete", "app_key_enable", "app_key_disable"] {
        sandbox.refused(operation, json!({"key_id": id}), 400, "ResourceNotFound");
    }
    sandbox.refused(
        "app_key_rename",
        json!({"key_id": id, "key_name": "x"}),
        400,
        "ResourceNotFound",
    );
}

/// It works at once when nothing else is said.
#[test]
fn a_key_is_enabled_by_default() {
    let sandbox = sandbox();
    let made = sandbox.ok("app_key_create", json!({"key_name": "ci"}));
    sandbox.ok_as(made["key"].as_str().unwrap(), "member_info", json!({}), &[]);
}

#[test]
fn a_person_has_five() {
    let sandbox = sandbox();
    for n in 3..=5 {
        // Names may repeat.
        sandbox.ok(
            "app_key_create",
            json!({"key_name": if n < 5 { "laptop" } else { "last" }}),
        );
    }
    let reply = sandbox.senseless("app_key_create", json!({"key_name": "sixth"}));
    assert!(reply.message().contains('5'));
    // Somebody else still has room.
    sandbox.ok(
        "app_key_create",
        json!({"key_name": "k", "person_id": 80012}),
    );
    let code = sandbox.code("email", None);
    sandbox.ok_as(
        sandbox.server.app_key(),
        "app_key_delete",
        json!({"key_id": 5002}),
        &verified("email", &code),
    );
    sandbox.ok("app_key_create", json!({"key_name": "sixth"}));
}

#[test]
fn only_the_owner() {
    let sandbox = sandbox();
    let reference = json!({"key_id": 5003});
    for (operation, body) in [
        (
            "app_key_list",
            json!({"p": 1, "limit": 20, "orderby": "created_at", "asc": true}),
        ),
        ("app_key_create", json!({"key_name": "k"})),
        ("app_key_delete", reference.clone()),
        ("app_key_enable", reference.clone()),
        ("app_key_disable", reference.clone()),
        ("app_key_rename", json!({"key_id": 5003, "key_name": "k"})),
    ] {
        let member = sandbox.server.member_key();
        sandbox.refused_as(member, operation, body, &[], 403, "AccessDenied");
    }
    // 张三 acts for 李四; without `person_id` the key is not found.
    sandbox.refused("app_key_disable", reference, 400, "ResourceNotFound");
    let code = sandbox.code("email", None);
    sandbox.ok_as(
        sandbox.server.owner_key(),
        "app_key_disable",
        json!({"key_id": 5003, "person_id": 80012}),
        &verified("email", &code),
    );
    sandbox.refused_as(
        sandbox.server.member_key(),
        "member_info",
        json!({}),
        &[],
        401,
        "Unauthorized",
    );
    let primary = sandbox.server.primary_key();
    sandbox.ok_as(primary, "app_key_create", json!({"key_name": "k"}), &[]);
}

/// A caller who loses the role loses the right.
#[test]
fn the_role_makes_the_owner() {
    let sandbox = sandbox();
    sandbox
        .server
        .edit(|state| state["members"][0]["account_role_ids"] = json!([3]))
        .unwrap();
    sandbox.refused(
        "app_key_create",
        json!({"key_name": "k"}),
        403,
        "AccessDenied",
    );
}
