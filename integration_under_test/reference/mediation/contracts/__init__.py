"""The adapter of the contract platform (S03): camelCase, money objects, ISO days."""
