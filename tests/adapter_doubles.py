"""SQLite behind the names that the drivers give: their cursors, their connections, and what they were asked."""

import sqlite3
import threading

from kpidef_adapters.dbapi.arrow import rows_as_arrow

STATEMENTS = []  # that a driver was asked for, session settings included


class Refusing:
    """A connection of a driver that connects at its first query only."""

    def __init__(self, refusal):
        self.refusal = refusal

    def cursor(self):
        raise self.refusal

    def close(self):
        pass


class Cursor:
    """SQLite behind the names that the drivers give."""

    def __init__(self, cursor):
        self.cursor, self.sfqid = cursor, None

    @property
    def description(self):
        return self.cursor.description

    def execute(self, sql, parameters=()):
        if (sql, parameters) == ("SELECT SYSTEM$CANCEL_QUERY(%s)", ("q1",)):
            self.cancel()
        elif not sql.startswith(("ALTER", "SET")):
            self.cursor.execute(sql)
        STATEMENTS.append(sql)
        return self

    def execute_async(self, sql):
        # Its id is known while it runs, as it is not by `execute`.
        self.sfqid, self.connection = "q1", Running()
        self.connection.submit(self.execute, sql)

    def query_result(self, query):
        assert query == self.sfqid
        self.connection.raise_if_it_failed()

    def fetchall(self):
        return self.cursor.fetchall()

    def fetchall_arrow(self):
        return rows_as_arrow([one[0] for one in self.description], self.fetchall())

    def fetch_arrow_all(self, force_return_table):
        assert force_return_table
        return self.fetchall_arrow()

    def cancel(self):
        self.cursor.connection.interrupt()

    def close(self):
        self.cursor.close()


class Running(threading.Thread):
    """A query that the warehouse runs, and what is asked of it meanwhile."""

    def __init__(self):
        super().__init__(daemon=True)
        self.failed, self.work = None, None

    def submit(self, execute, sql):
        self.work = lambda: execute(sql)
        self.start()

    def run(self):
        try:
            self.work()
        except sqlite3.Error as error:
            self.failed = error

    def get_query_status(self, query):
        assert query == "q1"
        return self.is_alive()

    def is_still_running(self, status):
        return status

    def raise_if_it_failed(self):
        self.join()
        if self.failed is not None:
            raise self.failed


class Connection:
    def __init__(self):
        self.held = sqlite3.connect(":memory:", check_same_thread=False)

    def cursor(self):
        return Cursor(self.held.cursor())

    def cancel(self):
        self.held.interrupt()

    def close(self):
        self.held.close()
