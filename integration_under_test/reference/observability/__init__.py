"""Layer L5, observability and governance: what happened, who did it, and what is late."""
