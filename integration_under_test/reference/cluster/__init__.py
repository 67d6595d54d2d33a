"""The reference in many processes: a head that takes in and decides, workers that make attempts.

    head    inbox, outbox, lanes of order keys, judgement of failures, dead letters, the night
    worker  one attempt at each command that it is handed: look, map, send, note the effect

PostgreSQL is the truth. The broker (NATS JetStream) carries names of rows and nothing else, so
whatever it loses is said again, and no document lies in its files.
"""
