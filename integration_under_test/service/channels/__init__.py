"""Ways of documents besides HTTP: HL7 v2 over MLLP sockets, files in folders."""
