"""Stage 2: the vocabulary: forms that occur in at least 20 sources, and the endings and characters others are cut into.

    python training/vocabulary.py --work build

A source is a document, a blog (all its posts together), an annotated passage's source or a review. Names of people as jieba
tags them stay out. Writes WORK/vocabulary.txt (one entry a line) and WORK/counts.tsv (entry, occurrences, sources).
"""

import argparse
import collections
import re
from collections.abc import Iterator
from pathlib import Path

from textlens.score.model.forms import ADDRESS, HANDLE, NUMBER, TAG, UNKNOWN
from textlens.segment.han import segmenter

SPECIAL = ["<pad>", "<mask>", UNKNOWN, NUMBER, ADDRESS, HANDLE, TAG]
SOURCES = 20
HAN_WORDS, LATIN_WORDS, ENDINGS = 44_000, 26_000, 1_200
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_LATIN = re.compile("[a-z]")
# A three-character word that jieba takes for a name and that opens with a common surname is one, but for these.
_SURNAMES = set(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金"
    "陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_NO_NAMES = {
    "高水平",
    "段时间",
    "许可证",
    "黎巴嫩",
    "马拉松",
    "高中生",
    "金字塔",
    "白皮书",
    "任天堂",
    "夏威夷",
    "马尼拉",
    "白话文",
    "马来语",
    "马来人",
    "卢浮宫",
    "石家庄",
    "马赛克",
    "高高的",
    "金钟奖",
    "马德里",
    "孟加拉",
    "卢森堡",
    "唐人街",
    "秦始皇",
    "何以堪",
    "胡萝卜",
    "龙卷风",
    "易用性",
    "高尔夫",
    "戴眼镜",
    "高素质",
    "邹族人",
    "孔夫子",
    "高端化",
    "何时能",
    "王八蛋",
    "高加索",
    "钱塘江",
    "程先生",
    "陈院长",
    "李先生",
    "王先生",
    "陈先生",
    "王老师",
    "陈老师",
    "谢谢您",
    "高危险",
    "高新区",
    "万圣节",
    "卢旺达",
    "曾祖父",
    "曾效力",
    "陈列馆",
    "罗马字",
    "马路边",
    "白名单",
    "叶绿素",
    "黄鹤楼",
    "王府井",
    "夏令营",
    "白开水",
    "高智商",
    "黄金档",
    "程式化",
    "徐家汇",
    "范围广",
    "戴帽子",
    "白衬衫",
    "马背上",
    "文博会",
    "白花花",
    "熊本县",
    "常见病",
    "雷达站",
}


def sources(path: Path) -> Iterator[list[str]]:
    """The lines of each source of a file of forms."""
    if path.name in ("zh_hans.txt", "zh_hant.txt", "en.txt"):
        lines: list[str] = []
        with open(path, encoding="utf-8") as file:
            for line in file:
                if line.strip():
                    lines.append(line)
                elif lines:
                    yield lines
                    lines = []
        if lines:
            yield lines
    elif path.name == "blogs.txt":
        by_repo: dict[str, list[str]] = {}
        current: list[str] = []
        with open(path, encoding="utf-8") as file:
            for line in file:
                if line.startswith("\t"):
                    current = by_repo.setdefault(line.split()[0], [])
                else:
                    current.append(line)
        yield from by_repo.values()
    else:
        size = 10 if path.name.startswith("narrative") else 1
        lines = path.read_text(encoding="utf-8").splitlines()
        for i in range(0, len(lines), size):
            yield lines[i : i + size]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, required=True)
    work = parser.parse_args().work
    count: collections.Counter[str] = collections.Counter()
    found: collections.Counter[str] = collections.Counter()
    for path in sorted((work / "forms").glob("*.txt")):
        if path.name == "narrative_dev.txt":
            continue
        for lines in sources(path):
            here: collections.Counter[str] = collections.Counter()
            for line in lines:
                here.update(line.split())
            count.update(here)
            found.update(here.keys())
        print(path.name, len(count), flush=True)
    known = [form for form, n in found.items() if n >= SOURCES]
    han = [form for form in known if _HAN.search(form)]
    tags = dict(zip(han, (segmenter().tag(form, [(0, len(form))])[2] for form in han), strict=True))
    names = [f for f in han if len(f) == 3 and tags[f][:1] in (["nr"], ["nrt"]) and f[0] in _SURNAMES and f not in _NO_NAMES]
    rank = {form: count[form] ** 0.5 * found[form] ** 0.5 for form in known}
    han = sorted(set(han) - set(names), key=lambda form: (len(form) > 1, -rank[form]))
    characters = [form for form in han if len(form) == 1]
    han = characters + han[len(characters) :][: HAN_WORDS - len(characters)]
    latin = sorted((f for f in known if _LATIN.search(f) and not _HAN.search(f) and f[0] != "<"), key=lambda f: -rank[f])
    top = set(latin[:LATIN_WORDS])
    endings: collections.Counter[str] = collections.Counter()
    for form in (f for f in count if _LATIN.search(f) and not _HAN.search(f) and f[0] != "<" and f not in top):
        for i in range(3, len(form)):
            if form[:i] in top:
                endings["##" + form[i:]] += 1
    chosen = [e for e, n in endings.most_common(ENDINGS) if n >= SOURCES]
    signs = sorted((f for f in known if not _LATIN.search(f) and not _HAN.search(f) and f[0] != "<"), key=lambda f: -rank[f])
    entries = SPECIAL + signs + han + latin[:LATIN_WORDS] + chosen
    (work / "vocabulary.txt").write_text("\n".join(entries) + "\n", encoding="utf-8")
    (work / "names.txt").write_text("\n".join(sorted(names, key=lambda f: -rank[f])) + "\n", encoding="utf-8")
    lines = [f"{e}\t{count[e]}\t{found[e]}\t{tags.get(e, [''])[0]}" for e in entries]
    (work / "counts.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(
        len(signs),
        "signs",
        len(characters),
        "characters",
        len(han),
        "Han",
        len(latin),
        "Latin known",
        len(chosen),
        "endings",
        len(names),
        "names",
    )


if __name__ == "__main__":
    main()
