//! What the user sees: findings, their levels and confidences.

use crate::span::SourceSpan;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Worth knowing.
    Info,
    /// Please check.
    Warning,
    /// Must be fixed.
    Error,
}

/// How sure the wording makes us. Ordered from low to high.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// Perhaps.
    Low,
    /// Probably.
    Medium,
    /// Almost certainly.
    High,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        })
    }
}

/// A place in the draft and what is to be said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where, on disk.
    pub span: SourceSpan,
    /// What.
    pub text: String,
}

/// Whether a fix may be applied without an editor's look at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Applicability {
    /// It adds no wording but what the draft holds already or the house has approved.
    Safe,
    /// It adds wording that nobody in the house has read yet.
    Unsafe,
}

/// Bytes of the draft and what is to stand in their place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Which, on disk; empty where something is only put in.
    pub span: SourceSpan,
    /// The text that replaces them.
    pub text: String,
}

/// A repair that a program can carry out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// Whether it may be applied without a look at it.
    pub applicability: Applicability,
    /// What it does, as an instruction without a full stop: `put [1] after “next year.”`.
    pub title: String,
    /// In order of place; no two touch the same bytes. Never empty.
    pub edits: Vec<Edit>,
}

/// Why a finding does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It counts.
    Open,
    /// A comment in the draft excepts it, for this reason.
    Suppressed {
        /// The reason the comment gives.
        reason: Arc<str>,
    },
    /// It is in the baseline.
    Baselined,
}

/// One thing that is wrong, or may be. Its message is one short fact, its labels say why here, its help says
/// what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Name of the rule.
    pub rule: String,
    /// How grave.
    pub level: Level,
    /// How sure.
    pub confidence: Confidence,
    /// One short fact, without a full stop.
    pub message: String,
    /// Where, on disk: the sentence, marker or note.
    pub span: SourceSpan,
    /// The words that gave it away and other places that matter; the first is the main one and lies inside
    /// [`Finding::span`].
    pub labels: Vec<Label>,
    /// What to do, one instruction per line.
    pub help: Vec<String>,
    /// The marker to type, where typing one is the remedy.
    pub marker: Option<String>,
    /// The kind of note that is missing, where one is (`forward`), by name.
    pub needs: Option<String>,
    /// The repair, where there is one.
    pub fix: Option<Fix>,
    /// Hash of rule, path, normalised sentence and its occurrence: survives edits elsewhere in the draft.
    pub fingerprint: String,
    /// Whether it counts.
    pub standing: Standing,
}
