"""The people and the nightly files of the legacy ERP (S08)."""
