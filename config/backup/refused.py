"""What the person at the keyboard is told when a backup or a restore cannot be done."""


class BackupRefused(Exception):
    """A plain sentence: what is wrong, and what to do."""
