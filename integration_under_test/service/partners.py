"""Trading partners' mailboxes: the boundary's `Partner` over HTTP."""

from __future__ import annotations

from urllib.parse import quote

from integration_under_test.boundary import Document, Unavailable
from integration_under_test.service.line import Line, Message
from integration_under_test.service.outcomes import TOO_MANY, settled

NOT_TAKEN = frozenset({TOO_MANY, 503})
"""The mailbox says that it did not take it for the time being."""


class HttpPartner:
    """Posts documents, byte by byte, into one mailbox."""

    def __init__(self, mailbox: str, url: str, line: Line) -> None:
        self._mailbox = mailbox
        self._url = url
        self._line = line

    async def send(self, document: Document) -> None:
        """Returns when the mailbox took it. Raises Rejected for a document that it will never
        take, Unavailable or OutcomeUnknown."""
        headers = {
            "Document-Id": quote(document.id),
            "Document-Sender": quote(document.sender),
            "Content-Type": document.content_type,
        }
        message = Message("POST", self._url, document.content, headers)
        where = f"{self._mailbox}: document {document.id}"
        answer = await self._line.exchange(where, message)
        if answer.status in NOT_TAKEN:
            raise Unavailable(f"{where}: {answer.status}")
        settled(where, answer)
