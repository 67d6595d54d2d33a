"""Another inventory product changes its adapter and nothing else of the reference (L2).

The words of the product, its fields, stand in the package of its adapter. Whoever else spoke them
would have to be changed as well.
"""

from __future__ import annotations

import ast
from pathlib import Path

REFERENCE = Path(__file__).parents[2] / "integration_under_test" / "reference"
INVENTORY = REFERENCE / "mediation" / "inventory"
COMMANDS = REFERENCE / "gateway" / "commands" / "inventory.py"
EVERYBODYS = frozenset({"item_id", "as_of", "time_zone"})
"""Words that are not the product's alone: ours, or others'."""


def words_of(source: str) -> set[str]:
    """The names that code reads or writes by key: in brackets, and as keys of dicts."""
    keys: list[ast.expr | None] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Dict):
            keys += node.keys
        elif isinstance(node, ast.Subscript):
            keys.append(node.slice)
    constants = (key.value for key in keys if isinstance(key, ast.Constant))
    return {word for word in constants if isinstance(word, str)}


def vocabulary() -> set[str]:
    """What the adapter of inventory calls by name and no other adapter does."""
    own = set().union(*(words_of(path.read_text()) for path in INVENTORY.glob("*.py")))
    others = set().union(
        *(
            words_of(path.read_text())
            for path in (REFERENCE / "mediation").rglob("*.py")
            if path.parent != INVENTORY
        )
    )
    return {word for word in own - others - EVERYBODYS if "_" in word}


def speakers(folder: Path, words: set[str]) -> set[Path]:
    """The files that use any of the words."""
    return {path for path in folder.rglob("*.py") if words_of(path.read_text()) & words}


def test_the_fields_of_the_inventory_product_stand_in_its_adapter_alone() -> None:
    words = vocabulary()
    assert {"receipt_no", "po_number", "usage_id", "erp_item_number"} <= words
    found = speakers(REFERENCE, words)
    assert {path.relative_to(REFERENCE).as_posix() for path in found - {COMMANDS}} == {
        path.relative_to(REFERENCE).as_posix() for path in found if path.parent == INVENTORY
    }


def test_a_file_that_reads_such_a_field_is_found(tmp_path: Path) -> None:
    (tmp_path / "leak.py").write_text('def read(row):\n    return row["receipt_no"]\n')
    assert speakers(tmp_path, {"receipt_no"}) == {tmp_path / "leak.py"}


def test_a_new_facility_changes_no_file() -> None:
    """Facilities come from the masters: no code of one but the group's seat stands here."""
    text = "\n".join(path.read_text() for path in REFERENCE.rglob("*.py"))
    assert not any(code in text for code in ("BU200", "SHIP-1002", "H02"))
