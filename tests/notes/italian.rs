pub(super) const READ: super::Table = &[
    (
        "past",
        "I rendimenti passati non sono garanzia di rendimenti futuri.",
    ),
    (
        "past",
        "I rendimenti passati non sono indicativi di quelli futuri.",
    ),
    (
        "past",
        "Le performance passate non costituiscono un indicatore affidabile dei risultati futuri.",
    ),
    (
        "past",
        "I risultati ottenuti in passato non garantiscono i risultati futuri.",
    ),
    ("past", "I rendimenti storici non predicono quelli futuri."),
    (
        "past",
        "Nessuna garanzia che i rendimenti passati si ripetano in futuro.",
    ),
    (
        "past",
        "L'andamento passato non è un'indicazione di quello futuro.",
    ),
    (
        "forward",
        "Le dichiarazioni previsionali si basano su ipotesi che possono rivelarsi errate.",
    ),
    (
        "forward",
        "Tali previsioni non sono un indicatore affidabile dei risultati futuri e non sono garantite.",
    ),
    (
        "forward",
        "Le proiezioni sono soggette a rischi e incertezze; i risultati effettivi possono differire in modo significativo.",
    ),
    (
        "forward",
        "Le previsioni possono cambiare senza preavviso e non costituiscono garanzia.",
    ),
    (
        "simulated",
        "I rendimenti simulati non rappresentano risultati effettivi.",
    ),
    (
        "simulated",
        "I dati si riferiscono a un backtest; nessuna garanzia di risultati reali.",
    ),
    ("target", "I prezzi obiettivo non sono garantiti."),
    ("position", "L'autore detiene azioni della società."),
    ("risk", "Il valore dell'investimento può aumentare o diminuire."),
    ("risk", "Potreste perdere tutto il capitale investito."),
    (
        "tax",
        "Il trattamento fiscale dipende dalla situazione individuale di ciascun investitore e può cambiare.",
    ),
    ("label", "Pubblicità"),
    ("label", "Questa è una comunicazione di marketing."),
    ("paid", "Questo articolo è stato sponsorizzato da Esempio SpA."),
    (
        "fx",
        "Il rendimento può aumentare o diminuire a causa delle oscillazioni del cambio.",
    ),
    ("fees", "Le commissioni riducono il rendimento."),
    ("source", "Fonte: relazione annuale 2025"),
    ("five-year", "Andamento negli ultimi cinque anni."),
];
pub(super) const NOT: super::Table = &[
    (
        "past",
        "I rendimenti passati sono un indicatore affidabile dei risultati futuri.",
    ),
    (
        "past",
        "I rendimenti passati non garantiscono quelli futuri, vero?",
    ),
    (
        "past",
        "I rendimenti passati non garantiscono quelli futuri, ma questo fondo vince sempre.",
    ),
    ("past", "Nessuna garanzia qui."),
    (
        "past",
        "I rendimenti passati del fondo sono stati dell'otto per cento.",
    ),
    ("forward", "Le prospettive per il prossimo anno sono buone."),
    (
        "simulated",
        "Il portafoglio modello ha guadagnato il dodici per cento.",
    ),
    ("position", "L'autore ha scritto un libro di economia."),
    ("label", "La spesa per la pubblicità è cresciuta di un decimo."),
    ("fx", "Il cambio è sceso e le esportazioni sono aumentate."),
];
