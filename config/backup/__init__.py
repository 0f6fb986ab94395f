"""One encrypted archive of everything: made while people work, proved, and put back whole.

sealed.py      the encrypted stream
database.py    a snapshot of the database, and loading one beside the live data
archive.py     what lies in an archive: writing it, reading it, proving it
restoring.py   from an archive to a data folder made ready beside the live one
swap.py        putting what is ready in the place of what is there, whole or not at all
keeping.py     the worker's backups: every ten minutes, the last ones and one a day, and how old the last good one is
"""
