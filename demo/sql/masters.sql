-- Payers: enterprises first, then institutions. Nobody exists: numbers are made from a counter, names carry it.
CREATE TABLE payer AS
WITH counted AS (
    SELECT k, k < getvariable('enterprises') AS is_enterprise,
        ((k * 7919 + 104729 * (1 + getvariable('seed')::BIGINT % 997)) % 887503681)::BIGINT AS n
    FROM range(getvariable('enterprises') + getvariable('institutions')) r(k)
),
coded AS (
    SELECT *, 'MA' || sign31(n, 5) || sign31(n, 4) || sign31(n, 3) || sign31(n, 2) || sign31(n, 1) || sign31(n, 0) AS org8
    FROM counted
),
organised AS (
    SELECT *, org8 || org_check(org8) AS org_code,
        CASE WHEN is_enterprise THEN '91' ELSE '12' END || getvariable('region') || org8 || org_check(org8) AS code17
    FROM coded
)
SELECT
    k,
    is_enterprise,
    CASE WHEN is_enterprise THEN '110' ELSE '120' END AS main_fund,
    getvariable('region') || lpad(k::VARCHAR, 6, '0') AS employer_no,
    code17 || uscc_check(code17) AS uscc,
    CASE WHEN rnd('old' || k, 100) < 8 THEN getvariable('region') || org_code ELSE code17 || uscc_check(code17) END AS taxpayer_id,
    CASE WHEN is_enterprise THEN '测试企业' ELSE '测试事业单位' END || lpad(k::VARCHAR, 5, '0') AS name,
    CASE WHEN rnd('size' || k, 100) < 3 THEN 150 + rnd('heads' || k, 400)
         WHEN rnd('size' || k, 100) < 20 THEN 30 + rnd('heads' || k, 80)
         ELSE 3 + rnd('heads' || k, 18) END AS heads,
    4500 + rnd('wage' || k, 5000) AS wage
FROM organised;

-- Persons: k is unique over all funds. The division of the identity numbers is the region itself, which no one is born in.
CREATE TABLE person AS
WITH born AS (
    SELECT k, DATE '1935-01-01' + ((k * 7919 + getvariable('seed')::BIGINT) % 14000)::INTEGER AS birthday,
        lpad((1 + (k // 14000) * 23 + rnd('seq' || (k // 14000), 20))::VARCHAR, 3, '0') AS seq
    FROM range(getvariable('persons')) r(k)
),
coded AS (
    SELECT k, getvariable('region') || strftime(birthday, '%Y%m%d') || seq AS digits FROM born
)
SELECT k, digits || person_check(digits) AS person_id, '测试人员' || lpad(k::VARCHAR, 6, '0') AS name,
    150000 + rnd('pension' || k, 620000) AS weight
FROM coded;
