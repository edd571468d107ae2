//! What git prints of changed files: understood or refused.

/// Reads it, as of the index and as of the work tree.
pub fn run(bytes: &[u8]) {
    let staged = caveat::git::changes_of(bytes, true);
    let changed = caveat::git::changes_of(bytes, false);
    match (staged, changed) {
        (Ok(staged), Ok(changed)) => {
            assert!(staged.len() <= bytes.len());
            assert!(
                staged
                    .iter()
                    .all(|change| change.staged.is_some() != change.unmerged)
            );
            assert!(
                changed
                    .iter()
                    .all(|change| change.staged.is_none() && !change.unmerged)
            );
            let merged = staged.iter().filter(|change| !change.unmerged);
            assert!(
                merged
                    .map(|change| &change.path)
                    .eq(changed.iter().map(|change| &change.path))
            );
        }
        (Err(_), Err(_)) => {}
        (staged, changed) => panic!("{staged:?} but {changed:?}"),
    }
}
