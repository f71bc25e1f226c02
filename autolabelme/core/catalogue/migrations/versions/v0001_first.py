"""Books, pages, ornaments, blocks and sorts, impressions, comparisons, and the log of edits.

Revision ID: 0001
Revises:
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _key(name: str = "id") -> sa.Column[Any]:
    return sa.Column(name, sa.String(), primary_key=True, nullable=False)


def _texts(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _numbers(kind: type[Any], *names: str, nullable: bool = False) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind(), nullable=nullable) for name in names]


def _table(name: str, *columns: sa.Column[Any], **links: str) -> None:
    keys = [column.name for column in columns if column.primary_key]
    op.create_table(
        name,
        *columns,
        sa.PrimaryKeyConstraint(*keys, name=f"pk_{name}"),
        *(
            sa.ForeignKeyConstraint([column], [target], name=f"fk_{name}_{column}")
            for column, target in links.items()
        ),
    )


def _index(table: str, *columns: str, unique: bool = False) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns), unique=unique)


def upgrade() -> None:
    """Make the tables; the database is marked as one of ours ("alcg")."""
    op.execute("PRAGMA application_id = 1634493287")
    _table("meta", _key("key"), *_texts("value"))
    _table(
        "books",
        _key(),
        *_texts("title", "author", "edition", "printer", "imprint", "place"),
        *_numbers(sa.Integer, "year", nullable=True),
        *_texts("year_text"),
        *_numbers(sa.Boolean, "year_sure"),
        *_texts("library", "shelfmark", "source", "manifest", "licence", "attribution", "note"),
        *_texts("place_on_disk"),
    )
    _table(
        "pages",
        _key(),
        *_texts("book_id"),
        *_numbers(sa.Integer, "position"),
        *_texts("path"),
        *_numbers(sa.Integer, "number"),
        *_texts("content"),
        *_numbers(sa.Integer, "bytes", "width", "height"),
        *_numbers(sa.Double, "dpi", nullable=True),
        *_texts("folio", "canvas"),
        *_numbers(sa.Integer, "canvas_width", "canvas_height", nullable=True),
        *_texts("image_service", "rights", "attribution", "searched", "annotation", "stamp"),
        book_id="books.id",
    )
    _index("pages", "content", "number", unique=True)
    _index("pages", "book_id", "position")
    _index("pages", "path", "number")
    _table(
        "ornaments",
        _key(),
        *_texts("page_id", "role", "kind", "state"),
        *_numbers(sa.Double, "x1", "y1", "x2", "y2"),
        *_numbers(sa.Double, "width_mm", "height_mm", "score", nullable=True),
        *_texts("shape", "label", "note", "found_by", "decided_by", "decided_at"),
        page_id="pages.id",
    )
    _index("ornaments", "page_id")
    _index("ornaments", "state", "kind", "role")
    _table(
        "blocks",
        _key(),
        *_texts("type", "name", "note", "printer", "colour", "cover", "made_by", "made_at"),
    )
    _index("blocks", "name")
    _table("aliases", _key(), *_texts("block_id"), block_id="blocks.id")
    _index("aliases", "block_id")
    _table("apart", _key("one_id"), _key("other_id"), one_id="blocks.id", other_id="blocks.id")
    _index("apart", "other_id")
    _table(
        "impressions",
        _key("ornament_id"),
        _key("block_id"),
        *_texts("state"),
        *_numbers(sa.Double, "rotation_deg"),
        *_numbers(sa.Boolean, "mirrored"),
        *_numbers(sa.Double, "scale_x", "scale_y"),
        *_numbers(sa.Double, "score", nullable=True),
        *_texts("source", "decided_by", "decided_at"),
        ornament_id="ornaments.id",
        block_id="blocks.id",
    )
    _index("impressions", "block_id", "state")
    op.create_index(
        "uq_impressions_confirmed",
        "impressions",
        ["ornament_id"],
        unique=True,
        sqlite_where=sa.text("state = 'confirmed'"),
    )
    _table(
        "comparisons",
        _key(),
        *_texts("one_id"),
        sa.Column("other_id", sa.String(), nullable=True),
        *_texts("tool", "verdict", "file", "file_hash", "note", "made_by", "made_at"),
        one_id="ornaments.id",
        other_id="ornaments.id",
    )
    _index("comparisons", "one_id")
    _index("comparisons", "other_id")
    _table(
        "edits",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=True, nullable=False),
        *_texts("at", "who", "what", "code"),
        *_numbers(sa.Boolean, "undone"),
    )
    _table(
        "edit_rows",
        sa.Column("edit", sa.Integer(), primary_key=True, nullable=False),
        sa.Column("place", sa.Integer(), primary_key=True, nullable=False),
        *_texts("table", "before", "after"),
        edit="edits.number",
    )
    _table("pending", _key("kind"), _key("key"), *_texts("more"))
