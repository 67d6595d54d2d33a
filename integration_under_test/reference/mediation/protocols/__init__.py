"""The protocols of partners: how their documents are opened and written.

Nothing here knows what a document is for. What cannot be opened raises ValueError.
"""
