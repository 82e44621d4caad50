-- In whose workbook, and of which month, an open line (or batch) stands.
select recipient, case_period
from (/*sent*/)
where leg = $leg and unit_key = $line_id
limit 1
