//! What is printed: one file per format.
