/* All that taking a sheet looks up in single rows, in one statement: on PostgreSQL each statement is a round trip while
 * everybody else waits for the writer. */
#include "store/live.h"
#include "store/row.h"

static const struct row_field place_fields[] = {
	ROW_FIELD(ROW_TEXT, place_row, definition),
	ROW_FIELD(ROW_LENGTH, place_row, definition_len),
	ROW_FIELD(ROW_INT64, place_row, decided),
	ROW_FIELD(ROW_INT64, place_row, state),
	ROW_FIELD(ROW_INT64, place_row, lock_seq),
	ROW_FIELD(ROW_INT64, place_row, newest.step),
	ROW_FIELD(ROW_INT64, place_row, newest.at_ms),
	ROW_FIELD(ROW_TEXT, place_row, newest.body),
	ROW_FIELD(ROW_INT64, place_row, newest.seq),
	ROW_FIELD(ROW_INT64, place_row, seats),
	ROW_FIELD(ROW_BOOL, place_row, sits),
	ROW_FIELD(ROW_TEXT, place_row, entry),
	ROW_FIELD(ROW_TEXT, place_row, division),
	ROW_FIELD(ROW_TEXT, place_row, region),
	ROW_FIELD(ROW_TEXT, place_row, track),
	ROW_FIELD(ROW_TEXT, place_row, expert),
	ROW_FIELD(ROW_TEXT, place_row, class_id),
	ROW_FIELD(ROW_TEXT, place_row, device_expert),
	ROW_FIELD(ROW_BOOL, place_row, barred),
	ROW_FIELD(ROW_BOOL, place_row, any_barred),
	ROW_FIELD(ROW_BOOL, place_row, shared_out),
	ROW_FIELD(ROW_BOOL, place_row, assigned),
	ROW_FIELD(ROW_BOOL, place_row, left),
	ROW_FIELD(ROW_INT64, place_row, leavers),
};
static const struct row_shape place_shape = ROW_SHAPE(place_row, place_fields);

#define ASSIGNED "SELECT 1 FROM assigned a WHERE a.contest = c.id AND a.stage = $2"
#define LEFT "SELECT 1 FROM candidate q WHERE q.contest = c.id AND q.state = 4"
#define PANEL "SELECT count(*) FROM panel p WHERE p.contest = c.id AND p.stage = $2 AND p.heat = $3"

bool store_find_place(struct db *db, const struct place_query *q, struct arena *arena, struct place_row **ret_row,
	struct err *err)
{
	return row_find(db,
		"SELECT c.definition, "
		"coalesce((SELECT max(seq) FROM (SELECT max(seq) AS seq FROM decision WHERE contest = $1 "
		"UNION ALL SELECT max(published_seq) FROM stage WHERE contest = $1) AS decided), -1), "
		"coalesce(s.state, 0), coalesce(h.lock_seq, -1), "
		"coalesce(f.step, 0), coalesce(f.at_ms, 0), coalesce(f.body, ''), coalesce(f.seq, 0), "
		"(" PANEL "), (" PANEL " AND p.expert = $5), "
		"e.id, e.division, e.region, e.track, x.id, x.class, v.expert, "
		"CASE WHEN EXISTS (SELECT 1 FROM conflict k WHERE k.contest = c.id AND k.entry = $4 AND k.expert = $5 AND k.state = 1) "
		"THEN 1 ELSE 0 END, "
		"CASE WHEN EXISTS (SELECT 1 FROM conflict k WHERE k.contest = c.id AND k.entry = $4 AND k.state = 1) THEN 1 ELSE 0 END, "
		"CASE WHEN EXISTS (" ASSIGNED ") THEN 1 ELSE 0 END, "
		"CASE WHEN EXISTS (" ASSIGNED " AND a.entry = $4 AND a.expert = $5) THEN 1 ELSE 0 END, "
		"CASE WHEN EXISTS (" LEFT " AND q.id = $5) THEN 1 ELSE 0 END, (SELECT count(*) FROM (" LEFT ") AS leavers) "
		"FROM contest c "
		"LEFT JOIN stage s ON s.contest = c.id AND s.stage = $2 "
		"LEFT JOIN heat h ON h.contest = c.id AND h.stage = $2 AND h.heat = $3 "
		"LEFT JOIN floor_step f ON f.contest = c.id AND f.stage = $2 AND f.heat = $3 AND f.step = "
		"(SELECT max(g.step) FROM floor_step g WHERE g.contest = c.id AND g.stage = $2 AND g.heat = $3) "
		"LEFT JOIN entry e ON e.contest = c.id AND e.id = $4 "
		"LEFT JOIN expert x ON x.contest = c.id AND x.id = $5 "
		"LEFT JOIN device v ON v.contest = c.id AND v.key = $6 "
		"WHERE c.id = $1",
		DB_ARGS(db_text(q->contest), db_text(q->stage), db_text(q->heat), db_text(q->entry), db_text(q->expert),
			db_text(q->key ? q->key : "")),
		&place_shape, arena, ret_row, err);
}
