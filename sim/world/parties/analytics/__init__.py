"""The data office: ends each business day and wants it in the warehouse by six (S17, P19)."""
