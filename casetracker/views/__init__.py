"""The pages of case files, by topic."""
