-- Passwords and erasing, drafts of policies and where a policy came from, and counts that need no counting.

ALTER TABLE people ADD COLUMN password_hash TEXT NOT NULL DEFAULT '';
ALTER TABLE people ADD COLUMN erased TEXT;

ALTER TABLE policies ADD COLUMN origin TEXT NOT NULL DEFAULT '';

CREATE TABLE drafts (
    policy_id TEXT NOT NULL PRIMARY KEY,
    text      TEXT NOT NULL,
    files     TEXT NOT NULL,
    at        TEXT NOT NULL,
    by_whom   TEXT NOT NULL
);

-- How many posts of a thread share an audience; kept by the database itself, so that no way of writing forgets it.
CREATE TABLE sights (
    thread   TEXT NOT NULL REFERENCES threads (id),
    audience TEXT NOT NULL,
    many     INTEGER NOT NULL,
    PRIMARY KEY (thread, audience)
) WITHOUT ROWID;

INSERT INTO sights (thread, audience, many)
SELECT thread, audience, count(*) FROM posts WHERE thread IS NOT NULL GROUP BY thread, audience;

CREATE TRIGGER a_post_is_counted AFTER INSERT ON posts WHEN new.thread IS NOT NULL BEGIN
    INSERT INTO sights (thread, audience, many) VALUES (new.thread, new.audience, 1)
    ON CONFLICT (thread, audience) DO UPDATE SET many = many + 1;
END;

CREATE TRIGGER a_post_is_counted_anew AFTER UPDATE OF thread, audience ON posts
WHEN old.thread IS NOT new.thread OR old.audience <> new.audience BEGIN
    UPDATE sights SET many = many - 1 WHERE thread = old.thread AND audience = old.audience;
    INSERT INTO sights (thread, audience, many) SELECT new.thread, new.audience, 1 WHERE new.thread IS NOT NULL
    ON CONFLICT (thread, audience) DO UPDATE SET many = many + 1;
END;

CREATE TRIGGER a_post_is_counted_no_more AFTER DELETE ON posts WHEN old.thread IS NOT NULL BEGIN
    UPDATE sights SET many = many - 1 WHERE thread = old.thread AND audience = old.audience;
END;

-- An author's own posts of a thread, which only they may see.
DROP INDEX posts_by_sight;
CREATE INDEX posts_by_own ON posts (thread, author, audience);

-- How many texts somebody has sent, whatever became of them; a warning that was not confirmed is none.
ALTER TABLE people ADD COLUMN sent INTEGER NOT NULL DEFAULT 0;

UPDATE people SET sent = (SELECT count(*) FROM posts WHERE author = people.id AND verdict <> 'warn');

CREATE TRIGGER a_text_of_somebody_is_counted AFTER INSERT ON posts WHEN new.author IS NOT NULL AND new.verdict <> 'warn' BEGIN
    UPDATE people SET sent = sent + 1 WHERE id = new.author;
END;

-- Whoever is erased while a text of theirs is on its way in: the text is not kept.
CREATE TRIGGER nobody_writes_once_erased BEFORE INSERT ON posts
WHEN (SELECT erased FROM people WHERE id = new.author) IS NOT NULL BEGIN
    SELECT raise(IGNORE);
END;

-- A sum of the rows of each small table that the audit log does not vouch for; bbs/store/sums.py keeps them.
CREATE TABLE sums (
    name  TEXT NOT NULL PRIMARY KEY,
    total INTEGER NOT NULL
) WITHOUT ROWID;

-- What the conditions posts, same_text and burst count; bbs/store/counts.py asks. An unconfirmed warning is not counted.
CREATE INDEX posts_by_moment ON posts (author, at, verdict);

-- What two equal texts of an author have in common; only while a policy asks for it.
ALTER TABLE posts ADD COLUMN same TEXT;
CREATE INDEX posts_by_same ON posts (author, same, at) WHERE same IS NOT NULL;

-- When each person last used each phrase that a burst of the rules in force is made of.
CREATE TABLE uses (
    meaning TEXT NOT NULL,
    author  TEXT NOT NULL REFERENCES people (id),
    at      TEXT NOT NULL,
    PRIMARY KEY (meaning, author)
) WITHOUT ROWID;
CREATE INDEX uses_by_moment ON uses (meaning, at);

-- Delayed posts by the moment at which they appear; looked at every few seconds.
CREATE INDEX posts_by_due ON posts (due, seq) WHERE verdict = 'delay' AND state = 'judged';

-- What rules laid on people by slow and mute, and until when it stands; what is over refuses nothing.
CREATE TABLE penalties (
    person  TEXT NOT NULL REFERENCES people (id),
    policy  TEXT NOT NULL,
    rule    TEXT NOT NULL,
    kind    TEXT NOT NULL CHECK (kind IN ('slow', 'mute')),
    seconds INTEGER NOT NULL,
    many    INTEGER NOT NULL,
    until   TEXT NOT NULL,
    PRIMARY KEY (person, policy, rule, kind, seconds, many)
) WITHOUT ROWID;

-- What of a post is set in larger type, for readers and for its author; NULL for nothing.
ALTER TABLE posts ADD COLUMN honoured TEXT;

-- What the runaway guard has done, and whether somebody has taken note of it. `version` is the one that it made.
CREATE TABLE runaways (
    seq       INTEGER PRIMARY KEY,
    rule      TEXT NOT NULL,
    does      TEXT NOT NULL,
    counted   INTEGER NOT NULL REFERENCES policies (seq),
    version   INTEGER UNIQUE REFERENCES policies (seq),
    posts     INTEGER NOT NULL,
    kept_back INTEGER NOT NULL,
    since     TEXT NOT NULL,
    at        TEXT NOT NULL,
    dismissed TEXT
);

-- The row of the log that says how a re-run decided the post anew; NULL for one that stands as it was first decided.
ALTER TABLE posts ADD COLUMN rerun INTEGER;

-- Who asked for a site that is closed to them, and what an official answered. Why they asked is a post, as every text is.
CREATE TABLE requests (
    seq      INTEGER PRIMARY KEY,
    id       TEXT NOT NULL UNIQUE,
    person   TEXT NOT NULL REFERENCES people (id),
    site     TEXT NOT NULL,
    post     TEXT NOT NULL UNIQUE REFERENCES posts (id),
    at       TEXT NOT NULL,
    state    TEXT NOT NULL CHECK (state IN ('open', 'granted', 'declined', 'withdrawn', 'copied')),
    answered TEXT,
    until    TEXT,
    answer   TEXT NOT NULL DEFAULT '',
    path     TEXT NOT NULL DEFAULT '/',
    desk     TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX requests_by_open ON requests (person, site) WHERE state = 'open' AND desk = '';
CREATE INDEX requests_by_person ON requests (person, seq);
CREATE INDEX requests_by_state ON requests (state, seq);

-- Copies that officials laid in the reading room: for one person, or for everybody where none is named. `original` is
-- the text of the page that one was copied from, as it stood; `taken` is when the copy was taken away again.
CREATE TABLE copies (
    seq      INTEGER PRIMARY KEY,
    id       TEXT NOT NULL UNIQUE,
    request  TEXT UNIQUE REFERENCES requests (id),
    person   TEXT REFERENCES people (id),
    at       TEXT NOT NULL,
    title    TEXT NOT NULL,
    body     TEXT NOT NULL,
    source   TEXT NOT NULL,
    site     TEXT NOT NULL DEFAULT '',
    path     TEXT NOT NULL DEFAULT '',
    file     TEXT NOT NULL DEFAULT '',
    original TEXT NOT NULL DEFAULT '',
    taken    TEXT
);
CREATE INDEX copies_by_reader ON copies (person, seq) WHERE taken IS NULL;
