"""TLS as `POST /start` asks for it: whose certificates are good, and which is ours."""

from __future__ import annotations

import ssl
from pathlib import Path
from tempfile import TemporaryDirectory

from integration_under_test.service.problems import Unacceptable
from integration_under_test.service.whereabouts import Whereabouts

REMEDY = "give PEM text; see the README's page"


def trust_of(told: Whereabouts) -> ssl.SSLContext | None:
    """None where nothing is said: then the machine's own authorities count. Raises Unacceptable
    for what is no certificate, or a key that is not the certificate's."""
    if not told.ca and not told.certificate:
        return None
    context = _trusting(told.ca)
    if told.certificate:
        _present(context, told.certificate, told.certificate_key.get_secret_value())
    return context


def _trusting(authorities: str) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cadata=authorities or None)
    except (ssl.SSLError, ValueError) as error:
        raise Unacceptable("ca: certificates", "what is none", REMEDY) from error


def _present(context: ssl.SSLContext, certificate: str, key: str) -> None:
    """The library reads files only: so there is one, for a moment, that nobody else can read."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "pair.pem"
        file.touch(mode=0o600)
        file.write_text(f"{certificate}\n{key}\n", "utf8")
        try:
            context.load_cert_chain(file)
        except (ssl.SSLError, ValueError) as error:
            expected = "certificate: one with its certificate_key"
            raise Unacceptable(expected, "what is none, or another's key", REMEDY) from error
