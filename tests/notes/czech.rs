pub(super) const READ: super::Table = &[
    (
        "past",
        "Minulá výkonnost není spolehlivým ukazatelem budoucích výsledků.",
    ),
    ("past", "Minulá výkonnost není zárukou budoucích výnosů."),
    ("past", "Minulá výkonnost nezaručuje budoucí výnosy."),
    ("past", "Minulé výnosy nejsou zárukou výnosů budoucích."),
    ("past", "Historické výnosy negarantují budoucí výsledky."),
    (
        "past",
        "Údaje se týkají minulosti a nejsou spolehlivým ukazatelem budoucího vývoje.",
    ),
    ("past", "Zárukou budoucích výnosů dosavadní výkonnost není."),
    ("past", "Dosavadní výsledky se v budoucnu nemusí opakovat."),
    (
        "forward",
        "Výhledová prohlášení vycházejí z předpokladů a současných očekávání, které mohou být nepřesné.",
    ),
    (
        "forward",
        "Prognózy nejsou zárukou budoucích výsledků a skutečnost se může lišit.",
    ),
    (
        "forward",
        "Takové předpovědi nejsou spolehlivým ukazatelem budoucí výkonnosti.",
    ),
    (
        "forward",
        "Naše odhady budoucího vývoje se nemusí naplnit a nezaručujeme je.",
    ),
    (
        "simulated",
        "Jde o simulované výsledky, které neodpovídají skutečným obchodům.",
    ),
    (
        "simulated",
        "Údaje se týkají simulované minulé výkonnosti, která není spolehlivým ukazatelem budoucích výsledků.",
    ),
    ("target", "Cílové ceny nejsou zárukou."),
    ("position", "Autor drží akcie společnosti."),
    ("risk", "Hodnota investice může klesat i stoupat."),
    ("risk", "Můžete přijít o celý vložený kapitál nebo o jeho část."),
    (
        "tax",
        "Zdanění závisí na osobních poměrech každého klienta a může se změnit.",
    ),
    ("label", "Reklama"),
    ("label", "Toto je marketingové sdělení."),
    ("paid", "Článek sponzorovala společnost Vzor."),
    ("fx", "Výnos se vlivem měnových kurzů může zvýšit i snížit."),
    ("fees", "Poplatky a jiné náklady snižují výnosy."),
    ("source", "Zdroj: výroční zpráva 2025"),
    ("five-year", "Vývoj za posledních pět let."),
];
pub(super) const NOT: super::Table = &[
    (
        "past",
        "Minulá výkonnost je spolehlivým ukazatelem budoucích výsledků.",
    ),
    ("past", "Minulá výkonnost nezaručuje budoucí výnosy, že?"),
    (
        "past",
        "Minulá výkonnost nezaručuje budoucí výnosy, ale tento fond vždy vydělá.",
    ),
    (
        "past",
        "Minulá výkonnost nezaručuje budoucí výnosy. Tento fond však vždy vydělá.",
    ),
    ("past", "Bez záruky, samozřejmě."),
    ("past", "Minulá výkonnost fondu činila osm procent."),
    ("forward", "Výhled na příští rok je dobrý."),
    ("simulated", "Modelové portfolio vydělalo dvanáct procent."),
    ("label", "Výdaje na reklamu vzrostly o desetinu."),
    ("fx", "Kurz měny klesl a vývoz vzrostl."),
];
