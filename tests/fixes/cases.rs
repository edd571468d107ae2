//! Drafts before and after. `{P}` is a performance claim, `{F}` a forecast, `{PN}` and `{FN}` are their notes, which are
//! the house's own wording as well.

/// A draft before and after its fixes.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) before: &'static str,
    pub(crate) after: &'static str,
}

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "a footnote that is there",
        before: "{F}\n\nMore.[^fls]\n\n[^fls]: {FN}\n",
        after: "{F}[^fls]\n\nMore.[^fls]\n\n[^fls]: {FN}\n",
    },
    Case {
        name: "a number in brackets",
        before: "{F} It is early.\n\nMargins could rise.[1]\n\n[1] {FN}\n",
        after: "{F}[1] It is early.\n\nMargins could rise.[1]\n\n[1] {FN}\n",
    },
    Case {
        name: "a star",
        before: "{P} It is early.\n\nThe fund rose 12% in 2024.*\n\n* {PN}\n",
        after: "{P}* It is early.\n\nThe fund rose 12% in 2024.*\n\n* {PN}\n",
    },
    Case {
        name: "a star with a backslash",
        before: "{P} It is early.\n\nThe fund rose 12% in 2024.\\*\n\n\\* {PN}\n",
        after: "{P}\\* It is early.\n\nThe fund rose 12% in 2024.\\*\n\n\\* {PN}\n",
    },
    Case {
        name: "a raised digit in markup",
        before: "{P} It is early.\n\nThe fund rose 12% in 2024.<sup>1</sup>\n\n<sup>1</sup> {PN}\n",
        after: "{P}<sup>1</sup> It is early.\n\nThe fund rose 12% in 2024.<sup>1</sup>\n\n<sup>1</sup> {PN}\n",
    },
    Case {
        name: "a raised digit",
        before: "{P} It is early.\n\nThe fund rose 12% in 2024.¹\n\n¹ {PN}\n",
        after: "{P}¹ It is early.\n\nThe fund rose 12% in 2024.¹\n\n¹ {PN}\n",
    },
    Case {
        name: "a raised bracket before the full stop",
        before: "{P} It is early.\n\nThe fund rose 12% in 2024<sup>[1]</sup>.\n\n[1] {PN}\n",
        after: "The shares have gained 30% since January<sup>[1]</sup>. It is early.\n\nThe fund rose 12% in 2024<sup>[1]</sup>.\n\n[1] {PN}\n",
    },
    Case {
        name: "before the full stop",
        before: "{P} It is early.\n\nThe fund rose 12% in 2024[1].\n\n[1] {PN}\n",
        after: "The shares have gained 30% since January[1]. It is early.\n\nThe fund rose 12% in 2024[1].\n\n[1] {PN}\n",
    },
    Case {
        name: "round brackets",
        before: "{P} It is early.\n\nThe fund rose 12% in 2024.(1)\n\n(1) {PN}\n",
        after: "{P}(1) It is early.\n\nThe fund rose 12% in 2024.(1)\n\n(1) {PN}\n",
    },
    Case {
        name: "daggers",
        before: "{P} {F}\n\nThe fund rose 12% in 2024.†\n\n† {PN}\n",
        after: "{P}† {F}‡\n\nThe fund rose 12% in 2024.†\n\n† {PN}\n\n‡ {FN}\n",
    },
    Case {
        name: "no notes at all",
        before: "# Title\n\n{F}\n\n{P}\n",
        after: "# Title\n\n{F}[^1]\n\n{P}[^2]\n\n[^1]: {FN}\n[^2]: {PN}\n",
    },
    Case {
        name: "two stars, in order",
        before: "{F}\n\nThe fund rose 12% in 2024.*\n\n* {PN}\n",
        after: "{F}*\n\nThe fund rose 12% in 2024.**\n\n\\* {FN}\n\n** {PN}\n",
    },
    Case {
        name: "a star that leads nowhere",
        before: "{F} The fund rose 12% in 2024.*\n",
        after: "{F}* The fund rose 12% in 2024.**\n\n\\* {FN}\n\n** {PN}\n",
    },
    Case {
        name: "a new number, in order",
        before: "{F} The fund rose 12% in 2024.[1]\n\n[1] {PN}\n",
        after: "{F}[1] The fund rose 12% in 2024.[2]\n\n[1] {FN}\n\n[2] {PN}\n",
    },
    Case {
        name: "notes line upon line",
        before: "{F} The fund rose 12% in 2024.[1] The office moved.[2]\n\n[1] {PN}\n[2] Source: Bloomberg.\n\n[x]: https://example.org\n",
        after: "{F}[1] The fund rose 12% in 2024.[2] The office moved.[3]\n\n[1] {FN}\n[2] {PN}\n[3] Source: Bloomberg.\n\n[x]: https://example.org\n",
    },
    Case {
        name: "items of a list",
        before: "- {F}\n- {P}\n\nMargins could rise.[1]\n\n[1] {FN}\n",
        after: "- {F}[1]\n- {P}[2]\n\nMargins could rise.[1]\n\n[1] {FN}\n\n[2] {PN}\n",
    },
    Case {
        name: "the last cell of a row",
        before: "| Fund | Return in 2024 |\n|---|---|\n| Alpha | rose 12% |\n\nThe fund rose 12% in 2024.*\n\n* {PN}\n",
        after: "| Fund | Return in 2024 |\n|---|---|\n| Alpha | rose 12%* |\n\nThe fund rose 12% in 2024.*\n\n* {PN}\n",
    },
    Case {
        name: "outside emphasis and links",
        before: "**{F}** And *{P}* See [the shares have gained 30% since January](http://x.y).\n\nMargins could rise.[1] The fund rose 12%.[2]\n\n[1] {FN}\n\n[2] {PN}\n",
        after: "**{F}**[1] And *{P}*[2] See [the shares have gained 30% since January](http://x.y).[2]\n\nMargins could rise.[1] The fund rose 12%.[2]\n\n[1] {FN}\n\n[2] {PN}\n",
    },
    Case {
        name: "behind quotation marks",
        before: "> “{F}”\n\nHe said: “{P} It is early.” Well.\n\nMargins could rise.[1] The fund rose 12%.[2]\n\n[1] {FN}\n\n[2] {PN}\n",
        after: "> “{F}”[1]\n\nHe said: “{P} It is early.” Well.\n\nMargins could rise.[1] The fund rose 12%.[2]\n\n[1] {FN}\n\n[2] {PN}\n",
    },
    Case {
        name: "a disclaimer gets its label",
        before: "{P}\n\n*{PN}*\n",
        after: "{P}[^1]\n\n[^1]: *{PN}*\n",
    },
    Case {
        name: "no footnote in a list",
        before: "{P}\n\n## Disclaimer\n\n- {PN}\n- {FN}\n",
        after: "{P}\n\n## Disclaimer\n\n- {PN}\n- {FN}\n",
    },
    Case {
        name: "small print",
        before: "{P}[1]\n\n<small>[1] {PN}</small>\n",
        after: "{P}[1]\n\n[1] {PN}\n",
    },
    Case {
        name: "small print with a star",
        before: "{P}*\n\n<small>* {PN}</small>\n",
        after: "{P}*\n\n\\* {PN}\n",
    },
    Case {
        name: "a span with a size",
        before: "{P}[1]\n\n<span style=\"font-size:8px\">[1] {PN}</span>\n",
        after: "{P}[1]\n\n[1] {PN}\n",
    },
    Case {
        name: "a paragraph with a size",
        before: "{P}[1]\n\n<p style=\"color:red;font-size:8px\">[1] {PN}</p>\n",
        after: "{P}[1]\n\n<p style=\"color:red\">[1] {PN}</p>\n",
    },
    Case {
        name: "the note of a marker",
        before: "{P}[1]\n",
        after: "{P}[1]\n\n[1] {PN}\n",
    },
    Case {
        name: "numbers and notes in order",
        before: "{P}[2] Costs fell.[1]\n\n[1] Source: Bloomberg.\n\n[2] {PN}\n",
        after: "{P}[1] Costs fell.[2]\n\n[1] {PN}\n\n[2] Source: Bloomberg.\n",
    },
    Case {
        name: "two notes with one label",
        before: "{P}[1] {F}[2]\n\n[1] {PN}\n\n[1] {FN}\n",
        after: "{P}[1] {F}[2]\n\n[1] {PN}\n\n[2] {FN}\n",
    },
    Case {
        name: "a marker that is too far",
        before: "{P} It is early. Quiet days.[1]\n\n[1] {PN}\n",
        after: "{P}[1] It is early. Quiet days.[1]\n\n[1] {PN}\n",
    },
    Case {
        name: "line ends of Windows",
        before: "{F}\r\n\r\nText.\r\n",
        after: "{F}[^1]\r\n\r\nText.\r\n\r\n[^1]: {FN}\r\n",
    },
    Case {
        name: "a byte-order mark and no last line end",
        before: "\u{feff}{F}\n\nText.",
        after: "\u{feff}{F}[^1]\n\nText.\n\n[^1]: {FN}",
    },
    Case {
        name: "raw HTML",
        before: "<p>{F}</p>\n<p>The fund rose 12% in 2024.<sup>1</sup></p>\n<p><sup>1</sup> {PN}</p>\n",
        after: "<p>{F}<sup>1</sup></p>\n<p>The fund rose 12% in 2024.<sup>2</sup></p>\n<p><sup>2</sup> {PN}</p>\n<p><sup>1</sup> {FN}</p>\n",
    },
    Case {
        name: "notes as a numbered list",
        before: "{F} The fund rose 12% in 2024.[1]\n\n## Notes\n\n1. {PN}\n",
        after: "{F}[2] The fund rose 12% in 2024.[1]\n\n## Notes\n\n1. {PN}\n2. {FN}\n",
    },
    Case {
        name: "notes in a block quote",
        before: "{F} The fund rose 12% in 2024.[1]\n\n> [1] {PN}\n",
        after: "{F}[1] The fund rose 12% in 2024.[2]\n\n> [2] {PN}\n>\n> [1] {FN}\n",
    },
    Case {
        name: "code at the end",
        before: "{F}\n\n```\ncode\n```\n",
        after: "{F}[^1]\n\n```\ncode\n```\n\n[^1]: {FN}\n",
    },
    Case {
        name: "before the footer",
        before: "{F}\n\nBye.\n\n[//]: # (end)\n[a]: https://x.y\n\n{{< footer >}}\n",
        after: "{F}[^1]\n\nBye.\n\n[^1]: {FN}\n\n[//]: # (end)\n[a]: https://x.y\n\n{{< footer >}}\n",
    },
    Case {
        name: "a footnote of two lines",
        before: "{F} The fund rose 12% in 2024.[^p]\n\n[^p]: {PN}\n    Second paragraph.\n\n[a]: https://x.y\n",
        after: "{F}[^1] The fund rose 12% in 2024.[^p]\n\n[^p]: {PN}\n    Second paragraph.\n\n[^1]: {FN}\n\n[a]: https://x.y\n",
    },
    Case {
        name: "two kinds in one sentence",
        before: "{P} The shares fell 3% in May, and they could double by 2028.\n",
        after: "{P}[^1] The shares fell 3% in May, and they could double by 2028.[^1][^2]\n\n[^1]: {PN}\n[^2]: {FN}\n",
    },
    Case {
        name: "behind an address",
        before: "The shares have gained 30% since January https://example.org/a\n\nThe fund rose 12%.[1]\n\n[1] {PN}\n",
        after: "The shares have gained 30% since January https://example.org/a [1]\n\nThe fund rose 12%.[1]\n\n[1] {PN}\n",
    },
    Case {
        name: "behind an exclamation mark",
        before: "The shares gained 30% in 2024! Wow.\n\nThe fund rose 12%.[1]\n\n[1] {PN}\n",
        after: "The shares gained 30% in 2024![1] Wow.\n\nThe fund rose 12%.[1]\n\n[1] {PN}\n",
    },
    Case {
        name: "one note for several labels",
        before: "{P}[4]\n\nThe fund rose 12% in 2024.[1]\n\nIt gained 3% in 2023.[2]\n\n[1], [2] {PN}\n",
        after: "{P}[1]\n\nThe fund rose 12% in 2024.[2]\n\nIt gained 3% in 2023.[3]\n\n[1], [2], [3] {PN}\n",
    },
    Case {
        name: "a misspelt name",
        before: "{P}[^psat]\n\nThe fund rose 12% in 2024.[^past]\n\n[^past]: {PN}\n",
        after: "{P}[^past]\n\nThe fund rose 12% in 2024.[^past]\n\n[^past]: {PN}\n",
    },
    Case {
        name: "another number is for an editor",
        before: "{P}[^4]\n\nThe fund rose 12% in 2024.[^1]\n\n[^1]: {PN}\n",
        after: "{P}[^4]\n\nThe fund rose 12% in 2024.[^1]\n\n[^1]: {PN}\n",
    },
    Case {
        name: "a number that is a link",
        before: "{P}\n\nSee [1] and more.\n\n[1]: https://x.y\n",
        after: "{P}[1]\n\nSee [2] and more.\n\n[1] {PN}\n\n[2]: https://x.y\n",
    },
    Case {
        name: "never in front matter",
        before: "---\ntitle: Cloud revenue should climb about 11% a year from 2026\n---\n{P}",
        after: "---\ntitle: Cloud revenue should climb about 11% a year from 2026\n---\n{P}[^1]\n\n[^1]: {PN}",
    },
    Case {
        name: "never in a shortcode",
        before: "{{< figure src=\"a.png\" caption=\"{P}\" >}}\n\nThe fund rose 12% in 2024.[^1]\n\n[^1]: {PN}\n",
        after: "{{< figure src=\"a.png\" caption=\"{P}\" >}}\n\nThe fund rose 12% in 2024.[^1]\n\n[^1]: {PN}\n",
    },
    Case {
        name: "a component of MDX",
        before: "import X from 'y'\n\n<Note>\n\n{P}\n\n</Note>\n",
        after: "import X from 'y'\n\n<Note>\n\n{P}[^1]\n\n</Note>\n\n[^1]: {PN}\n",
    },
    Case {
        name: "cells with sentences",
        before: "| Fund | What |\n|---|---|\n| Alpha | {P} |\n| {P} | |\n",
        after: "| Fund | What |\n|---|---|\n| Alpha | {P}[^1] |\n| {P}[^1] | |\n\n[^1]: {PN}\n",
    },
    Case {
        name: "lists in lists",
        before: "- a\n  - {P}\n    more of it\n- b\n\n1. {F}\n2. x\n",
        after: "- a\n  - {P}[^1]\n    more of it\n- b\n\n1. {F}[^2]\n2. x\n\n[^1]: {PN}\n[^2]: {FN}\n",
    },
    Case {
        name: "a star never inside emphasis",
        before: "**{P} It is early.**\n\n*{P} It is early.*\n\nThe fund rose 12% in 2024.*\n\n* {PN}\n",
        after: "**{P} It is early.**\n\n*{P} It is early.*\n\nThe fund rose 12% in 2024.*\n\n* {PN}\n",
    },
    Case {
        name: "before a hard line break",
        before: "{P}  \nNext line.\\\n{F}\n",
        after: "{P}[^1]  \nNext line.\\\n{F}[^2]\n\n[^1]: {PN}\n[^2]: {FN}\n",
    },
    Case {
        name: "not in a part that is folded away",
        before: "{P}\n\n<details>\n<summary>More</summary>\n\nText.\n\n</details>\n",
        after: "{P}[^1]\n\n<details>\n<summary>More</summary>\n\nText.\n\n</details>\n\n[^1]: {PN}\n",
    },
    Case {
        name: "behind the sign-off",
        before: "{P}\n\n---\n\n*This is not investment advice.*\n",
        after: "{P}[^1]\n\n---\n\n*This is not investment advice.*\n\n[^1]: {PN}\n",
    },
    Case {
        name: "not where an exception holds",
        before: "{P}\n\n<!-- caveat-ignore-start unmarked-past-performance: no -->\n\n{P}\n\n<!-- caveat-ignore-end -->\n",
        after: "{P}[^1]\n\n<!-- caveat-ignore-start unmarked-past-performance: no -->\n\n{P}\n\n<!-- caveat-ignore-end -->\n\n[^1]: {PN}\n",
    },
    Case {
        name: "not into code that is not closed",
        before: "{P}\n\n```\ncode",
        after: "{P}\n\n```\ncode",
    },
    Case {
        name: "a heading",
        before: "## We expect the shares to double by 2028 ##\n\nQuiet.\n\nMargins could rise.[1]\n\n[1] {FN}\n",
        after: "## We expect the shares to double by 2028[1] ##\n\nQuiet.\n\nMargins could rise.[1]\n\n[1] {FN}\n",
    },
    Case {
        name: "a heading underlined",
        before: "We expect the shares to double by 2028\n---\n\nQuiet.\n\nMargins could rise.[^fls]\n\n[^fls]: {FN}\n",
        after: "We expect the shares to double by 2028[^fls]\n---\n\nQuiet.\n\nMargins could rise.[^fls]\n\n[^fls]: {FN}\n",
    },
    Case {
        name: "a sentence underlined",
        before: "{P}\n===\n\nQuiet.\n\nThe fund rose 12% in 2024.[1]\n\n[1] {PN}\n",
        after: "{P}[1]\n===\n\nQuiet.\n\nThe fund rose 12% in 2024.[1]\n\n[1] {PN}\n",
    },
    Case {
        name: "bold ends with a star",
        before: "**{P}**\n\nThe fund rose 12% in 2024.*\n\n* {PN}\n",
        after: "**{P}**\\*\n\nThe fund rose 12% in 2024.*\n\n* {PN}\n",
    },
];
