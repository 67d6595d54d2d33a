"""Layer L3: back-pressure, inbox, outbox, one worker for each busy key, retry, dead letters, and
what an operator may have done again: redrive and replay."""
