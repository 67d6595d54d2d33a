"""pyx12 as an independent judge: its reader for every envelope, its maps for the sets of HIPAA."""

from __future__ import annotations

import functools
import io
import json
import logging

import pyx12.map_if  # type: ignore[import-untyped]
import pyx12.params  # type: ignore[import-untyped]
import pyx12.x12file  # type: ignore[import-untyped]
import pyx12.x12n_document  # type: ignore[import-untyped]

PARAMETERS = pyx12.params.ParamsBase()

# A map takes half a second to load and holds no state of a document: each is loaded once.
pyx12.map_if.load_map_file = functools.cache(pyx12.map_if.load_map_file)


def envelope_errors(interchange_text: str) -> list[str]:
    """What its reader says about counts, control numbers, hierarchical levels."""
    reader = pyx12.x12file.X12Reader(io.StringIO(interchange_text))
    found = [str(error) for _ in reader for error in reader.pop_errors()]
    reader.cleanup()
    return found + [str(error) for error in reader.pop_errors()]


def map_errors(interchange_text: str) -> list[str]:
    """What its map of the set says; empty for a valid document."""
    logging.getLogger("pyx12").setLevel(logging.CRITICAL)
    report = io.StringIO()
    valid = pyx12.x12n_document.x12n_document(
        PARAMETERS, io.StringIO(interchange_text), None, None, fd_json=report
    )
    if valid:
        return []
    return [json.dumps(json.loads(report.getvalue()), indent=1) or "refused"]
