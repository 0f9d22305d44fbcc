//! Conditions: every form of a value, both operators, every key, told and untold.

use serde_json::json;

use crate::domain::escalation::condition::{Patterns, decide};
use crate::domain::escalation::wire::{Condition, Oper};
use crate::domain::escalation::{Empty, Incident, Subject, Truth, Unclear, matches};
use crate::domain::severity::Severity;
use Truth::{No, Unknown, Yes};

/// Everything told.
fn told() -> Incident {
    let labels = [
        ("service", "payment"),
        ("host", "10.0.0.77"),
        ("host6", "fd00::17"),
        ("mapped", "::ffff:10.0.0.77"),
        ("value", "95.5"),
        ("empty", ""),
        ("team", "数据库"),
        ("path", "a*b"),
    ];
    Incident {
        title: Some("Disk full on db-1".to_owned()),
        description: Some("first line\nsecond line".to_owned()),
        labels: labels
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .into(),
        labels_complete: true,
        integration_id: Some(7),
        ..Incident::of(Severity::Critical)
    }
}

/// Nothing told but the severity.
fn untold() -> Incident {
    Incident::of(Severity::Critical)
}

/// Some labels told, and there may be more.
fn partly() -> Incident {
    Incident {
        labels_complete: false,
        title: None,
        integration_id: None,
        ..told()
    }
}

type Case = (
    &'static str,
    fn() -> Incident,
    &'static str,
    &'static str,
    &'static [&'static str],
    Truth,
);

#[rustfmt::skip]
const CASES: &[Case] = &[
    // Exact.
    ("the severity", told, "severity", "IN", &["Critical"], Yes),
    ("another severity", told, "severity", "IN", &["Warning", "Info"], No),
    ("one of several", told, "severity", "IN", &["Warning", "Critical"], Yes),
    ("not the severity", told, "severity", "NOTIN", &["Critical"], No),
    ("not another one", told, "severity", "NOTIN", &["Info"], Yes),
    ("severity in small letters", told, "severity", "IN", &["critical"], No),
    ("old key of alerts", told, "alert_severity", "IN", &["Critical"], Yes),
    ("old key of incidents", told, "incident_severity", "IN", &["Critical"], Yes),
    ("old key, other value", told, "incident_severity", "IN", &["Info"], No),
    ("old key of events", told, "event_severity", "IN", &["Critical"], Yes),
    ("old key of events, other value", told, "event_severity", "NOTIN", &["Critical"], No),
    ("the status of a new incident is its severity", told, "status", "IN", &["Critical"], Yes),
    ("another status", told, "status", "IN", &["Ok", "Warning"], No),
    ("status of the incident", untold, "incident_status", "IN", &["Critical"], Yes),
    ("status of the alert", untold, "alert_status", "NOTIN", &["Critical"], No),
    ("severity is always told", untold, "severity", "NOTIN", &["Info"], Yes),
    ("a label", told, "labels.service", "IN", &["payment"], Yes),
    ("a part is not the whole", told, "labels.service", "IN", &["pay"], No),
    ("case differs", told, "labels.service", "IN", &["Payment"], No),
    ("space differs", told, "labels.service", "IN", &["payment "], No),
    ("an empty label", told, "labels.empty", "IN", &[""], Yes),
    ("the integration", told, "data_source_id", "IN", &["7"], Yes),
    ("the integration's newer name", told, "integration_id", "IN", &["7"], Yes),
    ("another integration", told, "data_source_id", "IN", &["77"], No),
    ("title", told, "title", "IN", &["Disk full on db-1"], Yes),
    ("description", told, "description", "IN", &["/second/"], Yes),
    // No values at all.
    ("in nothing", told, "labels.service", "IN", &[], No),
    ("not in nothing", told, "labels.service", "NOTIN", &[], Yes),
    ("in nothing, untold", untold, "title", "IN", &[], No),
    ("not in nothing, untold", untold, "title", "NOTIN", &[], Yes),
    // Regular expressions.
    ("found anywhere", told, "title", "IN", &["/full/"], Yes),
    ("not found", told, "title", "IN", &["/empty/"], No),
    ("anchored", told, "title", "IN", &["/^full/"], No),
    ("not found, negated", told, "title", "NOTIN", &["/empty/", "/cpu/"], Yes),
    ("found, negated", told, "title", "NOTIN", &["/empty/", "/full/"], No),
    ("case as written", told, "title", "IN", &["/disk/"], No),
    ("case ignored by flag", told, "title", "IN", &["/(?i)disk/"], Yes),
    ("severity by pattern", told, "severity", "IN", &["/^(Critical|Warning)$/"], Yes),
    ("empty pattern", told, "title", "IN", &["//"], Yes),
    ("one slash is text", told, "title", "IN", &["/"], No),
    ("slash only in front is text", told, "title", "IN", &["/full"], No),
    ("a star in a pattern is no wildcard", told, "labels.service", "IN", &["/^pa.*nt$/"], Yes),
    ("pattern that is none", told, "title", "IN", &["/(/"], Unknown),
    ("pattern that is none, negated", told, "title", "NOTIN", &["/(/"], Unknown),
    ("look-ahead is not RE2", told, "title", "IN", &["/(?=full)/"], Unknown),
    ("a yes beside a broken one", told, "title", "IN", &["/(/", "/full/"], Yes),
    ("a broken one beside a yes, negated", told, "title", "NOTIN", &["/(/", "/full/"], No),
    ("a broken one beside a no", told, "title", "IN", &["/(/", "/cpu/"], Unknown),
    // Wildcards.
    ("star behind", told, "title", "IN", &["Disk*"], Yes),
    ("star in front", told, "title", "IN", &["*db-1"], Yes),
    ("whole field", told, "title", "IN", &["*full"], No),
    ("stars around", told, "title", "IN", &["*full*"], Yes),
    ("star is none too", told, "labels.service", "IN", &["payment*"], Yes),
    ("stars with a restart", told, "title", "IN", &["*f*l*l*-?"], Yes),
    ("question mark", told, "title", "IN", &["Disk full on db-?"], Yes),
    ("question mark needs one", told, "labels.service", "IN", &["payment?"], No),
    ("question mark is a character, not a byte", told, "labels.team", "IN", &["???"], Yes),
    ("star over lines", told, "description", "IN", &["first*line"], Yes),
    ("a dot is a dot", told, "labels.host", "IN", &["10?0?0?7."], No),
    ("negated", told, "title", "NOTIN", &["CPU*"], Yes),
    ("star: exists", told, "labels.service", "IN", &["*"], Yes),
    ("star: exists though empty", told, "labels.empty", "IN", &["*"], Yes),
    ("star: does not exist", told, "labels.nothing", "IN", &["*"], No),
    ("not star: does not exist", told, "labels.nothing", "NOTIN", &["*"], Yes),
    ("not star: exists", told, "labels.service", "NOTIN", &["*"], No),
    // Addresses.
    ("in the net", told, "labels.host", "IN", &["cidr:10.0.0.0/24"], Yes),
    ("bits behind the prefix", told, "labels.host", "IN", &["cidr:10.0.0.206/24"], Yes),
    ("just outside", told, "labels.host", "IN", &["cidr:10.0.0.0/26"], No),
    ("one address", told, "labels.host", "IN", &["cidr:10.0.0.77/32"], Yes),
    ("every address", told, "labels.host", "IN", &["cidr:0.0.0.0/0"], Yes),
    ("not in the net", told, "labels.host", "NOTIN", &["cidr:192.168.0.0/16"], Yes),
    ("six", told, "labels.host6", "IN", &["cidr:fd00::/8"], Yes),
    ("six outside", told, "labels.host6", "IN", &["cidr:fd00::/124"], No),
    ("every six", told, "labels.host6", "IN", &["cidr:::/0"], Yes),
    ("four is not six", told, "labels.host", "IN", &["cidr:::/0"], No),
    ("six is not four", told, "labels.host6", "IN", &["cidr:0.0.0.0/0"], No),
    ("four spelled as six", told, "labels.mapped", "IN", &["cidr:10.0.0.0/24"], Yes),
    ("net spelled as six", told, "labels.host", "IN", &["cidr:::ffff:10.0.0.0/120"], Yes),
    ("no address in the field", told, "labels.service", "IN", &["cidr:10.0.0.0/8"], No),
    ("prefix too long", told, "labels.host", "IN", &["cidr:10.0.0.0/33"], Unknown),
    ("prefix with a sign", told, "labels.host", "IN", &["cidr:10.0.0.0/+8"], Unknown),
    ("no prefix", told, "labels.host", "IN", &["cidr:10.0.0.77"], Unknown),
    ("no net", told, "labels.host", "NOTIN", &["cidr:here"], Unknown),
    // Numbers.
    ("greater", told, "labels.value", "IN", &["num:gt:95"], Yes),
    ("not greater than itself", told, "labels.value", "IN", &["num:gt:95.5"], No),
    ("greater or equal", told, "labels.value", "IN", &["num:ge:95.5"], Yes),
    ("less", told, "labels.value", "IN", &["num:lt:100"], Yes),
    ("not less", told, "labels.value", "IN", &["num:lt:95.5"], No),
    ("less or equal", told, "labels.value", "IN", &["num:le:95.50"], Yes),
    ("by number, not by text", told, "labels.value", "IN", &["num:gt:9"], Yes),
    ("negative and exponent", told, "labels.value", "IN", &["num:gt:-1e2"], Yes),
    ("not greater", told, "labels.value", "NOTIN", &["num:gt:99"], Yes),
    ("no number in the field", told, "labels.service", "IN", &["num:gt:0"], No),
    ("no number in the field, negated", told, "labels.service", "NOTIN", &["num:gt:0"], Yes),
    ("no number to compare with", told, "labels.value", "IN", &["num:gt:much"], Unknown),
    ("NaN is no number", told, "labels.value", "NOTIN", &["num:gt:NaN"], Unknown),
    ("equal is no form", told, "labels.value", "IN", &["num:eq:95.5"], No),
    // Not told, and not there.
    ("missing label", told, "labels.nothing", "IN", &["x"], No),
    ("missing label, negated", told, "labels.nothing", "NOTIN", &["x"], Yes),
    ("missing label and a broken pattern", told, "labels.nothing", "IN", &["/(/"], No),
    ("untold label", partly, "labels.nothing", "IN", &["x"], Unknown),
    ("untold label, negated", partly, "labels.nothing", "NOTIN", &["x"], Unknown),
    ("untold label may exist", partly, "labels.nothing", "IN", &["*"], Unknown),
    ("told label among untold ones", partly, "labels.service", "IN", &["payment"], Yes),
    ("untold title", untold, "title", "IN", &["/full/"], Unknown),
    ("untold title, negated", untold, "title", "NOTIN", &["/full/"], Unknown),
    ("untold description", untold, "description", "IN", &["x"], Unknown),
    ("untold integration", untold, "data_source_id", "IN", &["7"], Unknown),
    // Words that the contract does not know.
    ("untold integration's newer name", untold, "integration_id", "NOTIN", &["7"], Unknown),
    // What an incident has and nobody can tell, and what only alerts have.
    ("dedup key", told, "dedup_key", "IN", &["x"], Unknown),
    ("dedup key, negated", told, "dedup_key", "NOTIN", &["x"], Unknown),
    ("alert key", told, "alert_key", "IN", &["x"], No),
    ("alert key, negated", told, "alert_key", "NOTIN", &["x"], Yes),
    ("title rule", untold, "title_rule", "IN", &["*"], No),
    // Plain words are labels or nothing.
    ("plain word that fits", told, "service", "IN", &["payment"], Unknown),
    ("plain word that fits, negated", told, "service", "NOTIN", &["payment"], Unknown),
    ("plain word that does not", told, "service", "IN", &["search"], No),
    ("plain word that does not, negated", told, "service", "NOTIN", &["search"], Yes),
    ("plain word, broken pattern", told, "service", "IN", &["/(/"], Unknown),
    ("plain word of no label", told, "check", "IN", &["cpu"], Unknown),
    ("plain word of no label, negated", told, "check", "NOTIN", &["cpu"], Unknown),
    ("untold plain word", untold, "resource", "IN", &["x"], Unknown),
    ("untold plain word, negated", partly, "cluster", "NOTIN", &["x"], Unknown),
    ("unknown key", told, "env", "IN", &["x"], Unknown),
    ("a label is no key", told, "host", "IN", &["10.0.0.77"], Unknown),
    ("key in capitals", told, "Severity", "IN", &["Critical"], Unknown),
    ("label without a name", told, "labels.", "IN", &["x"], Unknown),
    ("no key", told, "", "NOTIN", &["x"], Unknown),
    ("unknown operator", told, "severity", "LIKE", &["Critical"], Unknown),
    ("operator in small letters", told, "severity", "in", &["Critical"], Unknown),
];

#[test]
fn every_form_of_a_condition() {
    for (name, incident, key, oper, vals, wanted) in CASES {
        let condition: Condition =
            crate::lenient::read(json!({"key": key, "oper": oper, "vals": vals}))
                .expect("a condition");
        let trace = decide(
            &condition,
            Subject::Incident(&incident()),
            &mut Patterns::default(),
        );
        assert_eq!(trace.truth, *wanted, "{name}: {trace:?}");
        assert_eq!(trace.values.len(), vals.len(), "{name}");
    }
}

#[test]
fn case_names_are_unique() {
    let names: std::collections::BTreeSet<_> = CASES.iter().map(|case| case.0).collect();
    assert_eq!(names.len(), CASES.len());
}

#[test]
fn what_is_unclear_is_said() {
    let cases = [
        ("/(/", Unclear::Pattern),
        ("cidr:10.0.0.0/99", Unclear::Net),
        ("num:le:", Unclear::Number),
    ];
    for (value, wanted) in cases {
        let condition: Condition =
            crate::lenient::read(json!({"key": "title", "oper": "IN", "vals": [value]}))
                .expect("a condition");
        let trace = decide(
            &condition,
            Subject::Incident(&told()),
            &mut Patterns::default(),
        );
        assert_eq!(trace.values[0].unclear, Some(wanted), "{value}");
        assert_eq!(
            decide(
                &condition,
                Subject::Incident(&untold()),
                &mut Patterns::default()
            )
            .values[0]
                .unclear,
            None,
            "{value}, untold"
        );
    }
}

#[test]
fn a_long_field_does_not_hang_a_wildcard() {
    let long = Incident {
        title: Some("a".repeat(20_000)),
        ..untold()
    };
    let condition: Condition = crate::lenient::read(
        json!({"key": "title", "oper": "IN", "vals": ["*a*a*a*a*a*b", "/(a*)*b/"]}),
    )
    .expect("a condition");
    assert_eq!(
        decide(
            &condition,
            Subject::Incident(&long),
            &mut Patterns::default()
        )
        .truth,
        No
    );
}

#[test]
fn an_alert_has_other_fields_than_an_incident() {
    let told = told();
    #[rustfmt::skip]
    let cases = [
        ("alert_key", "IN", Unknown, No),
        ("alert_key", "NOTIN", Unknown, Yes),
        ("title_rule", "IN", Unknown, No),
        ("dedup_key", "IN", No, Unknown),
        ("dedup_key", "NOTIN", Yes, Unknown),
        ("alert_severity", "IN", No, No),
        ("alert_status", "NOTIN", Yes, Yes),
        ("labels.service", "IN", No, No),
    ];
    for (key, oper, of_alert, of_incident) in cases {
        let condition: Condition =
            crate::lenient::read(json!({"key": key, "oper": oper, "vals": ["x"]}))
                .expect("a condition");
        let truth = |subject| decide(&condition, subject, &mut Patterns::default()).truth;
        assert_eq!(truth(Subject::Alert(&told)), of_alert, "{key} {oper}");
        assert_eq!(truth(Subject::Incident(&told)), of_incident, "{key} {oper}");
    }
}

#[test]
fn what_no_conditions_match_is_for_the_caller_to_say() {
    let told = told();
    let groups = |groups| -> Vec<Vec<Condition>> { crate::lenient::read(groups).expect("groups") };
    let severity = |value| json!([{"key": "severity", "oper": "IN", "vals": [value]}]);
    #[rustfmt::skip]
    let cases = [
        (json!([]), Yes, No),
        (json!([[]]), Yes, Unknown),
        (json!([severity("Critical")]), Yes, Yes),
        (json!([severity("Info")]), No, No),
        (json!([severity("Info"), severity("Critical")]), Yes, Yes),
    ];
    for (value, matching, never) in cases {
        let groups = groups(value.clone());
        let truth = |empty| {
            let (truth, traces) = matches(&groups, Subject::Alert(&told), empty);
            assert_eq!(traces.len(), groups.len());
            truth
        };
        assert_eq!(truth(Empty::Matches), matching, "{value}");
        assert_eq!(truth(Empty::Never), never, "{value}");
    }
}

#[test]
fn of_very_many_patterns_the_last_are_not_tried() {
    let pattern = |title: &str| {
        vec![Condition {
            key: "title".into(),
            oper: Oper::In,
            vals: vec![format!("/^{title}$/")],
        }]
    };
    let mut groups: Vec<_> = (0..499).map(|index| pattern(&index.to_string())).collect();
    groups.push(pattern("disk full"));
    groups.push(pattern("cpu"));
    let of = |title: &str| {
        let told = Incident {
            title: Some(title.into()),
            ..told()
        };
        matches(&groups, Subject::Incident(&told), Empty::Matches)
    };
    assert_eq!(of("disk full").0, Yes);
    let (truth, traces) = of("cpu");
    assert_eq!(truth, Unknown);
    let last = &traces[500].conditions[0].values[0];
    assert_eq!(last.unclear, Some(Unclear::TooMany));
}
