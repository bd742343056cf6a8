"""Files of the formats people have, made of nothing but text: Word, PDF and EPUB, and an article in each script to put in them."""

import io
import re
import zipfile
from typing import Any


def zipped(members: dict[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


# Widths of Helvetica's characters from the space to the tilde, in thousandths of its size.
HELVETICA = [278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, *[556] * 10, 278, 278, 584, 584, 584,
    556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944,
    667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556,
    556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584]  # fmt: skip


def ems(text: str) -> float:
    return sum(HELVETICA[ord(c) - 32] / 1000 if " " <= c <= "~" else 1.0 for c in text)


Drawn = tuple[str, float, float, float, bool]
"""A line on a page: its text, where it stands, its size, whether it is bold."""


def made_pdf(
    pages: list[list[Drawn]], info: str = "", *, width: int = 420, resources: str = "", raw: dict[int, str] | None = None
) -> bytes:
    """A PDF of pages of lines: Latin in Helvetica, Chinese in a font that is not embedded and has a ToUnicode map.

    `resources` are more of every page's; `raw` is what other pages draw.
    """
    used = sorted({c for page in pages for text, *_ in page for c in text if c > "~"})
    pairs = "".join(f"<{ord(c):04x}> <{ord(c):04x}>\n" for c in used)
    cmap = f"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def 1 begincodespacerange <0000> <ffff> endcodespacerange {len(used)} beginbfchar\n{pairs}endbfchar endcmap end end"
    fonts = "/F1 3 0 R /F2 4 0 R /F3 5 0 R /F4 8 0 R"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{10 + 2 * n} 0 R' for n in range(len(pages)))}] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /DW 1000 /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        stream(cmap),
        "<< /Type /Font /Subtype /Type0 /BaseFont /SimHei /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>",
        f"<< {info} >>",
    ]
    for number, page in enumerate(pages):
        drawn = (raw or {}).get(number) or "\n".join(show(*line) for line in page)
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} 595] /Resources << /Font << {fonts} >> {resources} >> /Contents {11 + 2 * number} 0 R >>")  # fmt: skip
        objects.append(stream(drawn))
    data, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    tail = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 9 0 R >>\nstartxref\n{len(data)}\n%%EOF\n"
    return data + tail.encode()


def stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def show(text: str, x: float, y: float, size: float = 10, bold: bool = False) -> str:
    """The operators that draw a line, script by script."""
    runs: list[list[Any]] = []
    for c in text:
        wide = c > "~"
        if runs and runs[-1][0] == wide:
            runs[-1][1] += c
        else:
            runs.append([wide, c])
    drawn = []
    for wide, run in runs:
        font = ("/F4" if bold else "/F3") if wide else "/F2" if bold else "/F1"
        shown = (
            f"<{run.encode('utf-16-be').hex()}>"
            if wide
            else "(" + run.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") + ")"
        )
        drawn.append(f"BT {font} {size} Tf 1 0 0 1 {x:.2f} {y:.2f} Tm {shown} Tj ET")
        x += ems(run) * size
    return "\n".join(drawn)


def wrapped(text: str, room: float, first: float) -> list[str]:
    """A paragraph's lines, `room` ems wide, the first one by `first` less; no Chinese line begins with a stop."""
    pieces = re.findall(r"[\x21-\x7e]+ *|[^\x21-\x7e][，。！？”、…]*", text)
    lines, width = [""], first
    for piece in pieces:
        if lines[-1] and width + ems(piece.rstrip()) > room:
            lines.append("")
            width = 0.0
        lines[-1] += piece
        width += ems(piece)
    return [line.rstrip() for line in lines]


Article = list[tuple[str, str]]


def set_article(article: Article, *, indented: bool, head: str = "", lines_a_page: int = 30) -> bytes:
    """The article as a PDF: paragraphs indented or apart, pages numbered, the running head on each."""
    pages: list[list[Drawn]] = [[]]
    y = top = 540.0
    bottom = top - 14 * lines_a_page
    for kind, text in article:
        size = {"title": 20, "heading": 14}.get(kind, 10)
        y -= (size * 1.2 if kind != "paragraph" else 0 if indented else 8) if pages[-1] else 0
        inset = 20.0 if indented and kind == "paragraph" else 0.0
        for number, line in enumerate(wrapped(text, 340 / size, inset / size)):
            if y < bottom:
                pages.append([])
                y = top
            pages[-1].append((line, 40 + (inset if not number else 0), y, size, False))
            y -= size * 1.4
    for number, page in enumerate(pages, 1):
        page.append((f"- {number} -", 200, 30, 9, False))
        page += [(head, 150, 570, 9, False)] if head else []
    return made_pdf(pages)


def word_article(article: Article) -> bytes:
    """The article as python-docx writes it."""
    from docx import Document as new

    made = new()
    for kind, text in article:
        made.add_paragraph(text, style={"title": "Title", "heading": "Heading 1"}.get(kind, "Normal"))
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


CHINESE: Article = [
    ("title", "搬家的那一年"),
    ("heading", "春天"),
    ("paragraph", "三月初，房东打来电话，说房子要卖了。我放下电话，在阳台上站了很久，楼下的玉兰刚刚开，白得像没有写过字的纸。住了六年的地方，忽然就不是我的了。"),
    ("paragraph", "接下来的两个星期，我看了十一处房子。有的朝北，有的在七楼没有电梯，有一处什么都好，只是窗外三米就是别人家的厨房。中介小伙子安慰我说：“姐，房子跟人一样，要看缘分。”"),
    ("paragraph", "最后租下的是河边一间旧公寓。第一天晚上，我坐在纸箱中间吃泡面，听见河上有船的声音，竟然觉得高兴。"),
    ("heading", "夏天"),
    ("paragraph", "七月热得离谱，空调坏了两次，修理师傅来的时候总是笑眯眯的，说：“又是你家。”我也只好跟着笑。"),
    ("paragraph", "邻居家的老太太送来一碗绿豆汤。她的儿子在国外，一年回来一次。她说话很慢，我常常在门口站着听她讲完，才想起锅里还煮着东西。后来我学会了先关火再开门，她也学会了先问我忙不忙。"),
    ("paragraph", "这一年我用 Python 写了一个小程序，记下每天的心情。"),
]  # fmt: skip
ENGLISH: Article = [
    ("title", "The Year of the Boiler"),
    ("heading", "Spring"),
    ("paragraph", "The boiler died on the second of March, which was also the day my sister chose to visit with her three children and a dog that had opinions about cold floors. We lit the oven, left its door open, and ate toast in our coats."),
    ("paragraph", "The man who came to look at it shook his head for so long that I offered him a chair. \"They stopped making this part before you were born,\" he said, and he sounded almost happy about it."),
    ("paragraph", "It took nine days. By the end of them we had learned every card game the children knew, and the dog had forgiven us."),
    ("heading", "Summer"),
    ("paragraph", "Nothing broke in June. I distrusted it, as one distrusts a well-behaved cat, and went round the house at night listening to pipes."),
    ("paragraph", "In July my sister wrote to say that the children still talked about the week in the kitchen, and that the eldest wants to mend boilers when he is grown. I pinned the letter above the stove, where it curled in the heat, and I was glad."),
]  # fmt: skip


CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)


def xhtml(body: str, title: str = "x") -> str:
    return f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>{title}</title></head><body>{body}</body></html>'


def book(
    chapters: dict[str, str | bytes | None],
    *,
    spine: str = "",
    metadata: str = "",
    items: str = "",
    others: dict[str, str] | None = None,
) -> bytes:
    """An EPUB whose members lie in the archive in the reverse of their reading order; None is a chapter that is missing."""
    manifest = "".join(f'<item id="{n}" href="{name}" media-type="application/xhtml+xml"/>' for n, name in enumerate(chapters))
    refs = spine or "".join(f'<itemref idref="{n}"/>' for n in range(len(chapters)))
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:opf="http://www.idpf.org/2007/opf" version="3.0">'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{metadata}</metadata>'
        f"<manifest>{manifest}{items}</manifest><spine>{refs}</spine></package>"
    )
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), "application/epub+zip")
        for name, content in reversed(chapters.items()):
            if content is not None:
                archive.writestr(f"OEBPS/{name.replace('%20', ' ')}", content)
        for name, content in {"OEBPS/content.opf": package, "META-INF/container.xml": CONTAINER, **(others or {})}.items():
            archive.writestr(name, content)
    return memory.getvalue()
