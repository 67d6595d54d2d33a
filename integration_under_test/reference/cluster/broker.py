"""NATS JetStream between head and workers: one work queue, one subject for each worker.

    PREFIX.work.WORKER      errands; kept by the broker until the worker acknowledges them
    PREFIX.deliver.WORKER   where the worker's consumer has them sent
    PREFIX.answers          what became of them; not kept, since whoever misses one asks again

Nothing here is the truth. A broker that is away, or that comes back empty, costs a wait: stream and
consumer are made again, and the head says again whatever is not answered.
"""

from __future__ import annotations

import asyncio
import logging
import os
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error, NotJSMessageError
from nats.js import JetStreamContext
from nats.js.api import ConsumerConfig, RetentionPolicy, StreamConfig
from nats.js.errors import NotFoundError

LOG = logging.getLogger(__name__)
CREDENTIALS = "NATS_CREDS"
"""The environment variable with the path of a credentials file, as `nsc` makes it."""
CA = "NATS_CA"
"""That with the path of the certificate of a private authority, for `tls://`."""
CONNECT_WITHIN_S = 30.0
RETRY_S = 0.2
HAND_WITHIN_S = 3.0
ACK_WAIT_S = 30.0
"""Who works longer says so (`in_progress`)."""
FORGOTTEN_AFTER_S = 3600.0
"""What nobody fetched in that time was said to a worker that is gone."""
GONE_AFTER_S = 300.0

Hear = Callable[[bytes], None]
TROUBLE = (Error, TimeoutError, OSError)


@dataclass(frozen=True)
class Delivered:
    """An errand as it came."""

    content: bytes
    _message: Msg

    async def ack(self) -> None:
        """It is answered. A broker that does not hear it delivers it again, which is no news."""
        try:
            await self._message.ack()
        except (Error, NotJSMessageError) as error:
            LOG.debug("not acknowledged: %s", error)

    async def in_progress(self) -> None:
        """It is being worked on."""
        try:
            await self._message.in_progress()
        except (Error, NotJSMessageError) as error:
            LOG.debug("not said: %s", error)


class Broker:
    """One connection, which comes back by itself."""

    def __init__(self, connection: Client, prefix: str) -> None:
        self._connection = connection
        self._jetstream: JetStreamContext = connection.jetstream(timeout=HAND_WITHIN_S)
        self._prefix = prefix

    @property
    def stream(self) -> str:
        """The name of the work queue."""
        return self._prefix.replace(".", "_")

    async def ensure(self, worker: str = "") -> bool:
        """Makes the work queue, and the consumer of a worker, if they are not there. False if that
        could not be done now."""
        try:
            await self._jetstream.add_stream(self._stream())
            if worker:
                await self._jetstream.add_consumer(self.stream, self._consumer(worker))
        except TROUBLE as error:
            LOG.debug("no work queue yet: %s", error)
            return False
        return True

    async def hand(self, worker: str, content: bytes) -> bool:
        """Whether the broker keeps an errand for a worker now."""
        try:
            await self._jetstream.publish(f"{self._prefix}.work.{worker}", content)
        except TROUBLE as error:
            LOG.debug("an errand was not handed over: %s", error)
            return False
        return True

    async def answer(self, content: bytes) -> None:
        """Says what became of an errand; while the broker is away it waits in memory."""
        try:
            await self._connection.publish(f"{self._prefix}.answers", content)
        except TROUBLE as error:
            LOG.debug("an answer was lost, and will be asked for: %s", error)

    async def hear_answers(self, hear: Hear) -> None:
        """Has a function called with each answer. Raises nats.errors.Error."""

        async def heard(message: Msg) -> None:
            hear(message.data)

        await self._connection.subscribe(f"{self._prefix}.answers", cb=heard)

    async def hear_errands(self, worker: str, hear: Callable[[Delivered], None]) -> None:
        """Has a function called with each errand of a worker. Raises nats.errors.Error."""

        async def heard(message: Msg) -> None:
            hear(Delivered(message.data, message))

        await self._connection.subscribe(f"{self._prefix}.deliver.{worker}", cb=heard)

    async def forget(self, worker: str) -> None:
        """Takes away what is kept for a worker that is gone."""
        subject = f"{self._prefix}.work.{worker}"
        try:
            await self._jetstream.purge_stream(self.stream, subject=subject)
            await self._jetstream.delete_consumer(self.stream, worker)
        except NotFoundError:
            return
        except TROUBLE as error:
            LOG.debug("what was kept for %s ends by its age: %s", worker, error)

    async def remove(self) -> None:
        """Takes the work queue away, when nobody works on it any more."""
        try:
            await self._jetstream.delete_stream(self.stream)
        except TROUBLE as error:
            LOG.debug("the work queue stays: %s", error)

    async def close(self) -> None:
        """Hangs up, after what was said is on its way."""
        try:
            await self._connection.flush(timeout=1)
        except TROUBLE as error:
            LOG.debug("not flushed: %s", error)
        await self._connection.close()

    def _stream(self) -> StreamConfig:
        return StreamConfig(
            name=self.stream,
            subjects=[f"{self._prefix}.work.>"],
            retention=RetentionPolicy.WORK_QUEUE,
            max_age=FORGOTTEN_AFTER_S,
        )

    def _consumer(self, worker: str) -> ConsumerConfig:
        return ConsumerConfig(
            durable_name=worker,
            filter_subject=f"{self._prefix}.work.{worker}",
            deliver_subject=f"{self._prefix}.deliver.{worker}",
            ack_wait=ACK_WAIT_S,
            max_ack_pending=10_000,
            inactive_threshold=GONE_AFTER_S,
        )


async def connected(
    url: str, prefix: str, back: Callable[[], Awaitable[None]] | None = None
) -> Broker:
    """A connection to the broker; `back` is called whenever it comes back. Raises ConnectionError
    if there is none within CONNECT_WITHIN_S."""

    async def told(error: Exception) -> None:
        LOG.debug("broker %s: %r", url, error)

    client = Client()
    try:
        async with asyncio.timeout(CONNECT_WITHIN_S):
            await client.connect(
                url,
                error_cb=told,
                reconnected_cb=back,
                max_reconnect_attempts=-1,
                reconnect_time_wait=RETRY_S,  # type: ignore[arg-type]
                connect_timeout=2,
                ping_interval=5,
                user_credentials=os.environ.get(CREDENTIALS) or None,
                tls=_trust(url),
            )
    except TROUBLE as error:
        remedy = "is it running there, with JetStream (`nats-server -js`)?"
        raise ConnectionError(
            f"expected a NATS broker at {url}, got {error!r}; {remedy}"
        ) from error
    return Broker(client, prefix)


def _trust(url: str) -> ssl.SSLContext | None:
    if not url.startswith("tls://"):
        return None
    return ssl.create_default_context(cafile=os.environ.get(CA) or None)
