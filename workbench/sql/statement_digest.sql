-- What a signature stands for: every line of the leg's statements of the month, all funds and both cut-offs.
select sha256(string_agg(
    concat_ws('|', leg, region_code, fund_code, period, basis, line_no, line_code, label, coalesce(cast(amount as varchar), ''), status), chr(10)
    order by fund_code, basis, line_no, line_code
)) as digest
from /*source*/
where leg = $leg and region_code = $region and period = $period
