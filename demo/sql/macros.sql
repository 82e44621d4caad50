-- Pseudo-random numbers depend on the seed and a key only: the same on every machine and with any number of threads.
CREATE MACRO rnd(key, n) AS (md5_number_lower(getvariable('seed') || '|' || key) % n)::BIGINT;
-- Money: BIGINT fen → text of yuan with two decimals, without and with thousands separators.
CREATE MACRO yuan(fen) AS CAST(CAST(fen AS DECIMAL(18, 0)) * 0.01 AS DECIMAL(18, 2))::VARCHAR;
CREATE MACRO grouped_yuan(fen) AS
    CASE WHEN fen < 0 THEN '-' ELSE '' END || format('{:,}', abs(fen) // 100) || '.' || lpad((abs(fen) % 100)::VARCHAR, 2, '0');
CREATE MACRO month_text(p) AS (getvariable('y') * 100 + p)::VARCHAR;
-- Fields of one delimited line; NULL is an empty field.
CREATE MACRO piped(fields) AS array_to_string(list_transform(fields, lambda f: coalesce(f, '')), '|');
-- One digit of a number written with the 31 signs of GB 32100.
CREATE MACRO sign31(n, place) AS substr('0123456789ABCDEFGHJKLMNPQRTUWXY', ((n // [1, 31, 961, 29791, 923521, 28629151][place + 1]) % 31)::INTEGER + 1, 1);
-- GB 11714: check sign of an eight-sign organisation code.
CREATE MACRO org_check(code) AS
    CASE (11 - list_sum(list_transform(range(1, 9), lambda i:
            (instr('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', substr(code, i, 1)) - 1) * [3, 7, 9, 10, 5, 8, 4, 2][i])) % 11)
        WHEN 10 THEN 'X' WHEN 11 THEN '0'
        ELSE (11 - list_sum(list_transform(range(1, 9), lambda i:
            (instr('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', substr(code, i, 1)) - 1) * [3, 7, 9, 10, 5, 8, 4, 2][i])) % 11)::INTEGER::VARCHAR
    END;
-- GB 32100: check sign of the first seventeen signs of a unified social credit code.
CREATE MACRO uscc_check(code) AS
    substr('0123456789ABCDEFGHJKLMNPQRTUWXY', ((31 - list_sum(list_transform(range(1, 18), lambda i:
        (instr('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(code, i, 1)) - 1)
        * [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28][i])) % 31) % 31)::INTEGER + 1, 1);
-- GB 11643: check sign of the first seventeen digits of an identity number.
CREATE MACRO person_check(digits) AS
    substr('10X98765432', (list_sum(list_transform(range(1, 18), lambda i:
        substr(digits, i, 1)::INTEGER * [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2][i])) % 11)::INTEGER + 1, 1);
