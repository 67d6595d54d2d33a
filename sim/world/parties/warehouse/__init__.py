"""The people of the central warehouse (S19): buyers' stock, pickers in waves, a truck at dawn."""
