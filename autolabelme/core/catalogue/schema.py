"""The tables of a catalogue as typed models. The files under `migrations` make them; a test compares the two.

Every id is a text: made of the content for pages and of the page and the place for what stands on it, so that
work that is done twice is stored once; random for books, blocks and comparisons. Boxes are xyxy in page
pixels, x2 and y2 exclusive; times are UTC in ISO 8601. Empty text stands for what nobody has said.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

from sqlalchemy import ForeignKey, Index, MetaData, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

REGION, VIGNETTE = "region", "vignette"
BLOCK, SORT = "block", "sort"
PROPOSED, CONFIRMED, REFUSED = "proposed", "confirmed", "refused"


def new_id() -> str:
    """A random id."""
    return uuid.uuid4().hex


def made_id(*parts: str | int) -> str:
    """The id of what these parts say, always the same."""
    return uuid.uuid5(uuid.NAMESPACE_OID, "\n".join(map(str, parts))).hex


def now() -> str:
    """This moment, UTC, in seconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Base(DeclarativeBase):
    """All tables."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Meta(Base):
    """Facts about the project: ``revision`` grows with every change, ``feed`` says of which database the
    numbers of `Touched` are."""

    __tablename__ = "meta"
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class Book(Base):
    """One copy of an edition with its provenance."""

    __tablename__ = "books"
    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(default="")
    author: Mapped[str] = mapped_column(default="")
    edition: Mapped[str] = mapped_column(default="")
    printer: Mapped[str] = mapped_column(default="")
    """Whom the historian takes for the printer; `imprint` is what the title page says."""
    imprint: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    year: Mapped[int | None]
    """The year to sort by; `year_text` is what was given: "[1745?]"."""
    year_text: Mapped[str] = mapped_column(default="")
    year_sure: Mapped[bool] = mapped_column(default=False)
    library: Mapped[str] = mapped_column(default="")
    shelfmark: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    """Where its scans come from: a URL, a name."""
    manifest: Mapped[str] = mapped_column(default="")
    licence: Mapped[str] = mapped_column(default="")
    attribution: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    place_on_disk: Mapped[str] = mapped_column(default="")
    """The folder or file of its pages, from the project's folder."""


class Page(Base):
    """One scanned image, or one page of a PDF or TIFF. `path` is seen from the project's folder."""

    __tablename__ = "pages"
    id: Mapped[str] = mapped_column(primary_key=True)
    book_id: Mapped[str] = mapped_column(ForeignKey("books.id"))
    position: Mapped[int]
    """Its place in the book, from 0."""
    path: Mapped[str]
    number: Mapped[int] = mapped_column(default=0)
    """The page in the file, from 0."""
    content: Mapped[str]
    """SHA-256 of the file."""
    bytes: Mapped[int] = mapped_column(default=0)
    width: Mapped[int]
    height: Mapped[int]
    dpi: Mapped[float | None]
    folio: Mapped[str] = mapped_column(default="")
    canvas: Mapped[str] = mapped_column(default="")
    """Id of the IIIF canvas; `iiif` is all that its manifest said of the page (`iiif.records.PageSource`),
    as JSON."""
    iiif: Mapped[str] = mapped_column(default="", server_default="")
    rights: Mapped[str] = mapped_column(default="")
    attribution: Mapped[str] = mapped_column(default="")
    searched: Mapped[str] = mapped_column(default="")
    """With which finder ornaments were looked for; empty: not yet."""
    annotation: Mapped[str] = mapped_column(default="")
    """The LabelMe file that was read last, from the project's folder; `stamp` tells when it has changed."""
    stamp: Mapped[str] = mapped_column(default="")
    __table_args__ = (
        Index(None, "content", "number", unique=True),
        Index(None, "book_id", "position"),
        Index(None, "path", "number"),
    )


class Ornament(Base):
    """What is printed in one box of a page: an ornament (`role` region) or one vignette."""

    __tablename__ = "ornaments"
    id: Mapped[str] = mapped_column(primary_key=True)
    page_id: Mapped[str] = mapped_column(ForeignKey("pages.id"))
    role: Mapped[str] = mapped_column(default=REGION)
    kind: Mapped[str] = mapped_column(default="ornament")
    state: Mapped[str] = mapped_column(default="proposed")
    x1: Mapped[float]
    y1: Mapped[float]
    x2: Mapped[float]
    y2: Mapped[float]
    width_mm: Mapped[float | None]
    """From box and dpi; None where the page's resolution is unknown."""
    height_mm: Mapped[float | None]
    score: Mapped[float | None]
    """How sure the finder, or the search, was."""
    shape: Mapped[str] = mapped_column(default="")
    """Id of its shape in the page's LabelMe file; empty while no file has it."""
    label: Mapped[str] = mapped_column(default="")
    """What it is called on its page."""
    note: Mapped[str] = mapped_column(default="")
    found_by: Mapped[str] = mapped_column(default="")
    decided_by: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[str] = mapped_column(default="")
    __table_args__ = (
        Index(None, "page_id"),
        Index(None, "state", "kind", "role"),
        Index("ix_ornaments_words", "label", "note", sqlite_where=text("label != '' OR note != ''")),
    )

    @property
    def box(self) -> tuple[float, float, float, float]:
        """xyxy in page pixels."""
        return self.x1, self.y1, self.x2, self.y2


class Touched(Base):
    """Ornaments in the order of their latest changes, so that a search can look at the changed ones alone.

    Triggers keep the table. A number is never used again; an ornament that has gone keeps its row.
    """

    __tablename__ = "touched"
    number: Mapped[int] = mapped_column(primary_key=True)
    ornament_id: Mapped[str] = mapped_column(index=True, unique=True)
    __table_args__ = ({"sqlite_autoincrement": True},)


class Listing(Base):
    """What lists sort and filter by, one narrow row an ornament. Only triggers write it.

    `year` is 9999 where nobody knows it, `block_id` "" without a confirmed block.
    """

    __tablename__ = "listing"
    id: Mapped[int] = mapped_column(primary_key=True)
    ornament_id: Mapped[str] = mapped_column(index=True, unique=True)
    kind: Mapped[str]
    state: Mapped[str]
    role: Mapped[str]
    y1: Mapped[float]
    x1: Mapped[float]
    width_mm: Mapped[float | None]
    score: Mapped[float | None]
    decided_at: Mapped[str]
    book_id: Mapped[str]
    position: Mapped[int]
    year: Mapped[int]
    block_id: Mapped[str]
    __table_args__ = (
        # With all that is filtered by, so that a list is read out of its index alone.
        Index("ix_listing_place", "book_id", "position", "y1", "x1", "state", "kind", "role", "block_id"),
        Index(
            "ix_listing_year", "year", "book_id", "position", "y1", "x1", "state", "kind", "role", "block_id"
        ),
        Index("ix_listing_size", "width_mm", "state", "kind", "role", "block_id"),
        Index("ix_listing_score", "state", "score", "kind", "role", "block_id"),
        Index("ix_listing_newest", "decided_at", "state", "kind", "role", "block_id"),
        Index("ix_listing_block", "block_id", "book_id", "year"),
    )


class Block(Base):
    """The identity that several impressions share: a carved block, or a sort of cast type (`type`)."""

    __tablename__ = "blocks"
    id: Mapped[str] = mapped_column(primary_key=True)
    type: Mapped[str] = mapped_column(default=BLOCK)
    name: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    printer: Mapped[str] = mapped_column(default="")
    """Whose it is, as a person says; empty: what its books say."""
    colour: Mapped[str] = mapped_column(default="")
    cover: Mapped[str] = mapped_column(default="")
    """Id of the ornament that shows it."""
    made_by: Mapped[str] = mapped_column(default="")
    made_at: Mapped[str] = mapped_column(default="")
    __table_args__ = (Index(None, "name"),)


class Alias(Base):
    """A further id of a block or sort: of one that was merged into it."""

    __tablename__ = "aliases"
    id: Mapped[str] = mapped_column(primary_key=True)
    block_id: Mapped[str] = mapped_column(ForeignKey("blocks.id"), index=True)


class Apart(Base):
    """Two blocks of which a person said that they are not the same; the smaller id first."""

    __tablename__ = "apart"
    one_id: Mapped[str] = mapped_column(ForeignKey("blocks.id"), primary_key=True)
    other_id: Mapped[str] = mapped_column(ForeignKey("blocks.id"), primary_key=True, index=True)


class Impression(Base):
    """An ornament as a print of a block or sort; an ornament has one confirmed block at most."""

    __tablename__ = "impressions"
    ornament_id: Mapped[str] = mapped_column(ForeignKey("ornaments.id"), primary_key=True)
    block_id: Mapped[str] = mapped_column(ForeignKey("blocks.id"), primary_key=True)
    state: Mapped[str] = mapped_column(default=PROPOSED)
    rotation_deg: Mapped[float] = mapped_column(default=0.0)
    mirrored: Mapped[bool] = mapped_column(default=False)
    scale_x: Mapped[float] = mapped_column(default=1.0)
    scale_y: Mapped[float] = mapped_column(default=1.0)
    score: Mapped[float | None]
    source: Mapped[str] = mapped_column(default="")
    """What the assignment was made from: "label" of a LabelMe file, a search, a person's word."""
    decided_by: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[str] = mapped_column(default="")
    __table_args__ = (
        Index(None, "block_id", "state"),
        Index(
            "uq_impressions_confirmed", "ornament_id", unique=True, sqlite_where=text("state = 'confirmed'")
        ),
    )


class Comparison(Base):
    """A result of Align or Inspect about one ornament or two, by link to its file."""

    __tablename__ = "comparisons"
    id: Mapped[str] = mapped_column(primary_key=True)
    one_id: Mapped[str] = mapped_column(ForeignKey("ornaments.id"), index=True)
    other_id: Mapped[str | None] = mapped_column(ForeignKey("ornaments.id"), index=True)
    tool: Mapped[str]
    verdict: Mapped[str] = mapped_column(default="")
    file: Mapped[str] = mapped_column(default="")
    """The result's file, from the project's folder, and its SHA-256."""
    file_hash: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    made_by: Mapped[str] = mapped_column(default="")
    made_at: Mapped[str] = mapped_column(default="")


class Edit(Base):
    """One change that can be undone."""

    __tablename__ = "edits"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[str]
    who: Mapped[str]
    what: Mapped[str]
    """The sentence, and as JSON its code and values."""
    code: Mapped[str] = mapped_column(default="")
    undone: Mapped[bool] = mapped_column(default=False)


class EditRow(Base):
    """A row that an edit changed: as JSON what it was and became, empty where there was none."""

    __tablename__ = "edit_rows"
    edit: Mapped[int] = mapped_column(ForeignKey("edits.number"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    table: Mapped[str]
    before: Mapped[str] = mapped_column(default="")
    after: Mapped[str] = mapped_column(default="")


class Pending(Base):
    """What still has to be written beside the database: a record, or a shape of a LabelMe file.

    `more` is the page and the shape's id in the file, for a shape whose ornament has gone.
    """

    __tablename__ = "pending"
    kind: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    more: Mapped[str] = mapped_column(default="")
