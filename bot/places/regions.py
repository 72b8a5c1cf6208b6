"""What people write after a city, or instead of one: countries, a few of their parts, and names of time zones.

Only for countries whose people say so with every city are the parts known: "Portland, Oregon", "London, Ontario".
"""

from collections.abc import Mapping

PARTS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "CA": {
        "01": ("Alberta", "AB"),
        "02": ("British Columbia", "BC"),
        "03": ("Manitoba", "MB"),
        "04": ("New Brunswick", "NB"),
        "05": ("Newfoundland and Labrador", "Newfoundland", "NL"),
        "07": ("Nova Scotia", "NS"),
        "08": ("Ontario", "ON"),
        "09": ("Prince Edward Island", "PEI"),
        "10": ("Quebec", "QC"),
        "11": ("Saskatchewan", "SK"),
        "12": ("Yukon", "YT"),
        "13": ("Northwest Territories", "NWT"),
        "14": ("Nunavut", "NU"),
    },
    "AU": {
        "01": ("Australian Capital Territory", "ACT"),
        "02": ("New South Wales", "NSW"),
        "03": ("Northern Territory", "NT"),
        "04": ("Queensland", "QLD"),
        "05": ("South Australia", "SA"),
        "06": ("Tasmania", "TAS"),
        "07": ("Victoria", "VIC"),
        "08": ("Western Australia", "WA"),
    },
    "GB": {
        "ENG": ("England",),
        "NIR": ("Northern Ireland",),
        "SCT": ("Scotland",),
        "WLS": ("Wales",),
    },
}
"""GeoNames' codes of the parts of countries, and what the parts are called; the states of the US come with the data."""

COUNTRIES: Mapping[str, tuple[str, ...]] = {
    "US": ("USA", "US of A", "United States of America", "America", "the States"),
    "GB": ("UK", "Britain", "Great Britain"),
    "AE": ("UAE", "Emirates"),
    "NL": ("Holland",),
    "CZ": ("Czech Republic",),
    "KR": ("Korea",),
    "IE": ("Republic of Ireland",),
    "TR": ("Turkey",),
    "CI": ("Ivory Coast",),
    "MM": ("Burma",),
}
"""Names of countries that the tables of Unicode don't have."""

LANGUAGES = (
    *("ar", "bn", "cs", "da", "de", "el", "en", "es", "fa", "fi", "fr", "he", "hi", "hu", "id", "it", "ja", "ko", "nl"),
    *("no", "pl", "pt", "ro", "ru", "sv", "th", "tr", "uk", "vi", "zh", "zh_Hant"),
)
"""Countries are known by their names in these languages and in their own."""

CLOCKS: Mapping[str, tuple[str, ...]] = {
    "America/New_York": ("EST", "EDT", "ET", "Eastern Time"),
    "America/Chicago": ("CST", "CDT", "Central Time"),
    "America/Denver": ("MST", "MDT", "Mountain Time"),
    "America/Los_Angeles": ("PST", "PDT", "Pacific Time"),
    "Asia/Kolkata": ("IST",),
    "Asia/Tokyo": ("JST",),
    "Asia/Seoul": ("KST",),
    "Atlantic/Reykjavik": ("UTC", "GMT"),
    "Australia/Sydney": ("AEST", "AEDT"),
    "Europe/Berlin": ("CET", "CEST", "MEZ", "MESZ"),
    "Europe/London": ("GMT", "BST"),
    "Europe/Athens": ("EET", "EEST"),
    "Europe/Moscow": ("MSK",),
}
"""What people call their clock. Reykjavik's shows UTC all year."""

NICKNAMES: Mapping[str, int] = {
    "San Francisco Bay Area": 5391959,
    "Bay Area": 5391959,
    "Silicon Valley": 5392171,
    "Vegas": 5506956,
    "Philly": 4560349,
}
"""What people call a place and GeoNames doesn't, and the id of the city."""
