-- Fair panels: the experts' pool, conflicts of interest, preferences, who marks which entry, timetables.

-- Whoever may come to judge. Once accepted, the expert of the same id is seated.
CREATE TABLE candidate (
	contest bytetext NOT NULL REFERENCES contest (id),
	id bytetext NOT NULL,
	class bytetext,
	profile bytetext,       -- canonical JSON of words; NULL once erased
	load BIGINT NOT NULL,   -- most entries in a stage; -1 = as the stage says
	away bytetext NOT NULL, -- JSON [[from_ms, until_ms], ...], sorted, apart
	state BIGINT NOT NULL CHECK (state BETWEEN 0 AND 4),
	asked_ms BIGINT NOT NULL,    -- when invited; 0 = not yet
	answer_by_ms BIGINT NOT NULL, -- until when the invitation may be answered; 0 = not invited
	answered_ms BIGINT NOT NULL, -- 0 = not yet
	remark bytetext,        -- what was said with the answer; for staff
	seq BIGINT NOT NULL,    -- of the newest record; -1 = none
	PRIMARY KEY (contest, id)
);
CREATE INDEX candidate_state ON candidate (contest, state);

-- Whoever was seated before there was a pool came without an invitation.
INSERT INTO candidate (contest, id, class, profile, load, away, state, asked_ms, answer_by_ms, answered_ms, remark, seq)
	SELECT contest, id, class, profile, -1, '[]', 2, 0, 0, 0, NULL, seq FROM expert;

-- Why a pair may be in conflict: a row a ground. `expert` is a candidate's or a seated expert's id.
CREATE TABLE conflict (
	contest bytetext NOT NULL REFERENCES contest (id),
	entry bytetext NOT NULL,
	expert bytetext NOT NULL,
	ground bytetext NOT NULL,
	source BIGINT NOT NULL CHECK (source BETWEEN 0 AND 2), -- computed, imported, declared
	state BIGINT NOT NULL CHECK (state BETWEEN 0 AND 2),   -- found, confirmed, overruled
	detail bytetext,        -- for staff and the expert; NULL = none, or erased
	at_ms BIGINT NOT NULL,
	PRIMARY KEY (contest, entry, expert, ground),
	FOREIGN KEY (contest, entry) REFERENCES entry (contest, id)
);
CREATE INDEX conflict_expert ON conflict (contest, expert);

-- What was decided about pairs; of several rulings the newest counts, and for a stage the newest before its close.
CREATE TABLE ruling (
	contest bytetext NOT NULL REFERENCES contest (id),
	entry bytetext NOT NULL,
	expert bytetext NOT NULL,
	confirmed BIGINT NOT NULL CHECK (confirmed IN (0, 1)),
	salt bytetext,          -- the ledger holds sha256(salt.reason)
	reason bytetext,        -- NULL = none, or erased
	actor bytetext NOT NULL,
	at_ms BIGINT NOT NULL,
	seq BIGINT NOT NULL,    -- of conflict.rule
	PRIMARY KEY (contest, entry, expert, seq)
);

-- Other names and parents of organisations, as the organiser's list says: one a contest.
CREATE TABLE kinship (
	contest bytetext NOT NULL REFERENCES contest (id),
	list bytetext NOT NULL, -- CSV
	at_ms BIGINT NOT NULL,
	PRIMARY KEY (contest)
);

-- How gladly an expert would mark an entry: -1 rather not, 1 gladly; no row = no matter.
CREATE TABLE preference (
	contest bytetext NOT NULL REFERENCES contest (id),
	expert bytetext NOT NULL,
	entry bytetext NOT NULL,
	want BIGINT NOT NULL CHECK (want BETWEEN -1 AND 1),
	PRIMARY KEY (contest, expert, entry)
);

-- Versions of a stage's assignment; the pairs of the newest stand in `assigned`, for what looks up one.
CREATE TABLE assignment (
	contest bytetext NOT NULL REFERENCES contest (id),
	stage bytetext NOT NULL,
	version BIGINT NOT NULL CHECK (version >= 1),
	body bytetext NOT NULL,    -- of panel.assign
	problem bytetext NOT NULL, -- the case it was made from, as `leitai assign` reads it
	at_ms BIGINT NOT NULL,
	seq BIGINT NOT NULL,
	PRIMARY KEY (contest, stage, version)
);
CREATE TABLE assigned (
	contest bytetext NOT NULL REFERENCES contest (id),
	stage bytetext NOT NULL,
	entry bytetext NOT NULL,
	expert bytetext NOT NULL,
	PRIMARY KEY (contest, stage, entry, expert)
);

-- Versions of a stage's timetable.
CREATE TABLE timetable (
	contest bytetext NOT NULL REFERENCES contest (id),
	stage bytetext NOT NULL,
	version BIGINT NOT NULL CHECK (version >= 1),
	body bytetext NOT NULL, -- of timetable.set
	at_ms BIGINT NOT NULL,
	seq BIGINT NOT NULL,
	PRIMARY KEY (contest, stage, version)
);

-- What people in a hall hand in from their phones for the draw that comes next. Its record, draw.commit, holds the hashes.
CREATE TABLE gathering (
	contest bytetext NOT NULL REFERENCES contest (id),
	number BIGINT NOT NULL,
	code bytetext NOT NULL, -- shown in the hall: whoever hands something in has seen it
	body bytetext NOT NULL, -- JSON {beacon, pool, purpose}
	closes_ms BIGINT NOT NULL,
	PRIMARY KEY (contest, number)
);
CREATE TABLE hall_line (
	contest bytetext NOT NULL REFERENCES contest (id),
	number BIGINT NOT NULL,
	hash bytetext NOT NULL, -- SHA-256 of the line, hex
	origin bytetext,        -- a hash of the address it came from, for the limit; NULL once the draw was committed to
	line bytetext,          -- NULL until it is revealed
	PRIMARY KEY (contest, number, hash)
);
