pub(super) const READ: super::Table = &[
    (
        "past",
        "Frühere Wertentwicklungen sind kein verlässlicher Indikator für die künftige Wertentwicklung.",
    ),
    (
        "past",
        "Wertentwicklungen der Vergangenheit bieten keine Gewähr für zukünftige Ergebnisse.",
    ),
    (
        "past",
        "Die historische Performance ist keine Garantie für künftige Erträge.",
    ),
    (
        "past",
        "Vergangene Renditen lassen nicht auf zukünftige Renditen schließen.",
    ),
    (
        "past",
        "Aus der Wertentwicklung in der Vergangenheit lassen sich keine Rückschlüsse auf die zukünftige Entwicklung ziehen.",
    ),
    (
        "past",
        "Die bisherige Wertentwicklung garantiert keine künftigen Gewinne.",
    ),
    (
        "past",
        "FRÜHERE ERGEBNISSE SAGEN NICHTS ÜBER KÜNFTIGE AUS, EINE GARANTIE GIBT ES NICHT.",
    ),
    (
        "forward",
        "Zukunftsgerichtete Aussagen beruhen auf Annahmen; die tatsächlichen Ergebnisse können davon abweichen.",
    ),
    (
        "forward",
        "Prognosen sind kein verlässlicher Indikator für die künftige Wertentwicklung.",
    ),
    (
        "forward",
        "Unsere Schätzungen zur künftigen Entwicklung stützen sich auf derzeitige Erwartungen und können sich jederzeit ändern.",
    ),
    (
        "forward",
        "Die Prognosen sind mit Unsicherheiten behaftet, tatsächlich weichen die Ergebnisse womöglich wesentlich ab.",
    ),
    (
        "simulated",
        "Die Zahlen beruhen auf einer Rückrechnung und sind kein verlässlicher Indikator für künftige Ergebnisse.",
    ),
    (
        "simulated",
        "Simulierte Ergebnisse entsprechen nicht tatsächlichem Handel.",
    ),
    (
        "target",
        "Kursziele sind Prognosen und keine Garantie dafür, dass sie erreicht werden.",
    ),
    ("position", "Der Autor hält Aktien der Muster AG."),
    (
        "position",
        "Zum Zeitpunkt der Veröffentlichung hält der Verfasser keine Position in den genannten Papieren.",
    ),
    (
        "risk",
        "Der Wert Ihrer Anlage kann sowohl steigen als auch fallen.",
    ),
    (
        "risk",
        "Es besteht das Risiko, das eingesetzte Kapital vollständig zu verlieren.",
    ),
    (
        "tax",
        "Wie Gewinne besteuert werden, hängt von den persönlichen Verhältnissen des Anlegers ab und kann sich ändern.",
    ),
    ("label", "Werbemitteilung"),
    ("label", "Dies ist eine Anzeige."),
    ("paid", "Dieser Beitrag wurde von der Muster AG bezahlt."),
    (
        "fx",
        "Aufgrund von Wechselkursschwankungen kann die Rendite steigen oder fallen.",
    ),
    ("fees", "Gebühren und Kosten schmälern die Rendite."),
    ("source", "Quelle: Geschäftsbericht 2025"),
    (
        "five-year",
        "Die Entwicklung in den letzten fünf Jahren zeigt die Grafik.",
    ),
];
pub(super) const NOT: super::Table = &[
    (
        "past",
        "Die frühere Wertentwicklung ist ein verlässlicher Indikator für künftige Ergebnisse.",
    ),
    (
        "past",
        "Frühere Wertentwicklungen sind doch kein Indikator für künftige Ergebnisse, oder?",
    ),
    (
        "past",
        "Frühere Wertentwicklungen sind keine Garantie für künftige, aber dieser Fonds gewinnt immer.",
    ),
    (
        "past",
        "Frühere Wertentwicklungen sind keine Garantie für künftige Ergebnisse. Jedoch hat diese Strategie stets funktioniert.",
    ),
    ("past", "Keine Garantie, keine Gewähr."),
    ("past", "Die Rendite der vergangenen Jahre lag bei acht Prozent."),
    ("forward", "Unser Ausblick auf das kommende Jahr ist freundlich."),
    ("simulated", "Das Musterdepot liegt zwölf Prozent im Plus."),
    ("position", "Wir halten die Aktie für günstig bewertet."),
    ("label", "Die Ausgaben für Werbung stiegen um ein Zehntel."),
    ("tax", "Die Steuern auf Kapitalerträge könnten sich ändern."),
    ("fx", "Der Wechselkurs des Yen fiel, der Export stieg."),
];
