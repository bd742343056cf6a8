"""Faces made of signs, and the emoji that mean much the same: what stands for what.

What counts as a face depends on who asks, from the strictest to the widest: a token (`FACE`), what may follow a full stop (`TRAILING`),
signs in brackets that end no sentence (`IN_BRACKETS`), and what makes a line readable that has no word (`MAYBE`).
"""

import re
from functools import lru_cache

# Inside brackets: signs that draw eyes, mouths and cheeks, and the letters that join them.
_DRAWN = r"\^¬＾_＿;；´`｀'’・･·°ﾟ゜≧≦▽∀ω╥﹏ಥ╯□益皿дДー￣*＊✿◕‿╹◡｡。.><＞＜~～=☆★♥♡✧•ᴗ๑ಠ∩⊙♪!！*#"
_LETTERS = "oO0TtQqwvuUεづノっ\u3000 "
_EYES = r"\^＾≧≦▽∀ω╥﹏ಥ益皿дД￣◕‿╹◡✿ಠ´｀⊙∩□ﾟ°・･¬"
#: A face in brackets with its arms: (´;ω;`), ヽ(✿ﾟ▽ﾟ)ノ, (╯°□°）╯. Two signs that draw, or one that means nothing else.
_BRACKETED = (
    r"[ヽ＼\\oOヾ┗╰ᕙ]?[（(]"
    rf"(?=[^()（）\n]{{0,12}}[≧≦▽∀ω╥﹏ಥ益皿◕‿◡✿ಠ]|[^()（）\n]{{0,10}}[{_EYES}][^()（）\n]{{0,8}}[{_EYES}]|[;；TtQq>＞x][._＿﹏][;；TtQq<＜x][)）])"
    rf"[{_DRAWN}{_LETTERS}]{{2,14}}[)）](?:[ノﾉ／/o╯╮ง]|┛)?(?:︵\s?[┻━]+)?"
)
#: Faces on their side and bare ones: :-) ;P T_T ^_^ <3 ¯\_(ツ)_/¯
_BARE = (
    r"(?<![A-Za-z0-9:;=<>])(?:[:;]'?[-^o]?(?:[)\]DPp|*}]+|[(\[{]+(?!\w))|:'?-?[/\\](?![/\\\w])|:3(?!\d)|=[)D](?!\w)|[xX]D+(?!\w)"
    r"|<3+(?!\d)|</3(?!\d)|[Tt][_＿.]+[Tt](?![\w.])|[Oo][_＿]+[Oo](?!\w)|>[_.﹏]<|;_;|-_-\|*|=_=|= =(?![=\w])|\^[_.-]?\^|¯\\?_?[(（]ツ[)）]_?/¯)"
)
#: A face as one token. The look-ahead spares the search where no face begins.
FACE = rf"(?=[:;=xX<>TtOo\^¯(（ヽ＼\\ヾ┗╰ᕙ-])(?:{_BARE}|{_BRACKETED})"

#: A face behind a full stop, which shows how its sentence is meant: the commonest, and any signs in brackets with what is glued to them.
TRAILING = (
    r"(?::[-']?[)(DPpO]|;-?\)|<3|\^[_.]?\^|>[_.]<|T[_.]T|QAQ|[xX]D"
    r"|[(（](?=[^)）]*[^\s.,;:/%+()（）。，！？!?…-])[^()（）\u3400-\u9fffA-Za-z0-9\n]{2,16}[)）][^\w\s。！？]*)"
)
#: Brackets that may hold a face, whose full stops and exclamation marks are its eyes and mouth.
IN_BRACKETS = r"[（(][^()（）\u3400-\u9fffA-Za-z\n]{1,16}[)）]"
#: What may be a face where nothing else is to be read: also the rarer ones, and any sign in brackets.
MAYBE = (
    FACE + r"|(?<![\w])(?:[:;=xX][-'^o]?[)(\]\[dDpP/\\|3*oO]+|8-[)(D]|[)(\]\[][-'^]?[:;=]|QAQ|Q[wWmM]Q|qwq|ಠ_ಠ)(?![A-Za-z0-9])"
    r"|[(（][^()（）\w\s]{0,4}[^()（）\n]{0,8}[^()（）\w\s,，。.、:：;；!！?？\"“”'’/+%&#-][^()（）\n]{0,8}[)）](?:o(?![A-Za-z]))?|[(（]ツ[)）]|ʕ[^\sʔ]{1,5}ʔ"
)

# What stands for each of a family: an emoji that is frequent enough to be known.
_FAMILIES = {
    "😊": "🙂☺😇😌🤗😺🥹😋🤤🌞🌈",
    "😍": "🥰😘😻😚😙😗🤩",
    "❤️": "❤💖💗💓💞💘💝🩷🧡💛💚💙💜🤎🖤🤍♥❣💌🫶💑💟💐🌹",
    "😄": "😀😃😸😝😜🤪😛",
    "😂": "😹🤣",
    "🎉": "🥳🎊🎂🎈🏆🥇🏅🍾🥂🎆",
    "👍": "👌💪👏🙌✌🤘🤙💯🤝",
    "😭": "😿💔",
    "😢": "🥺🥲",
    "😞": "😔🙁☹😟😕😣😖😥😓😪🥀👎",
    "😩": "😫🥱🤒🤕🤢🤮🤧😷😵🫠",
    "😡": "🤬👿😾💢🖕😠",
    "😱": "😨😰😧😦🙀🤯",
    "😅": "😬😳",
    "🙄": "😒😑😐😶🤡",
    "🤔": "🤨🧐",
}
_FAMILY = {one: standing for standing, others in _FAMILIES.items() for one in standing[0] + others}
_IS_FACE = re.compile(FACE)
# What changes only how an emoji is drawn: its skin, its style, the flags of regions.
_VARIANTS = re.compile("[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
# What signs of a face show, tried in this order.
_SHOWN = (
    ("😭", re.compile(r"[;；].?[ωД_﹏]?.?[;；]|[Tt][_＿.﹏ω]+[Tt]|[╥ಥ﹏]|:'|[Qq][_＿.ω]+[Qq]|</3")),
    ("❤️", re.compile("<3|[♥♡]")),
    ("😡", re.compile("[益皿ಠ┻]|╯[^)）]*[)）]╯")),
    ("😱", re.compile("[дД□]|[oO][_＿.]+[oO]|⊙")),
    ("😄", re.compile(r"[▽∀≧≦^＾◕╹◡‿✿∩ᴗω]|[:;=]'?[-^o]?[)\]D}Pp*3]|[xX]D")),
    ("😞", re.compile(r"[:;]'?[-^o]?[(\[{]|[>＞][_.][<＜]")),
    ("🙄", re.compile(r"[-=ー¬￣][_. ]*[-=ー¬￣]|:'?-?[/\\|]|ツ")),
)


@lru_cache(maxsize=4096)
def family(symbols: str) -> str:
    """The emoji that stands for an emoji or a face of signs; any other text comes back as it is.

    >>> family("🥰"), family("👍🏽"), family("(´;ω;`)"), family(":-("), family("…")
    ('😍', '👍', '😭', '😞', '…')
    """
    plain = _VARIANTS.sub("", symbols)
    if plain[:1] > "\u2190" and not plain[0].isalnum():
        # Of joined emoji (a face in clouds, a kiss) the first says it.
        found = _FAMILY.get(plain[0])
        if found:
            return found
    if len(symbols) < 2 or not _IS_FACE.fullmatch(symbols):
        return symbols
    return next((standing for standing, shown in _SHOWN if shown.search(symbols)), symbols)
