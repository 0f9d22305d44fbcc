//! `duty auth login --import`: the file of the vendor's CLI as an editor or a hand writes it. The key goes to the server
//! that the file names.

use super::{key, row, world};

#[test]
fn the_server_of_the_file_is_found_however_it_is_written() {
    for text in [
        "\u{feff}base_url: URL\napp_key: KEY\n",
        "\u{feff}app_key: KEY\r\nbase_url: URL\r\n",
        "---\n\"base_url\": \"URL\"\n'app_key': KEY # mine\n",
        "# mine\n  app_key: KEY\n  base_url: URL\n",
        "base_url:\n  URL\napp_key: KEY\n",
    ] {
        let world = world();
        let folder = world.home.path().join(".flashduty");
        std::fs::create_dir(&folder).unwrap();
        let url = world.server.base_url();
        let written = text.replace("URL", &url).replace("KEY", &key(&world));
        std::fs::write(folder.join("config.yaml"), written).unwrap();
        let ran = world
            .duty("auth login --import --insecure-storage -o json")
            // A key that went to the vendor's own server would be asked of this one.
            .env("HTTPS_PROXY", "http://127.0.0.1:1")
            .any_status()
            .any_requests()
            .any_stdout()
            .any_stderr()
            .run();
        assert_eq!(ran.status, Some(0), "{text:?}: {}", ran.stderr);
        assert_eq!(ran.operations(), ["member_info"], "{text:?}");
        let status = world.duty("auth status -o json").any_requests();
        assert_eq!(row(&status.any_stdout().run())["base_url"], url, "{text:?}");
    }
}
