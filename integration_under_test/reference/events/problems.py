"""Problems: dead letters of one cause are one work item, with one owner and one decision.

A vendor's release makes every document of a type unreadable, and a desk that got an item for each
would still be at work on them when all had long been mended. Of each letter is stored to which item
it belongs, so that a start builds this anew, and nothing here can contradict the store.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from integration_under_test.boundary import WorkItem

CAUSE = "cause"
"""In the row of an item: what all its letters have in common."""
_FIGURES = re.compile(r"[^\s'\"(){}\[\],:;=|]*\d[^\s'\"(){}\[\],:;=|]*")
"""Numbers, and names that hold some: of a document, a line, an amount."""

Row = Mapping[str, Any]


class Problems:
    """The items that are open, and the letters of each in the order in which they joined."""

    def __init__(self) -> None:
        self._letters: dict[str, dict[str, tuple[str, ...]]] = {}
        self._items: dict[str, str] = {}
        """Cause -> id of the item that the next letter joins."""

    def item_of(self, cause: str, own: str) -> str:
        """The id of the open item of a cause; `own` is that of a new one, which whoever comes next
        joins already."""
        return self._items.setdefault(cause, own)

    def join(self, key: str, item: Row) -> None:
        """A letter was stored with the row of its item."""
        if CAUSE in item:
            self._items.setdefault(item[CAUSE], item["id"])
        self._letters.setdefault(item["id"], {})[key] = tuple(item["keys"])

    def leave(self, key: str, item: Row) -> tuple[str, ...] | None:
        """A letter came to its end. The business keys that nothing in its item stands for any more,
        None when the item is at its end as well."""
        letters = self._letters.get(item["id"], {})
        gone = letters.pop(key, ())
        if not letters:
            self.forget(item)
            return None
        left = {each for keys in letters.values() for each in keys}
        return tuple(each for each in gone if each not in left)

    def forget(self, item: Row) -> None:
        """Nothing joins an item any more, if there is no letter in it."""
        if self._letters.get(item["id"]):
            return
        self._letters.pop(item["id"], None)
        if self._items.get(item.get(CAUSE, "")) == item["id"]:
            del self._items[item[CAUSE]]

    def letters_of(self, item_id: str) -> tuple[str, ...]:
        """The keys of an item's letters."""
        return tuple(self._letters.get(item_id, ()))


def cause_of(reason: str, *place: str) -> str:
    """What documents have in common that came from one place and cannot be used for one reason, in
    which no document's own figures count."""
    return "|".join((*place, _FIGURES.sub("#", reason)))


def as_work_item(item: Row) -> WorkItem:
    """The item of a letter, with that letter's keys."""
    fields: dict[str, Any] = {name: value for name, value in item.items() if name != CAUSE}
    for name in fields.keys() & {"keys", "actions"}:
        fields[name] = tuple(fields[name])
    return WorkItem(**fields)
