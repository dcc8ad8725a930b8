-- Draws of a contest, numbered 1, 2, 3 … without a gap. Each body is that of its record; NULL = not yet.

CREATE TABLE draw (
	contest bytetext NOT NULL REFERENCES contest (id),
	number BIGINT NOT NULL CHECK (number >= 1),
	committed bytetext, -- draw.commit
	announced bytetext, -- draw.announce
	concluded bytetext, -- draw.conclude
	voided bytetext,    -- draw.void
	seq BIGINT NOT NULL, -- of the newest of them
	PRIMARY KEY (contest, number)
);
