"""Ways of documents in live runs besides HTTP: HL7 v2 over MLLP sockets, files in folders. A way
that an integration does not offer is replaced by `POST /documents`.
"""
