//! The draft that every format is tried on.

use crate::support::{Folder, Run};

/// Where it lies: a name that URIs and workflow commands must escape.
pub(crate) const NAME: &str = "posts/golden, é.md";

/// A byte-order mark, CR LF, emoji, curly quotes, a no-break space and a tab; a claim wrapped over two lines, and claims
/// in a heading, a list, a quote and a table.
pub(crate) const TEXT: &str = concat!(
    "\u{feff}# Kestrel Rail 😀 will double its profit by 2028\r\n",
    "\r\n",
    "“Passenger numbers” – we\u{a0}expect the company’s sales to grow 6% in\r\n",
    "2027, says the board 😀. The shares gained 31%\tlast year.[1]\r\n",
    "\r\n",
    "- Costs: stable.\r\n",
    "- 😀 Kestrel’s margins are expected to widen in 2027.\r\n",
    "\r\n",
    "> We forecast revenue of €40m for Kestrel in 2027.\r\n",
    "\r\n",
    "| Item | Outlook |\r\n",
    "|---|---|\r\n",
    "| Fares | 😀 we expect Kestrel’s fares to rise 4% in 2027 |\r\n",
    "\r\n",
    "<!-- caveat-ignore unmarked-forward-looking: the operator’s own “plan” -->\r\n",
    "The company expects its sales to rise by 9% in 2027.\r\n",
    "\r\n",
    "[1] Forecasts rest on assumptions that may prove wrong; actual results may differ.\r\n",
);

/// A finding of the draft: its rule, where its sentence begins and how it ends.
pub(crate) struct Wanted {
    pub(crate) rule: &'static str,
    pub(crate) begins: &'static str,
    pub(crate) ends: &'static str,
    /// A comment excepts it.
    pub(crate) excepted: bool,
}

const fn wanted(rule: &'static str, begins: &'static str, ends: &'static str) -> Wanted {
    Wanted {
        rule,
        begins,
        ends,
        excepted: false,
    }
}

/// All its findings, in order.
pub(crate) const WANTED: [Wanted; 7] = [
    wanted("unmarked-forward-looking", "Kestrel Rail", "by 2028"),
    wanted("marker-too-far", "“Passenger", "board 😀."),
    wanted("wrong-note-kind", "The shares", "year.[1]"),
    wanted("unmarked-forward-looking", "😀 Kestrel", "widen in 2027."),
    wanted("unmarked-forward-looking", "We forecast", "Kestrel in 2027."),
    wanted("unmarked-forward-looking", "Fares |", "4% in 2027"),
    Wanted {
        rule: "unmarked-forward-looking",
        begins: "The company expects",
        ends: "9% in 2027.",
        excepted: true,
    },
];

/// A folder with the draft.
pub(crate) fn folder() -> Folder {
    Folder::new(&[(NAME, TEXT)])
}

/// Checks the draft and writes one format to standard output.
pub(crate) fn report(format: &str) -> String {
    let run: Run = folder().run(&["check", "--format", format, "--quiet", "--as-of", "2026-11-22"]);
    assert_eq!((run.status, run.stderr.as_str()), (1, ""), "{format}");
    run.stdout
}
