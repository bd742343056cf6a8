"""How the fields of a csv file are set apart: its delimiter, its quotation marks, and which of them fit it."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from textlens.read.formats.entries.names import is_known
from textlens.read.formats.tables.rows import HEAD

_DELIMITERS = (",", "\t", ";", "|")
_SAMPLE = 400_000
_QUOTED = re.compile(r'(?:^|[,;\t|])"[^"]*"(?:[,;\t|]|\s*$)')


@dataclass(frozen=True, slots=True)
class Form:
    """How the fields of a csv file are set apart; "" for nothing."""

    delimiter: str
    quote: str = '"'
    escape: str = ""

    def reader(self, lines: Iterable[str], *, strict: bool = False) -> "Iterator[list[str]]":
        """The standard library's reader; `line_num` says how many lines it has taken."""
        return csv.reader(
            lines,
            delimiter=self.delimiter or "\x1f",
            quotechar=self.quote or None,
            quoting=csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE,
            escapechar=self.escape or None,
            doublequote=not self.escape,
            strict=strict,
        )


def form_of(lines: Sequence[str], told: str, usual: str) -> Form:
    """The delimiter and the quoting under which most rows have the same number of fields, as many as can be."""
    sample: list[str] = []
    size = 0
    for line in lines:
        size += len(line)
        sample.append(line)
        if size > _SAMPLE:
            break
    text = "".join(sample)
    quotings = [('"', "")]
    if '\\"' in text:
        quotings.append(('"', "\\"))
    if len(re.findall(r"(?m)(?:^|[,;\t|])'.*'\s*$", text)) * 2 > len(sample):
        quotings.append(("'", ""))
    if '"' in text and sum(bool(_QUOTED.search(line)) for line in sample) < sum(line.count('"') % 2 for line in sample):
        quotings.append(("", ""))
    best, best_score = Form(""), (0.0, 0.0, 0.0)
    for delimiter in [told] if told else sorted(_DELIMITERS, key=lambda d: d != usual):
        if delimiter not in text:
            continue
        for quote, escape in quotings:
            form = Form(delimiter, quote, escape)
            score = _evenness(form, sample, whole=len(sample) == len(lines))
            if score > best_score:
                best, best_score = form, score
    if best.delimiter or '"' not in text:
        return best
    alone = [Form("", '"'), Form("", "")]
    return max(alone, key=lambda form: _clean(form, sample, whole=len(sample) == len(lines)))


def _clean(form: Form, sample: Sequence[str], *, whole: bool) -> int:
    """1 where the sample keeps to the form's rules for quotation marks, else 0."""
    try:
        for _ in form.reader(sample, strict=True):
            pass
    except csv.Error as error:
        return int("unexpected end" in str(error) and not whole)
    return 1


def _evenness(form: Form, sample: Sequence[str], *, whole: bool) -> tuple[float, float, float]:
    """How well a form fits, for comparison: known names in the head, the share of rows of one width, that width."""
    rows = [row for row in form.reader(sample) if row]
    widths = Counter(len(row) for row in rows)
    if not rows or max(widths) == 1:
        return (0.0, 0.0, 0.0)
    width, count = max(((w, n) for w, n in widths.items() if w > 1), key=lambda item: item[1])
    known = max(sum(map(is_known, row)) for row in rows[:HEAD])
    share = count / len(rows)
    if known < 2 and (share < 0.5 or len(rows[0]) == 1):
        return (0.0, 0.0, 0.0)
    kept = _clean(form, sample, whole=whole)
    return (float(min(known, 2)), round(share, 1) + 0.05 * kept, width * share)
