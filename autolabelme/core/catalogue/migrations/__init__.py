"""Alembic's migrations of a catalogue, shipped inside the package; `migrate` runs those that are lacking.

There is no ``env.py``: the one database is given as an open connection, inside one transaction.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection

HEAD: Final = "0003"
"""The form that this program reads and writes; a test holds it against the files under ``versions``."""


def migrate(connection: Connection, to: str = HEAD) -> None:
    """Bring the database to the form `to`, from nothing or from any earlier form."""
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    script = ScriptDirectory(str(Path(__file__).parent))

    def steps(revision: Any, _context: Any) -> Any:
        return script._upgrade_revs(to, revision)

    with EnvironmentContext(Config(), script, fn=steps, destination_rev=to) as environment:
        environment.configure(connection=connection, transactional_ddl=True)
        environment.run_migrations()
