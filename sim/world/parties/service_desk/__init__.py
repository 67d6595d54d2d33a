"""Services that departments order, accept and are billed for (P04, P07)."""
