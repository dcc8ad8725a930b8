-- The judging day: panels, floors, devices, ties under deliberation, what the hall was shown, and events for listeners.

-- Who sits on the panel of a heat. A heat without a row takes every seated expert of a class on the panel.
CREATE TABLE panel (
	contest bytetext NOT NULL REFERENCES contest (id),
	stage bytetext NOT NULL,
	heat bytetext NOT NULL,
	expert bytetext NOT NULL,
	seq BIGINT NOT NULL, -- of panel.seat
	PRIMARY KEY (contest, stage, heat, expert)
);

-- Steps of a heat's floor; its state is what they make of it, from the first on.
CREATE TABLE floor_step (
	contest bytetext NOT NULL REFERENCES contest (id),
	stage bytetext NOT NULL,
	heat bytetext NOT NULL,
	step BIGINT NOT NULL CHECK (step >= 1),
	at_ms BIGINT NOT NULL, -- the time of its record
	body bytetext NOT NULL, -- of floor.step
	seq BIGINT NOT NULL,
	PRIMARY KEY (contest, stage, heat, step)
);

-- A heat whose sheets are complete: locked, and countersigned where the stage is supervised.
CREATE TABLE heat (
	contest bytetext NOT NULL REFERENCES contest (id),
	stage bytetext NOT NULL,
	heat bytetext NOT NULL,
	lock_seq BIGINT NOT NULL,
	sign_seq BIGINT NOT NULL, -- -1 = not yet
	PRIMARY KEY (contest, stage, heat)
);

-- Public keys of experts' devices; a link may have several, so none stands at the link any more.
ALTER TABLE link DROP COLUMN device_key;
CREATE TABLE device (
	contest bytetext NOT NULL REFERENCES contest (id),
	key bytetext NOT NULL, -- base64 of 32 bytes
	expert bytetext NOT NULL,
	link BIGINT,    -- the personal link that it came by; NULL = an account
	account BIGINT,
	added_ms BIGINT NOT NULL,
	seq BIGINT NOT NULL, -- of key.enrol
	PRIMARY KEY (contest, key)
);

-- What an expert wrote beside a sheet: a comment, the reason of a recusal. The sheet holds sha256(salt.text). Never published.
CREATE TABLE remark (
	contest bytetext NOT NULL REFERENCES contest (id),
	seq BIGINT NOT NULL, -- of the sheet's record
	salt bytetext NOT NULL,
	body bytetext NOT NULL,
	PRIMARY KEY (contest, seq)
);

-- A tie that experts are asked about.
CREATE TABLE tie (
	contest bytetext NOT NULL REFERENCES contest (id),
	seq BIGINT NOT NULL, -- of tie.open: the tie's number
	stage bytetext NOT NULL,
	body bytetext NOT NULL, -- of tie.open
	concluded_seq BIGINT NOT NULL, -- of tie.deliberate; -1 = open
	PRIMARY KEY (contest, seq)
);
CREATE TABLE vote (
	contest bytetext NOT NULL REFERENCES contest (id),
	tie BIGINT NOT NULL,
	expert bytetext NOT NULL,
	ranking bytetext NOT NULL, -- JSON array of ids, best first
	seq BIGINT NOT NULL, -- of tie.vote
	PRIMARY KEY (contest, tie, expert)
);

-- Scores that the hall has seen before the result was published.
CREATE TABLE shown (
	contest bytetext NOT NULL REFERENCES contest (id),
	stage bytetext NOT NULL,
	entry bytetext NOT NULL,
	rank BIGINT NOT NULL, -- 0 = the score alone
	score BIGINT NOT NULL, -- units
	seq BIGINT NOT NULL, -- of score.show
	PRIMARY KEY (contest, stage, entry)
);

-- What listeners are told, per contest, 1, 2, 3 … without a gap. Public: nothing hidden may stand here.
CREATE TABLE event (
	contest bytetext NOT NULL REFERENCES contest (id),
	id BIGINT NOT NULL CHECK (id >= 1),
	at_ms BIGINT NOT NULL,
	name bytetext NOT NULL,
	data bytetext NOT NULL, -- JSON, one line
	PRIMARY KEY (contest, id)
);

-- Other providers to sign in through (OIDC), accounts there, and sign-ins there that have begun.
CREATE TABLE provider (
	name bytetext PRIMARY KEY,
	title bytetext NOT NULL,  -- on its button
	issuer bytetext NOT NULL UNIQUE,
	client bytetext NOT NULL,
	secret bytetext,          -- NULL = a public client
	by_email BIGINT NOT NULL, -- 1 = a verified e-mail that is a login links itself
	added_ms BIGINT NOT NULL
);
CREATE TABLE identity (
	issuer bytetext NOT NULL,
	subject bytetext NOT NULL,
	account BIGINT NOT NULL REFERENCES account (id),
	added_ms BIGINT NOT NULL,
	PRIMARY KEY (issuer, subject)
);
CREATE TABLE handshake (
	state bytetext PRIMARY KEY, -- hex SHA-256 of the state sent
	provider bytetext NOT NULL,
	redirect bytetext NOT NULL, -- where the provider was told to come back to
	verifier bytetext NOT NULL, -- PKCE
	nonce bytetext NOT NULL,
	after bytetext NOT NULL,    -- the page to go on to
	expires_ms BIGINT NOT NULL
);

-- "official" gives measured values without a seat: an expert of a sheet need not be one of the table.
CREATE TABLE live_sheet (
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
	FOREIGN KEY (contest, entry) REFERENCES entry (contest, id)
);
INSERT INTO live_sheet (contest, stage, heat, entry, expert, recused, marks, version, seq)
	SELECT contest, stage, heat, entry, expert, recused, marks, version, seq FROM sheet;
DROP TABLE sheet;
ALTER TABLE live_sheet RENAME TO sheet;

-- What the last change of each kind was, as a value of n: of anything that a ledger or a sheet shows, and of what other pages
-- show too. So pages that are kept in memory are not made again for changes that they do not show.
ALTER TABLE generation ADD COLUMN ledger BIGINT NOT NULL DEFAULT 1;
ALTER TABLE generation ADD COLUMN pages BIGINT NOT NULL DEFAULT 1;
