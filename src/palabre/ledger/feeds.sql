-- Feeds that are followed, and what came of asking them; added with version 4. Kept for good, but for old polls and items.

CREATE TABLE IF NOT EXISTS feed (
  id INTEGER PRIMARY KEY,
  url TEXT NOT NULL UNIQUE,   -- as it was added: a feed, or a site whose feed is looked for
  address TEXT,               -- where the feed was found, if elsewhere
  name TEXT NOT NULL,         -- the outlet, as publisher of its articles
  pack TEXT,
  zone TEXT NOT NULL,         -- of dates without one, such as Africa/Niamey; empty: UTC
  whole INTEGER NOT NULL,     -- whether the pages of its items are fetched
  added TEXT NOT NULL,        -- moments are UTC
  due TEXT NOT NULL,          -- when it is to be asked again
  failures INTEGER NOT NULL,  -- polls that failed since the last good one
  etag TEXT NOT NULL, modified TEXT NOT NULL        -- what to ask for next time
);

CREATE TABLE IF NOT EXISTS poll (           -- each time a feed was asked; the last ones are kept
  id INTEGER PRIMARY KEY,
  feed INTEGER NOT NULL REFERENCES feed(id),
  at TEXT NOT NULL,
  outcome TEXT NOT NULL,      -- read, unchanged, failed
  code TEXT NOT NULL, what TEXT NOT NULL, remedy TEXT NOT NULL,   -- why it failed, or what was wrong with it
  items INTEGER NOT NULL, new INTEGER NOT NULL, known INTEGER NOT NULL, other INTEGER NOT NULL,  -- other: languages
  failed INTEGER NOT NULL, waiting INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS poll_feed ON poll(feed, id);

CREATE TABLE IF NOT EXISTS item (           -- items seen, so that none is read twice
  feed INTEGER NOT NULL REFERENCES feed(id),
  key TEXT NOT NULL,
  stamp TEXT NOT NULL,        -- hash of its words: another one is a new version
  tries INTEGER NOT NULL,     -- times it could not be read; 0: it was, or is in a language that is not
  seen TEXT NOT NULL,
  PRIMARY KEY (feed, key)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS robots (         -- robots.txt of hosts, asked for once a day
  origin TEXT PRIMARY KEY,
  text TEXT NOT NULL,
  at TEXT NOT NULL
);
