-- People, what they wrote, how it was judged, and the chain that says so.

CREATE TABLE people (
    seq         INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL,
    name_key    TEXT NOT NULL UNIQUE,
    role        TEXT NOT NULL,
    tier        TEXT NOT NULL,
    birthday    TEXT NOT NULL,
    ticket_hash TEXT NOT NULL,
    joined      TEXT NOT NULL
);
CREATE INDEX people_by_birthday ON people (birthday);

CREATE TABLE sessions (
    token_hash TEXT NOT NULL PRIMARY KEY,
    person     TEXT REFERENCES people (id),
    audience   TEXT NOT NULL CHECK (audience IN ('network', 'console')),
    created    TEXT NOT NULL,
    revoked    TEXT
);

CREATE TABLE threads (
    seq         INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    site        TEXT NOT NULL,
    board       TEXT NOT NULL,
    kind        TEXT NOT NULL,
    author      TEXT REFERENCES people (id),
    person_to   TEXT REFERENCES people (id),
    at          TEXT NOT NULL,
    opening     TEXT NOT NULL,
    merged_into TEXT REFERENCES threads (id)
);
CREATE INDEX threads_by_board ON threads (board, seq);
CREATE INDEX threads_by_person ON threads (person_to, seq);

CREATE TABLE posts (
    seq            INTEGER PRIMARY KEY,
    id             TEXT NOT NULL UNIQUE,
    thread         TEXT REFERENCES threads (id),
    site           TEXT NOT NULL,
    board          TEXT,
    kind           TEXT NOT NULL,
    author         TEXT REFERENCES people (id),
    at             TEXT NOT NULL,
    title          TEXT NOT NULL,
    body           TEXT NOT NULL,
    salt           TEXT,
    shown_title    TEXT NOT NULL,
    shown_body     TEXT NOT NULL,
    sees_title     TEXT,
    sees_body      TEXT,
    audience       TEXT NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('judged', 'released', 'refused')),
    reason         TEXT NOT NULL,
    due            TEXT,
    verdict        TEXT NOT NULL,
    decided_by     TEXT NOT NULL,
    told           TEXT NOT NULL,
    told_text      TEXT NOT NULL,
    answer         TEXT NOT NULL,
    flagged        INTEGER NOT NULL,
    policy_version INTEGER NOT NULL,
    house_version  INTEGER NOT NULL,
    once           TEXT,
    UNIQUE (author, once)
);
CREATE INDEX posts_by_thread ON posts (thread, seq);
CREATE INDEX posts_by_sight ON posts (thread, audience, author);
CREATE INDEX posts_by_author ON posts (author, seq);
CREATE INDEX posts_by_verdict ON posts (verdict, seq);
CREATE INDEX posts_waiting ON posts (state, verdict, seq);

CREATE TABLE decisions (
    seq            INTEGER PRIMARY KEY,
    id             TEXT NOT NULL UNIQUE,
    post           TEXT NOT NULL REFERENCES posts (id),
    at             TEXT NOT NULL,
    facts          TEXT NOT NULL,
    house          TEXT NOT NULL,
    policy         TEXT NOT NULL,
    combined       TEXT NOT NULL,
    policy_version INTEGER NOT NULL,
    house_version  INTEGER NOT NULL,
    audit          INTEGER NOT NULL
);
CREATE INDEX decisions_by_post ON decisions (post, seq);
CREATE INDEX decisions_by_audit ON decisions (audit);

CREATE TABLE audit (
    seq     INTEGER PRIMARY KEY,
    at      TEXT NOT NULL,
    actor   TEXT NOT NULL,
    action  TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail  TEXT NOT NULL,
    digest  TEXT NOT NULL,
    prev    TEXT NOT NULL,
    hash    TEXT NOT NULL
);

CREATE TABLE policies (
    seq       INTEGER PRIMARY KEY,
    number    INTEGER NOT NULL,
    layer     TEXT NOT NULL CHECK (layer IN ('house', 'network-policy')),
    policy_id TEXT NOT NULL,
    title     TEXT NOT NULL,
    text      TEXT NOT NULL,
    files     TEXT NOT NULL,
    at        TEXT NOT NULL,
    by_whom   TEXT NOT NULL,
    note      TEXT NOT NULL
);
CREATE INDEX policies_by_layer ON policies (layer, seq);

CREATE TABLE kept (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);
