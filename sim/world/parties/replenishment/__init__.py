"""The inventory application's own replenishment (S04): it proposes, nobody types (P11)."""
