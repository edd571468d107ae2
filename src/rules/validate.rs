//! From the mirror of the file to a rulebook, or to all its problems at once.
