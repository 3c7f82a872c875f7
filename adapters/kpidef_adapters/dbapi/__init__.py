"""What adapters share whose driver is a DB-API module: URL, session, results as Arrow, errors."""
