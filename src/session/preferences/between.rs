//! What is told where our write replaced another one, which nobody could see but the audit log: who it was, what of
//! theirs may be gone, and how it is chosen again.

use tr::tr;

use crate::domain::channel::Channel;
use crate::domain::delivery::Facts;
use crate::domain::preference::Target;
use crate::domain::replaced::Replaced;
use crate::local::times::Times;
use crate::session::preferences::change::command;
use crate::session::preferences::describe;
use crate::text::{CommandLine, duty};

/// In a sentence.
pub fn text(replaced: &Replaced<'_>, facts: &Facts, times: &Times) -> String {
    let entry = replaced.entry;
    let person = facts.contacts.known().and_then(|known| known.person_id);
    let at = entry.at().map(|at| times.minute(at)).unwrap_or_default();
    let (who, ip, log) = (&entry.member_name, &entry.ip, duty!("prefs log"));
    let first = if person == Some(entry.member_id) {
        tr!(
            "you changed the preferences at {at} from {ip} too, between this command's read and its write",
            at,
            ip
        )
    } else {
        tr!(
            "{who} changed the preferences at {at} from {ip}, between duty's read and its write",
            who,
            at,
            ip
        )
    };
    let lost = replaced.lost.as_deref().unwrap_or_default();
    let [list, more @ ..] = lost else {
        return tr!(
            "{first}: that change may be gone; '{log}' lists it (what its entries look like is assumed)",
            first,
            log
        );
    };
    let again = match more {
        [] => again(list),
        _ => duty!("prefs set TARGET"),
    };
    let lost: Vec<String> = lost.iter().map(|one| shown(one, facts)).collect();
    let lost = lost.join(&tr!("; "));
    tr!(
        "{first}: of that change, {lost} may be gone; '{log}' lists it (what its entries look like is assumed), '{again}' makes it again",
        first,
        lost,
        log,
        again
    )
}

fn shown((target, channels): &(Target, Vec<Channel>), facts: &Facts) -> String {
    format!("{} ({})", target.word(), describe::names(channels, facts))
}

/// The command that makes a list what they had made it.
fn again((target, channels): &(Target, Vec<Channel>)) -> CommandLine {
    if channels.is_empty() {
        return duty!("prefs clear", target.word());
    }
    if !channels.iter().all(Channel::is_known) {
        return duty!(&format!("prefs set {} CHANNEL", target.word()));
    }
    let words = command("set", &[*target], &describe::union([channels.as_slice()]));
    duty!(&format!("prefs {words}"))
}
