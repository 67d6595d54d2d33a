"""What the reference offers to a host beyond the boundary: worker processes, its API's document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from integration_under_test.reference.cluster.layout import Charge, Message, Staff
from integration_under_test.reference.cluster.spreading import Table
from integration_under_test.reference.openapi import openapi
from integration_under_test.reference.parts import Parts


class Hosted:
    """The head's side of what may be spread over processes; `worker` is the other."""

    parts: ClassVar[Parts] = Parts()
    staff: Staff | None = None
    """Set by a host that starts worker processes."""
    processes: Table = list
    """The worker processes, for operators."""

    def worker(self, charge: Mapping[str, Any], tell: Callable[[Message], None]) -> Any:
        """What a worker process runs in the place of this."""
        from integration_under_test.reference.cluster.worker import Worker

        return Worker(self.parts, Charge(**charge), tell)

    def openapi(self) -> Mapping[str, Any]:
        """What `on_request` answers, as a document; it is served at the paths in there, too."""
        return openapi()
