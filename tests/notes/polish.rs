pub(super) const READ: super::Table = &[
    (
        "past",
        "Wyniki osiągnięte w przeszłości nie są wiarygodnym wskaźnikiem przyszłych wyników.",
    ),
    ("past", "Wyniki historyczne nie gwarantują przyszłych wyników."),
    (
        "past",
        "Wyniki historyczne nie stanowią gwarancji przyszłych rezultatów.",
    ),
    (
        "past",
        "Dotychczasowe stopy zwrotu nie są gwarancją przyszłych zysków.",
    ),
    ("past", "Przeszłe wyniki nie są wskaźnikiem przyszłych."),
    (
        "past",
        "Nie ma żadnej gwarancji, że wyniki z przeszłości powtórzą się w przyszłości.",
    ),
    (
        "forward",
        "Stwierdzenia dotyczące przyszłości opierają się na założeniach i mogą okazać się niedokładne.",
    ),
    (
        "forward",
        "Prognozy nie są gwarancją, a rzeczywiste wyniki mogą się istotnie różnić.",
    ),
    (
        "forward",
        "Takie prognozy nie są wiarygodnym wskaźnikiem przyszłych wyników.",
    ),
    (
        "forward",
        "Przewidywania obarczone są ryzykiem i niepewnością oraz mogą się zmienić bez uprzedzenia, nie gwarantujemy ich.",
    ),
    (
        "simulated",
        "Wyniki symulowane nie odzwierciedlają rzeczywistych transakcji.",
    ),
    (
        "simulated",
        "Dane hipotetyczne, wyniki nie są wiarygodnym wskaźnikiem przyszłych.",
    ),
    ("target", "Ceny docelowe nie są gwarantowane."),
    ("position", "Autor posiada akcje spółki."),
    ("risk", "Wartość inwestycji może rosnąć i spadać."),
    (
        "risk",
        "Inwestor może stracić całość lub część zainwestowanego kapitału.",
    ),
    (
        "tax",
        "Opodatkowanie zależy od indywidualnej sytuacji klienta i może się zmienić.",
    ),
    ("label", "Reklama"),
    ("label", "Niniejszy materiał jest informacją reklamową."),
    ("label", "To jest materiał marketingowy."),
    ("paid", "Artykuł sponsorowany przez spółkę Wzór."),
    ("fx", "Zwrot może wzrosnąć lub zmaleć wskutek wahań kursów walut."),
    ("fees", "Opłaty i prowizje obniżają zyski."),
    ("source", "Źródło: raport roczny 2025"),
    ("five-year", "Wyniki z ostatnich pięciu lat."),
];
pub(super) const NOT: super::Table = &[
    (
        "past",
        "Wyniki osiągnięte w przeszłości są wiarygodnym wskaźnikiem przyszłych wyników.",
    ),
    (
        "past",
        "Wyniki historyczne nie gwarantują przyszłych wyników, prawda?",
    ),
    (
        "past",
        "Wyniki historyczne nie gwarantują przyszłych, ale ten fundusz zawsze zarabia.",
    ),
    ("past", "Bez gwarancji, oczywiście."),
    ("past", "Wyniki funduszu w przeszłości wyniosły osiem procent."),
    ("forward", "Perspektywy na przyszły rok są dobre."),
    ("simulated", "Portfel modelowy zarobił dwanaście procent."),
    ("label", "Wydatki na reklamę wzrosły o jedną dziesiątą."),
    ("fx", "Kurs waluty spadł, a eksport wzrósł."),
];
