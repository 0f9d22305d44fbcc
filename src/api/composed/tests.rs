//! What takes several operations, and what ends it.

use serde_json::json;

use super::*;
use crate::api::served::{Reply, Served, bare, data, refusal, serve};
use crate::error::Kind;

#[test]
fn a_key_without_a_member_is_that_of_the_account() {
    let member = data(json!({"member_id": 7}));
    let account = || data(json!({"account_name": "Example"}));
    let served = serve([member]);
    let caller = served.client().caller().unwrap();
    assert!(matches!(caller, Caller::Member(member) if member.member_id.0 == 7));
    for code in ["ResourceNotFound", "InvalidParameter", "BadRequest"] {
        let served = serve([refusal(400, code), account()]);
        let caller = served.client().caller().unwrap();
        assert!(matches!(caller, Caller::Primary(one) if one.account_name == "Example"));
    }
    // Any other failure does not mean that, and neither does one without a word.
    for (reply, kind) in [
        (refusal(401, "Unauthorized"), Kind::Key),
        (refusal(403, "AccessDenied"), Kind::NotAllowed),
        (bare(404), Kind::Unreachable),
    ] {
        let served = serve([reply, account()]);
        assert_eq!(served.client().caller().unwrap_err().kind, kind);
        assert_eq!(served.times(), 1);
    }
}

fn apps(served: &Served) -> Result<Vec<String>, Error> {
    let apps = served.client().im_apps()?;
    Ok(apps.into_iter().map(|one| one.name).collect())
}

#[test]
fn the_newer_list_is_asked_for_where_the_older_one_is_gone() {
    let gone = || refusal(404, "RouteNotFound");
    let list = |name: &str| data(json!({"items": [{"integration_id": 1, "name": name}]}));
    let served = serve([list("older"), list("newer")]);
    assert_eq!(apps(&served).unwrap(), ["older"]);
    let served = serve([gone(), list("newer")]);
    assert_eq!(apps(&served).unwrap(), ["newer"]);
    let served = serve([refusal(403, "AccessDenied"), list("newer")]);
    assert_eq!(apps(&served).unwrap_err().kind, Kind::NotAllowed);
    // Where the newer one fails in another way, that is the reason.
    let served = serve([gone(), refusal(403, "AccessDenied")]);
    assert_eq!(apps(&served).unwrap_err().kind, Kind::NotAllowed);
    let served = serve([gone(), gone()]);
    let error = apps(&served).unwrap_err();
    assert!(error.message.contains("/datasource/list"), "{error}");
}

fn teams(items: serde_json::Value, more: bool) -> Reply {
    data(json!({"items": items, "has_next_page": more}))
}

#[test]
fn of_the_teams_only_this_person_is_kept_and_bare_ones_are_asked_for() {
    let served = serve([
        teams(
            json!([{"team_id": 1, "person_ids": [7, 8]}, {"team_id": 2, "person_ids": []}]),
            true,
        ),
        teams(json!([{"team_id": 2, "person_ids": [9, 7]}]), false),
        teams(json!([{"team_id": 3, "person_ids": [9]}]), false),
    ]);
    let found = served.client().teams_of(7).unwrap();
    let mut teams = found.teams.iter();
    assert!(teams.by_ref().map(|team| team.team_id).eq([1, 2, 3]));
    let persons: Vec<_> = found
        .teams
        .iter()
        .map(|team| team.person_ids.clone())
        .collect();
    assert_eq!(persons, [vec![7], vec![7], vec![]]);
    assert!(found.complete);
    // The second page has none without members, so that nobody asks for those.
    let bodies = served.bodies();
    assert_eq!(bodies[1]["team_ids"], json!([2]));
    assert_eq!((bodies.len(), &bodies[2]["p"]), (3, &json!(2)));
}

#[test]
fn more_teams_than_can_be_asked_for_are_not_all() {
    let page = |id: u64| teams(json!([{"team_id": id, "person_ids": [7]}]), true);
    let served = serve((1..=100).map(page));
    let found = served.client().teams_of(7).unwrap();
    assert_eq!(found.teams.len(), 100);
    assert!(!found.complete);
}

#[test]
fn a_team_that_is_asked_for_and_left_out_is_not_without_members() {
    let bare = || json!([{"team_id": 1}, {"team_id": 2, "person_ids": null}]);
    for told in [json!([]), json!([{"team_id": 7777, "person_ids": [7]}])] {
        let served = serve([teams(bare(), false), teams(told.clone(), false)]);
        let found = served.client().teams_of(7).unwrap();
        let of = |id: u64| found.teams.iter().find(|team| team.team_id == id).unwrap();
        assert!(!of(1).person_ids.told && !of(2).person_ids.told, "{told}");
        assert!(!found.is_whole());
    }
}

#[test]
fn a_team_without_an_id_may_be_any_so_that_none_is_gone() {
    for entry in [
        json!({"person_ids": [7]}),
        json!({"team_id": 0, "person_ids": [7]}),
        json!(null),
    ] {
        let listed = json!([{"team_id": 1, "person_ids": [7]}, entry]);
        // Those without members are asked for.
        let served = serve([teams(listed, false), teams(json!([]), false)]);
        let found = served.client().teams_of(7).unwrap();
        assert!(!found.complete, "{entry}");
        assert!(found.teams.iter().any(|team| team.team_id == 1));
    }
}
