//! What git prints of changed files: understood or refused.

/// Reads it, as of the index and as of the work tree.
pub fn run(bytes: &[u8]) {
    let staged = caveat::git::changes_of(bytes, true);
    let changed = caveat::git::changes_of(bytes, false);
    match (staged, changed) {
        (Ok(staged), Ok(changed)) => {
            assert!(staged.len() <= bytes.len());
            assert!(staged.iter().all(|change| change.staged.is_some()));
            assert!(changed.iter().all(|change| change.staged.is_none()));
            let paths = |changes: &[caveat::git::Change]| -> Vec<_> {
                changes.iter().map(|change| change.path.clone()).collect()
            };
            assert_eq!(paths(&staged), paths(&changed));
        }
        (Err(_), Err(_)) => {}
        (staged, changed) => panic!("{staged:?} but {changed:?}"),
    }
}
