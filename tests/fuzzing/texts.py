"""What people type who mean no good, or nothing at all."""

from random import Random

CONTROLS = "".join(chr(code) for code in (*range(32), *range(127, 160)))
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\u3164\u115f\u034f"
HALVES = "\ud800\udbff\udc00\udfff"
TOWER = "Z" + "".join(chr(0x300 + step) for step in range(0x6F))
EMOJI = "🎯🔥👩‍👩‍👧‍👦🇩🇪👍🏽🏴\U000e0067\U000e0062\U000e007f☎️"
MARKUP = (
    "<b>bold</b>",
    "<a href='tg://user?id=1'>x</a>",
    "</blockquote>",
    "<!-- ",
    "&lt;&#0;&#xD800;&bogus;&amp",
    "<tg-emoji emoji-id='1'>x</tg-emoji>",
    "[x](tg://user?id=1) *_~`||",
    "{name} {0} %s %(x)s $ {",
    "'; DROP TABLE member; --",
    "\\u0000 \\x00 \\",
)
PLAIN = ("Run", "Send the application", "Swim", "Read a chapter", "Die Steuer", "Zahnarzt anrufen", "x", "y" * 280)
TIMES = (
    "7:30", "8 and 20", "8:00 and 20:00", "7 bis 21 Uhr", "25:61", "-1:00", "00:00", "24:00", "3", "99999999999", "٨:٣٠",
    "8am 8pm", "08.00 20.00", "1:00 2:00", "22:00 01:00", "8:00 8:30", "²:³", "８：００", "7:30" * 50, "0x10:00",
    "1e3", "7:30:15", "noon and midnight", "½", "Ⅷ", "8 " * 200,
)  # fmt: skip
DATES = (
    "Monday", "tomorrow", "3 May", "two weeks", "in 1000 years", "31.2.", "2026-02-30", "9999-12-31", "10000-01-01",
    "0000-00-00", "0001-01-01", "1.1.1", "-5 days", "in 99999999999 days", "yesterday", "31 December", "next year",
    "29 Feb", "übermorgen", "in zwei Wochen", "nächsten Freitag", "1/2/3/4", "2026-W53-7", "in 9" + "9" * 40 + " weeks",
    "٣ مايو", "３月５日", "in -1 months", "00.00.0000", "now", "the 32nd", "Mon Tue Wed", "12", "in a month" * 30,
)  # fmt: skip
CITIES = (
    "Berlin", "Lisbon", "Tokyo", "berlin, germany", "Sao Paulo", "Köln", "x", "%", "_", "Z" * 300, "St. John's", "北京",
    "San", "new york " * 30, "''", '"', "*", "Ber\0lin", "NEAR(a b)", "a AND b OR", "-", "Berlin*", "(", "﷽",
)  # fmt: skip
LINKS = (
    "https://meet.example.org/two", "http://x", "https://", "https://u:p@x/", "https://t.me/bot", "https://x/" + "a" * 900,
    "https://x/\u202e", "https://[::1", "https://xn--/", "https://x:99999999/", "https://\ud800/", "javascript:alert(1)",
    "https://ex ample.org", "https://é.example/ü?q=<b>&x='\"", "HTTPS://EXAMPLE.ORG", "https://1", "https://.", "https://a..b/",
    "https://example.org/#\u200b", "https://١.com", "https://例え.jp/路", "https://x_y.example.org/", "https://localhost",
)  # fmt: skip
WORDS_OF_DELETING = ("DELETE", "delete", "LÖSCHEN", "delete ", "DELETE\0", "DEL ETE")
COMMANDS = (
    "start", "today", "done", "one", "tomorrow", "cancel", "skip", "away", "back", "settings", "nudge", "invite", "leave",
    "block", "delete", "words", "here", "help",
)  # fmt: skip


def any_text(random: Random) -> str:
    """Return a text of one of all sorts, up to Telegram's 4,096 characters and sometimes beyond."""
    make = random.choice(
        (_plain, _plain, _plain, _number, _listed, _listed, _listed, _spiced, _spiced, _soup, _long, _markup, _deleting)
    )
    return make(random)


def any_name(random: Random) -> str:
    """Return what somebody calls themselves."""
    return random.choice(("Ana", "Ben", "<b>Ana</b>", "named", "asks", "1", "", " ", TOWER, EMOJI, "a\0b", BIDI)) + (
        any_text(random) if random.random() < 0.5 else ""
    )


def _plain(random: Random) -> str:
    return random.choice(PLAIN)


def _number(random: Random) -> str:
    return random.choice(("", "-", "+", "0", " ")) + str(
        random.getrandbits(random.choice((4, 12, 31, 63, 64, 200, 4000)))
    )


def _listed(random: Random) -> str:
    return random.choice(random.choice((TIMES, DATES, CITIES, LINKS)))


def _spiced(random: Random) -> str:
    """Put something that can't be seen, or turns what is, into something harmless."""
    text = random.choice((*PLAIN, *TIMES, *DATES, *CITIES, *LINKS))
    for _ in range(random.randint(1, 4)):
        at = random.randint(0, len(text))
        text = text[:at] + random.choice(random.choice((CONTROLS, BIDI, UNSEEN, HALVES, EMOJI))) + text[at:]
    return text


def _soup(random: Random) -> str:
    letters = random.choice((CONTROLS, BIDI, UNSEEN, HALVES, TOWER, EMOJI, "<>&\"'/ab;#x0", "0123456789:. -", None))
    count = random.choice((1, 3, 20, 300))
    if letters is None:
        return "".join(chr(random.randrange(0x110000)) for _ in range(count))
    return "".join(random.choice(letters) for _ in range(count))


def _long(random: Random) -> str:
    count = random.choice((279, 280, 281, 4095, 4096, 4097, 20_000)) if random.random() < 0.3 else 280
    return random.choice(("🎯", "x", "&", "<", "\u202e", "\n", "ﷺ", "é", "\u0301", "\U0010ffff")) * count


def _markup(random: Random) -> str:
    return " ".join(random.choice(MARKUP) for _ in range(random.randint(1, 4)))


def _deleting(random: Random) -> str:
    return random.choice(WORDS_OF_DELETING) if random.random() < 0.15 else _plain(random)
