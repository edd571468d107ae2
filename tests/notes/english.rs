pub(super) const READ: super::Table = &[
    ("past", "Past performance is no guarantee of future results."),
    ("past", "Historical returns do not predict future returns."),
    (
        "past",
        "Previous results aren't necessarily indicative of what is to come.",
    ),
    (
        "past",
        "The figures refer to the past. Past performance is not a reliable guide to future performance.",
    ),
    (
        "past",
        "Earlier gains were not guaranteed, and there is no assurance that they repeat themselves in future.",
    ),
    ("forward", "Forecasts rest on assumptions and may prove wrong."),
    (
        "forward",
        "Forward-looking statements are not guarantees; actual results may differ.",
    ),
    (
        "forward",
        "Our projections reflect current expectations, but cannot be guaranteed.",
    ),
    (
        "simulated",
        "Back-tested figures; no money was actually invested, and real results would not have been the same.",
    ),
    ("target", "A price target may never be reached."),
    ("position", "The author is long ACME."),
    ("risk", "Your capital is at risk."),
    (
        "tax",
        "Tax treatment depends on your individual circumstances and may change.",
    ),
    ("label", "Advertisement"),
    ("label", "This is a marketing communication."),
    ("paid", "This article was paid for by Acme Mining."),
    ("paid", "Sponsored by Acme Mining"),
    (
        "fx",
        "The return may rise or fall as a result of currency fluctuations.",
    ),
    ("fees", "Fees and charges will reduce your return."),
    ("source", "Source: company report, 2 May 2026."),
    ("five-year", "Performance over the past five years: see chart."),
];
pub(super) const NOT: super::Table = &[
    (
        "past",
        "Past performance is a reliable indicator of future results.",
    ),
    (
        "past",
        "Past performance isn't a reliable indicator of future results, is it?",
    ),
    (
        "past",
        "Past performance is no guarantee of future results, but this fund always wins.",
    ),
    ("past", "No guarantees given."),
    ("past", "Past returns averaged 8 to 10 per cent."),
    ("forward", "Our outlook for next year is bright."),
    ("simulated", "The model portfolio returned 14 per cent."),
    ("fx", "The value of the yen rose as the exchange rate fell."),
    ("paid", "Dividends paid by Realty have grown."),
    ("label", "Spending on advertising grew by a tenth."),
    ("tax", "Income tax may change next year."),
    ("position", "The author holds a degree in economics."),
];
