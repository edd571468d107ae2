pub(super) const READ: super::Table = &[
    (
        "past",
        "Les performances passées ne préjugent pas des performances futures.",
    ),
    (
        "past",
        "Les performances passées ne sont pas un indicateur fiable des résultats futurs.",
    ),
    (
        "past",
        "Les rendements historiques ne garantissent en rien les résultats à venir.",
    ),
    (
        "past",
        "Les résultats antérieurs ne sont pas indicatifs des résultats futurs.",
    ),
    (
        "past",
        "Rien ne garantit que les performances passées se reproduisent.",
    ),
    (
        "past",
        "Les performances passées ne constituent aucune garantie pour l’avenir.",
    ),
    (
        "past",
        "Les chiffres cités ont trait aux années écoulées et n'offrent aucune garantie pour l'avenir.",
    ),
    (
        "forward",
        "Les déclarations prospectives reposent sur des hypothèses et comportent des incertitudes.",
    ),
    (
        "forward",
        "Ces prévisions ne sont pas un indicateur fiable des performances futures.",
    ),
    (
        "forward",
        "Nos projections s'appuient sur nos attentes actuelles ; les résultats réels pourraient différer sensiblement.",
    ),
    (
        "forward",
        "Les prévisions peuvent changer sans préavis et les résultats effectifs peuvent s’écarter de celles-ci.",
    ),
    (
        "simulated",
        "Les performances simulées ne représentent pas des résultats réels.",
    ),
    (
        "simulated",
        "Les chiffres se réfèrent à des simulations et ne sont pas un indicateur fiable des performances futures.",
    ),
    ("target", "Les objectifs de cours ne sont pas garantis."),
    ("position", "L'auteur détient des actions de la société."),
    (
        "risk",
        "La valeur des placements peut évoluer à la hausse comme à la baisse.",
    ),
    ("risk", "Vous risquez de perdre tout ou partie de votre capital."),
    (
        "tax",
        "Le traitement fiscal dépend de la situation individuelle de l'investisseur et peut évoluer.",
    ),
    ("label", "Publicité"),
    ("label", "Ceci est une communication à caractère promotionnel."),
    ("paid", "Cet article a été sponsorisé par Exemple SA."),
    (
        "fx",
        "Le rendement peut augmenter ou diminuer en fonction des taux de change.",
    ),
    ("fees", "Les frais réduisent le rendement."),
    ("source", "Source : rapport annuel 2025"),
    ("five-year", "Évolution au cours des cinq dernières années."),
];
pub(super) const NOT: super::Table = &[
    (
        "past",
        "Les performances passées sont un indicateur fiable des performances futures.",
    ),
    (
        "past",
        "Les performances passées ne préjugent pas des performances futures, n'est-ce pas ?",
    ),
    (
        "past",
        "Les performances passées ne garantissent pas les performances futures, mais ce fonds gagne toujours.",
    ),
    ("past", "Aucune garantie, jamais."),
    (
        "past",
        "Les performances passées du fonds ont atteint huit pour cent.",
    ),
    ("forward", "Nos perspectives pour l'année prochaine sont bonnes."),
    ("simulated", "Le portefeuille modèle a gagné douze pour cent."),
    ("position", "L'auteur détient un diplôme d'économie."),
    ("label", "Les dépenses de publicité ont augmenté."),
    (
        "fx",
        "Le taux de change a baissé et les exportations ont progressé.",
    ),
];
