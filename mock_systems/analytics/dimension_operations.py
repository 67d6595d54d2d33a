"""The conformed dimensions of the warehouse (S17): every feed uses the same keys."""

from __future__ import annotations

from itertools import islice
from typing import Annotated, Any

from pydantic import Field

from mock_systems.analytics.documents import HasDocuments
from mock_systems.analytics.wire import Dimension, Message, Name
from mock_systems.service import Effect, Operation, Work


class Member(Message):
    key: Name
    name: Annotated[str, Field(max_length=240)]


class MergeDimension(Message):
    """Adds members, renames those that exist."""

    dimension: Dimension
    members: Annotated[list[Member], Field(min_length=1, max_length=5000)]


class Merged(Message):
    dimension: str
    added: int
    renamed: int


class ListDimension(Message):
    dimension: Dimension
    limit: Annotated[int, Field(ge=1, le=5000)] = 1000
    offset: Annotated[int, Field(ge=0)] = 0


class Members(Message):
    rows: list[Member]
    next_offset: int | None


def merge_dimension(system: HasDocuments, request: MergeDimension, work: Work) -> dict[str, Any]:
    """Takes members over; nothing is ever deleted, since facts refer to it. Of a key that comes
    twice the last name stands."""
    held = system.documents.dimensions[request.dimension]
    names = {member.key: member.name for member in request.members}
    new = [key for key in names if key not in held]
    renamed = [key for key, name in names.items() if held.get(key, name) != name]
    held.update(names)
    for key in new:
        work.effect(Effect("analytics.dimension_member", f"{request.dimension}/{key}"))
    return {"dimension": request.dimension, "added": len(new), "renamed": len(renamed)}


def list_dimension(system: HasDocuments, request: ListDimension, work: Work) -> dict[str, Any]:
    """The members in the order in which they came."""
    del work
    held = system.documents.dimensions[request.dimension]
    end = request.offset + request.limit
    rows = [{"key": k, "name": n} for k, n in islice(held.items(), request.offset, end)]
    return {"rows": rows, "next_offset": end if end < len(held) else None}


DECLARED = (
    Operation(
        name="merge_dimension",
        method="POST",
        path="/dimensions/{dimension}/merge",
        scope="analytics.dimensions.write",
        request=MergeDimension,
        response=Merged,
        handler=merge_dimension,
        key=("dimension",),
        summary="Adds or renames members of a conformed dimension",
    ),
    Operation(
        name="list_dimension",
        method="GET",
        path="/dimensions/{dimension}",
        scope="analytics.dimensions.read",
        request=ListDimension,
        response=Members,
        handler=list_dimension,
        key=("dimension",),
        summary="Lists the members of a conformed dimension",
    ),
)
