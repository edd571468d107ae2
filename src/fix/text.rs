//! Edits put into a text.

use crate::finding::Edit;

/// How far offsets move where text is put in between bytes that stay.
#[derive(Clone, Debug, Default)]
pub(super) struct Moves {
    /// Start of each edit in the old text, and by how much what stands behind it moves; in order.
    edits: Vec<(u32, i64)>,
}

impl Moves {
    /// Where what began at `offset` in the old text can begin in the new one: before and behind what was put in
    /// just there.
    pub(super) fn both(&self, offset: u32) -> [u32; 2] {
        let moved = |upto: usize| {
            let shift = upto.checked_sub(1).and_then(|i| self.edits.get(i));
            let at = i64::from(offset) + shift.map_or(0, |(_, shift)| *shift);
            u32::try_from(at.max(0)).unwrap_or(u32::MAX)
        };
        [
            moved(self.edits.partition_point(|(start, _)| *start < offset)),
            moved(self.edits.partition_point(|(start, _)| *start <= offset)),
        ]
    }

    fn add(&mut self, edit: &Edit) {
        let before = self.edits.last().map_or(0, |(_, shift)| *shift);
        let shift = i64::from(edit.text.len() as u32) - i64::from(edit.span.len());
        self.edits.push((edit.span.start, before + shift));
    }
}

/// `text` with `edits` carried out, which are in order and apart, and how offsets move.
pub(super) fn carry_out(text: &str, edits: &[&Edit]) -> Option<(String, Moves)> {
    let mut out = String::with_capacity(text.len() + edits.iter().map(|e| e.text.len()).sum::<usize>());
    let mut at = 0;
    let mut moves = Moves::default();
    for edit in edits {
        // A place inside a character, or one before the last, would be a bug; the text is then left alone.
        out.push_str(text.get(at..edit.span.start as usize)?);
        out.push_str(&edit.text);
        at = edit.span.end as usize;
        moves.add(edit);
    }
    out.push_str(text.get(at..)?);
    Some((out, moves))
}

/// Puts the edits of one fix in order: those at the same place one behind the other as they were given, the same one
/// once. Nothing where two touch the same bytes.
pub(super) fn in_order(mut edits: Vec<Edit>) -> Option<Vec<Edit>> {
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut out: Vec<Edit> = Vec::with_capacity(edits.len());
    for edit in edits {
        let Some(last) = out.last_mut() else {
            out.push(edit);
            continue;
        };
        if *last == edit {
            continue;
        }
        if last.span == edit.span && edit.span.is_empty() {
            last.text.push_str(&edit.text);
        } else if edit.span.start < last.span.end {
            return None;
        } else {
            out.push(edit);
        }
    }
    (!out.is_empty()).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::SourceSpan;

    fn edit(start: u32, end: u32, text: &str) -> Edit {
        Edit {
            span: SourceSpan::new(start, end),
            text: text.to_owned(),
        }
    }

    #[test]
    fn only_the_edits_differ_and_offsets_move_along() {
        let edits = [edit(1, 1, "XX"), edit(3, 5, ""), edit(6, 6, "é")];
        let (text, moves) = carry_out("abcdefghi", &edits.each_ref()).unwrap();
        assert_eq!(text, "aXXbcféghi");
        let cases = [
            (0, [0, 0]),
            (1, [1, 3]),
            (2, [4, 4]),
            (5, [5, 5]),
            (6, [6, 8]),
            (7, [9, 9]),
        ];
        for (old, new) in cases {
            assert_eq!(moves.both(old), new, "{old}");
        }
    }

    #[test]
    fn a_place_inside_a_character_changes_nothing() {
        assert!(carry_out("é", &[&edit(1, 1, "x")]).is_none());
        assert!(carry_out("ab", &[&edit(3, 3, "x")]).is_none());
    }

    #[test]
    fn edits_of_one_fix() {
        let all = |edits: &[Edit]| in_order(edits.to_vec());
        assert_eq!(all(&[]), None);
        assert_eq!(
            all(&[edit(5, 5, "b"), edit(1, 2, ""), edit(5, 5, "c"), edit(1, 2, "")]),
            Some(vec![edit(1, 2, ""), edit(5, 5, "bc")])
        );
        assert_eq!(all(&[edit(1, 4, ""), edit(3, 5, "")]), None);
        assert_eq!(all(&[edit(1, 4, "x"), edit(1, 4, "y")]), None);
    }
}
