"""Layer L3: inbox, outbox, one worker for each busy key, retry and dead letters."""
