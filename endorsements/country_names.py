"""Where django-countries' catalogues write a country otherwise than its own people or careful editors do."""

from collections.abc import Mapping

CORRECTED: Mapping[str, Mapping[str, str]] = {
    "en": {"BS": "Bahamas", "NR": "Nauru"},
    "uk": {
        "CD": "Демократична Республіка Конго",
        "CF": "Центральноафриканська Республіка",
        "FM": "Мікронезія",
        "LK": "Шрі-Ланка",
        "PS": "Палестина",
        "SH": "Острови Святої Єлени, Вознесіння і Тристан-да-Кунья",
        "SX": "Сінт-Мартен (нідерландська частина)",
        "TC": "Острови Теркс і Кайкос",
    },
    "ru": {
        "CD": "Демократическая Республика Конго",
        "FM": "Микронезия",
        "KG": "Кыргызстан",
        "LR": "Либерия",
        "MF": "Сен-Мартен (французская часть)",
        "MM": "Мьянма",
        "NC": "Новая Каледония",
        "PS": "Палестина",
        "SH": "Острова Святой Елены, Вознесения и Тристан-да-Кунья",
        "SM": "Сан-Марино",
        "SX": "Синт-Мартен (нидерландская часть)",
    },
}


def corrected(code: str, name: str, language: str) -> str:
    """The name as this site writes it in `language`, with a typographic apostrophe."""
    return CORRECTED.get(language, {}).get(code, name).replace("'", "’")
