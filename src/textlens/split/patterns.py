"""Short lines with a job: bylines, attributions, datelines, source notes."""

import re

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DATE = (
    rf"(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}(?:,?\s+\d{{4}})?"
    rf"|{_MONTH}\s+\d{{4}}"
    r"|[\d〇零一二三四五六七八九十]{2,4}\s?年\s?[\d一二三四五六七八九十]{1,3}\s?月(?:\s?[\d一二三四五六七八九十廿]{1,3}\s?[日号號])?"
    r"|[\d一二三四五六七八九十]{1,3}\s?月\s?[\d一二三四五六七八九十廿]{1,3}\s?[日号號]"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2})"
)
_ROLE_ZH = re.compile(
    r"(?:文|圖|图|撰文|作者|記者|记者|編輯|编辑|攝影|摄影|翻译|翻譯|譯|译|譯者|译者|採訪|采访|採訪[/／]?撰文|整理|校對|校对|責編|责编|插畫|插画|口述)"
    r"(?:\s*[／/]\s*(?:攝影|摄影|圖|图|整理))?\s*[／/|｜:：]\s*\S.{0,58}$"
)
_ROLE_EN = re.compile(
    r"(?:By|Words by|Text by|Photos? by|Photographs by|Written by|Translated by|Illustrations? by)\s+[A-Z][\w.'’-]*(?:\s.{0,60})?$"
)
_DASH = re.compile(r"(?:—{1,2}|–|―|--)\s*\S.{0,100}$")
_HANDLE = re.compile(r"(?<![\w.])@\w{2,}")
_ENDS = re.compile(r"[。！？!?…][\"'”’」』）)]*$")
_NOTE = re.compile(
    r"(?:※|＊|\*)?\s*(?:资料来源|資料來源|资料|資料|来源|來源|圖片來源|图片来源|图源|圖源|原文链接|原文連結|原文鏈接|參考資料|参考资料|本文(?:人物|轉載|转载|首發|首发|原刊|由)"
    r"|Sources?|Photo credits?|Image credits?|Originally published)(?:\s*[:：]|.{0,40}(?:化名|轉載|转载|首發|首发|原刊|授權|授权|in|on|at)).*$",
    re.S,
)
_MONTH_ALONE = rf"(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])\s?月份?|{_MONTH}"
_DATE_LINE = re.compile(
    rf"[（(]?\s*(?:\S{{1,12}}[，,]\s*)?(?:{_DATE}|{_MONTH_ALONE})(?:[，, ]\s*[^。！？!?.]{{0,12}})?[。.]?\s*[）)]?$"
)

_OPENS_DATED = re.compile(rf"\W*(?:{_DATE}|(?:{_MONTH_ALONE})(?=[\s:：，,、]|$))")
_ONLY_MONTH = re.compile(rf"\W*(?:{_MONTH_ALONE})\W*$")


def is_byline(line: str, *, quoted: bool) -> bool:
    """Whether a line says who wrote, took or said something.

    >>> is_byline("文／林予安　攝影／周墨", quoted=False), is_byline("— Ann (@ann) March 4, 2024", quoted=True)
    (True, True)
    >>> is_byline("— 他不说话了。", quoted=False)
    False
    """
    if line[:1] in "（(" and line[-1:] in "）)":
        line = line[1:-1].strip()
    if _ENDS.search(line):
        return False
    if _ROLE_ZH.match(line) or _ROLE_EN.match(line):
        return True
    if not _DASH.match(line):
        return False
    return quoted or bool(_HANDLE.search(line)) or bool(re.search(_DATE, line))


def is_date_line(line: str) -> bool:
    """Whether a line is nothing but a date, with a place, weekday or time of day at most.

    >>> is_date_line("多伦多，一月十七日，半夜"), is_date_line("一月十七日我们走了")
    (True, False)
    """
    return len(line) <= 40 and bool(_DATE_LINE.match(line))


def opens_dated(text: str, start: int, end: int) -> bool:
    """Whether a line opens with a date, whatever follows.

    >>> opens_dated("5月 领证", 0, 5), opens_dated("5月的雨", 0, 4)
    (True, False)
    """
    return bool(_OPENS_DATED.match(text, start, end))


def is_only_month(text: str, start: int, end: int) -> bool:
    """Whether a line is the name of a month and nothing more: no one signs with that."""
    return bool(_ONLY_MONTH.match(text, start, end))


def is_source_note(text: str) -> bool:
    """Whether a block says where a text or picture comes from, or that names were changed."""
    return len(text) <= 400 and bool(_NOTE.match(text))
