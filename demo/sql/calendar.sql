-- `idx` of a day = number of the first working day on or after it; so "n working days later" is an addition.
CREATE TABLE calendar AS
SELECT d, is_work, (sum(is_work::INTEGER) OVER (ORDER BY d) + (NOT is_work)::INTEGER)::INTEGER AS idx
FROM calendar_day;
CREATE TABLE workday AS SELECT idx, d FROM calendar WHERE is_work;
