"""The adapter of the ERP (S01): PascalCase, decimal strings, ISO days.

One module for each document, here and in the other adapters: `read` makes a canonical document of
an event's payload, `write` a request body of a canonical document, `find` the question whether it
is there already.
"""
