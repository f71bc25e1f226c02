"""Every sentence of the catalogue's core, once."""

from __future__ import annotations

from ..messages import Template


class CatalogueWords(Template):
    """What the catalogue says to a person."""

    # Who may write.
    WRITTEN_BY = (
        "{user} on {host} (process {pid}, since {since}) is writing this project; here it can only be read"
    )
    WRITTEN_BY_SOMEBODY = "another program is writing this project; here it can only be read"
    READ_ONLY = "the project is open for reading only"
    READ_ONLY_PLACE = "its folder cannot be written; here the project can only be read"

    # What an edit did; shown beside Undo.
    ACCEPTED = "accept ornaments ({count})"
    REJECTED = "reject ornaments ({count})"
    REOPENED = "propose ornaments again ({count})"
    KIND = "call ornaments {kind} ({count})"
    BOX = "change the box of an ornament"
    NOTED = "change the note of an ornament"
    DRAWN = "add an ornament"
    REMOVED = "remove ornaments ({count})"
    NEW_BLOCK = "make {name}"
    BLOCK_FIELDS = "change {name}"
    MERGED = "join {name} and {other}"
    SPLIT = "take impressions ({count}) out of {name} as {other}"
    ASSIGNED = "assign impressions ({count}) to {name}"
    PROPOSED = "propose impressions ({count}) of {name}"
    REFUSED = "refuse impressions ({count}) of {name}"
    UNASSIGNED = "take impressions ({count}) back"
    APART = "tell {name} and {other} apart"
    BOOK_FIELDS = "change the book {name}"
    PAGE_FIELDS = "change pages ({count})"
    IMPORTED = "take annotations of {name} in"
    COMPARED = "link a comparison"
    UNLINKED = "remove a comparison"

    # What could not be done.
    CHANGED_SINCE = "“{what}” cannot be undone: what it changed has been changed since"
    PICTURE_CHANGED = "{page}: its picture is another than before; its ornaments stay"
    NOT_SEARCHED = "ornaments are not looked for: this installation has no finder yet"
    SEARCHED = "searching {page}"
    PAGE_NOTE = "{page}: {note}"
    NEW_PROJECT = "{path}: this project is new, nothing stands in it yet"
    NOTHING_TO_ADD = "holds no page"
    NOTHING_TO_EXPORT = "no ornament is accepted, or of the kind and book that are asked for"

    ELSEWHERE = "annotations that mark no part of a page of this project: {count}"

    # What a search found.
    ITSELF = "the ornament itself"
    NOWHERE_ELSE = "the project shows it nowhere else"
    NOT_ALL_READ = "nothing else was found, but not all pages could be read"
