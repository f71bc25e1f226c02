"""Lists in a tenth of a second: one narrow row an ornament with all that lists sort and filter by.

Triggers keep it, whoever changes what it is made of. And a page of a library's server keeps all that its
manifest said of it, as JSON, in place of three of its numbers.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_UNKNOWN_YEAR = 9999

# Of one ornament: what its page, its book and its confirmed impression say. Rows may come in any order within
# a transaction, so each of the four tables fills in what it knows.
_OF_PAGE = "SELECT {what} FROM pages WHERE id = {page}"
_OF_BOOK = "SELECT coalesce(b.year, 9999) FROM pages p JOIN books b ON b.id = p.book_id WHERE p.id = {page}"
_BLOCK = "SELECT block_id FROM impressions WHERE ornament_id = {ornament} AND state = 'confirmed'"


def _derived(page: str, ornament: str) -> dict[str, str]:
    return {
        "book_id": f"coalesce(({_OF_PAGE.format(what='book_id', page=page)}), '')",
        "position": f"coalesce(({_OF_PAGE.format(what='position', page=page)}), 0)",
        "year": f"coalesce(({_OF_BOOK.format(page=page)}), {_UNKNOWN_YEAR})",
        "block_id": f"coalesce(({_BLOCK.format(ornament=ornament)}), '')",
    }


_OWN = ("kind", "state", "role", "y1", "x1", "width_mm", "score", "decided_at")


def _set(row: str) -> str:
    pairs = [f"{name} = {row}.{name}" for name in _OWN]
    return ", ".join([*pairs, *(f"{k} = {v}" for k, v in _derived(f"{row}.page_id", f"{row}.id").items())])


def _select(row: str) -> str:
    own = ", ".join(f"{row}.{name}" for name in _OWN)
    return f"{row}.id, {own}, {', '.join(_derived(f'{row}.page_id', f'{row}.id').values())}"


_COLUMNS = f"ornament_id, {', '.join(_OWN)}, book_id, position, year, block_id"
_ON_PAGE = "ornament_id IN (SELECT id FROM ornaments WHERE page_id = NEW.id)"
_PAGE = (
    "book_id = NEW.book_id, position = NEW.position, "
    "year = coalesce((SELECT year FROM books WHERE id = NEW.book_id), 9999)"
)
_TRIGGERS = {
    "listing_ornament_new": "AFTER INSERT ON ornaments BEGIN "
    f"INSERT INTO listing ({_COLUMNS}) SELECT {_select('NEW')}; END",
    "listing_ornament_changed": "AFTER UPDATE ON ornaments BEGIN "
    f"UPDATE listing SET {_set('NEW')} WHERE ornament_id = NEW.id; END",
    "listing_ornament_gone": "AFTER DELETE ON ornaments BEGIN "
    "DELETE FROM listing WHERE ornament_id = OLD.id; END",
    "listing_page_new": f"AFTER INSERT ON pages BEGIN UPDATE listing SET {_PAGE} WHERE {_ON_PAGE}; END",
    "listing_page_changed": "AFTER UPDATE OF book_id, position ON pages BEGIN "
    f"UPDATE listing SET {_PAGE} WHERE {_ON_PAGE}; END",
    "listing_book_new": "AFTER INSERT ON books BEGIN "
    "UPDATE listing SET year = coalesce(NEW.year, 9999) WHERE book_id = NEW.id; END",
    "listing_book_changed": "AFTER UPDATE OF year ON books BEGIN "
    "UPDATE listing SET year = coalesce(NEW.year, 9999) WHERE book_id = NEW.id; END",
    "listing_impression_new": "AFTER INSERT ON impressions WHEN NEW.state = 'confirmed' BEGIN "
    "UPDATE listing SET block_id = NEW.block_id WHERE ornament_id = NEW.ornament_id; END",
    "listing_impression_gone": "AFTER DELETE ON impressions WHEN OLD.state = 'confirmed' BEGIN "
    "UPDATE listing SET block_id = '' WHERE ornament_id = OLD.ornament_id AND block_id = OLD.block_id; END",
    "listing_impression_changed": "AFTER UPDATE OF state ON impressions BEGIN "
    f"UPDATE listing SET block_id = coalesce(({_BLOCK.format(ornament='NEW.ornament_id')}), '') "
    "WHERE ornament_id = NEW.ornament_id; END",
}


def upgrade() -> None:
    """Make the listing and fill it; turn what was kept of canvases into JSON."""
    _sources()
    text, number = sa.String, sa.Double
    op.create_table(
        "listing",
        sa.Column("id", sa.Integer(), primary_key=True, nullable=False),
        sa.Column("ornament_id", text(), nullable=False),
        *(sa.Column(name, text(), nullable=False) for name in ("kind", "state", "role")),
        *(sa.Column(name, number(), nullable=False) for name in ("y1", "x1")),
        *(sa.Column(name, number(), nullable=True) for name in ("width_mm", "score")),
        *(sa.Column(name, text(), nullable=False) for name in ("decided_at", "book_id")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("position", "year")),
        sa.Column("block_id", text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_listing"),
    )
    op.execute(f"INSERT INTO listing ({_COLUMNS}) SELECT {_select('o')} FROM ornaments o")
    op.create_index("ix_listing_ornament_id", "listing", ["ornament_id"], unique=True)
    also = ["state", "kind", "role", "block_id"]
    for name, columns in {
        "place": ["book_id", "position", "y1", "x1", *also],
        "year": ["year", "book_id", "position", "y1", "x1", *also],
        "size": ["width_mm", *also],
        "score": ["state", "score", "kind", "role", "block_id"],
        "newest": ["decided_at", *also],
        "block": ["block_id", "book_id", "year"],
    }.items():
        op.create_index(f"ix_listing_{name}", "listing", columns)
    op.create_index(
        "ix_ornaments_words",
        "ornaments",
        ["label", "note"],
        sqlite_where=sa.text("label != '' OR note != ''"),
    )
    for name, body in _TRIGGERS.items():
        op.execute(f"CREATE TRIGGER {name} {body}")


def _sources() -> None:
    op.add_column("pages", sa.Column("iiif", sa.String(), nullable=False, server_default=""))
    connection = op.get_bind()
    rows = connection.execute(
        sa.text(
            "SELECT p.id, p.canvas, p.folio, p.canvas_width, p.canvas_height, p.image_service, p.width, "
            "p.height, p.rights, p.attribution, b.manifest FROM pages p JOIN books b ON b.id = p.book_id "
            "WHERE p.canvas != '' AND p.canvas_width > 0 AND p.canvas_height > 0"
        )
    ).mappings()
    for row in rows.all():
        value = {
            "manifest": row["manifest"],
            "canvas": row["canvas"],
            "label": row["folio"],
            "canvas_width": row["canvas_width"],
            "canvas_height": row["canvas_height"],
            "image": row["image_service"],
            "service": row["image_service"],
            "width": row["width"],
            "height": row["height"],
            "rights": row["rights"],
            "attribution": row["attribution"],
        }
        connection.execute(
            sa.text("UPDATE pages SET iiif = :value WHERE id = :id"),
            {"value": json.dumps(value, sort_keys=True), "id": row["id"]},
        )
    for name in ("canvas_width", "canvas_height", "image_service"):
        op.drop_column("pages", name)
