-- Who may sign in, and as what. No password and no token stands here: an Argon2id text of the one, SHA-256 of the other.

CREATE TABLE account (
	id BIGINT PRIMARY KEY,
	login bytetext NOT NULL UNIQUE, -- in lower case
	name bytetext,
	hash bytetext NOT NULL,
	totp bytetext,              -- base32 secret; NULL = not enrolled
	totp_step BIGINT NOT NULL,  -- the last step whose code was taken
	admin BIGINT NOT NULL CHECK (admin IN (0, 1)),
	disabled BIGINT NOT NULL CHECK (disabled IN (0, 1)),
	created_ms BIGINT NOT NULL
);

CREATE TABLE role (
	account BIGINT NOT NULL REFERENCES account (id),
	contest bytetext NOT NULL REFERENCES contest (id),
	role bytetext NOT NULL,
	expert bytetext, -- whose sheets, of an expert
	PRIMARY KEY (account, contest, role)
);
CREATE INDEX role_contest ON role (contest);

CREATE TABLE link (
	id BIGINT PRIMARY KEY,
	hash bytetext NOT NULL UNIQUE,
	contest bytetext NOT NULL REFERENCES contest (id),
	role bytetext NOT NULL,
	expert bytetext,
	stage bytetext,
	heat bytetext,
	label bytetext,
	reusable BIGINT NOT NULL CHECK (reusable IN (0, 1)),
	created_ms BIGINT NOT NULL,
	expires_ms BIGINT NOT NULL,
	revoked BIGINT NOT NULL CHECK (revoked IN (0, 1)),
	used_ms BIGINT NOT NULL, -- when first; 0 = never
	device_key bytetext
);
CREATE INDEX link_contest ON link (contest);

CREATE TABLE session (
	hash bytetext PRIMARY KEY,
	account BIGINT REFERENCES account (id),
	link BIGINT REFERENCES link (id),
	created_ms BIGINT NOT NULL,
	seen_ms BIGINT NOT NULL,
	expires_ms BIGINT NOT NULL,
	totp BIGINT NOT NULL CHECK (totp IN (0, 1)),
	CHECK ((account IS NULL) <> (link IS NULL))
);
CREATE INDEX session_account ON session (account);
CREATE INDEX session_link ON session (link);

-- Buckets of the sign-in limits; a bucket's name is a hash.
CREATE TABLE attempt (
	bucket bytetext PRIMARY KEY,
	n BIGINT NOT NULL,
	last_ms BIGINT NOT NULL
);
CREATE INDEX attempt_last ON attempt (last_ms);
