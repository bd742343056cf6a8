"""Word and PDF files: what of them is text, in which order, and what happens to the ones that cannot be read."""

import io
from pathlib import Path

import pytest
from documents import property_settings
from hypothesis import given
from hypothesis import strategies as st
from made_files import CHINESE, ENGLISH, Article, Drawn, made_pdf, set_article, word_article, wrapped, zipped

from textlens.date.partial import PartialDate
from textlens.errors import ReadError
from textlens.read.document import Document
from textlens.read.file import File
from textlens.read.formats import docx, pdf
from textlens.read.limits import Limits

pytest.importorskip("docx")
pytest.importorskip("pypdf")

# ── what is tested with ─────────────────────────────────────────────────────────────────────────

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def rels(*links: tuple[str, str]) -> str:
    rows = "".join(f'<Relationship Id="r{n}" Type="{OFFICE}/{kind}" Target="{to}"/>' for n, (kind, to) in enumerate(links))
    return f'<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


def word(body: str, *, prolog: str = "", main: str = "word/document.xml", uri: str = W, **parts: str) -> bytes:
    """A Word file with this body; `parts` are further members of the folder word."""
    folder, _, base = main.rpartition("/")
    members = {
        "_rels/.rels": rels(("officeDocument", main)),
        main: f'{prolog}<w:document xmlns:w="{uri}" xmlns:mc="{MC}"><w:body>{body}</w:body></w:document>',
        f"{folder}/_rels/{base}.rels": rels(*((name, f"{name}.xml") for name in parts)),
    }
    for name, content in parts.items():
        members[f"{folder}/{name}.xml"] = f'<w:{name} xmlns:w="{W}">{content}</w:{name}>'
    return zipped(members)


def p(text: str = "", style: str = "", properties: str = "", runs: str = "") -> str:
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{styled}{properties}</w:pPr>{r(text) if text else ''}{runs}</w:p>"


def r(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def read_docx(data: bytes, name: str = "a.docx", limits: Limits | None = None) -> Document:
    return docx.read(File(name, name, data, limits=limits or Limits()))


def read_pdf(data: bytes, name: str = "a.pdf", limits: Limits | None = None) -> Document:
    return pdf.read(File(name, name, data, limits=limits or Limits()))


def rows(document: Document) -> list[tuple[str, str]]:
    """Kind and text of every block."""
    assert document.layout is not None
    return [(block.kind, document.text[block.start : block.end]) for block in document.layout.blocks]


def texts(document: Document) -> list[str]:
    return [text for _, text in rows(document)]


def levels(document: Document) -> list[int]:
    assert document.layout is not None
    return [block.level for block in document.layout.blocks if block.kind == "heading"]


# ── the two against each other ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("indented", [True, False], ids=["indented", "apart"])
@pytest.mark.parametrize("article", [CHINESE, ENGLISH], ids=["Chinese", "English"])
def test_an_article_is_the_same_from_both(article: Article, indented: bool) -> None:
    expected = [("paragraph" if kind == "paragraph" else "heading", text) for kind, text in article]
    assert rows(read_docx(word_article(article))) == expected
    head = "My own book" if article is ENGLISH else "我的书"
    for lines_a_page in (7, 11, 16, 60):
        data = set_article(article, indented=indented, head=head * (lines_a_page < 60), lines_a_page=lines_a_page)
        assert rows(read_pdf(data)) == expected


SENTENCES_ZH = [
    "今天下雨了。",
    "外婆打来电话，问我吃饭没有。",
    "我没有说话！",
    "其实我一直很想念家里的饭，只是说不出口。",
    "“你回来吧。”",
    "后来呢？",
]
SENTENCES_EN = ["It rained all day.", "My mother called to ask whether I had eaten.", "I said nothing!", "Who could have known?",
    "The neighbours, who never complain, complained about the dog and then came over with half a cake."]  # fmt: skip


@property_settings(12)
@given(
    st.sampled_from([(SENTENCES_ZH, ""), (SENTENCES_EN, " ")]).flatmap(
        lambda kind: st.lists(
            st.lists(st.sampled_from(kind[0]), min_size=1, max_size=9).map(kind[1].join), min_size=2, max_size=9
        )
    ),
    st.integers(5, 40),
)
def test_indented_paragraphs_come_back_over_any_page_length(paragraphs: list[str], lines_a_page: int) -> None:
    paragraphs = [(CHINESE if paragraphs[0][-1] > "~" else ENGLISH)[2][1], *paragraphs]
    data = set_article([("paragraph", text) for text in paragraphs], indented=True, lines_a_page=lines_a_page)
    assert texts(read_pdf(data)) == paragraphs


# ── Word: order and kinds ───────────────────────────────────────────────────────────────────────


def test_the_body_in_its_order() -> None:
    table = f"<w:tbl><w:tr><w:tc>{p('日期')}</w:tc><w:tc>{p('心情')}</w:tc></w:tr><w:tr><w:tc>{p('周一')}</w:tc><w:tc>{p('很好。')}{p('很累。')}</w:tc></w:tr></w:tbl>"
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{p('在控件里。')}</w:sdtContent></w:sdt>"
    hint = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{p('Click here.')}</w:sdtContent></w:sdt>"
    frame = f"<w:tbl><w:tr><w:tc>{p('框里一段。')}{p('框里两段。')}</w:tc></w:tr></w:tbl>"
    found = rows(read_docx(word(p("前。") + table + p("中。") + control + hint + frame + p("后。"))))
    assert found == [
        ("paragraph", "前。"), ("table", "日期 | 心情"), ("table", "周一 | 很好。 很累。"), ("paragraph", "中。"), ("paragraph", "在控件里。"),
        ("paragraph", "框里一段。"), ("paragraph", "框里两段。"), ("paragraph", "后。"),
    ]  # fmt: skip


def test_merged_cells_stand_once() -> None:
    wide = f'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/><w:vMerge w:val="restart"/></w:tcPr>{p("一季度")}</w:tc><w:tc>{p("好")}</w:tc></w:tr>'
    below = f'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/><w:vMerge/></w:tcPr>{p("一季度")}</w:tc><w:tc>{p("坏")}</w:tc></w:tr>'
    gone = f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{p('删了')}</w:tc></w:tr>"
    assert texts(read_docx(word(f"<w:tbl>{wide}{below}{gone}</w:tbl>"))) == ["一季度 | 好", "坏"]


def test_a_text_box_stands_once() -> None:
    box = f"<w:txbxContent>{p('框里的话。')}</w:txbxContent>"
    drawing = f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>'
    assert texts(read_docx(word(p("正文。", runs=drawing) + p("下一段。")))) == ["正文。", "框里的话。", "下一段。"]


STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{identity}"><w:name w:val="{name}"/>{rest}</w:style>'
    for identity, name, rest in (
        ("1", "heading 1", '<w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr>'),
        ("b2", "标题 2", ""),
        ("b3", "Überschrift 3", ""),
        ("my", "我的小标题", '<w:basedOn w:val="b3"/>'),
        ("own", "Kapitel", '<w:pPr><w:outlineLvl w:val="4"/></w:pPr>'),
        ("t", "Title", ""),
        ("lb", "List Bullet", '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr>'),
        ("q", "Intense Quote", ""),
        ("yy", "引用", ""),
        ("toc", "toc 1", ""),
    )
)


def test_kinds_by_style() -> None:
    numbered, none = (f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{n}"/></w:numPr>' for n in (1, 0))
    body = [
        p("题", "t"), p("一", "1"), p("二", "b2"), p("三", "b3"), p("四", "my"), p("五", "own"), p("六", "", '<w:outlineLvl w:val="1"/>'),
        p("正文", "b2", '<w:outlineLvl w:val="9"/>'), p("甲", "lb"), p("乙", "", numbered), p("丙", "lb", none), p("引", "q"), p("言", "yy"),
        p("第一章\t3", "toc"), p("长" * 300, "1"), p("无样式", "Heading2"),
    ]  # fmt: skip
    found = read_docx(word("".join(body), styles=STYLES))
    kinds = "heading " * 7 + "paragraph list list paragraph quote quote paragraph heading"
    assert [kind for kind, _ in rows(found)] == kinds.split()
    assert levels(found) == [1, 1, 2, 3, 3, 5, 2, 2]


def test_lines_of_a_paragraph_are_a_group() -> None:
    verse = p("", runs="<w:r><w:t>床前明月光</w:t><w:br/><w:t>疑是地上霜</w:t><w:cr/></w:r>")
    found = read_docx(word(p("上。") + verse + p("下。")))
    assert texts(found) == ["上。", "床前明月光", "疑是地上霜", "下。"]
    assert found.layout is not None
    groups = [block.chunk for block in found.layout.blocks]
    assert groups[1] == groups[2] and len(set(groups)) == 3


# ── Word: the words of a paragraph ──────────────────────────────────────────────────────────────


def field(code: str, result: str) -> str:
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{mark}"/></w:r>' for mark in ("begin", "separate", "end"))
    return f"{begin}<w:r><w:instrText>{code}</w:instrText></w:r>{separate}{r(result)}{end}"


RUNS = [
    ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r>", "a\tb"),
    ("<w:r><w:t>well</w:t><w:noBreakHyphen/><w:t>known ex</w:t><w:softHyphen/><w:t>ample</w:t></w:r>", "well-known example"),
    ('<w:r><w:sym w:font="Wingdings" w:char="F04A"/><w:sym w:font="Symbol" w:char="F061"/></w:r>', "☺α"),
    ('<w:r><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr><w:t>L</w:t></w:r>', "☹"),
    (f"<w:ins>{r('新')}</w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:moveFrom>{r('走')}</w:moveFrom><w:moveTo>{r('来')}</w:moveTo>", "新来"),
    (field(' HYPERLINK "http://x" ', "链接") + r("。"), "链接。"),
    ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + field("DATE", "code") + r("code"), ""),
    (f'<w:hyperlink w:anchor="x">{r("此处")}</w:hyperlink><w:fldSimple w:instr="AUTHOR">{r("我")}</w:fldSimple>', "此处我"),
    (f"<w:smartTag><w:smartTag>{r('上海')}</w:smartTag></w:smartTag><w:sdt><w:sdtContent>{r('晴')}</w:sdtContent></w:sdt>", "上海晴"),
    ("<w:r><w:ruby><w:rt><w:r><w:t>nǐ</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>你</w:t></w:r></w:rubyBase></w:ruby></w:r>", "你"),
    (f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:commentRangeStart/>{r('显')}<w:r><w:commentReference/></w:r>", "显"),
    (r("é e\u0301 \U0001f468\u200d\U0001f469 繁體 ไทย"), "é e\u0301 \U0001f468\u200d\U0001f469 繁體 ไทย"),
]  # fmt: skip


@pytest.mark.parametrize(("runs", "expected"), RUNS, ids=[expected for _, expected in RUNS])
def test_the_words_of_a_paragraph(runs: str, expected: str) -> None:
    found = texts(read_docx(word(p("始", runs=runs) + p("终"))))
    assert found == [f"始{expected}", "终"]


def test_a_deleted_paragraph_mark_joins_two() -> None:
    assert texts(read_docx(word(p("前半", properties="<w:rPr><w:del/></w:rPr>") + p("后半。")))) == ["前半后半。"]


def test_footnotes_follow_at_the_end() -> None:
    notes = "".join(f'<w:footnote w:id="{n}"{kind}>{p(text)}</w:footnote>' for n, kind, text in [
        (0, ' w:type="separator"', "———"), (1, "", "先提到的。"), (2, "", "后提到的。"), (3, "", "没提到的。")])  # fmt: skip
    one, two = (f'<w:r><w:footnoteReference w:id="{n}"/></w:r>' for n in (1, 2))
    found = read_docx(word(p("甲", runs=one) + p("乙", runs=two), footnotes=notes, header=p("页眉"), comments=p("批注")))
    assert texts(found) == ["甲", "乙", "先提到的。", "后提到的。"]


def test_what_was_not_read_is_noted() -> None:
    found = read_docx(word(p("甲") + "<w:altChunk/>" + p("", runs='<w:r><w:sym w:font="Webdings" w:char="F021"/></w:r>')))
    assert found.notes == ("an embedded file was not read", "1 symbol of a picture font kept as the font's private codes")


def test_title_and_date(tmp_path: Path) -> None:
    import datetime as dt

    from docx import Document as new

    made = new()
    made.add_paragraph("今天。")
    path = tmp_path / "d.docx"
    made.save(str(path))
    assert read_docx(path.read_bytes()).date is None  # the day of python-docx's template
    made.core_properties.title, made.core_properties.created = "我的日记", dt.datetime(2023, 5, 6)
    made.save(str(path))
    found = read_docx(path.read_bytes())
    assert (found.title, found.date, found.date_source, found.format) == (
        "我的日记",
        PartialDate(2023, 5, 6),
        "metadata",
        "docx",
    )


@pytest.mark.parametrize("made", [{"uri": STRICT}, {"main": "word/document2.xml"}, {"main": "Word/Document.xml"}], ids=str)
def test_unusual_packages(made: dict[str, str]) -> None:
    assert texts(read_docx(word(p("甲。"), **made))) == ["甲。"]


def test_damage_beside_and_behind_the_text_is_noted() -> None:
    beside = read_docx(word(p("甲。"), styles="<bad"))
    assert texts(beside) == ["甲。"] and beside.notes == ("word/styles.xml is damaged: it was not read",)
    behind = read_docx(word(p("甲。") + p("乙。") + "<w:p>"))
    assert texts(behind) == ["甲。", "乙。"]
    assert behind.notes == ("the file is damaged: what stands behind the last paragraph was not read",)


# ── Word: what cannot be read ───────────────────────────────────────────────────────────────────

GOOD = word(p("今天很好。") * 50)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
LOLS = (
    "<!DOCTYPE x [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY {c} '&{b};&{b};&{b};'>" for b, c in zip("abcde", "bcdef", strict=True))
    + "]>"
)
UNREADABLE = {
    "empty": (b"", "is empty: there is nothing to read"),
    "password": (OLE + "EncryptedPackage".encode("utf-16-le"), "password-protected; save it without"),
    "old Word": (OLE + "WordDocument".encode("utf-16-le"), r"an old Word file \(.doc\)"),
    "lock": (b"\x03abc" + bytes(158), "the lock that Word lays"),
    "rich text": (b"{\\rtf1 x}", "a rich text file"),
    "web page": (b"<!DOCTYPE html><p>x", "a web page"),
    "text": (b"Dear diary", "no Word file"),
    "cut off": (GOOD[:-300], "damaged or cut off"),
    "broken inside": (GOOD.replace(GOOD[600:640], bytes(40)), "damaged"),
    "another archive": (zipped({"a.txt": "x"}), "without a Word document"),
    "no document": (zipped({"word/document.xml": "<a/>"}), "no Word document"),
    "entities": (word(p("&f;"), prolog=LOLS), "entities"),
    "not well-formed": (word("<w:p>"), "damaged: word/document.xml"),
    "bomb": (word(" " * 3_000_000), "times its packed size; the limit ratio is 200"),
    "no text": (word(p()), "holds no text"),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_unreadable_word_files(case: str) -> None:
    data, reason = UNREADABLE[case]
    with pytest.raises(ReadError, match=reason):
        read_docx(data)


def test_word_limits() -> None:
    for limits in (Limits(members=2), Limits(unpacked_bytes=500)):
        with pytest.raises(ReadError, match=r"the limit (members|unpacked_bytes) is"):
            read_docx(GOOD, limits=limits)
    with pytest.raises(ReadError, match="lock"):
        read_docx(b"x" * 50, "~$diary.docx")


# ── PDF: lines and paragraphs ───────────────────────────────────────────────────────────────────


def lines(*text: str, top: float = 500, size: float = 10) -> list[Drawn]:
    return [(line, 40, top - 14 * n, size, False) for n, line in enumerate(text)]


JOINS = [
    (["This was a won-", "derful evening in the garden."], "This was a wonderful evening in the garden."),
    (["She was a well-", "known singer in the old town."], "She was a well-known singer in the old town."),
    (
        ["A letter came from the Anglo-", "Swiss bank of her own uncle."],
        "A letter came from the Anglo-Swiss bank of her own uncle.",
    ),
    (["Some rain, then sea-", "side air, a sea so blue, my side."], "Some rain, then sea-side air, a sea so blue, my side."),
    (["今天下了一整天的雨，我哪里", "也没有去，只是坐着。"], "今天下了一整天的雨，我哪里也没有去，只是坐着。"),
    (["我用一个很小的程序Python", "写日记，很开心。"], "我用一个很小的程序Python写日记，很开心。"),
]


@pytest.mark.parametrize(("drawn", "expected"), JOINS, ids=[expected[:20] for _, expected in JOINS])
def test_lines_are_joined(drawn: list[str], expected: str) -> None:
    assert texts(read_pdf(made_pdf([lines(*drawn)], width=220))) == [expected]


def test_verse_keeps_its_lines() -> None:
    verse = ["床前明月光，", "疑是地上霜。", "举头望明月，", "低头思故乡。"]
    prose = "这首诗我从小就会背，可是直到一个人住在外面的那一年，才真正明白它写的是什么，于是哭了。"
    set_out = lines(*verse) + lines(*wrapped(prose, 30, 0), top=400)
    assert texts(read_pdf(made_pdf([set_out]))) == [*verse, prose]


def test_bold_and_large_lines_are_headings() -> None:
    prose = lines(
        *wrapped("It rained from morning till night, and nobody in the house said a single word. " * 2, 30, 0), top=460
    )
    page = [("My Diary", 40, 540, 18, False), ("March", 40, 510, 14, False), ("Monday", 40, 484, 10, True), *prose]
    found = read_pdf(made_pdf([page]))
    assert [kind for kind, _ in rows(found)] == ["heading"] * 3 + ["paragraph"]
    assert levels(found) == [1, 2, 3]
    all_bold = made_pdf([[(line, x, y, size, True) for line, x, y, size, _ in prose]])
    assert [kind for kind, _ in rows(read_pdf(all_bold))] == ["paragraph"]


def test_lists_and_footnotes() -> None:
    body = wrapped("The house by the river was cold all winter, and still nobody thought of leaving it before May.", 30, 0)
    page = lines(*body) + lines("- the first thing", "- the second thing", "1. and the last", top=420)
    page += [("1", 170, 504, 6, False), ("1 She never lived in it.", 40, 60, 8, False)]
    page.sort(key=lambda line: -line[2])
    assert rows(read_pdf(made_pdf([page])))[1:] == [
        ("list", "the first thing"), ("list", "the second thing"), ("list", "and the last"), ("paragraph", "She never lived in it."),
    ]  # fmt: skip


def test_running_lines_go_but_dates_stay() -> None:
    pages = []
    for n in range(1, 7):
        body = wrapped(f"Entry {n}: the rain went on for the whole day and nobody came, so I read.", 30, 0)
        head = f"{n}   The Rain Book" if n % 2 else f"The Rain Book   {n}"
        pages.append(
            [
                *lines(f"March {n}, 2024"),
                *lines(*body, top=470),
                (head, 60, 570, 8, False),
                (f"第 {n} 页 共 6 页", 60, 30, 8, False),
            ]
        )
    found = texts(read_pdf(made_pdf(pages)))
    assert found[0] == "March 1, 2024" and found[-2] == "March 6, 2024"
    assert not any("Rain Book" in text or "页" in text for text in found) and len(found) == 12


def test_turned_pages_and_font_forms() -> None:
    turned = "BT /F1 10 Tf 0 1 -1 0 100 60 Tm (On its side lies the whole of a long) Tj 0 1 -1 0 114 60 Tm (sentence about rain.) Tj ET"
    data = made_pdf([[]], raw={0: turned})
    assert texts(read_pdf(data)) == ["On its side lies the whole of a long sentence about rain."]
    assert texts(read_pdf(made_pdf([lines("⽇⽉很ﬁne", "今 天 天 气 很 好")])))[0].startswith("日月很fine")


def test_pdf_properties() -> None:
    page = [lines("Fine day.")]
    found = read_pdf(made_pdf(page, "/Title (Microsoft Word - diary.docx) /CreationDate (D:20230506070809+08'00')"))
    assert (found.title, found.date, found.format) == ("diary", PartialDate(2023, 5, 6), "pdf")
    for info in ("/Title (Untitled) /CreationDate (yesterday)", "/Title () /CreationDate (D:20231345)"):
        assert (read_pdf(made_pdf(page, info)).title, read_pdf(made_pdf(page, info)).date) == (None, None)


# ── PDF: what cannot be read ────────────────────────────────────────────────────────────────────


def locked(user: str) -> bytes:
    from pypdf import PdfWriter

    writer = PdfWriter(io.BytesIO(made_pdf([lines("Fine day.")])))
    writer.encrypt(user, "owner", algorithm="RC4-128")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def test_passwords() -> None:
    assert texts(read_pdf(locked(""))) == ["Fine day."]
    with pytest.raises(ReadError, match="is password-protected; save it without"):
        read_pdf(locked("secret"))


PICTURE = "/XObject << /I << /Type /XObject /Subtype /Image /Width 1 /Height 1 >> >>"


def test_unreadable_pdfs() -> None:
    good = made_pdf([lines("Fine day.")] * 3)
    cases = [
        (b"", "is empty: there is nothing"),
        (b"<html>404", "is no PDF"),
        (b"%PDF-1.4\n" + bytes(200), "a damaged or cut-off PDF file"),
        (good[:100], "a damaged or cut-off PDF file"),
        (made_pdf([[], []], resources=PICTURE), "a scanned PDF; run OCR on it first"),
        (made_pdf([[]]), "is empty: it holds no text"),
        (made_pdf([lines("\ue001\ue002\ue003\ue004")]), "do not say which characters"),
    ]
    for data, reason in cases:
        with pytest.raises(ReadError, match=reason):
            read_pdf(data)
    with pytest.raises(ReadError, match="has 3 pages; the limit pages is 2"):
        read_pdf(good, limits=Limits(pages=2))


def test_damage_is_noted(capfd: pytest.CaptureFixture[str]) -> None:
    pages = [lines(f"Fine day, number {word}.") for word in ("one", "two", "three")]
    found = read_pdf(made_pdf(pages, raw={1: "BI /W 1 /H 1 /BPC 8 /CS /G ID x"}))
    assert texts(found) == ["Fine day, number one.", "Fine day, number three."]
    assert any(note.startswith("page 2 could not be read (") for note in found.notes)
    moved = read_pdf(made_pdf(pages).replace(b"%PDF-1.4\n", b"%PDF-1.4\n% a line more\n"))
    assert texts(moved) == ["Fine day, number one.", "Fine day, number two.", "Fine day, number three."]
    assert any(note.startswith("pypdf: ") for note in moved.notes)
    whole = made_pdf(pages)
    cut = read_pdf(whole[: whole.index(b"xref")])
    assert cut.text == moved.text and cut.notes[0].startswith("the end of the file is missing")
    assert capfd.readouterr() == ("", "")


def test_pages_with_pictures_only_are_noted() -> None:
    data = made_pdf([lines("Fine day."), []], resources=PICTURE)
    assert read_pdf(data).notes == ("page 2 holds a picture but no text",)
