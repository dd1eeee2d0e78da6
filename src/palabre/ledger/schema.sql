-- The ledger of Palabre: one file, readable by any SQLite tool. Days are ISO texts (2023-07-26).
-- What was read and what analysts said is kept for good; what follows from it (below) can be rebuilt at any time.

CREATE TABLE run (            -- each time something was recorded
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,         -- ingest, reread, correct
  version TEXT NOT NULL,      -- of Palabre
  at TEXT NOT NULL            -- UTC
);

CREATE TABLE article (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,   -- hash of url, publisher and text
  source TEXT NOT NULL,       -- file, page or feed it came from
  publisher TEXT NOT NULL,    -- outlet; where that is unknown, the source
  url TEXT,
  language TEXT NOT NULL,
  published TEXT,             -- null where the article does not say
  known TEXT NOT NULL,        -- published; else the day a crawler fetched it; else the day it was recorded
  title TEXT,
  voice TEXT NOT NULL,        -- key of the first of the articles that are copies of one another
  prints INTEGER NOT NULL,    -- number of its fingerprints
  reading INTEGER,            -- the reading that counts
  replaced INTEGER REFERENCES article(id),  -- a newer version of the same page
  run INTEGER NOT NULL REFERENCES run(id),
  sections TEXT NOT NULL,     -- JSON: [kind, start, end]
  text TEXT NOT NULL
);
CREATE INDEX article_url ON article(url) WHERE url IS NOT NULL;
CREATE INDEX article_known ON article(known);
CREATE INDEX article_voice ON article(voice);
CREATE INDEX article_publisher ON article(publisher, known);

CREATE TABLE fingerprint (    -- of sentences, to find copies
  hash INTEGER NOT NULL,
  article INTEGER NOT NULL REFERENCES article(id),
  PRIMARY KEY (hash, article)
) WITHOUT ROWID;

CREATE TABLE reading (        -- what a version of Palabre read in an article
  id INTEGER PRIMARY KEY,
  article INTEGER NOT NULL REFERENCES article(id),
  run INTEGER NOT NULL REFERENCES run(id),
  problems TEXT NOT NULL      -- JSON: what could not be resolved
);
CREATE INDEX reading_article ON reading(article);

CREATE TABLE actor (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL,          -- registered id, or text:... for one known from a text alone
  name TEXT NOT NULL,
  kind TEXT,
  UNIQUE (key, name)
);

CREATE TABLE report (         -- one article's report of one event
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL,          -- article key, place of the trigger, number
  article INTEGER NOT NULL REFERENCES article(id),
  reading INTEGER NOT NULL REFERENCES reading(id),
  retired INTEGER,            -- the run that put another reading in its place
  type TEXT NOT NULL,
  mode TEXT,
  theme TEXT,
  contexts TEXT NOT NULL,     -- JSON
  status TEXT NOT NULL,
  background INTEGER NOT NULL,
  start TEXT, "end" TEXT, grain TEXT, dated TEXT,   -- dated: the words
  place TEXT, place_id TEXT, place_country TEXT, precision TEXT, latitude REAL, longitude REAL,
  deaths_low REAL, deaths_high REAL, deaths_about INTEGER,
  quantities TEXT NOT NULL,   -- JSON: [low, high, unit, about]
  sentence TEXT NOT NULL,
  sentence_start INTEGER NOT NULL,
  cue_start INTEGER NOT NULL, cue_end INTEGER NOT NULL,
  repeats TEXT NOT NULL,      -- JSON: other sentences of the article that tell it
  trace TEXT NOT NULL         -- JSON: [slot, rule, words]
);
CREATE UNIQUE INDEX report_key ON report(key) WHERE retired IS NULL;
CREATE INDEX report_article ON report(article);

CREATE TABLE party (          -- who, as a report names them
  report INTEGER NOT NULL REFERENCES report(id),
  role TEXT NOT NULL,         -- actor, recipient, speaker
  position INTEGER NOT NULL,
  actor INTEGER REFERENCES actor(id),
  country TEXT, sector TEXT, text TEXT, implicit INTEGER,
  PRIMARY KEY (report, role, position)
) WITHOUT ROWID;

CREATE TABLE statement (      -- one article's statement of how things stand
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL,
  article INTEGER NOT NULL REFERENCES article(id),
  reading INTEGER NOT NULL REFERENCES reading(id),
  retired INTEGER,
  line TEXT NOT NULL,         -- the line of the register that it belongs to
  kind TEXT NOT NULL,
  code TEXT NOT NULL,
  dimension TEXT,
  subject INTEGER NOT NULL REFERENCES actor(id), subject_country TEXT, subject_sector TEXT,
  object INTEGER REFERENCES actor(id), object_country TEXT, object_sector TEXT,
  value TEXT NOT NULL,
  since TEXT, until TEXT, status TEXT NOT NULL,
  background INTEGER NOT NULL,
  sentence TEXT NOT NULL, sentence_start INTEGER NOT NULL, cue_start INTEGER NOT NULL, cue_end INTEGER NOT NULL
);
CREATE UNIQUE INDEX statement_key ON statement(key) WHERE retired IS NULL;
CREATE INDEX statement_line ON statement(line) WHERE retired IS NULL;
CREATE INDEX statement_article ON statement(article);

CREATE TABLE problem (        -- inputs that could not be read, or only in part
  id INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  code TEXT NOT NULL,         -- failed, language, undated
  what TEXT NOT NULL,
  remedy TEXT NOT NULL,
  run INTEGER NOT NULL REFERENCES run(id),
  UNIQUE (source, code, what)
);

CREATE TABLE taken (          -- pages that were read: an ingestion that goes on passes over them unread
  mark INTEGER PRIMARY KEY,   -- hash of their bytes, of how they were asked to be read, and of the version of Palabre
  outcome TEXT NOT NULL       -- recorded, language
);

CREATE TABLE identity (       -- the ids of events, given once and never again
  id TEXT PRIMARY KEY,
  anchor TEXT NOT NULL UNIQUE,  -- key of the report it stands on
  country TEXT NOT NULL, year INTEGER NOT NULL, number INTEGER NOT NULL,
  merged_into TEXT,
  run INTEGER NOT NULL REFERENCES run(id),
  UNIQUE (country, year, number)
);
CREATE INDEX identity_merged ON identity(merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE correction (     -- what an analyst says against the coder
  id INTEGER PRIMARY KEY,
  event TEXT NOT NULL REFERENCES identity(id),
  verb TEXT NOT NULL,         -- not-an-event, type, actor, recipient, date, place, same-as, not-same-as
  value TEXT,
  other TEXT REFERENCES identity(id),
  by TEXT NOT NULL, note TEXT NOT NULL, at TEXT NOT NULL,
  run INTEGER NOT NULL REFERENCES run(id)
);
CREATE INDEX correction_event ON correction(event);

CREATE TABLE change (         -- what happened to the record itself
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES run(id),
  kind TEXT NOT NULL,         -- edited, merged, split, withdrawn, corrected, reread, state
  subject TEXT NOT NULL,
  detail TEXT NOT NULL        -- JSON
);
CREATE INDEX change_run ON change(run);

-- What follows from the rows above ---------------------------------------------------------------------------

CREATE TABLE scene (          -- where to look for other reports of the same event
  key TEXT NOT NULL, first TEXT NOT NULL, last TEXT, report INTEGER NOT NULL,
  PRIMARY KEY (key, first, report)
) WITHOUT ROWID;
CREATE INDEX scene_report ON scene(report);

CREATE TABLE telling (        -- which event a report tells
  report INTEGER PRIMARY KEY,
  event TEXT NOT NULL,
  component INTEGER NOT NULL  -- reports that may be one event, directly or through others
);
CREATE INDEX telling_event ON telling(event);
CREATE INDEX telling_component ON telling(component);

CREATE TABLE event (
  id TEXT PRIMARY KEY,
  type TEXT NOT NULL, mode TEXT, theme TEXT, status TEXT NOT NULL, background INTEGER NOT NULL,
  start TEXT, "end" TEXT, grain TEXT,
  day TEXT NOT NULL,          -- for sorting: the start, or the day it was first told where that is not known
  place TEXT, place_id TEXT, place_country TEXT, precision TEXT, latitude REAL, longitude REAL,
  deaths_low REAL, deaths_high REAL, deaths_about INTEGER,
  actors TEXT NOT NULL, recipients TEXT NOT NULL,   -- names, for reading
  articles INTEGER NOT NULL, sources INTEGER NOT NULL, independent INTEGER NOT NULL,
  first_known TEXT NOT NULL, last_known TEXT NOT NULL,
  disputed INTEGER NOT NULL, corrected INTEGER NOT NULL,
  sentence TEXT NOT NULL
);
CREATE INDEX event_day ON event(day, id);
CREATE INDEX event_type ON event(type, day, id);
CREATE INDEX event_theme ON event(theme, day, id) WHERE theme IS NOT NULL;
CREATE INDEX event_status ON event(status, day, id) WHERE status <> 'factual';
CREATE INDEX event_known ON event(first_known, id);
CREATE INDEX event_last ON event(last_known, id);
CREATE INDEX event_place ON event(place_country, day, id) WHERE place_country IS NOT NULL;
CREATE INDEX event_spot ON event(place_id, day, id) WHERE place_id IS NOT NULL;
CREATE INDEX event_independent ON event(independent, day, id);
CREATE INDEX event_deaths ON event(coalesce(deaths_low, -1), day, id);
CREATE INDEX event_disputed ON event(day, id) WHERE disputed;

CREATE TABLE event_party (
  event TEXT NOT NULL,
  role TEXT NOT NULL,         -- actor, recipient
  position INTEGER NOT NULL,
  actor INTEGER REFERENCES actor(id),
  country TEXT, sector TEXT, text TEXT, implicit INTEGER,
  day TEXT,
  PRIMARY KEY (event, role, position)
) WITHOUT ROWID;
CREATE INDEX event_party_country ON event_party(country, day) WHERE country IS NOT NULL;
CREATE INDEX event_party_actor ON event_party(actor, day);

CREATE TABLE state (          -- how things stood, folded from the statements
  line TEXT NOT NULL, position INTEGER NOT NULL,
  kind TEXT, dimension TEXT, code TEXT, value TEXT,
  subject TEXT, subject_id TEXT, subject_kind TEXT, subject_country TEXT, subject_sector TEXT,
  object TEXT, object_id TEXT, object_kind TEXT, object_country TEXT, object_sector TEXT,
  since TEXT, until TEXT, grain TEXT, status TEXT, due TEXT,
  first_known TEXT, confirmed TEXT, conflict INTEGER,
  evidence TEXT,     -- JSON: keys of the statements that opened, closed, said, contradict it; of very many the first and last
  PRIMARY KEY (line, position)
) WITHOUT ROWID;
CREATE INDEX state_subject ON state(subject_country, kind);
CREATE INDEX state_object ON state(object_country, kind);
CREATE INDEX state_subject_id ON state(subject_id);
CREATE INDEX state_object_id ON state(object_id);

CREATE TABLE folding (        -- of long lines: statements at the last folding; stale where more came since
  line TEXT PRIMARY KEY, statements INTEGER NOT NULL, stale INTEGER NOT NULL
);
CREATE INDEX folding_stale ON folding(line) WHERE stale;

CREATE VIRTUAL TABLE words USING fts5(
  sentence, content = 'report', content_rowid = 'id', tokenize = "unicode61 remove_diacritics 2", prefix = '3 5'
);

-- For reading with other tools ---------------------------------------------------------------------------------

CREATE VIEW events AS
  SELECT id, day, type, mode, theme, status, actors, recipients, place, deaths_low, deaths_high,
         articles, sources, independent, disputed, sentence
  FROM event ORDER BY day, id;

CREATE VIEW states AS
  SELECT kind, subject, object, dimension, value, since, until, status, confirmed, conflict FROM state
  ORDER BY kind, subject, object, since;

CREATE VIEW reports AS
  SELECT t.event, a.known AS said, a.publisher, a.title, r.type, r.mode, r.status, r.start, r."end", r.place, r.sentence
  FROM report r JOIN article a ON a.id = r.article LEFT JOIN telling t ON t.report = r.id
  WHERE r.retired IS NULL ORDER BY a.known, r.id;

CREATE VIEW sources AS
  SELECT publisher, count(*) AS articles, min(known) AS first, max(known) AS last FROM article
  WHERE replaced IS NULL GROUP BY publisher ORDER BY articles DESC, publisher;
