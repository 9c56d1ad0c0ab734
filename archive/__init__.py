"""Middle floor: SQLite, WARC files, search and the Datasette pages."""
