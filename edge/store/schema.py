"""The archive's tables, version by version: MIGRATIONS[n] leads from version n to n + 1.

What says anything about a person is in a `sealed` column, under their key; the rest are random ids and times.
Refuses to know: what is in a sealed value, and who reads it.
"""

APPLICATION_ID = 0x45434F41
"""Of SQLite's header: this file is EdgeCoach's archive."""

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE box (name TEXT PRIMARY KEY, sealed BLOB NOT NULL) WITHOUT ROWID;
    CREATE TABLE keys (id TEXT PRIMARY KEY, wrapped BLOB NOT NULL) WITHOUT ROWID;
    CREATE TABLE people (
        id TEXT PRIMARY KEY REFERENCES keys (id),
        created_at REAL NOT NULL,
        card TEXT UNIQUE,
        sealed BLOB NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE sessions (
        id TEXT PRIMARY KEY,
        key_id TEXT NOT NULL REFERENCES keys (id),
        person_id TEXT REFERENCES people (id),
        started_at REAL NOT NULL,
        clock_trusted INTEGER NOT NULL,
        recording TEXT NOT NULL,
        opening BLOB NOT NULL,
        closing BLOB
    ) WITHOUT ROWID;
    CREATE INDEX sessions_by_time ON sessions (started_at);
    CREATE INDEX sessions_by_person ON sessions (person_id, started_at);
    CREATE TABLE events (
        session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        sealed BLOB NOT NULL,
        PRIMARY KEY (session_id, number)
    ) WITHOUT ROWID;
    CREATE TABLE erased (
        id TEXT PRIMARY KEY,
        at REAL NOT NULL,
        found TEXT NOT NULL,
        receipt TEXT
    ) WITHOUT ROWID;
    CREATE TABLE backups (
        id TEXT PRIMARY KEY,
        place TEXT NOT NULL,
        at REAL NOT NULL,
        owed INTEGER NOT NULL DEFAULT 0
    ) WITHOUT ROWID;
    CREATE TABLE audit (
        number INTEGER PRIMARY KEY,
        at REAL NOT NULL,
        who TEXT NOT NULL,
        did TEXT NOT NULL,
        subject TEXT NOT NULL,
        hash TEXT NOT NULL
    );
    CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE (ABORT, 'the audit log is only added to'); END;
    CREATE TRIGGER audit_is_never_cut BEFORE DELETE ON audit BEGIN SELECT RAISE (ABORT, 'the audit log is only added to'); END;
    """,
    """
    ALTER TABLE sessions ADD COLUMN outline BLOB;
    """,
)
