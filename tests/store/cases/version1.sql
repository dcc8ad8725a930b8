-- A database as version 1 of this program left it: its DDL at that time, frozen, with a row of each kind.
CREATE TABLE migration (version BIGINT PRIMARY KEY, name bytetext NOT NULL, at_ms BIGINT NOT NULL);
INSERT INTO migration (version, name, at_ms) VALUES (1, '0001_contest', 1588327200000);
CREATE TABLE contest (
	id bytetext PRIMARY KEY,
	definition bytetext NOT NULL,
	added_ms BIGINT NOT NULL
);

CREATE TABLE entry (
	contest bytetext NOT NULL REFERENCES contest (id),
	id bytetext NOT NULL,
	division bytetext,
	region bytetext,
	track bytetext,
	profile bytetext, -- NULL once erased
	seq BIGINT NOT NULL,
	PRIMARY KEY (contest, id)
);

CREATE TABLE expert (
	contest bytetext NOT NULL REFERENCES contest (id),
	id bytetext NOT NULL,
	class bytetext,
	profile bytetext,
	seq BIGINT NOT NULL,
	PRIMARY KEY (contest, id)
);

-- The version in force; the earlier ones are in the ledger.
CREATE TABLE sheet (
	contest bytetext NOT NULL REFERENCES contest (id),
	stage bytetext NOT NULL,
	heat bytetext NOT NULL,
	entry bytetext NOT NULL,
	expert bytetext NOT NULL,
	recused BIGINT NOT NULL CHECK (recused IN (0, 1)),
	marks bytetext NOT NULL,
	version BIGINT NOT NULL CHECK (version >= 1),
	seq BIGINT NOT NULL,
	PRIMARY KEY (contest, stage, entry, expert),
	FOREIGN KEY (contest, entry) REFERENCES entry (contest, id),
	FOREIGN KEY (contest, expert) REFERENCES expert (contest, id)
);

CREATE TABLE stage (
	contest bytetext NOT NULL REFERENCES contest (id),
	stage bytetext NOT NULL,
	state BIGINT NOT NULL CHECK (state BETWEEN 0 AND 2),
	supervisor bytetext,
	closed_seq BIGINT NOT NULL,
	published_seq BIGINT NOT NULL,
	result bytetext,
	PRIMARY KEY (contest, stage)
);

CREATE TABLE decision (
	contest bytetext NOT NULL REFERENCES contest (id),
	seq BIGINT NOT NULL,
	stage bytetext NOT NULL,
	kind bytetext NOT NULL,
	body bytetext NOT NULL,
	PRIMARY KEY (contest, seq)
);

CREATE TABLE head (
	ledger bytetext PRIMARY KEY,
	size BIGINT NOT NULL CHECK (size >= 0),
	ts_ms BIGINT NOT NULL,
	last bytetext NOT NULL,
	frontier bytetext NOT NULL
);

CREATE TABLE record (
	ledger bytetext NOT NULL,
	seq BIGINT NOT NULL CHECK (seq >= 0),
	line bytetext NOT NULL,
	PRIMARY KEY (ledger, seq)
);

-- Salt and body become NULL when they are erased.
CREATE TABLE sealed (
	ledger bytetext NOT NULL,
	seq BIGINT NOT NULL,
	salt bytetext,
	body bytetext,
	PRIMARY KEY (ledger, seq)
);

CREATE TABLE request (
	ledger bytetext NOT NULL,
	req bytetext NOT NULL,
	seq BIGINT NOT NULL,
	PRIMARY KEY (ledger, req)
);

CREATE TABLE checkpoint (
	ledger bytetext NOT NULL,
	size BIGINT NOT NULL,
	at_ms BIGINT NOT NULL,
	note bytetext NOT NULL,
	PRIMARY KEY (ledger, size)
);

CREATE TABLE setting (
	name bytetext PRIMARY KEY,
	value bytetext NOT NULL
);

INSERT INTO contest VALUES ('old-2019', 'id: old-2019', 1560000000000);
INSERT INTO entry VALUES ('old-2019', 'e-1', 'lead', NULL, NULL, '{"name":"旧"}', 1);
INSERT INTO expert VALUES ('old-2019', 'x-1', NULL, '{}', 2);
INSERT INTO sheet VALUES ('old-2019', 'final', 'h', 'e-1', 'x-1', 0, '{"a":95000}', 1, 3);
INSERT INTO stage VALUES ('old-2019', 'final', 1, NULL, 4, -1, NULL);
INSERT INTO decision VALUES ('old-2019', 5, 'final', 'award.grant', '{}');
INSERT INTO head VALUES ('old-2019', 1, 1560000000001, 'ab', 'cd');
INSERT INTO record VALUES ('old-2019', 0, '{"seq":0}');
INSERT INTO sealed VALUES ('old-2019', 0, '5a', '{}');
INSERT INTO sealed VALUES ('old-2019', 1, NULL, NULL);
INSERT INTO request VALUES ('old-2019', 'key', 0);
INSERT INTO checkpoint VALUES ('old-2019', 1, 1560000000002, 'note');
INSERT INTO setting VALUES ('host', 'old.example');
