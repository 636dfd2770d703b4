from tests.store.servers import database, sqlite_file, url

__all__ = ["database", "sqlite_file", "url"]
