//! What the contract says of the bodies of requests, for `duty api`: the binary has no reader of YAML.

use serde_json::{Value, json};

use crate::contract::Contract;

/// One entry an operation, a line each.
pub fn file() -> String {
    let contract = Contract::load();
    let mut entries: Vec<Value> = contract
        .operations()
        .map(|one| {
            let at = format!(
                "/paths/{}/post",
                one.path.replace('~', "~0").replace('/', "~1")
            );
            let operation = contract.document.pointer(&at).unwrap();
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
            let schema = resolved(&contract.document, schema);
            let known = duty::api::operations::of(&one.id);
            let last = one.path.rsplit('/').next().unwrap();
            let reads = ["list", "info", "infos", "search", "feed", "self", "preview"];
            let members = schema["properties"].as_object();
            let members: Option<Vec<Value>> = members.map(|members| {
                members
                    .iter()
                    .map(|(name, one)| json!([name, types(&contract.document, one)]))
                    .collect()
            });
            json!({
                "path": one.path,
                "writes": known.map_or(!reads.contains(&last), |known| known.traits.writes),
                "required": schema.get("required").cloned().unwrap_or(json!([])),
                "properties": members,
            })
        })
        .collect();
    entries.sort_by_key(|one| one["path"].as_str().unwrap().to_owned());
    let lines: Vec<String> = entries.iter().map(Value::to_string).collect();
    format!("[\n{}\n]\n", lines.join(",\n"))
}

fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str() {
        Some(name) => resolved(
            document,
            document.pointer(name.trim_start_matches('#')).unwrap(),
        ),
        None => schema,
    }
}

/// The types that a member may have; none where the contract does not say.
fn types(document: &Value, schema: &Value) -> Vec<String> {
    let schema = resolved(document, schema);
    for several in ["anyOf", "oneOf"] {
        if let Some(all) = schema[several].as_array() {
            let each: Vec<Vec<String>> = all.iter().map(|one| types(document, one)).collect();
            if each.iter().any(Vec::is_empty) {
                return Vec::new();
            }
            return each.concat();
        }
    }
    match &schema["type"] {
        Value::String(one) => vec![one.clone()],
        Value::Array(list) => list
            .iter()
            .map(|one| one.as_str().unwrap().to_owned())
            .collect(),
        _ => Vec::new(),
    }
}
