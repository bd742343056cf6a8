"""Web pages and EPUB books: which words are the text, which blocks they stand in, and what is said of damaged ones."""

import codecs
import html as escaping
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from documents import property_settings, sentence
from hypothesis import given
from hypothesis import strategies as st
from made_files import CONTAINER, book, xhtml

import textlens
from textlens import ReadError
from textlens.date.partial import PartialDate
from textlens.read.document import Document
from textlens.read.file import File
from textlens.read.limits import Limits

pytest.importorskip("trafilatura")
html = pytest.importorskip("textlens.read.formats.html")
epub = pytest.importorskip("textlens.read.formats.epub")


def page(source: str | bytes, name: str = "page.html") -> Document:
    return html.read(File(name, name, source.encode() if isinstance(source, str) else source))


def blocks(document: Document) -> list[tuple[str, str]]:
    assert document.layout is not None
    return [(b.kind, document.text[b.start : b.end]) for b in document.layout.blocks]


def lines(source: str | bytes) -> list[str]:
    return page(source).text.split("\n")


# ── blocks ──────────────────────────────────────────────────────────────────────────────────────


def test_every_element_has_its_kind() -> None:
    document = page(
        "<h1>Spring</h1><p>It rained.</p><div>Loose<p>inner</p>words</div><ul><li>bread<li><p>milk</p><ul><li>goat</ul></ul>"
        "<dl><dt>a word</dt><dd>its meaning</dd></dl><blockquote><p>Sleep well.</p><ul><li>and long</li></ul></blockquote>"
        "<table><caption>Weather</caption><tr><th>day<th>sky</tr><tr><td>one<td>grey <b>and</b><br>wet</table>"
        "<pre><code>x = 1\n  y = 2</code></pre><figure><img alt='no words'><figcaption>The station</figcaption></figure><h6>End</h6>"
    )
    assert blocks(document) == [
        ("heading", "Spring"),
        ("paragraph", "It rained."),
        ("paragraph", "Loose"),
        ("paragraph", "inner"),
        ("paragraph", "words"),
        *[("list", word) for word in ("bread", "milk", "goat", "a word", "its meaning")],
        ("quote", "Sleep well."),
        ("quote", "and long"),
        ("paragraph", "Weather"),
        ("table", "day | sky"),
        ("table", "one | grey and wet"),
        ("code", "x = 1"),
        ("code", "y = 2"),
        ("paragraph", "The station"),
        ("heading", "End"),
    ]
    assert document.layout is not None
    assert [b.level for b in document.layout.blocks if b.kind == "heading"] == [1, 6]


def test_lines_that_breaks_make_stand_together() -> None:
    # 床前明月光: a poem of two lines; then another paragraph after an empty line.
    document = page("<p>床前明月光，<br>疑是地上霜。<br/>\n<br>举头望明月。</p><h2>四月<br>雨</h2>")
    assert document.layout is not None
    assert document.text.split("\n") == ["床前明月光，", "疑是地上霜。", "举头望明月。", "四月 雨"]
    chunks = [b.chunk for b in document.layout.blocks]
    assert chunks[0] == chunks[1] != chunks[2] != chunks[3]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>I <b>am <i>so</i></b> hap<span>py</span>.</p>", "I am so happy."),
        ("<p>Tom &amp; 李雷 &lt;3 caf&eacute; &#x1F600; &hellip;</p>", "Tom & 李雷 <3 café 😀 …"),
        ("<p>3 < 4 &foo; <3</p>", "3 < 4 &foo; <3"),
        ("<p>a&nbsp;b\u3000c</p>", "a\u00a0b\u3000c"),
        ("<p>&#55357;&#56832; again</p>", "😀 again"),  # an export that numbered the two halves
        ("<p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>だ</p>", "漢字だ"),
        ("<p>hot<img class='emoji' alt='🔥'><img alt='a fire'>!</p>", "hot🔥!"),
        ("<p>one\n  two\tthree</p>", "one two three"),
        ("<p>今天天气很好，\n    我们去公园\n玩。她说：\n“好”</p>", "今天天气很好，我们去公园玩。她说：“好”"),
        ("<p>seen<span hidden>not</span><i style='Display : none'>nor this</i><script>x</script><!-- y --></p>", "seen"),
        ("<p>end of a</p><div hidden>x</div>page <span class='pagenum'>[12]</span>here", "end of a\npage here"),
        ("<p>她<wbr>笑<sup>1</sup>了</p>", "她笑1了"),
        ("<div style='white-space: pre-wrap'>one\ntwo</div>", "one\ntwo"),
        ("<details><summary>More</summary>inside</details><dialog>Accept all?</dialog>", "More\ninside"),
    ],
)
def test_words_are_what_a_browser_shows(source: str, text: str) -> None:
    assert page(source).text == text


def test_preformatted_prose_is_prose_and_verse_is_verse() -> None:
    wrapped = "\n".join(
        ["It was a long and tiring day for everybody in the house,", "and nobody said a word.", "", "Then it was over."]
    )
    assert blocks(page(f"<pre>{wrapped}</pre>")) == [
        ("paragraph", "It was a long and tiring day for everybody in the house, and nobody said a word."),
        ("paragraph", "Then it was over."),
    ]
    assert blocks(page("<pre>shall I compare thee\nto a summer day</pre>")) == [
        ("paragraph", "shall I compare thee"),
        ("paragraph", "to a summer day"),
    ]
    assert blocks(page("<pre>for (i = 0; i < n; i++) { print(i); }</pre>"))[0][0] == "code"


def test_a_table_for_layout_is_read_as_what_is_in_its_cells() -> None:
    document = page("<table><tr><td><h2>June</h2><p>Rain.</p></td><td><p>Sun.</p><p>Wind.</p></td></tr></table>")
    assert blocks(document) == [("heading", "June"), ("paragraph", "Rain."), ("paragraph", "Sun."), ("paragraph", "Wind.")]


def test_contents_and_licence_are_matter() -> None:
    contents = "".join(f"<p><a href='#c{n}'>Chapter {n}</a></p>" for n in range(1, 6))
    document = page(
        "<pre>This eBook is for the use of anyone.\n\n*** START OF THE PROJECT GUTENBERG EBOOK EMMA ***</pre><h1>EMMA</h1>"
        f"{contents}<h2 id=c1>Chapter 1</h2><p>She was <a href='#n1'>clever</a>.</p>"
        "<div>*** END OF THE PROJECT GUTENBERG EBOOK EMMA ***</div><p>You may copy it.</p>"
    )
    found = blocks(document)
    assert [text for kind, text in found if kind != "matter"] == ["EMMA", "Chapter 1", "She was clever."]
    assert [text for _, text in found][-1] == "You may copy it."


@property_settings(15)
@given(st.lists(sentence(), min_size=1, max_size=6))
def test_every_plain_page_is_read_whole(texts: list[str]) -> None:
    texts = [text for text in texts if text.strip()]
    source = "".join(f"<p>{escaping.escape(text)}</p>\n" for text in texts)
    if texts:
        assert page(f"<html><body>{source}</body></html>").text.split() == " ".join(texts).split()


# ── the article ─────────────────────────────────────────────────────────────────────────────────

# A blog post: rain, a lost dog, a call from mother; short lines ("So tired.", "Good night") are as much of it as long ones.
POST = [
    "三月的最后一天，雨从早上一直下到晚上。",
    "我没有带伞，站在地铁口等了二十分钟，身边的人一个一个跑进雨里。",
    "好累。",
    "隔壁的狗丢了，小女孩哭了一整天；晚上有人把它送回来，她抱着狗，说什么也不肯放手。",
    "妈妈打来电话，问我吃饭没有。",
    "晚安",
]
STORY = [
    "It rained from morning till night, and I had left my umbrella at the café; nobody was angry about it.",
    "Tired.",
    "The neighbours' dog came home at ten, and the girl, who had been crying all day, would not let go of it.",
    "My mother called, and we talked for an hour about nothing at all, which is what we do best.",
    "Good night.",
]
AROUND = {
    "cookie": "<div id='cookie-banner'>We use cookies to give you the best experience.<button>OK</button></div>",
    "header": "<header><p>Ann's very own site</p><nav><ul><li><a href='/'>Home</a><li><a href='/a'>Archive</a></ul></nav></header>",
    "aside": "<aside><h3>Popular</h3><p><a href='/1'>Ten things about rain</a></p><p>Subscribe to the weekly letter.</p></aside>",
    "related": "<div class='related-posts'><h3>相关文章</h3><ul><li><a href='/2'>二月的雪</a></ul></div>",
    "share": "<div class='share-buttons'><a href='/s'>分享到微博</a></div>",
    "comments": "<div id='comments'><h3>2 comments</h3><p>写得真好，我也想起我的妈妈了。</p><p>So lovely, thank you for this!</p></div>",
    "footer": "<footer><p>© 2024 版权所有. All rights reserved.</p></footer>",
}


@pytest.mark.parametrize("texts", [POST, STORY], ids=["zh", "en"])
@pytest.mark.parametrize("layout", ["article", "div", "body", "table"])
def test_an_article_is_all_of_it_and_nothing_around_it(texts: Sequence[str], layout: str) -> None:
    inner = f"<h1>{texts[2]}</h1>" + "".join(f"<p>{text}</p>" for text in texts) + "<ul><li>bread</li></ul><p>Bye, now.</p>"
    main = {
        "article": f"<main><article>{inner}{AROUND['share']}</article></main>",
        "div": f"<div class='post'><div class='entry'>{inner}</div>{AROUND['share']}</div>",
        "body": inner + AROUND["share"],
        "table": f"<table><tr><td><a href=1>News</a><br><a href=2>Links</a><br><a href=3>Mail</a></td><td>{inner}</td></tr></table>",
    }[layout]
    around = AROUND
    source = (
        around["cookie"] + around["header"] + main + around["related"] + around["comments"] + around["aside"] + around["footer"]
    )
    assert lines(f"<html><head><title>A page</title></head><body>{source}</body></html>") == [
        texts[2],
        *texts,
        "bread",
        "Bye, now.",
    ]


def test_the_articles_heading_in_the_pages_header_is_kept() -> None:
    header = "<header class='site-header'><nav><a href='/'>Home</a></nav><h1>The rain in March</h1></header>"
    source = f"<title>The rain in March | Ann</title><body>{header}<div>{''.join(f'<p>{t}</p>' for t in STORY)}</div>{AROUND['footer']}"
    assert lines(source) == ["The rain in March", *STORY]


@pytest.mark.parametrize("fails", [True, False])
def test_a_page_that_trafilatura_makes_nothing_of(fails: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    def extract(*_: object, **__: object) -> None:
        if fails:
            raise KeyError("x")

    monkeypatch.setattr("trafilatura.extract", extract)
    source = f"<body>{AROUND['header']}<div>{''.join(f'<p>{t}</p>' for t in POST)}</div>{AROUND['comments']}{AROUND['footer']}"
    assert lines(source) == POST


def test_half_a_page_is_no_advertisement_whatever_it_is_called() -> None:
    source = f"<body><nav><a href='/'>Home</a></nav><div class='widget-content'>{''.join(f'<p>{t}</p>' for t in STORY)}</div>"
    assert lines(source) == STORY


# ── encodings, metadata ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("head", "codec", "found"),
    [
        ('<meta charset="gbk">', "gbk", "gb18030"),
        ('<META http-equiv="Content-Type" content="text/html; charset=big5">', "big5", "big5hkscs"),
        ("<meta charset=shift_jis>", "shift_jis", "cp932"),
        ("<meta charset='windows-1252'>", "cp1252", "cp1252"),
        ('<meta charset="gb2312">', "utf-8", "utf-8"),  # saved anew by an editor that left the declaration as it was
        ("<meta charset='nonsense'>", "utf-8", "utf-8"),
        ("", "utf-16-le", "utf-16-le"),
    ],
)
def test_the_declared_encoding_is_used_where_it_fits(head: str, codec: str, found: str) -> None:
    words = {"shift_jis": "雨が降って、とても悲しい。", "cp1252": "naïve café – “so”"}.get(codec, "今天下雨。")
    mark = codecs.BOM_UTF16_LE if codec == "utf-16-le" else b""
    document = page(mark + f"<html><head>{head}</head><body><p>{words}</p></body></html>".encode(codec))
    assert (document.text, document.encoding) == (words, found)


def test_xhtml_elements_may_be_empty() -> None:
    source = (
        '<?xml version="1.0" encoding="GBK"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/x.dtd">'
        '<html xmlns="http://www.w3.org/1999/xhtml"><head><title/><script src="a.js"/></head>'
        '<body><p>读我&nbsp;&hellip;<a id="x"/></p><p>好。</p></body></html>'
    )
    document = page(source.encode("gbk"), "page.xhtml")
    assert document.text == "读我\u00a0…\n好。" and document.encoding == "gb18030"
    assert page(source.replace("</p>", "", 1), "page.xhtml").text == document.text  # not well-formed


@pytest.mark.parametrize(
    ("head", "body", "day"),
    [
        ('<meta property="article:published_time" content="2024-03-05T08:00:00+08:00">', "", (2024, 3, 5)),
        ('<script type="application/ld+json">{"@graph": [{"datePublished": "2023-01-02"}]}</script>', "", (2023, 1, 2)),
        ('<script type="application/ld+json">{broken</script><meta name="date" content="2022-05">', "", (2022, 5, None)),
        ("", '<time datetime="2021-06-07">June</time>', (2021, 6, 7)),
        ("", "<time>2020年2月1日</time>", (2020, 2, 1)),
        ('<meta name="date" content="0001-01-01">', "", None),
        ("", "<div id=comments><time datetime='2021-06-07'>June</time></div>", None),
    ],
)
def test_title_and_date(head: str, body: str, day: tuple[int, int, int] | None) -> None:
    document = page(f"<html><head><title> The\n rain </title>{head}</head><body><p>It rained all day.</p>{body}</body></html>")
    assert document.title == "The rain"
    assert document.date == (PartialDate(*day) if day else None)
    assert document.date_source == "metadata"


# ── damaged pages ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<html><body><p>One.</p></body></html><html><body><p>Two.</p></body></html>\nThree.", "One.\nTwo.\nThree."),
        ("<head><title>The rain<p>It rained.</p>", "The rain\nIt rained."),
        ("One. <!-- never closed <p>Two.</p>", "One. never closed\nTwo."),
        ("<p>One.<div><b>Two.<p>Three. <a hr", "One.\nTwo.\nThree."),
        ("<td>One.</td></div></p>Two.", "One.\nTwo."),
        ("<p>a\x00b</p>", "a\ufffdb"),
        ("just words", "just words"),
    ],
)
def test_a_damaged_page_keeps_its_words(source: str, text: str) -> None:
    assert page(source).text == text


@pytest.mark.parametrize("tag", ["div", "b", "blockquote", "ul><li"])
def test_very_deep_nesting(tag: str) -> None:
    assert page(f"<{tag}>" * 1000 + "deep</p><p>after").text.split() == ["deep", "after"]
    document = page(f"<{tag} class='x > y'>" * 2500 + "deep</p><p>after")
    assert document.text.split() == ["deep", "after"]
    assert "nested too deeply" in document.notes[0]


def test_a_page_in_one_long_line() -> None:
    words = "今天下雨，我很高兴。" * 35_000
    assert page(f"<body><nav><a href='/'>Home</a></nav><div><p>{words}</p></div></body>").text == words


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("", "is empty"),
        ("<html><head><title>x</title></head><body> <p>&nbsp;</p></body></html>", "is empty"),
        ("<!-- nothing -->", "is empty"),
        (
            "<body><div id=app></div><script>go()</script><noscript>Turn it on.</noscript></body>",
            "holds no text outside its scripts",
        ),
        ("<!DOCTYPE html [<!ENTITY a 'aaa'><!ENTITY b '&a;&a;'>]><p>&b;</p>", "declares entities of its own"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "PNG"),
    ],
)
def test_a_page_without_text_says_so(source: str | bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        page(source)


# ── EPUB ────────────────────────────────────────────────────────────────────────────────────────


def read_book(data: bytes, limits: Limits | None = None) -> Document:
    return epub.read(File("book.epub", "book.epub", data, limits=limits or Limits()))


def test_a_book_is_its_spine_in_order(tmp_path: Path) -> None:
    data = book(
        {
            "cover.xhtml": xhtml("<div><img src='c.jpg' alt='Cover'/></div>"),
            "b.xhtml": xhtml("<h2>第一章</h2><p>下雨了。</p>"),
            "Text/a%20b.xhtml": b'<?xml version="1.0" encoding="GB18030"?>'
            + xhtml("<h2>第二章</h2><p>天晴了。</p>").encode("gb18030"),
        },
        metadata="<dc:title>春天</dc:title><dc:date opf:event='modification'>2020-01-01</dc:date>"
        "<dc:date opf:event='publication'>2015-12-31</dc:date>",
    )
    document = read_book(data)
    assert blocks(document) == [
        ("heading", "第一章"),
        ("paragraph", "下雨了。"),
        ("heading", "第二章"),
        ("paragraph", "天晴了。"),
    ]
    assert (document.title, document.date, document.format, document.notes) == ("春天", PartialDate(2015, 12, 31), "epub", ())

    path = tmp_path / "spring.epub"
    path.write_bytes(data)
    result = textlens.analyze(path, scorer=lambda sentences: [0.0] * len(sentences), progress=False)
    assert [title for title in result.sections["title"] if title] == ["第一章", "第二章"]


NAV = (
    "<nav xmlns:epub='http://www.idpf.org/2007/ops' epub:type='toc'><ol><li><a href='a.xhtml'>Rain</a></li><li><a href='b.xhtml'>Sun</a>"
    "<ol><li><a href='b.xhtml#two'>Wind</a></li></ol></li></ol></nav><nav epub:type='page-list' xmlns:epub='http://www.idpf.org/2007/ops'>"
    "<ol><li><a href='a.xhtml'>12</a></li></ol></nav>"
)
NCX = (
    "<!DOCTYPE ncx PUBLIC '-//NISO//DTD ncx 2005-1//EN' 'http://www.daisy.org/z3986/2005/ncx-2005-1.dtd'>"
    "<ncx xmlns='http://www.daisy.org/z3986/2005/ncx/'><navMap><navPoint><navLabel><text>Rain</text></navLabel><content src='a.xhtml'/>"
    "</navPoint><navPoint><navLabel><text>Sun</text></navLabel><content src='b.xhtml'/><navPoint><navLabel><text>Wind</text></navLabel>"
    "<content src='b.xhtml#two'/></navPoint></navPoint></navMap></ncx>"
)


@pytest.mark.parametrize("form", ["nav", "ncx"])
def test_chapters_without_headings_take_them_from_the_contents(form: str) -> None:
    chapters: dict[str, str | bytes | None] = {
        "a.xhtml": xhtml("<p>Rain</p><p>It fell.</p>"),  # the heading stands there, as a paragraph
        "b.xhtml": xhtml("<p>It shone.</p><p id='two'>It blew.</p>"),
        "c.xhtml": xhtml("<p>It went on.</p>"),
    }
    if form == "nav":
        items = '<item id="nav" properties="nav" href="nav.xhtml" media-type="application/xhtml+xml"/>'
        spine = '<itemref idref="nav"/>' + "".join(f'<itemref idref="{n}"/>' for n in range(3))
        document = read_book(book(chapters, items=items, spine=spine, others={"OEBPS/nav.xhtml": xhtml(NAV)}))
    else:
        items = '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
        document = read_book(book(chapters, items=items, others={"OEBPS/toc.ncx": NCX}))
    assert document.layout is not None
    assert [(b.kind, b.level, document.text[b.start : b.end]) for b in document.layout.blocks] == [
        ("heading", 1, "Rain"),
        ("paragraph", 0, "It fell."),
        ("heading", 1, "Sun"),
        ("paragraph", 0, "It shone."),
        ("heading", 2, "Wind"),
        ("paragraph", 0, "It blew."),
        ("paragraph", 0, "It went on."),
    ]


def test_what_is_beside_the_text_comes_last() -> None:
    spine = '<itemref idref="0" linear="no"/><itemref idref="1"/>'
    assert (
        read_book(book({"notes.xhtml": xhtml("<p>A note.</p>"), "a.xhtml": xhtml("<p>A text.</p>")}, spine=spine)).text
        == "A text.\nA note."
    )


def test_nothing_of_a_chapter_is_taken_for_boilerplate() -> None:
    body = "<header><p>For Ann.</p></header><aside><p>A note.</p></aside><p class='comment'>Hm.</p><footer><p>Rome, 1912</p></footer>"
    assert read_book(book({"a.xhtml": xhtml(body)})).text == "For Ann.\nA note.\nHm.\nRome, 1912"


def test_missing_and_damaged_chapters_are_noted() -> None:
    good = xhtml("<p>Good.</p>")
    data = bytearray(
        book({"a.xhtml": good, "b.xhtml": None, "c.xhtml": xhtml("<p>" + "Bad day. " * 50 + "</p>"), "d.xhtml": b"\xff\xfe"})
    )
    at = data.index(b"OEBPS/c.xhtml") + len("OEBPS/c.xhtml") + 20
    data[at : at + 8] = bytes(8)
    document = read_book(bytes(data))
    assert document.text == "Good."
    missing, damaged, blank = document.notes
    assert missing == "OEBPS/b.xhtml is missing from the archive"
    assert damaged.startswith("OEBPS/c.xhtml is damaged and left out")
    assert blank.startswith("OEBPS/d.xhtml is left out: it is empty")


def encryption(algorithm: str, target: str) -> dict[str, str]:
    return {
        "META-INF/encryption.xml": '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" '
        'xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData>'
        f'<enc:EncryptionMethod Algorithm="{algorithm}"/><enc:CipherData><enc:CipherReference URI="{target}"/></enc:CipherData>'
        "</enc:EncryptedData></encryption>"
    }


def test_copy_protection_is_named_and_hidden_fonts_are_no_matter() -> None:
    chapters: dict[str, str | bytes | None] = {"a.xhtml": xhtml("<p>Free.</p>")}
    fonts = encryption("http://www.idpf.org/2008/embedding", "OEBPS/font.otf")
    assert read_book(book(chapters, others=fonts)).text == "Free."
    with pytest.raises(ReadError, match="copy-protected"):
        read_book(book(chapters, others=encryption("http://www.w3.org/2001/04/xmlenc#aes128-cbc", "OEBPS/a.xhtml")))


def test_a_book_with_a_password() -> None:
    data = bytearray(book({"a.xhtml": xhtml("<p>Hidden.</p>")}))
    at = data.rindex(b"OEBPS/a.xhtml") - 46  # its entry in the directory; bit 0 of the flags says it is encrypted
    assert data[at : at + 4] == b"PK\x01\x02"
    data[at + 8] |= 1
    with pytest.raises(ReadError, match="password-protected; save it without"):
        read_book(bytes(data))


@pytest.mark.parametrize(
    ("limits", "bound"),
    [(Limits(), "ratio"), (Limits(unpacked_bytes=1_500_000), "unpacked_bytes"), (Limits(members=3), "members")],
)
def test_a_bomb_is_refused(limits: Limits, bound: str) -> None:
    data = book({"a.xhtml": xhtml("<p>" + "ha" * 2_000_000 + "</p>")})
    with pytest.raises(ReadError, match=f"the limit {bound} is"):
        read_book(data, limits)


def test_a_size_that_is_a_lie_is_no_way_around_the_limits() -> None:
    data = bytearray(book({"a.xhtml": xhtml("<p>" + "ha" * 2_000_000 + "</p>")}))
    at = data.rindex(b"OEBPS/a.xhtml") - 46
    data[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    with pytest.raises(ReadError, match="no chapter that can be read"):
        read_book(bytes(data))


def test_a_directory_that_points_before_the_file_is_damage() -> None:
    data = bytearray(book({"a.xhtml": xhtml("<p>Words.</p>")}))
    end = data.rindex(b"PK\x05\x06")
    data[end + 16 : end + 20] = (0x7FFFFFFF).to_bytes(4, "little")
    with pytest.raises(ReadError, match="damaged"):
        read_book(bytes(data))


def test_what_is_no_whole_epub_says_so() -> None:
    data = book({"a.xhtml": xhtml("<p>Words.</p>")})
    for broken in (data[: len(data) // 2], b"not a zip", b""):
        with pytest.raises(ReadError, match=r"not a whole EPUB|is empty"):
            read_book(broken)
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(ReadError, match=r"META-INF/container\.xml"):
        read_book(memory.getvalue())
    with pytest.raises(ReadError, match=r"no chapter that can be read: OEBPS/a\.xhtml is missing"):
        read_book(book({"a.xhtml": None}))
    with pytest.raises(ReadError, match="is empty"):
        read_book(book({"a.xhtml": xhtml("<img/>")}))
    with pytest.raises(ReadError, match="declares entities"):
        read_book(
            book(
                {"a.xhtml": xhtml("<p>x</p>")}, others={"META-INF/container.xml": "<!DOCTYPE c [<!ENTITY a 'b'>]>" + CONTAINER}
            )
        )
    assert read_book(book({"a.xhtml": xhtml("<p>Words.</p>")}, others={"META-INF/container.xml": "<broken"})).text == "Words."
