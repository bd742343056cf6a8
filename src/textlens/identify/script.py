"""Language and script of a sentence, by the Unicode script of its characters."""

import re
from dataclasses import dataclass

from textlens.identify.faces import FACE, MAYBE
from textlens.identify.telling import HANS, HANT

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3005\u3007\U00020000-\U0003ffff"
LATIN = "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff\uff21-\uff3a\uff41-\uff5a"
EMOJI = (
    "\u203c\u2049\u2139\u2190-\u21ff\u231a-\u23ff\u25a0-\u27bf\u2934\u2935\u2b05-\u2b55\u3030\u303d"
    "\u3297\u3299\U0001f000-\U0001faff"
)

_HAN = re.compile(f"[{HAN}]")
_LATIN_WORD = re.compile(f"[{LATIN}][{LATIN}'’]*")
_NAME = re.compile("[A-Z][a-z]")
_OTHER_LETTER = re.compile(
    "[\u0370-\u1cff\u2c00-\u2dff\u3041-\u3096\u30a1-\u30fa\u30fc\u3105-\u318e\u31a0-\u31ff\ua000-\uabff\uac00-\ud7a3\uff66-\uffdc]"
)
_EMOJI = re.compile(f"[{EMOJI}]")
_FACE = re.compile(FACE)
_MAYBE_FACE = re.compile(MAYBE)
# What Taiwan writes otherwise and Hong Kong writes as the mainland does (OpenCC's s2hk leaves it) tells nothing.
HONG_KONG = "兑卧叁囱媪幺悦愠户氲温痹着睾税脱腽葱蜕"
_TELLS_HANS = re.compile(f"[{''.join(sorted(frozenset(HANS) - frozenset(HONG_KONG)))}]")
_TELLS_HANT = re.compile(f"[{HANT}]")
# Only Taiwan writes the particle 着 as 著; 名著 and 著名 are written so everywhere.
_PARTICLE = re.compile(
    "[看想笑哭走跑站坐躺拿抱跟沿朝向等活忙藏穿牵推扶握唱吃喝睡醒住放照亮吹流爱恨怀背听守望盯抓陪扯捧]著(?![名作者称述文书])"
)
# A Chinese word averages 1.6 characters, which makes the two languages comparable by words.
_HAN_PER_WORD = 1.6

_ENGLISH = frozenset(
    [
        "the",
        "a",
        "an",
        "and",
        "or",
        "but",
        "of",
        "to",
        "in",
        "on",
        "at",
        "for",
        "with",
        "from",
        "by",
        "as",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "am",
        "i",
        "you",
        "he",
        "she",
        "it",
        "we",
        "they",
        "my",
        "your",
        "his",
        "her",
        "its",
        "our",
        "their",
        "me",
        "him",
        "us",
        "them",
        "this",
        "that",
        "these",
        "those",
        "not",
        "no",
        "don't",
        "so",
        "if",
        "when",
        "what",
        "who",
        "how",
        "all",
        "just",
        "have",
        "has",
        "had",
        "do",
        "did",
        "will",
        "would",
        "can",
        "could",
        "there",
        "here",
        "out",
        "up",
        "down",
        "then",
        "than",
        "into",
        "about",
        "after",
        "before",
        "because",
        "very",
        "more",
        "too",
    ]
)
# Words that other languages have too: they count for neither side.
_SHARED = frozenset(["a", "i", "me", "no", "in", "so", "do", "am", "an", "was", "on", "as", "all", "out", "to"])
_FOREIGN = (
    frozenset(
        [
            "de",
            "la",
            "le",
            "les",
            "el",
            "los",
            "las",
            "un",
            "una",
            "une",
            "des",
            "du",
            "et",
            "est",
            "que",
            "qui",
            "dans",
            "pour",
            "pas",
            "ne",
            "je",
            "tu",
            "il",
            "elle",
            "nous",
            "vous",
            "der",
            "die",
            "das",
            "und",
            "ist",
            "nicht",
            "ein",
            "eine",
            "ich",
            "wir",
            "sie",
            "mit",
            "auf",
            "von",
            "zu",
            "den",
            "dem",
            "im",
            "es",
            "y",
            "en",
            "por",
            "con",
            "para",
            "se",
            "su",
            "al",
            "lo",
            "il",
            "di",
            "che",
            "e",
            "non",
            "sono",
            "per",
            "della",
            "het",
            "een",
            "van",
            "och",
            "att",
            "som",
            "är",
            "det",
            "på",
            "med",
            "ikke",
            "og",
            "jeg",
            "não",
            "uma",
            "os",
            "do",
            "da",
            "em",
            "mon",
            "ma",
            "mes",
            "ton",
            "sa",
            "ses",
            "nos",
            "notre",
            "votre",
            "ce",
            "cette",
            "ces",
            "sont",
            "était",
            "avec",
            "sur",
            "mais",
            "très",
            "bien",
            "tout",
            "tous",
            "comme",
            "c'est",
            "j'ai",
            "qu'il",
            "meine",
            "mein",
            "meinen",
            "meiner",
            "jeden",
            "jede",
            "für",
            "nach",
            "aber",
            "auch",
            "noch",
            "heute",
            "gestern",
            "immer",
            "sehr",
            "wird",
            "haben",
            "hat",
            "bin",
            "sind",
            "uns",
            "vielen",
            "guten",
            "mi",
            "mis",
            "tu",
            "sus",
            "hoy",
            "ayer",
            "hace",
            "mucho",
            "muy",
            "pero",
            "esta",
            "este",
            "está",
            "todo",
            "todos",
            "siempre",
            "cuando",
            "más",
            "tan",
            "vivir",
            "gusta",
            "nada",
            "estoy",
        ]
    )
    - _ENGLISH
)


@dataclass(frozen=True, slots=True)
class Identity:
    """What a sentence is written in.

    Attributes:
        lang: ``zh``, ``en``, ``mixed`` or ``und`` (nothing to read, or a language textlens does not read).
        script: ISO 15924 ``Hans``, ``Hant``, ``Latn`` or ``Zyyy``; ``Hani`` stands for Han characters that do
            not tell, until the document's script replaces it.
        readable: whether it holds a word, an emoji or an emoticon.
    """

    lang: str
    script: str
    readable: bool


def has_symbols(text: str) -> bool:
    """Whether the text holds an emoji or an emoticon."""
    return bool(_EMOJI.search(text) or _MAYBE_FACE.search(text))


def han_script(text: str) -> str:
    """``Hans`` or ``Hant`` by the characters that tell, ``Hani`` where they do not decide.

    >>> han_script("顯著"), han_script("显著"), han_script("你好")
    ('Hant', 'Hans', 'Hani')
    """
    simplified, traditional = len(_TELLS_HANS.findall(text)), len(_TELLS_HANT.findall(text))
    if simplified == traditional:
        return "Hani"
    return "Hans" if simplified > traditional else "Hant"


def _reads_as_english(words: list[str]) -> bool:
    """Whether Latin words look English: too short to tell counts as English."""
    if len(words) < 4:
        return True
    lower = [w.lower().replace("’", "'") for w in words]
    english = sum(w in _ENGLISH and w not in _SHARED for w in lower)
    foreign = sum(w in _FOREIGN for w in lower)
    accented = sum(not w.isascii() and "'" not in w for w in lower)
    return english >= foreign or (foreign < 2 and accented < 2)


def identify(text: str) -> Identity:
    """Language and script of one sentence (its markup already removed).

    >>> identify("今天的 meeting 真的 long 到破防").lang, identify("It's fine.").lang, identify("……").lang
    ('mixed', 'en', 'und')
    """
    han = len(_HAN.findall(text))
    words = _LATIN_WORD.findall(text)
    if words and not han and len(words) <= 4:  # the letters of a face such as T_T are no words
        words = _LATIN_WORD.findall(_MAYBE_FACE.sub(" ", text))
    other = len(_OTHER_LETTER.findall(text))
    if other and _FACE.search(text):  # nor are the kana of ヽ(✿ﾟ▽ﾟ)ノ
        other = len(_OTHER_LETTER.findall(_FACE.sub(" ", text)))
    script = han_script(text) if han else "Latn" if words else "Zyyy"
    if other > han + sum(map(len, words)):
        return Identity("und", "Zyyy", readable=has_symbols(text))
    if not han and not words:
        return Identity("und", "Zyyy", readable=has_symbols(text))
    if other * 3 > han and other * 3 > len(words) and han:  # kana among the Han characters: Japanese
        return Identity("und", script, readable=False)
    if not han:
        english = _reads_as_english(words)
        return Identity("en" if english else "und", "Latn", readable=english)
    chinese = han / _HAN_PER_WORD
    latin = len(words)
    if latin >= 2 and chinese >= 2:  # a name keeps its own letters in a Chinese sentence too
        latin = sum(not _NAME.match(w) or w.lower() in _ENGLISH for w in words)
    if latin >= 2 and chinese >= 2 and min(latin, chinese) >= 0.25 * (latin + chinese):
        return Identity("mixed", script, readable=True)
    return Identity("zh" if chinese >= latin else "en", script, readable=True)


def document_script(text: str) -> str:
    """``Hans`` or ``Hant``: what the telling characters of a whole document say; Simplified where they are silent.

    >>> document_script("我看著你笑"), document_script("我看名著")
    ('Hant', 'Hans')
    """
    script = han_script(text)
    if script == "Hani":
        return "Hant" if _PARTICLE.search(text) else "Hans"
    return script
