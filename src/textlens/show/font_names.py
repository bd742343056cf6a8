"""Names of CJK font families on the systems people use, and how to get one."""

from __future__ import annotations

import sys

FONT_VARIABLE = "TEXTLENS_FONT"  # a font file or a family, for every plot

# In order of preference: even-stroked screen fonts before song/ming/kai.
SIMPLIFIED = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "PingFang SC",
    "Hiragino Sans GB", "Microsoft YaHei", "Heiti SC", "STHeiti", "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei", "Sarasa Gothic SC", "HarmonyOS Sans SC", "MiSans", "DengXian", "SimHei",
    "LXGW WenKai", "Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Songti SC",
    "STSong", "SimSun", "FangSong", "KaiTi", "AR PL UMing CN",
)  # fmt: skip
TRADITIONAL = (
    "Noto Sans CJK TC", "Noto Sans TC", "Source Han Sans TC", "Source Han Sans TW", "PingFang TC",
    "PingFang HK", "Noto Sans CJK HK", "Microsoft JhengHei", "Heiti TC", "Sarasa Gothic TC",
    "LXGW WenKai TC", "Noto Serif CJK TC", "Source Han Serif TC", "Songti TC", "PMingLiU",
    "MingLiU", "AR PL UMing TW",
)  # fmt: skip
# Before matplotlib 3.11 only the first face of a collection is listed: there, Noto is "JP".
OTHER_CJK = (
    "Noto Sans CJK JP", "Source Han Sans", "Source Han Sans JP", "Noto Sans CJK KR",
    "Hiragino Sans", "Yu Gothic", "Droid Sans Fallback", "Arial Unicode MS", "Noto Serif CJK JP",
    "Unifont",
)  # fmt: skip
# Frequent characters that only Traditional text has: enough to choose between regional forms.
TRADITIONAL_SIGNS = frozenset("們這個來時為說會對過還學後國開關點見現樣麼裡體歡愛氣記憶書憂樂團兒歲與從頭長東風無當")
BLANK_FONTS = ("last resort", "lastresort", "adobe blank", ".")  # "have" every character, as a box
CJK_HINTS = (
    "cjk", "han", "hei", "song", "ming", "kai", "gothic", "mincho", "wqy", "wenquan", "wenkai",
    "noto", "source", "unicode", "fallback", "msyh", "msjh", "simsun", "uming", "ukai", "sc", "tc",
)  # fmt: skip


def missing_font_hint() -> str:
    """Return a sentence on how to get a Chinese font on this system."""
    if sys.platform == "win32":
        way = (
            "In Settings > Optional features, add 'Chinese (Simplified) Supplemental Fonts', "
            "or install Noto Sans SC from fonts.google.com"
        )
    elif sys.platform == "darwin":
        way = "Install one, for example with: brew install --cask font-noto-sans-cjk-sc"
    else:
        way = (
            "Install one, for example with: sudo apt install fonts-noto-cjk "
            "(Fedora: sudo dnf install google-noto-sans-cjk-fonts)"
        )
    return (
        "No installed font has Chinese characters, so the labels of this plot are in English. "
        f"{way}; or set {FONT_VARIABLE} to a font file."
    )
