"""Backups: everything that a service must not lose, in one file that is checked before any of it is put back."""
