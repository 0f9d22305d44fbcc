//! Page after page, until there is an end.

use super::*;
use crate::api::operations::of;
use crate::api::served::{Reply, Served, bare, data, serve};
use crate::error::Kind;

fn page(ids: impl IntoIterator<Item = u64>, more: Option<bool>) -> Value {
    let items: Vec<Value> = ids.into_iter().map(|id| json!({"key_id": id})).collect();
    match more {
        Some(more) => json!({"items": items, "has_next_page": more, "total": 5}),
        None => json!(items),
    }
}

fn every(served: &Served) -> Vec<u64> {
    let keys = served.client().app_key_list(None).unwrap();
    keys.into_iter().map(|key| key.key_id.0).collect()
}

fn pages(served: &Served) -> Vec<u64> {
    let bodies = served.bodies();
    bodies
        .iter()
        .map(|body| body["p"].as_u64().unwrap())
        .collect()
}

#[test]
fn pages_are_asked_for_in_turn_and_an_entry_comes_once() {
    let served = serve([
        data(page([1, 2], Some(true))),
        data(page([2, 3], Some(true))),
        data(page([4], Some(false))),
        data(page([5], Some(false))),
    ]);
    assert_eq!(every(&served), [1, 2, 3, 4]);
    assert_eq!(pages(&served), [1, 2, 3]);
    let bodies = served.bodies();
    assert!(
        bodies
            .iter()
            .all(|body| body["limit"] == 20 && body["asc"] == true)
    );
    assert!(
        bodies
            .iter()
            .all(|body| body.get("search_after_ctx").is_none())
    );
}

#[test]
fn a_full_page_that_does_not_say_may_have_a_next_one() {
    let served = serve([data(page(1..=20, None)), data(page([21], None)), bare(500)]);
    assert_eq!(every(&served).len(), 21);
    let served = serve([data(page(1..=20, None)), data(page([], None)), bare(500)]);
    assert_eq!(every(&served).len(), 20);
    let served = serve([data(page(1..=19, None)), bare(500)]);
    assert_eq!(every(&served).len(), 19);
}

#[test]
fn a_list_that_is_shorter_than_its_total_is_not_a_whole_one() {
    let short = |last: u64| {
        serve([
            data(page([1, 2], Some(true))),
            data(page(3..=last, Some(false))),
        ])
    };
    assert_eq!(every(&short(5)), [1, 2, 3, 4, 5]);
    let error = short(4).client().app_key_list(None).unwrap_err();
    assert_eq!(error.kind, Kind::Unreachable);
    assert_eq!(error.details, ["data.total: 5, and 4 came"]);
}

#[test]
fn a_page_that_fails_is_the_end() {
    let served = serve([data(page([1], Some(true))), bare(403)]);
    let error = served.client().app_key_list(None).unwrap_err();
    assert_eq!(error.kind, Kind::NotAllowed);
}

fn pager(client: &Client) -> Pager<'_, KeyInfo> {
    client.pages(of("team_list").unwrap(), json!({}))
}

#[test]
fn a_server_that_says_the_same_again_is_not_asked_for_ever() {
    let served = serve([
        data(page([1], Some(true))),
        data(page([1], Some(true))),
        data(page([1], Some(true))),
    ]);
    let client = served.client();
    let mut pager = pager(&client);
    assert!(pager.has_more());
    let first = pager.next().unwrap().unwrap();
    assert_eq!((first.items.len(), first.total), (1, Some(5)));
    assert!(pager.has_more() && !pager.ended_early() && !pager.is_cut_off());
    assert!(pager.next().unwrap().unwrap().items.is_empty());
    assert!(!pager.has_more() && pager.ended_early() && !pager.is_cut_off());
    // It is not a whole one.
    assert!(pager.next().unwrap().is_err());
    assert!(pager.next().is_none());
    // Nothing at all is no early end.
    let served = serve([data(page([], Some(false)))]);
    let client = served.client();
    let mut pager = self::pager(&client);
    assert!(pager.next().unwrap().unwrap().items.is_empty());
    assert!(!pager.ended_early() && !pager.has_more());
}

/// A page with more after it, and with what that is asked for.
fn before(cursor: Option<&str>) -> Reply {
    let mut page = page([1], Some(true));
    page["search_after_ctx"] = json!(cursor);
    data(page)
}

#[test]
fn where_page_numbers_end_only_a_cursor_goes_on() {
    for (asked, cursor, next, cut_off) in [
        (99, None, Some(100), false),
        (99, Some("c"), Some(100), false),
        (100, Some("c"), Some(100), false),
        (100, None, None, true),
        (100, Some(""), None, true),
    ] {
        let served = serve([before(cursor), data(page([2], Some(false)))]);
        let client = served.client();
        let mut pager = pager(&client);
        pager.next = Some(asked);
        pager.next().unwrap().unwrap();
        assert_eq!(
            (pager.next, pager.cut_off),
            (next, cut_off),
            "{asked} {cursor:?}"
        );
        if next.is_some() {
            pager.next().unwrap().unwrap();
            let body = served.bodies().remove(1);
            let sent = body.get("search_after_ctx").and_then(Value::as_str);
            assert_eq!(sent, cursor.filter(|_| asked == 100));
        } else {
            // It has no quiet end.
            let error = pager.next().unwrap().unwrap_err();
            assert!(error.message.contains("more than 10000"), "{error:?}");
            assert!(pager.next().is_none());
        }
    }
}
