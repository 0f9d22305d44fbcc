//! Where the console of the server is that the settings name.

use tr::tr;

use crate::domain::base_url::{BaseUrl, VENDOR_URL};
use crate::domain::console::Console;
use crate::error::Error;
use crate::local::settings::{Setting, Settings, Source};
use crate::text::duty;

/// Whether this is the console of the server that is asked: the one of a context is that of its own server.
fn belongs(settings: &Settings, console: &Setting<String>) -> bool {
    let (Source::Context(_), Some(server)) = (&console.source, &settings.base_url) else {
        return true;
    };
    // One that names no server takes whichever it is used with.
    let named = settings.own_context().filter(|own| own.base_url.is_some());
    let server = BaseUrl::parse(&server.value);
    named.is_none_or(|own| server.is_ok_and(|server| own.is_for(&server)))
}

/// The console of the server that the settings name.
///
/// # Errors
/// `Usage` where nobody knows where it is.
pub fn console(settings: &Settings) -> Result<Console, Error> {
    if settings.sandbox {
        return Err(Error::usage(tr!("the made-up account has no console"))
            .hint(tr!("leave --sandbox out")));
    }
    let own = settings.console_url.as_ref();
    if let Some(setting) = own.filter(|own| belongs(settings, own)) {
        let url = BaseUrl::parse(&setting.value);
        let url = url.map_err(|error| error.while_doing(&setting.source))?;
        return Ok(Console::Private(url.to_string()));
    }
    let server = settings.base_url.as_ref();
    let server = BaseUrl::parse(server.map_or(VENDOR_URL, |setting| &setting.value))?;
    if server == BaseUrl::parse(VENDOR_URL)? {
        return Ok(Console::Vendor);
    }
    Err(Error::usage(tr!(
        "duty does not know where the console of {server} is",
        server
    ))
    .hint(tr!(
        "'{command}' says it for a context, DUTY_CONSOLE_URL for one run",
        command = duty!("config set console_url URL")
    )))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::local::config::Config;
    use crate::local::environment::Environment;
    use crate::local::options::Global;

    fn told(context: &str, base_url: Option<&str>) -> Option<String> {
        let file = "[contexts.own]\nbase_url = 'https://a.example'\nconsole_url = 'https://c.example'\n[contexts.any]\nconsole_url = 'https://d.example'";
        let config = Config::parse(file, std::path::Path::new("config.toml")).unwrap();
        let flags = Global {
            context: Some(context.into()),
            base_url: base_url.map(str::to_owned),
            ..Global::default()
        };
        let settings = Settings::resolve(&flags, &Environment::default(), config).unwrap();
        match console(&settings) {
            Ok(Console::Private(url)) => Some(url),
            Ok(Console::Vendor) => Some("vendor".into()),
            Err(_) => None,
        }
    }

    #[test]
    fn the_console_of_a_context_is_that_of_its_own_server() {
        let url = |text: &str| Some(text.to_owned());
        assert_eq!(told("own", None), url("https://c.example"));
        assert_eq!(
            told("own", Some("https://a.example")),
            url("https://c.example")
        );
        assert_eq!(told("own", Some("https://b.example")), None);
        assert_eq!(told("own", Some(VENDOR_URL)), url("vendor"));
        // One that names no server takes whichever it is used with.
        assert_eq!(
            told("any", Some("https://b.example")),
            url("https://d.example")
        );
    }
}
