"""Backups of the embedded database while processes use it, and the way back.

A backup is one file: the database and that of the flow engine as they were at one moment, with their hashes.
Of PostgreSQL nothing is made here: it has means of its own.
"""

from app.store.backups.back_up import back_up
from app.store.backups.form import Backup, BackupRefused
from app.store.backups.restore import Restored, restore

__all__ = ["Backup", "BackupRefused", "Restored", "back_up", "restore"]
