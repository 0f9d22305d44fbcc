//! What becomes of an alert where it comes in, before it is in any space: the pipeline of its integration may
//! drop it, and the route of the integration decides which spaces it goes to.

use std::collections::BTreeSet;

use crate::domain::escalation::condition;
use crate::domain::escalation::condition::{Empty, Subject};
use crate::domain::escalation::doubt;
use crate::domain::escalation::doubt::Doubt;
use crate::domain::escalation::incident::Incident;
use crate::domain::escalation::noise::wire::{Pipeline, Route, RouteCase};
use crate::domain::escalation::noise::{NoiseRule, Suppression, SuppressionKind};
use crate::domain::escalation::truth::Truth;
use crate::domain::escalation::wire::{Condition, Oper, RuleStatus};

/// What an integration does with its alerts, as far as that could be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Intake {
    /// The integration.
    pub integration: u64,
    /// Nothing where there is none, or where it could not be read.
    pub pipeline: Option<Pipeline>,
    /// Nothing where there is none, or where it could not be read.
    pub route: Option<Route>,
    /// Which of the two could not be read: whether it holds anything back is not known.
    pub unread: Vec<SuppressionKind>,
}

impl Intake {
    /// What keeps the incident from being one of this space, or may.
    pub fn holding_back(&self, space: (u64, &str), incident: &Incident) -> Vec<Suppression> {
        let unread = self.unread.iter().copied().map(Suppression::unread);
        let mut found: Vec<Suppression> = unread.collect();
        if let Some(pipeline) = &self.pipeline {
            found.extend(self.dropped(pipeline, incident));
        }
        if let Some(route) = &self.route {
            found.extend(self.elsewhere(route, space, incident));
        }
        found
    }

    /// What a pipeline says of an alert is of the alert as it came; what is told is of the incident, after
    /// the pipeline. A condition on a field that the pipeline writes is not known.
    fn dropped(&self, pipeline: &Pipeline, incident: &Incident) -> Option<Suppression> {
        let counts = match pipeline.status {
            RuleStatus::Enabled => Truth::Yes,
            RuleStatus::Disabled | RuleStatus::Deleted => return None,
            RuleStatus::Other(_) => Truth::Unknown,
        };
        let rewritten: Vec<&str> = pipeline
            .rules
            .iter()
            .filter_map(|rule| written(&rule.kind))
            .collect();
        let is_rewritten = |key: &str| rewritten.iter().any(|field| is_field(key, field));
        let (mut held, mut depends_on) = (Truth::No, Vec::new());
        for rule in &pipeline.rules {
            let drops = match rule.kind.as_str() {
                "alert_drop" => Truth::Yes,
                kind if written(kind).is_some() => continue,
                // An inhibition, or a kind that duty does not know: it may hold the alert back.
                _ => Truth::Unknown,
            };
            let mut filters = rule.filters.clone();
            for condition in filters.iter_mut().flatten() {
                if is_rewritten(&condition.key) {
                    condition.oper = Oper::Other(condition.key.clone());
                }
            }
            let (fits, on) = fits(&filters, incident);
            let one = fits.and(drops);
            if one == Truth::Unknown {
                // What it was before it was written, nobody is told.
                depends_on.extend(on.into_iter().map(|doubt| match doubt {
                    Doubt::Operator(key) if is_rewritten(&key) => Doubt::Field(key),
                    other => other,
                }));
            }
            held = held.or(one);
        }
        self.suppression(SuppressionKind::Pipeline, held.and(counts), depends_on)
    }

    /// The cases in their order: the first that matches decides, unless it lets the next be tried too. The
    /// default is for what no case takes, or what none finds a space for.
    fn elsewhere(
        &self,
        route: &Route,
        (id, name): (u64, &str),
        incident: &Incident,
    ) -> Option<Suppression> {
        // What becomes of alerts by a route that is switched off, or says nothing of it, is in no reference.
        let unclear = match &route.status {
            RuleStatus::Deleted => return None,
            RuleStatus::Enabled if route.deleted_at == 0 => None,
            RuleStatus::Enabled => Some("enabled, deleted_at"),
            RuleStatus::Disabled => Some("disabled"),
            RuleStatus::Other(word) => Some(word.as_str()),
        };
        let counts = match unclear {
            Some(_) => Truth::Unknown,
            None => Truth::Yes,
        };
        let mut depends_on: Vec<Doubt> = unclear
            .map(|word| Doubt::Status(word.to_owned()))
            .into_iter()
            .collect();
        // All that may have happened so far, each once; it is the same to all that follows.
        let mut courses = BTreeSet::from([Course::default()]);
        for case in &route.cases {
            let (fits, on) = fits(std::slice::from_ref(&case.conditions), incident);
            if fits == Truth::Unknown && courses.iter().any(|course| !course.ended) {
                depends_on.extend(on);
            }
            let (goes, finds) = target(case, id, name, incident);
            let next = courses.iter().flat_map(|course| {
                let hits = both(fits).iter().filter(|_| !course.ended);
                let ways = hits.flat_map(|hit| both(goes).iter().map(move |goes| (*hit, *goes)));
                let ways = ways.flat_map(|(hit, goes)| {
                    both(finds).iter().map(move |finds| (hit, goes, *finds))
                });
                let goes_on = both(case.fallthrough.map_or(Truth::Unknown, Truth::from));
                let ways = ways.flat_map(move |(hit, goes, finds)| {
                    goes_on.iter().map(move |goes_on| Course {
                        here: course.here || (hit && goes),
                        taken: course.taken || (hit && finds),
                        ended: hit && !goes_on,
                    })
                });
                ways.chain(course.ended.then_some(*course))
            });
            courses = next.collect();
        }
        let otherwise = route.otherwise.channel_ids.as_ref();
        let by_default = otherwise.map_or(Truth::Unknown, |ids| ids.contains(&id).into());
        let here = |course: &Course| match (course.here, course.taken) {
            (true, _) => Truth::Yes,
            (false, true) => Truth::No,
            (false, false) => by_default,
        };
        let here: Vec<Truth> = courses.iter().map(here).collect();
        let all = |truth| here.iter().all(|one| *one == truth);
        let here = match (all(Truth::Yes), all(Truth::No)) {
            (true, _) => Truth::Yes,
            (_, true) => Truth::No,
            (false, false) => Truth::Unknown,
        };
        self.suppression(SuppressionKind::Route, (!here).and(counts), depends_on)
    }

    fn suppression(
        &self,
        kind: SuppressionKind,
        held: Truth,
        mut depends_on: Vec<Doubt>,
    ) -> Option<Suppression> {
        if held != Truth::Unknown {
            depends_on.clear();
        }
        depends_on.dedup();
        let id = self.integration.to_string();
        (held != Truth::No).then(|| Suppression {
            kind,
            held,
            rule: Some(NoiseRule {
                discards: kind == SuppressionKind::Pipeline,
                ..NoiseRule::of(&id, &id, None)
            }),
            until: None,
            depends_on,
        })
    }
}

/// What may have happened before a case of a route.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Course {
    /// It went to the space.
    here: bool,
    /// It went to some space.
    taken: bool,
    /// No further case is tried.
    ended: bool,
}

/// What a truth may turn out to be.
fn both(truth: Truth) -> &'static [bool] {
    match truth {
        Truth::Yes => &[true],
        Truth::No => &[false],
        Truth::Unknown => &[true, false],
    }
}

/// Whether a case sends to this space, and whether it finds any.
fn target(case: &RouteCase, id: u64, name: &str, incident: &Incident) -> (Truth, Truth) {
    if case.routing_mode != "name_mapping" {
        let known = matches!(case.routing_mode.as_str(), "" | "standard");
        return match case.channel_ids.as_ref().filter(|_| known) {
            Some(spaces) => (spaces.contains(&id).into(), Truth::Yes),
            None => (Truth::Unknown, Truth::Unknown),
        };
    }
    let label = case.name_mapping_label.as_str();
    let label = label.strip_prefix("labels.").unwrap_or(label);
    match incident.labels.get(label) {
        Some(value) if value == name => (Truth::Yes, Truth::Yes),
        // Whether there is a space of that name is not looked up.
        Some(_) => (Truth::No, Truth::Unknown),
        None if incident.labels_complete => (Truth::No, Truth::No),
        None => (Truth::Unknown, Truth::Unknown),
    }
}

fn fits(filters: &[Vec<Condition>], incident: &Incident) -> (Truth, Vec<Doubt>) {
    let (fits, groups) = condition::matches(filters, Subject::Alert(incident), Empty::Matches);
    (fits, doubt::all(Truth::Yes, &[], fits, &groups))
}

/// The field that a rule of this kind writes.
fn written(kind: &str) -> Option<&'static str> {
    match kind {
        "title_reset" => Some("title"),
        "description_reset" => Some("description"),
        "severity_reset" => Some("severity"),
        _ => None,
    }
}

/// Whether a key is about a field, under any of its names.
fn is_field(key: &str, field: &str) -> bool {
    match field {
        "severity" => key.ends_with("severity") || key.ends_with("status"),
        _ => key == field,
    }
}
