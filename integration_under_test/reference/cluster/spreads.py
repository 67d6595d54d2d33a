"""What an integration offers so that a host may spread it over processes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from integration_under_test.reference.cluster.layout import Charge, Message, Staff
from integration_under_test.reference.cluster.spreading import Table
from integration_under_test.reference.parts import Parts


class Spreads:
    """The head's side; `worker` is the other."""

    parts: ClassVar[Parts] = Parts()
    staff: Staff | None = None
    """Set by a host that starts worker processes."""
    processes: Table = list
    """The worker processes, for operators."""

    def worker(self, charge: Mapping[str, Any], tell: Callable[[Message], None]) -> Any:
        """What a worker process runs in the place of this."""
        from integration_under_test.reference.cluster.worker import Worker

        return Worker(self.parts, Charge(**charge), tell)
