"""One pass over the elements of a page, which finds its blocks and where the places are that links lead to."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from textlens.read.formats.html.blocks import BREAK, Blocks, Context, Found
from textlens.read.formats.html.elements import BLOCKS, UNREAD, emoji, hint, is_data, is_hidden, is_page_number
from textlens.read.formats.html.tree import Element

_KEEPS_BREAKS = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.I)


@dataclass(slots=True)
class Walker:
    """A pass in document order, without recursion.

    Attributes:
        blocks: the blocks so far.
        links_within: whether a link's target lies in the same document.
        navigation: whether navigation is read.
        anchors: how many blocks stand before each id.
        depth: how many elements are open at most.
        elements: how many there are.
    """

    blocks: Blocks
    links_within: Callable[[str], bool]
    navigation: bool
    anchors: dict[str, int] = field(default_factory=dict)
    depth: int = 0
    elements: int = 0

    @property
    def found(self) -> list[Found]:
        """The blocks so far."""
        return self.blocks.found

    def walk(self, root: Element) -> None:
        """Pass over an element and all within it."""
        context = Context(root)
        stack: list[tuple[Element, Iterator[Element], Context]] = [(root, iter(root), context)]
        self.blocks.add(root.text, context)
        while stack:
            element, children, context = stack[-1]
            child = next(children, None)
            if child is None:
                self._end(element, context)
                stack.pop()
                if stack:
                    self.blocks.add(element.tail, stack[-1][2])
                continue
            self.elements += 1
            if isinstance(child.tag, str) and not self._passes(child, context):
                inside = self._start(child, context)
                self.blocks.add(child.text, inside)
                stack.append((child, iter(child), inside))
                self.depth = max(self.depth, len(stack))
            else:
                self.blocks.add(child.tail, context)

    def _passes(self, element: Element, context: Context) -> bool:
        """Whether an element is left out; a line break and an emoji drawn as a picture leave their text."""
        tag = element.tag
        if tag == "br":
            self.blocks.add(BREAK, context)
        elif tag == "img":
            self.blocks.add(emoji(element.get("alt") or ""), context)
        if tag in ("br", "img") or tag in UNREAD or (tag == "button" and not context.level):
            return True
        if tag in ("html", "body"):
            return False
        if tag == "nav" and not self.navigation:
            return True
        if not element.attrib:
            return bool(tag == "dialog")
        hidden = is_hidden(element)
        if hidden and tag in BLOCKS:
            self.blocks.flush(context)
        return hidden or is_page_number(element)

    def _start(self, element: Element, context: Context) -> Context:
        """The beginning of an element: the context inside it."""
        tag = element.tag
        inside = context
        if tag in BLOCKS:
            self.blocks.flush(context)
            inside = self._block(element, tag, context)
        elif tag == "a" and (href := element.get("href")):
            inside = replace(context, link="inner" if self.links_within(href) else "outer")
        for name in (element.get("id"), element.get("name") if tag == "a" else None) if element.attrib else ():
            if name:
                self.anchors.setdefault(name, len(self.found))
        said = hint(element)
        return replace(inside, hints=(*inside.hints, said)) if said else inside

    def _block(self, element: Element, tag: str, context: Context) -> Context:
        """The context inside a block."""
        inside = replace(context, block=element)
        if (style := element.get("style")) and _KEEPS_BREAKS.search(style):
            inside = replace(inside, breaks=True)
        if tag[0] == "h" and tag[1:].isdigit():
            return replace(inside, kind="heading", level=int(tag[1:]))
        if tag == "pre":
            return replace(inside, pre=True)
        if tag == "blockquote":
            return replace(inside, kind="quote", group=self.blocks.group(context))
        if tag in ("li", "dt", "dd") and context.kind != "quote":
            return replace(inside, kind="list")
        if tag in ("ul", "ol", "dl"):
            return replace(inside, group=self.blocks.group(context))
        if tag == "table":
            data = is_data(element)
            return replace(inside, data=data, group=self.blocks.group(context) if data else context.group)
        if tag == "tr" and context.data:
            self.blocks.begin_row()
        return inside

    def _end(self, element: Element, context: Context) -> None:
        """The end of an element."""
        tag = element.tag
        if tag == "tr" and context.data and self.blocks.in_row:
            self.blocks.end_row(context)
        elif tag in ("td", "th") and context.data and self.blocks.in_row:
            self.blocks.end_cell()
        elif tag in BLOCKS:
            self.blocks.flush(context)


def walk(root: Element, first_group: int, links_within: Callable[[str], bool], *, navigation: bool) -> Walker:
    """A pass over a whole page, done.

    Args:
        root: its root element.
        first_group: number of its first group of lines.
        links_within: whether a link's target lies in the same document.
        navigation: whether navigation is read.
    """
    walker = Walker(Blocks(first_group), links_within, navigation)
    walker.walk(root)
    return walker
