"""The adapter of the legacy ERP of acquired sites (S08): nightly files, in a site's own numbers."""
