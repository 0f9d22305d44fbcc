//! Why it is not known whether a channel delivers.

use serde::Serialize;
use tr::tr;

use crate::domain::channel::{ImType, im_label};

/// Why it is not known whether a channel delivers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Uncertainty {
    /// An IM app reaches only those who have linked their account of it, and no operation tells who has.
    Link(ImType),
    /// The last message by it failed, for this reason.
    Failing(String),
    /// duty does not know this kind of channel.
    Kind,
    /// The server did not say; why, in words, where there are any.
    NoAnswer(String),
}

impl Uncertainty {
    /// The word in JSON; never translated.
    pub const fn code(&self) -> &'static str {
        match self {
            Uncertainty::Link(_) => "im_link_unknown",
            Uncertainty::Failing(_) => "last_message_failed",
            Uncertainty::Kind => "channel_unknown",
            Uncertainty::NoAnswer(_) => "no_answer",
        }
    }

    /// In words; empty where there are none.
    pub fn text(&self) -> String {
        match self {
            Uncertainty::Link(im) => {
                let app = im_label(*im);
                tr!(
                    "the server does not tell whether your {app} account is linked",
                    app
                )
            }
            Uncertainty::Failing(why) => tr!("the last message by it failed, \"{why}\"", why),
            Uncertainty::Kind => tr!("duty does not know this kind of channel"),
            Uncertainty::NoAnswer(why) => why.clone(),
        }
    }
}

impl Serialize for Uncertainty {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.code())
    }
}
