//! Prose cut into words, numbers and signs.
