CREATE TABLE carried (fund VARCHAR, account VARCHAR, item VARCHAR, k BIGINT, person_id VARCHAR, name VARCHAR, amount BIGINT, payment_no VARCHAR);
CREATE TABLE bounced (month INTEGER, seq BIGINT, fund VARCHAR, account VARCHAR, item VARCHAR, k BIGINT, person_id VARCHAR,
    name VARCHAR, amount BIGINT, batch VARCHAR, paid_date DATE, is_first BOOLEAN, is_failed BOOLEAN, is_carried BOOLEAN,
    reissue_of VARCHAR, payment_no VARCHAR, batch_no VARCHAR);
CREATE TABLE planted_payment (plant_id INTEGER, kind VARCHAR, payment_no VARCHAR, fund VARCHAR, month INTEGER, amount BIGINT,
    batch_no VARCHAR);
CREATE TABLE batch_total (fund VARCHAR, month INTEGER, batch VARCHAR, batch_no VARCHAR, paid_date DATE, rows BIGINT, fen BIGINT,
    fen_paid BIGINT);
