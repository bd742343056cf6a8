"""Numbers of dates, in digits or Chinese numerals."""

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "两": 2, "兩": 2, "元": 1}
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")


def number(text: str) -> int | None:
    """The number that digits or Chinese numerals below a hundred write, or None.

    >>> number("12"), number("十二"), number("二十"), number("廿三"), number("二〇二二")
    (12, 12, 20, 23, 2022)
    """
    text = text.translate(_FULL_WIDTH).strip()
    if text.isascii() and text.isdigit():
        return int(text)
    text = text.replace("廿", "二十").replace("卅", "三十")
    if "十" in text:
        tens, _, ones = text.partition("十")
        if len(tens) > 1 or len(ones) > 1:
            return None
        high = _DIGITS.get(tens, None) if tens else 1
        low = _DIGITS.get(ones, None) if ones else 0
        return None if high is None or low is None else 10 * high + low
    value = 0
    for character in text:
        if character not in _DIGITS:
            return None
        value = 10 * value + _DIGITS[character]
    return value if text else None


def year(text: str) -> int | None:
    """A year of four digits as written, or of two digits in this century; None otherwise.

    >>> year("2022"), year("二〇二二"), year("22"), year("一二三")
    (2022, 2022, 2022, None)
    """
    value = number(text)
    if value is None:
        return None
    if len(text.strip()) == 4 and 1000 <= value <= 2999:
        return value
    return 2000 + value if len(text.strip()) == 2 and "十" not in text else None


def ordinal(text: str) -> int | None:
    """A month, day, week or year of an era: digits, or Chinese numerals up to 199 that are no row of digits.

    >>> ordinal("12"), ordinal("十二"), ordinal("〇三"), ordinal("一百一十二"), ordinal("一二")
    (12, 12, 3, 112, None)
    """
    text = text.strip()
    head, hundred, rest = text.partition("百")
    if hundred:
        tail = ordinal(rest.lstrip("〇零")) if rest else 0
        return None if head not in ("", "一") or tail is None else 100 + tail
    plain = text.translate(_FULL_WIDTH).isascii() or any(ten in text for ten in "十廿卅")
    if len(text) > 1 and not plain and text[0] not in "〇零○":
        return None
    return number(text)
