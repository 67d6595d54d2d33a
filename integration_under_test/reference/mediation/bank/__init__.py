"""The adapter of the group's bank (S14): payment files (NACHA) to it, statements (BAI2) from it."""
