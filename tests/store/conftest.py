from tests.store.servers import database, empty_url, sqlite_file, url

__all__ = ["database", "empty_url", "sqlite_file", "url"]
