//! What duty says of itself: the version, and what it was built from.

use crate::harness::World;

#[test]
fn the_version_is_that_of_the_package() {
    World::new()
        .duty("--version")
        .stdout(concat!("duty ", env!("DUTY_BUILD_VERSION"), "\n"))
        .run();
}

#[test]
fn version_says_what_the_binary_was_built_from() {
    let world = World::new();
    let json = world.duty("version -o json").any_stdout().run().json();
    let compiler = std::process::Command::new("rustc")
        .arg("--version")
        .output();
    let compiler = String::from_utf8(compiler.unwrap().stdout).unwrap();
    assert_eq!(json["rustc"], compiler.trim());
    let contract = std::fs::read_to_string("api/openapi.yaml").unwrap();
    let contract: serde_json::Value = serde_saphyr::from_str(&contract).unwrap();
    assert_eq!(json["contract_version"], contract["info"]["version"]);
    // A debug build is not linked anew for a commit, and has one only where it is told, as in a source archive.
    let commit = Some(env!("DUTY_BUILD_COMMIT")).filter(|commit| !commit.is_empty());
    assert_eq!(json["commit"], serde_json::json!(commit));
    let target = json["target"].as_str().unwrap();
    assert!(target.contains(std::env::consts::ARCH), "{target}");
    world
        .duty("version")
        .stdout(&format!(
            "version     {}\ncommit      {}\nbuilt for   {target}\nbuilt with  {}\nfeatures    sandbox\ncontract    {}\n",
            env!("CARGO_PKG_VERSION"),
            commit.unwrap_or("not known"),
            compiler.trim(),
            json["contract_version"].as_str().unwrap(),
        ))
        .run();
}
