pub(super) const READ: super::Table = &[
    (
        "past",
        "Minulá výkonnosť nie je spoľahlivým ukazovateľom budúcich výsledkov.",
    ),
    ("past", "Minulá výkonnosť nie je zárukou budúcich výnosov."),
    ("past", "Minulá výkonnosť nezaručuje budúce výsledky."),
    ("past", "Minulé výnosy nie sú zárukou výnosov budúcich."),
    ("past", "Historické výnosy nie sú indikátorom budúcich výnosov."),
    (
        "past",
        "Údaje sa týkajú minulosti a nie sú spoľahlivým ukazovateľom budúceho vývoja.",
    ),
    ("past", "Zárukou budúcich výnosov doterajšia výkonnosť nie je."),
    (
        "forward",
        "Výhľadové vyhlásenia vychádzajú z predpokladov a súčasných očakávaní, ktoré nemusia byť presné.",
    ),
    (
        "forward",
        "Prognózy nie sú zárukou budúcich výsledkov a skutočnosť sa môže líšiť.",
    ),
    (
        "forward",
        "Takéto predpovede nie sú spoľahlivým ukazovateľom budúcej výkonnosti.",
    ),
    (
        "forward",
        "Naše odhady budúceho vývoja sa nemusia naplniť a nezaručujeme ich.",
    ),
    (
        "simulated",
        "Ide o simulované výsledky, ktoré nezodpovedajú skutočným obchodom.",
    ),
    ("target", "Cieľové ceny nie sú zárukou."),
    ("position", "Autor drží akcie spoločnosti."),
    ("risk", "Hodnota investície môže klesať aj stúpať."),
    ("risk", "Môžete stratiť celý vložený kapitál alebo jeho časť."),
    (
        "tax",
        "Zdanenie závisí od osobných pomerov každého klienta a môže sa zmeniť.",
    ),
    ("label", "Reklama"),
    ("label", "Toto je marketingové oznámenie."),
    ("paid", "Článok sponzorovala spoločnosť Vzor."),
    ("fx", "Výnos sa vplyvom menových kurzov môže zvýšiť aj znížiť."),
    ("fees", "Poplatky a iné náklady znižujú výnosy."),
    ("source", "Zdroj: výročná správa 2025"),
    ("five-year", "Vývoj za posledných päť rokov."),
];
pub(super) const NOT: super::Table = &[
    (
        "past",
        "Minulá výkonnosť je spoľahlivým ukazovateľom budúcich výsledkov.",
    ),
    ("past", "Minulá výkonnosť nezaručuje budúce výnosy, však?"),
    (
        "past",
        "Minulá výkonnosť nezaručuje budúce výnosy, ale tento fond vždy zarobí.",
    ),
    ("past", "Bez záruky, samozrejme."),
    ("past", "Minulá výkonnosť fondu bola osem percent."),
    ("forward", "Výhľad na budúci rok je dobrý."),
    ("simulated", "Modelové portfólio zarobilo dvanásť percent."),
    ("label", "Výdavky na reklamu vzrástli o desatinu."),
    ("fx", "Kurz meny klesol a vývoz vzrástol."),
];
