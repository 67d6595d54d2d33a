"""The nightly comparison of books: what one system holds, and every other should hold of it."""
