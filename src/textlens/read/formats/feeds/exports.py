"""What is no published post or page in the exports of WordPress and Blogger."""

import re
from collections import Counter
from typing import Any

from textlens.read.formats.entries.blocks import local_name
from textlens.read.formats.feeds.tree import children, text_within

_KIND = re.compile(r"schemas\.google\.com/blogger/2008/kind#(\w+)")
SHORTCODE = re.compile(r"\[/?(?:caption|gallery|embed|audio|video|playlist)\b[^\[\]<>]*\]")


def counted(kinds: Counter[str]) -> str:
    """How many there are of each kind, for notes."""
    return ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())


def unpublished(item: Any) -> str:
    """What an entry is that is no published post or page; "" for one."""
    kind = text_within(next(iter(children(item, "post_type")), None)).strip()
    status = text_within(next(iter(children(item, "status")), None)).strip()
    if kind and kind not in ("post", "page"):
        return kind
    if kind and status != "publish":
        return f"{kind} ({status or 'no status'})"
    if text_within(next(iter(e for e in item.iter() if local_name(e) == "draft"), None)).strip().lower() in ("yes", "true"):
        return "draft"
    for category in children(item, "category"):
        match = _KIND.search(category.get("term", ""))
        if match and match[1] not in ("post", "page"):
            return match[1]
    return ""
