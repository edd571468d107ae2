//! Exceptions in the draft: comments that name a rule and a reason.
