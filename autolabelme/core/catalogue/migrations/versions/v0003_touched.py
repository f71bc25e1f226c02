"""What has changed since a search looked last: ornaments that were made, moved, judged or removed, in order.

Triggers keep it, whoever changes them. `feed` in `meta` is another one in every database: numbers of one say
nothing of another that was made anew.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TOUCH = (
    "DELETE FROM touched WHERE ornament_id = {row}.id; INSERT INTO touched (ornament_id) VALUES ({row}.id);"
)
_ON_PAGE = "SELECT id FROM ornaments WHERE page_id = NEW.id"
_TRIGGERS = {
    "touched_ornament_new": f"AFTER INSERT ON ornaments BEGIN {_TOUCH.format(row='NEW')} END",
    "touched_ornament_changed": "AFTER UPDATE OF page_id, state, x1, y1, x2, y2 ON ornaments BEGIN "
    f"{_TOUCH.format(row='NEW')} END",
    "touched_ornament_gone": f"AFTER DELETE ON ornaments BEGIN {_TOUCH.format(row='OLD')} END",
    "touched_page_changed": "AFTER UPDATE OF content, number ON pages BEGIN "
    f"DELETE FROM touched WHERE ornament_id IN ({_ON_PAGE}); "
    f"INSERT INTO touched (ornament_id) {_ON_PAGE}; END",
}


def upgrade() -> None:
    """Make the table; what was there before is not in it, and a search looks at all of it once."""
    op.create_table(
        "touched",
        sa.Column("number", sa.Integer(), primary_key=True, nullable=False),
        sa.Column("ornament_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_touched"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_touched_ornament_id", "touched", ["ornament_id"], unique=True)
    op.execute("INSERT INTO meta (key, value) VALUES ('feed', lower(hex(randomblob(8))))")
    for name, body in _TRIGGERS.items():
        op.execute(f"CREATE TRIGGER {name} {body}")
