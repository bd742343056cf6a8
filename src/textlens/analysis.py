"""The result of an analysis: frames by name, the arc, plots, and saving."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from textlens.pipeline import DocumentResult, Failure
    from textlens.show.explain import Explanation


class Frames(Mapping[str, "pd.DataFrame"]):
    """The frames of document results, each made when first asked for."""

    def __init__(self, entries: Sequence["DocumentResult | Failure"]) -> None:
        self._entries = list(entries)
        self._made: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> "pd.DataFrame":
        from textlens.frames import build

        if name not in self._made:
            self._made[name] = build.BUILDERS[name](self._entries)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        from textlens.frames.build import BUILDERS

        return iter(BUILDERS)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class Analysis:
    """What `textlens.analyze` returns. Frames are made when first asked for and then kept.

    Attributes:
        documents, sections, paragraphs, sentences, tokens, months: pandas frames, see the columns in the
            documentation. ``start`` and ``end`` are half-open code-point offsets into `text(doc_id)`.
    """

    def __init__(self, frames: "Mapping[str, pd.DataFrame]", texts: Mapping[str, str]) -> None:
        self._frames = frames
        self._texts = texts

    @classmethod
    def of(cls, entries: Sequence["DocumentResult | Failure"]) -> "Analysis":
        """The analysis of document results and of inputs that could not be read."""
        from textlens.pipeline import DocumentResult

        documents = [entry.prepared.document for entry in entries if isinstance(entry, DocumentResult)]
        return cls(Frames(entries), {document.doc_id: document.text for document in documents})

    def text(self, doc_id: str | None = None) -> str:
        """The decoded text of a document, into which every offset points; `doc_id` may be left out where there is one."""
        if doc_id is None:
            if len(self._texts) != 1:
                raise ValueError(f"doc_id= is needed: there are {len(self._texts)} documents")
            return next(iter(self._texts.values()))
        if doc_id not in self._texts:
            known = ", ".join(repr(d) for d in list(self._texts)[:5])
            raise KeyError(f"no document {doc_id!r}; there are {known}{' …' if len(self._texts) > 5 else ''}")
        return self._texts[doc_id]

    @property
    def documents(self) -> "pd.DataFrame":
        """One row an input, in the order of the source; ``problem`` says why one could not be read."""
        return self._frames["documents"]

    @property
    def sections(self) -> "pd.DataFrame":
        """One row a heading's section, its subsections included; level 0 is the text before the first heading."""
        return self._frames["sections"]

    @property
    def paragraphs(self) -> "pd.DataFrame":
        """One row a paragraph, list item, table row, heading, byline or piece of matter."""
        return self._frames["paragraphs"]

    @property
    def sentences(self) -> "pd.DataFrame":
        """One row a sentence."""
        return self._frames["sentences"]

    @property
    def tokens(self) -> "pd.DataFrame":
        """One row a token; made when first asked for."""
        return self._frames["tokens"]

    @cached_property
    def months(self) -> "pd.DataFrame":
        """Month-by-month sentiment of each document: ``timeline("month", by="doc_id")``."""
        return self.timeline("month", by="doc_id")

    def timeline(self, unit: str, by: str | None = None, *, spread: bool = False) -> "pd.DataFrame":
        """Sentiment by calendar unit, a row a period from the first to the last, gaps included.

        Args:
            unit: ``"day"``, ``"week"``, ``"month"``, ``"quarter"`` or ``"year"``; it names the period column.
            by: ``"doc_id"`` for each document by itself; None pools them, and then a document without dated paragraphs
                counts at its own date.
            spread: a span of days over several periods counts in none of them; with True it counts in each, its sentences
                weighted by the share of its days that lie there (``n_sentences`` counts them in full).
        """
        from textlens.aggregate.timeline import check_unit, timeline

        if by not in (None, "doc_id"):
            raise ValueError(f"by={by!r}: give None (all documents together) or 'doc_id'")
        check_unit(unit)
        paragraphs = self.paragraphs if by else self._dated_by_document()
        return timeline(paragraphs, self.sentences, self.tokens, unit, by_document=by is not None, over_several=spread)

    def _dated_by_document(self) -> "pd.DataFrame":
        """The paragraphs, those of documents without a dated one placed at their document's date."""
        paragraphs = self.paragraphs
        dated = set(paragraphs.loc[paragraphs["date_start"].notna(), "doc_id"])
        own = self.documents[~self.documents["doc_id"].isin(dated) & self.documents["date"].notna()].set_index("doc_id")
        rows = paragraphs["doc_id"].isin(own.index)
        if not rows.any():
            return paragraphs
        placed = paragraphs.copy()
        for column, source in (("date_start", "date"), ("date_end", "date_end")):
            placed.loc[rows, column] = placed.loc[rows, "doc_id"].map(own[source]).to_numpy()
        return placed

    def arc(self, *, window: int | None = None, level: float = 0.90, samples: int = 400, seed: int = 0) -> "pd.DataFrame":
        """The smoothed emotional arc of each document, one row a sentence outside headings, bylines and matter.

        Args:
            window: sentences each fit looks at; by default a seventh of the document (9 to 151).
            level: coverage of the pointwise band, between 0 and 1.
            samples: bootstrap samples behind the band.
            seed: of the bootstrap.

        Returns:
            ``position`` is the sentence's middle as a share of the text (0..1); ``smoothed``, ``low`` and ``high``
            are in -1..1; ``window`` counts the scored sentences a fit saw, fewer at the ends, where ``edge`` is True.
            ``time`` is the second at which a subtitle begins, NaN for texts without a clock.
        """
        from textlens.arc.frame import arc_frame

        return arc_frame(self.sentences, self.paragraphs, self._texts, window=window, level=level, samples=samples, seed=seed)

    def explain(self, sentence_id: int, doc_id: str | None = None) -> "Explanation":
        """Why a sentence has its score: its tokens with their ``contribution``, coloured where a notebook shows it.

        Args:
            sentence_id: as in `sentences`.
            doc_id: needed where there are several documents.

        Returns:
            A frame with the columns of `tokens`, one row a token. Its attributes ``base`` and ``sentiment`` are floats
            in -1..1, and ``base + contribution.sum()`` is ``sentiment``.

        Raises:
            KeyError: no such document or sentence.
            ValueError: `doc_id` is missing, or the scorer cannot say what a word adds.
        """
        from textlens.show.explain import Explanation

        if doc_id is None:
            self.text()  # says that doc_id= is needed where it is
            doc_id = next(iter(self._texts))
        self.text(doc_id)
        sentences = self.sentences[self.sentences["doc_id"] == doc_id]
        found = sentences[sentences["sentence_id"] == sentence_id]
        if found.empty:
            raise KeyError(f"no sentence {sentence_id!r} in {doc_id!r}; its sentences are 0 to {len(sentences) - 1}")
        sentence = found.iloc[0]
        if sentence["sentiment"] == sentence["sentiment"] and sentence["base"] != sentence["base"]:
            raise ValueError(
                f"scorer {sentence['scorer']!r} does not say what a word adds; analyze with scorer='textlens' or 'textlens-fast'"
            )
        tokens = self.tokens
        own = (tokens["doc_id"] == doc_id) & (tokens["sentence_id"] == sentence_id)
        return Explanation.of(sentence, tokens[own])

    def plot(self, *, ax: "Axes | None" = None, **options: Any) -> "Axes":
        """The arc with its band over the sentences; `options` go to `arc`. Returns matplotlib Axes."""
        from textlens.show.plots import plot_arc

        alone = len(self._texts) == 1
        marked = self.paragraphs[self.paragraphs["date_source"].isin(["heading", "inline"])] if alone else None
        months = marked if marked is not None and marked["month"].notna().any() else None
        sections = self.sections if alone and months is None else None
        return plot_arc(self.arc(**options), ax=ax, title=self._title(), sections=sections, months=months)

    def plot_months(self, *, ax: "Axes | None" = None) -> "Axes":
        """Month-by-month sentiment with its intervals, all documents pooled. Returns matplotlib Axes."""
        from textlens.show.plots import plot_months

        pooled = len(self._texts) > 1
        return plot_months(self.timeline("month") if pooled else self.months, ax=ax, title=self._title())

    def _title(self) -> str | None:
        if len(self._texts) != 1:
            return None
        read = self.documents[self.documents["problem"] == ""].iloc[0]
        return str(read["title"] or read["doc_id"])

    def save(self, folder: Any, format: str = "csv") -> None:
        """Write every frame and the texts into a folder; `textlens.load` gives them back.

        Args:
            folder: made where it does not exist.
            format: ``"csv"`` (UTF-8 with a byte-order mark, for Excel), ``"json"``, ``"parquet"`` or ``"xlsx"``.
        """
        from textlens.save.store import save

        save(self, folder, format)

    def __repr__(self) -> str:
        documents = self.documents
        failed = int((documents["problem"] != "").sum())
        counts = {"document": len(documents), "sentence": int(documents["n_sentences"].sum())}
        parts = [f"{count} {name}{'s' * (count != 1)}" for name, count in counts.items()]
        if len(documents) == 1:
            mean = documents["sentiment"].iloc[0]
            parts.append(f"sentiment {mean:+.2f}" if mean == mean else "no sentiment")
        if failed:
            parts.append(f"{failed} not read")
        return f"<textlens.Analysis: {', '.join(parts)}>"

    def _repr_html_(self) -> str:
        from textlens.show.html import analysis_html

        return analysis_html(self.documents, self.months, self.sentences)
