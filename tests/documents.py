"""Hypothesis strategies for whole documents: prose of both scripts and English, in every kind of block.

Prose is put together from short word lists, so that shrunk examples still read like a text. `documents()` is the one
most tests want; `simplified_documents()` gives plain Chinese whose Traditional twin is `traditional(text)`.
"""

import os
from functools import cache

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

#: How many examples a property is tried on; set the variable to look harder (then they differ from run to run).
EXAMPLES = int(os.environ.get("TEXTLENS_EXAMPLES", "0"))


def property_settings(examples: int) -> settings:
    """The same examples in every run, unless TEXTLENS_EXAMPLES asks for more."""
    return settings(
        max_examples=EXAMPLES or examples,
        derandomize=not EXAMPLES,
        database=None,
        # Shrinking a whole document takes longer than the suite may; it is done where more examples are asked for.
        phases=tuple(Phase) if EXAMPLES else (Phase.explicit, Phase.generate),
        report_multiple_bugs=False,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
    )


@cache
def converter(config: str):
    """An OpenCC converter."""
    import opencc

    return opencc.OpenCC(config)


def traditional(text: str) -> str:
    """The text as a writer in Taiwan would have typed it."""
    return converter("s2tw").convert(text)


# --- words -----------------------------------------------------------------------------------------------------------


def words(text: str) -> list[str]:
    """The words of a list kept as one string."""
    return text.split()


WHO = words("我 他 她 我们 外婆 老谭 房东 妈妈 那只鹅 护士 邻居 头发 皇后 理发师 面馆老板 台风 队长 发小 表弟 游客")
HOW = words("今天 昨天 后来 忽然 其实 一直 竟然 终于 半夜 两年以后 在雨里 周末 慢慢地 很不情愿地 干脆 几乎 从此 立刻 总是")
DID = words(
    "看着窗外 笑了 哭了一场 没有说话 吃了两碗面 很高兴 失望极了 关上了门 写完日记 准备考试 怕得发抖 拿着钥匙 干活 "
    "爱上了这座著名的桥 觉得显著地好 收到一封信 把头发剪短了 不后悔 气得要命 睡不着 发现了一个秘密 想念家里的饭 "
    "喜欢干净的房间 系好鞋带 制造了麻烦 松了一口气 复习功课 讨厌下雨 出发去北京 回家 重新开始 钟响了 听见了 着急 向着河边走"
)
EN = words(
    "the a my her river kitchen winter letter doctor mouse bridge was is felt sat never always happy afraid lovely awful quiet "
    "and but because when of in on under with not slowly home again friend boiler singing lost"
)
EN_SPECIAL = words("I'm don't Mr. Dr. e.g. U.S. a.m. 3.14 $11.99 well-known O'Brien naïve café 50% No. etc. J. K. Rowling")
TERMINATORS = ["。", "！", "？", "……", "！？", "…", "。。。", "~", "", "?!", "!", "｡", "——", "～"]
EN_TERMINATORS = [".", "!", "?", "...", "?!", "…", "", ";"]
QUOTES = ["“”", "「」", "『』", "‘’", "《》", "（）", "()", "【】", '""', "''", "[]", "〔〕"]
TAGS = ["他说", "她问道", "外婆笑着说", "老谭想了想", "立冬说", "说", ""]

ZWJ = ["👨‍👩‍👧‍👦", "❤️‍🔥", "🏳️‍🌈", "👩🏽‍🚀", "🧑‍🤝‍🧑"]
EMOJI = ["🎉", "🥲", "😀", "👍🏽", "🇨🇦", "1️⃣", "#️⃣", "☀️", "❤", "🐙", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", *ZWJ]
KAOMOJI = [
    "(￣▽￣)ノ",
    "（＾▽＾）",
    "(╯°□°）╯︵ ┻━┻",
    "ヽ(✿ﾟ▽ﾟ)ノ",
    ">_<",
    "QAQ",
    "T_T",
    "^_^",
    ":-)",
    "(>_<)",
    "orz",
    "¯\\_(ツ)_/¯",
]
ADDRESSES = [
    "https://example.com/fridge-notes-2024",
    "http://a.b/c_(d)?e=f&g=1#h",
    "www.example.org",
    "ann@example.com",
    "@tammy_after2am",
    "#nightshift",
    "#年终总结#",
    "node.js",
    "v2.0.1",
    "C++",
]
#: Characters editors, phones and broken exports leave behind.
ODD = [
    *"\ufeff\u200b\u200c\u200d\u200e\u2060\u00ad\u202e\u2066\u2069\u180e",
    *"\u3000\u00a0\t\x0b\x0c\x1c\x1f\x00\x07\x7f\x85\u2028\u2029",
    *"\ud800\udfff\udc80",
    *"𠮷𡃁𪚥㐀㐂〇々\u9fd6\u9fff\uf900",
    *"e\u0301n\u0303\u20e3\ufe0f",
    *"한かカЖéß١ไ",
    *"\ufffd\ufffe\U000e0001\U0010ffff",
]


@st.composite
def clause(draw: st.DrawFn) -> str:
    """A few words without a mark: 外婆慢慢地笑了."""
    return draw(st.sampled_from(WHO)) + draw(st.sampled_from([*HOW, ""])) + draw(st.sampled_from(DID))


@st.composite
def chinese(draw: st.DrawFn, *, plain: bool = False) -> str:
    """A Chinese sentence, maybe a quotation with its speech tag before, after or between."""
    body = draw(st.sampled_from(["，", "；", "、", "，"])).join(draw(st.lists(clause(), min_size=1, max_size=3)))
    mark = draw(st.sampled_from(TERMINATORS[:6] if plain else TERMINATORS))
    shape = draw(st.integers(0, 7))
    if shape < 4:
        return body + mark
    left, right = draw(st.sampled_from(QUOTES[:3] if plain else QUOTES))
    tag = draw(st.sampled_from(TAGS))
    if shape == 4:
        return f"{tag}：{left}{body}{mark}{right}"
    if shape == 5:
        return f"{left}{body}{mark}{right}{tag}。"
    if shape == 6:
        return f"{left}{body}，{right}{tag}，{left}{draw(clause())}{mark}{right}"
    return f"{body}{left}{draw(clause())}{right}{mark}"


@st.composite
def english(draw: st.DrawFn) -> str:
    """An English sentence, with abbreviations, numbers and quotations in it."""
    words = draw(st.lists(st.sampled_from(EN), min_size=2, max_size=9))
    if draw(st.integers(0, 3)) == 0:
        words.insert(draw(st.integers(0, len(words))), draw(st.sampled_from(EN_SPECIAL)))
    words[0] = words[0].capitalize()
    body = " ".join(words) + draw(st.sampled_from(EN_TERMINATORS))
    return draw(st.sampled_from(["{}", "{}", "{}", '"{}"', "“{}”", "({})", '"{}" she said.', "'{}'"])).format(body)


def mixed() -> st.SearchStrategy[str]:
    """A sentence that changes language on the way."""
    pair = st.tuples(clause(), st.lists(st.sampled_from(EN), min_size=1, max_size=4).map(" ".join), clause())
    return pair.flatmap(lambda p: st.sampled_from([f"{p[0]} {p[1]} {p[2]}。", f"{p[1]}{p[0]}.", f"{p[0]}{p[1]}，{p[2]}！"]))


def _marked_up(inner: str) -> st.SearchStrategy[str]:
    forms = [
        f"**{inner}**",
        f"*{inner}*",
        f"__{inner}__",
        f"~~{inner}~~",
        f"=={inner}==",
        f"`{inner}`",
        f"[{inner}](https://example.com/a_b)",
        f"[{inner}][ref]",
        f"![{inner}](img/p_(1).png)",
        f"![[{inner}.png]]",
        f"[[page|{inner}]]",
        f"<b>{inner}</b>",
        f'<span class="x">{inner}</span>',
        f"{inner}[^1]",
        f"{inner}<!-- note: {inner} -->",
        f"{{{{< figure src=x >}}}}{inner}",
        f"{inner}&nbsp;{inner}",
        f"<https://example.com>{inner}",
        f"* {inner}*",
        f"[{inner}",
        f"**{inner}",
        f"a_{inner}_b <3 {inner}",
    ]
    return st.sampled_from(forms)


def sentence(languages: str = "zh tw en mixed") -> st.SearchStrategy[str]:
    """A sentence of any of the languages, maybe with markup, an emoji, a face or an address in it."""
    rows = {"zh": chinese(), "tw": chinese().map(traditional), "en": english(), "mixed": mixed()}
    body = st.one_of([rows[name] for name in languages.split()])
    decorated = st.tuples(body, st.sampled_from([*EMOJI, *KAOMOJI, *ADDRESSES]), st.booleans()).map(
        lambda t: f"{t[0]} {t[1]}" if t[2] else f"{t[0]}{t[1]}"
    )
    return st.one_of(body, body, body, body.flatmap(_marked_up), decorated)


def prose(languages: str = "zh tw en mixed", most: int = 4) -> st.SearchStrategy[str]:
    """One paragraph, on one line."""
    return st.tuples(st.sampled_from(["", " "]), st.lists(sentence(languages), min_size=1, max_size=most)).map(
        lambda t: t[0].join(t[1])
    )


# --- blocks ----------------------------------------------------------------------------------------------------------

MONTH_MARKERS = ["1月: ", "2月：", "三月 ", "**April 3.** ", "March- ", "2024年5月：", "11 月 — ", "June 4, 2023: "]
HEADINGS = [
    "# 一月",
    "## 2024-03",
    "### 关于身体",
    "#### Chapter Two ####",
    "#无空格",
    "第一章 开始",
    "书和电影",
    "March 4, 2023",
    "##三月",
]
MATTER = [
    '---\ntitle: "二月"\ndate: 2024-02-03\ntags: [日记, 冬]\n---',
    "+++\ntitle = 'x'\n+++",
    "title: 年终总结\ndate: 2024-12-31\n---",
]
SPECIAL_BLOCKS = [
    "---",
    "***",
    "* * *",
    "……",
    "！！！",
    "<!-- 编者注：\n多行 -->",
    "<!-- more -->",
    "<div class='a'>",
    "</div>",
    "![图](a.jpg)",
    "{{< figure src=x.png >}}",
    "[ref]: https://example.com 'title'",
    "[^1]: 脚注的内容。",
    "[TOC]",
    "```python\nfor i in range(3):\n    print(i)\n```",
    "```\n今天下雨，哪儿也没去。\n晚上吃了面。\n```",
    "~~~\nx = {}\n~~~",
    "```js\nnever(closed);",
    "::: tip\n小心台阶。\n:::",
    "| 月 | 心情 |\n|---|:-:|\n| 一 | 好 |\n| 二 | bad day |",
    "— Ann (@ann) March 4, 2024",
    "作者：阮半舟",
    "资料来源：县志",
    "标题\n===",
    "小节\n---",
    "    indented code or verse",
    "<details><summary>x</summary>",
    "$$ x^2 $$",
    ">_< 好气",
    "~~~今天~~~",
    "<!-- never closed",
    "<Inception> 很好看",
]


def _quote(lines: list[str], style: str) -> str:
    return "\n".join(style + line for line in lines)


@st.composite
def block(draw: st.DrawFn, languages: str = "zh tw en mixed") -> str:
    """A paragraph, heading, list, quote, table or anything else that stands between blank lines."""
    kind = draw(st.integers(0, 11))
    if kind < 4:
        return draw(st.sampled_from(["", "", "　　", "  "])) + draw(prose(languages))
    if kind == 4:
        return draw(st.sampled_from(HEADINGS))
    if kind == 5:
        return draw(st.sampled_from(MONTH_MARKERS)) + draw(prose(languages, 2))
    if kind == 6:
        return "\n".join(draw(st.lists(prose(languages, 2), min_size=2, max_size=4)))
    if kind == 7:
        marks = draw(
            st.sampled_from(
                [
                    ["- ", "- ", "  - "],
                    ["1. ", "2. ", "3. "],
                    ["* ", "+ ", "• "],
                    ["- [ ] ", "- [x] ", "- "],
                    ["一、", "二、", "3、"],
                ]
            )
        )
        return "\n".join(mark + draw(prose(languages, 1)) for mark in marks)
    if kind == 8:
        return _quote(
            draw(st.lists(prose(languages, 2), min_size=1, max_size=3)), draw(st.sampled_from(["> ", ">", ">> ", "> - "]))
        )
    if kind == 9:
        return wrapped(draw(st.lists(english(), min_size=2, max_size=8)), draw(st.integers(30, 72)))
    if kind == 10:
        return draw(prose(languages, 2)) + "\n" + draw(st.sampled_from(SPECIAL_BLOCKS))
    return draw(st.sampled_from(SPECIAL_BLOCKS))


def wrapped(sentences: list[str], columns: int) -> str:
    """Sentences as an editor wraps them: a line break instead of the space that would go over the edge."""
    lines = [""]
    for word in " ".join(sentences).split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > columns:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)


def _with_breaks(text: str, breaks: list[str]) -> str:
    """The text with its line feeds replaced by these breaks in turn."""
    parts = text.split("\n")
    return "".join(part + breaks[i % len(breaks)] for i, part in enumerate(parts[:-1])) + parts[-1]


@st.composite
def documents(draw: st.DrawFn, languages: str = "zh tw en mixed") -> str:
    """A document: front matter, blocks, any kind of line break, and odd characters anywhere."""
    blocks = draw(st.lists(block(languages), min_size=1, max_size=7))
    if draw(st.integers(0, 5)) == 0:
        blocks.insert(0, draw(st.sampled_from(MATTER)))
    text = draw(st.sampled_from(["\n\n", "\n\n", "\n", "\n \n\n"])).join(blocks)
    for odd, at in draw(st.lists(st.tuples(st.sampled_from(ODD), st.floats(0, 1)), max_size=4)):
        i = int(at * len(text))
        text = text[:i] + odd + text[i:]
    breaks = draw(st.sampled_from([["\n"], ["\n"], ["\r\n"], ["\r"], ["\u2028"], ["\n", "\r\n"], ["\r", "\n", "\x85"]]))
    return _with_breaks(text, breaks) + draw(st.sampled_from(["", "\n", "\r\n", " "]))


@st.composite
def simplified_documents(draw: st.DrawFn) -> str:
    """Plain Simplified Chinese prose with headings, lists and quotes."""
    blocks = []
    for _ in range(draw(st.integers(1, 4))):
        lines = ["".join(draw(st.lists(chinese(plain=True), min_size=1, max_size=4))) for _ in range(draw(st.integers(1, 2)))]
        mark = draw(st.sampled_from(["", "", "", "> ", "- ", "3月：", "## "]))
        blocks.append("\n\n".join(mark + line for line in lines))
    return "\n\n".join(blocks)
