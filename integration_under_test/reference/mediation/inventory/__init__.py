"""The adapter of the inventory application (S04): snake_case, EA only, facility-local times."""
