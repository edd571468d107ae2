//! The rules whose logic is code, and the two sorts of rule that are data.

use crate::finding::Finding;
use crate::resolve::Resolved;

/// Names of the rules whose logic is code, sorted.
pub fn names() -> Vec<&'static str> {
    Vec::new()
}

/// All findings of a draft, sorted by place and rule, with suppressions applied.
pub fn run(resolved: &Resolved<'_>) -> Vec<Finding> {
    let _ = resolved;
    Vec::new()
}
