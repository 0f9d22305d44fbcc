//! Labels that say whom a level tells in place of the rule.

use serde_json::{Value, json};

use crate::domain::escalation::tests::targets::short;
use crate::domain::escalation::tests::{ME, judge, person, rules};
use crate::domain::escalation::{Incident, Person, RecipientKind, Verdict};
use crate::domain::severity::Severity;

/// What a rule with these layers does to an incident with these labels.
fn verdict(layers: &Value, labels: &[(&str, &str)], person: &Person) -> Verdict {
    let list = rules(json!([{"status": "enabled", "layers": layers}]));
    let labels = labels.iter();
    let incident = Incident {
        labels: labels
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        ..Incident::of(Severity::Warning)
    };
    judge(&list, person, &incident).ending
}

const EMAILS: &str = "layer_person_reset_0_emails";
const TEAMS: &str = "layer_person_reset_0_team_names";

#[test]
fn persons_and_teams_are_replaced() {
    let person = Person {
        emails: vec!["me@example.com".to_owned()],
        ..person()
    };
    let follow = json!({"follow_preference": true});
    let target = |persons: &[u64], teams: &[u64]| json!([{"target": {"person_ids": persons, "team_ids": teams, "by": follow}}]);
    let by_schedule = json!([{"target": {"schedule_to_role_ids": {"5": []}, "by": follow}}]);
    let (me, you) = (target(&[ME], &[]), target(&[101], &[]));
    let my_team = target(&[], &[10]);
    let second = json!([{"escalate_window": 1, "target": you[0]["target"]}, you[0]]);
    #[rustfmt::skip]
    let cases = [
        ("no label", &me, vec![], "email@0"),
        ("to me", &you, vec![(EMAILS, "me@example.com")], "email@0"),
        ("to me and others", &you, vec![(EMAILS, "you@example.com, Me@Example.com")], "email@0"),
        ("to others", &me, vec![(EMAILS, "you@example.com")], "NotATarget"),
        ("to me again", &me, vec![(EMAILS, "me@example.com")], "email@0"),
        ("to nobody", &me, vec![(EMAILS, " , ")], "email@0?"),
        ("to nobody, and I was not told", &you, vec![(EMAILS, "")], "email@0?"),
        ("another level", &me, vec![("layer_person_reset_1_emails", "you@example.com")], "email@0"),
        ("the second level", &second, vec![("layer_person_reset_1_emails", "me@example.com")], "email@60"),
        ("another word", &me, vec![("layer_person_reset_0_phones", "1")], "email@0"),
        ("to my team", &you, vec![(TEAMS, "Databases")], "email@0"),
        ("to one of my teams", &you, vec![(TEAMS, "Networks,Databases")], "email@0"),
        ("to another team", &my_team, vec![(TEAMS, "Networks")], "NotATarget"),
        ("to a team of no such name", &my_team, vec![(TEAMS, "databases")], "NotATarget"),
        // Whether persons replace teams as well, and the other way round, is not documented.
        ("persons, and my team is told", &my_team, vec![(EMAILS, "you@example.com")], "email@0?"),
        ("teams, and I am told by name", &me, vec![(TEAMS, "Networks")], "email@0?"),
        ("persons, and I am in no schedule", &by_schedule, vec![(EMAILS, "you@example.com")], "NotATarget"),
        ("both, neither mine", &me, vec![(EMAILS, "you@example.com"), (TEAMS, "Networks")], "NotATarget"),
        ("both, one mine", &my_team, vec![(EMAILS, "you@example.com"), (TEAMS, "Databases")], "email@0"),
    ];
    for (name, layers, labels, wanted) in cases {
        let verdict = verdict(layers, &labels, &person);
        assert_eq!(short(&verdict), wanted, "{name}: {verdict:?}");
    }
}

#[test]
fn who_a_label_means_may_not_be_known() {
    let layers = json!([{"target": {"person_ids": [ME], "by": {"follow_preference": true}}}]);
    let of = |labels: &[(&str, &str)], person: &Person| short(&verdict(&layers, labels, person));
    // No address of the person is known.
    assert_eq!(of(&[(EMAILS, "you@example.com")], &person()), "email@0?");
    let some = Person {
        teams_complete: false,
        ..person()
    };
    assert_eq!(of(&[(TEAMS, "Databases")], &some), "email@0");
    assert_eq!(of(&[(TEAMS, "Unheard-of")], &some), "email@0?");
}

#[test]
fn group_chats_are_replaced() {
    let chats = json!([{"type": "wecom"}, {"type": "feishu"}, {"type": "feishu_app"}]);
    let layers = json!([{"target": {"webhooks": chats}}]);
    let count = |labels: &[(&str, &str)]| verdict(&layers, labels, &person()).levels[0].group_chats;
    assert_eq!(count(&[]), 3);
    assert_eq!(count(&[("layer_webhook_reset_0_wecoms", "a,b")]), 4);
    assert_eq!(count(&[("layer_webhook_reset_0_feishus", "a")]), 3);
    assert_eq!(count(&[("layer_webhook_reset_0_dingtalks", "a")]), 4);
    assert_eq!(count(&[("layer_webhook_reset_0_feishus", "")]), 2);
    assert_eq!(count(&[("layer_webhook_reset_1_wecoms", "a,b")]), 3);
}

#[test]
fn the_label_is_named() {
    let layers = json!([{"target": {"person_ids": [101], "by": {"follow_preference": true}}}]);
    let person = Person {
        emails: vec!["me@example.com".to_owned()],
        ..person()
    };
    let found = verdict(&layers, &[(EMAILS, "me@example.com")], &person);
    assert_eq!(
        found.levels[0].recipients[0].kind,
        RecipientKind::Label(EMAILS.to_owned())
    );
}
