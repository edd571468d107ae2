pub(super) const READ: super::Table = &[
    (
        "past",
        "Rentabilidades pasadas no garantizan rentabilidades futuras.",
    ),
    (
        "past",
        "La rentabilidad pasada no es un indicador fiable de resultados futuros.",
    ),
    (
        "past",
        "Los rendimientos históricos no presuponen rendimientos futuros.",
    ),
    (
        "past",
        "La rentabilidad obtenida en el pasado no constituye garantía alguna de la futura.",
    ),
    (
        "past",
        "Los resultados anteriores no son indicativos de los venideros.",
    ),
    (
        "past",
        "El comportamiento pasado de un fondo nunca asegura que se repita.",
    ),
    (
        "forward",
        "Las declaraciones prospectivas se basan en hipótesis y conllevan riesgos e incertidumbres.",
    ),
    (
        "forward",
        "Tales previsiones no son un indicador fiable de resultados futuros.",
    ),
    (
        "forward",
        "Nuestras proyecciones reflejan expectativas actuales y los resultados podrían diferir de manera notable.",
    ),
    (
        "forward",
        "Las estimaciones sobre el futuro pueden cambiar y no están garantizadas.",
    ),
    (
        "simulated",
        "Los resultados simulados no representan operaciones reales.",
    ),
    (
        "simulated",
        "Cifras hipotéticas: los resultados históricos simulados no garantizan nada.",
    ),
    ("target", "Los precios objetivo no están garantizados."),
    ("position", "El autor posee acciones de la compañía."),
    ("position", "Mantengo una posición larga en acciones del banco."),
    ("risk", "El valor de la inversión puede subir o bajar."),
    ("risk", "Puede perder la totalidad del capital invertido."),
    (
        "tax",
        "La fiscalidad depende de las circunstancias personales de cada inversor y puede cambiar.",
    ),
    ("label", "Publicidad"),
    ("label", "Esta es una comunicación publicitaria."),
    ("paid", "Este artículo está patrocinado por Ejemplo S.A."),
    (
        "fx",
        "La rentabilidad puede subir o bajar por las fluctuaciones del tipo de cambio.",
    ),
    ("fees", "Las comisiones y los gastos reducen la rentabilidad."),
    ("source", "Fuente: informe anual de 2025"),
    ("five-year", "Evolución en los últimos cinco años."),
];
pub(super) const NOT: super::Table = &[
    (
        "past",
        "La rentabilidad pasada es un indicador fiable de resultados futuros.",
    ),
    ("past", "La rentabilidad pasada no garantiza la futura, ¿verdad?"),
    (
        "past",
        "La rentabilidad pasada no garantiza la futura, pero este fondo siempre gana.",
    ),
    ("past", "Sin garantía alguna."),
    (
        "past",
        "La rentabilidad pasada del fondo fue del ocho por ciento.",
    ),
    ("forward", "Las perspectivas para el próximo año son buenas."),
    ("simulated", "La cartera modelo ganó un doce por ciento."),
    ("position", "El autor posee un título de economía."),
    ("label", "El gasto en publicidad creció una décima parte."),
    ("fx", "El tipo de cambio bajó y las exportaciones subieron."),
];
