//! What can be said of a pattern before it is tried: which words give it away, and what else must be there.

use super::Predicate;
use crate::rules::cue::Node;

/// A token that gives a pattern away: every match has one of the pattern's triggers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Trigger {
    /// What the token, or the phrase that begins there, satisfies.
    pub(super) predicate: Predicate,
    /// The least number of tokens between the start of a match and the trigger.
    pub(super) least: u16,
    /// The most.
    pub(super) most: u16,
}

/// What can be said of a pattern.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Outline {
    /// The triggers, in order of place.
    pub(super) triggers: Vec<Trigger>,
    /// What some token or phrase of every match satisfies, what is rare first.
    pub(super) required: Vec<Predicate>,
    /// The most tokens a match takes.
    pub(super) longest: u16,
    /// So many layers of phrases must be known before the pattern can be tried.
    pub(super) layer: u16,
}

/// A single-token test of a pattern.
#[derive(Clone, Copy, Debug)]
pub(super) struct Test {
    pub(super) predicate: Predicate,
    /// How often it is met; see [`super::frequency`].
    pub(super) frequency: u32,
    /// The most tokens of a phrase that satisfies it; 1 where no phrase does.
    pub(super) longest: u16,
    /// So many layers of phrases must be known before this test says all it can.
    pub(super) layer: u16,
}

impl Outline {
    /// Of a pattern; `test` says of a node whether it is a single-token test.
    pub(super) fn of(node: &Node, test: &mut impl FnMut(&Node) -> Option<Test>) -> Self {
        let mut walk = Walk {
            test,
            required: Vec::new(),
            layer: 0,
        };
        let part = walk.part(node, (0, 0), true);
        let mut required = walk.required;
        required.sort_unstable();
        required.dedup_by_key(|(_, predicate)| *predicate);
        let alone = match part.triggers.as_slice() {
            [only] => Some(only.predicate),
            _ => None,
        };
        Self {
            triggers: part.triggers,
            required: required
                .into_iter()
                .map(|(_, predicate)| predicate)
                .filter(|p| Some(*p) != alone)
                .collect(),
            longest: part.most,
            layer: walk.layer,
        }
    }
}

struct Walk<'t, T> {
    test: &'t mut T,
    required: Vec<(u32, Predicate)>,
    layer: u16,
}

/// A part of a pattern.
#[derive(Default)]
struct Part {
    /// Empty where a match need not have any.
    triggers: Vec<Trigger>,
    frequency: u32,
    /// The least and the most tokens it takes.
    least: u16,
    most: u16,
}

impl<T: FnMut(&Node) -> Option<Test>> Walk<'_, T> {
    /// `at` is the least and the most number of tokens in front.
    fn part(&mut self, node: &Node, at: (u16, u16), mandatory: bool) -> Part {
        if let Some(test) = (self.test)(node) {
            self.layer = self.layer.max(test.layer);
            if mandatory {
                self.required.push((test.frequency, test.predicate));
            }
            let trigger = Trigger {
                predicate: test.predicate,
                least: at.0,
                most: at.1,
            };
            return Part {
                triggers: vec![trigger],
                frequency: test.frequency,
                least: 1,
                most: test.longest,
            };
        }
        match node {
            Node::Seq(nodes) => {
                let mut whole = Part::default();
                for node in nodes {
                    let here = (at.0.saturating_add(whole.least), at.1.saturating_add(whole.most));
                    let part = self.part(node, here, mandatory);
                    whole.least = whole.least.saturating_add(part.least);
                    whole.most = whole.most.saturating_add(part.most);
                    if !part.triggers.is_empty()
                        && (whole.triggers.is_empty() || part.frequency < whole.frequency)
                    {
                        whole.triggers = part.triggers;
                        whole.frequency = part.frequency;
                    }
                }
                whole
            }
            Node::Alt(branches) => {
                let mut whole = Part {
                    least: u16::MAX,
                    ..Part::default()
                };
                let mut all = true;
                for branch in branches {
                    let part = self.part(branch, at, false);
                    whole.least = whole.least.min(part.least);
                    whole.most = whole.most.max(part.most);
                    all &= !part.triggers.is_empty();
                    whole.triggers.extend(part.triggers);
                    whole.frequency = whole.frequency.saturating_add(part.frequency);
                }
                if !all {
                    whole.triggers.clear();
                }
                whole
            }
            Node::Opt(inner) => {
                let most = self.part(inner, at, false).most;
                Part {
                    most,
                    ..Part::default()
                }
            }
            Node::Not(inner) => {
                // Its words are looked at, so the phrases among them must be known.
                self.part(inner, at, false);
                Part::default()
            }
            Node::Gap(most) => Part {
                most: u16::from(*most),
                ..Part::default()
            },
            Node::Word(_) | Node::Prefix(_) | Node::Class(..) | Node::Start | Node::End => Part::default(),
        }
    }
}
