//! What a person is told of the requests of a run: that one is waited for, and with `--verbose` each of them.

use std::sync::Arc;
use std::time::Duration;

use tr::tr;

use crate::api::{Exchange, Observer, Wait, Waiting};
use crate::ui::{Teller, Tone};

/// Tells that a server is waited for, and for how long.
pub fn waiting(teller: Teller, server: String) -> Waiting {
    Arc::new(move |wait| {
        let server = server.clone();
        Box::new(teller.waiting(move |time| match wait {
            Wait::Answer => tr!("waiting for {server} ({0} s)", time.as_secs(), server),
            Wait::Turn => tr!(
                "so many requests a minute are allowed; waiting for a turn ({0} s)",
                time.as_secs()
            ),
            Wait::RateLimit(all) => tr!(
                "too many requests; {server} is asked again in {0} s",
                all.saturating_sub(time).as_secs_f64().ceil(),
                server
            ),
            Wait::Again(all) => tr!(
                "that failed; {server} is asked again in {0} s",
                all.saturating_sub(time).as_secs_f64().ceil(),
                server
            ),
        }))
    })
}

/// Tells of every request, the key left out.
pub fn observer(teller: Teller) -> Observer {
    let millis = |duration: Duration| duration.as_millis();
    Arc::new(move |exchange: &Exchange| {
        let outcome = match &exchange.outcome {
            Ok(status) => status.to_string(),
            Err(why) => why.clone(),
        };
        let id = exchange.request_id.as_deref().unwrap_or("-");
        let mut line = format!(
            "POST {} -> {outcome}, {} ms, request id {id}",
            exchange.url,
            millis(exchange.took)
        );
        if let Some(wait) = exchange.retry_in {
            line += &format!(", again in {} ms", millis(wait));
        }
        teller.tell(&line, Tone::Faint);
    })
}
