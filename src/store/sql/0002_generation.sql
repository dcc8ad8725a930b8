-- One row, raised once by every committed batch: readers' caches compare it, and on
-- PostgreSQL raising it first is what makes one writer wait for another.
CREATE TABLE generation (
	id BIGINT PRIMARY KEY CHECK (id = 1),
	n BIGINT NOT NULL
);
INSERT INTO generation (id, n) VALUES (1, 1);
