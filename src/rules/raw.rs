//! The mirror of a rulebook file, with the place of every value.
