"""The forms of case files, by topic."""
