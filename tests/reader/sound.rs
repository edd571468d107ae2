//! What must be true of every document that was read, whatever the draft.

use caveat::document::Document;
use caveat::source::SourceFile;

fn check_pieces(file: &SourceFile, document: &Document) {
    let (text, source) = (document.text.as_str(), file.text());
    let mut end = 0;
    for piece in &document.pieces {
        assert!(piece.text.start >= end && !piece.text.is_empty(), "{piece:?}");
        assert!(text.get(piece.text.range()).is_some(), "{piece:?}");
        assert!(source.get(piece.source.range()).is_some(), "{piece:?}");
        if piece.verbatim {
            assert_eq!(document.slice(piece.text), file.slice(piece.source));
        }
        end = piece.text.end;
    }
}

fn check_blocks(file: &SourceFile, document: &Document) {
    let text = document.text.as_str();
    let mut end = 0;
    for block in &document.blocks {
        assert_eq!(block.text.start, end, "{block:?}");
        assert_eq!(
            text.as_bytes().get(block.text.end as usize),
            Some(&b'\n'),
            "{block:?}"
        );
        assert!(!document.slice(block.text).trim().is_empty(), "{block:?}");
        end = block.text.end + 1;
        let pieces: Vec<_> = document
            .pieces
            .iter()
            .filter(|p| block.text.contains(p.text))
            .collect();
        assert_eq!(
            pieces.iter().map(|p| p.text.len()).sum::<u32>(),
            block.text.len(),
            "pieces cover {block:?}"
        );
        for pair in pieces.windows(2) {
            assert!(pair[0].source.end <= pair[1].source.start, "{pair:?}");
        }
        assert!(file.text().get(block.source.range()).is_some(), "{block:?}");
        assert!((block.section as usize) < document.sections.len(), "{block:?}");
        assert_eq!(document.source_of(block.text), block.source, "{block:?}");
    }
    assert_eq!(end as usize, text.len());
}

/// Fails unless all that the reader says of a draft hangs together and leads back to the bytes it was read from.
pub fn check(file: &SourceFile, document: &Document) {
    check_pieces(file, document);
    check_blocks(file, document);
    let (text, source, blocks) = (document.text.as_str(), file.text(), document.blocks.len());
    let mut before = 0;
    for inline in &document.inlines {
        assert!(
            before <= inline.text.start && !inline.text.is_empty(),
            "{inline:?}"
        );
        assert!(text.get(inline.text.range()).is_some(), "{inline:?}");
        assert!(source.get(inline.source.range()).is_some(), "{inline:?}");
        before = inline.text.start;
    }
    for comment in &document.comments {
        assert!(comment.source.contains(comment.body), "{comment:?}");
        assert!(source.get(comment.body.range()).is_some(), "{comment:?}");
        assert!(text.is_char_boundary(comment.at as usize), "{comment:?}");
    }
    for list in &document.lists {
        assert!(
            list.blocks.0 <= list.blocks.1 && list.blocks.1 as usize <= blocks,
            "{list:?}"
        );
        assert!(list.lead_in.is_none_or(|b| b < list.blocks.0), "{list:?}");
    }
    for table in &document.tables {
        assert!(
            table.blocks.0 <= table.blocks.1 && table.blocks.1 as usize <= blocks,
            "{table:?}"
        );
        assert!(
            table
                .header
                .is_none_or(|h| table.blocks.0 <= h && h < table.blocks.1),
            "{table:?}"
        );
    }
    for definition in &document.definitions {
        assert!(definition.source.contains(definition.marker), "{definition:?}");
    }
    assert!(!document.sections.is_empty());
}
