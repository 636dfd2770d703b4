"""Migrations by Alembic: the environment and, in ``versions``, one file for each change of shape."""
