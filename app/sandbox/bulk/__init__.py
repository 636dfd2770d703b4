"""Bulk API 2.0: rows come and go as CSV, in jobs.

The vendor works on jobs in the background; here a job is done within the call that releases it, so whoever
asks for its state next finds it complete. Jobs are kept in the database until they are deleted.
"""
