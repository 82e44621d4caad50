-- How much waits for each party and month: differences, lines and amounts (元) of the rows as they would be sent.
select
    recipient as party, case_period as period,
    cast(sum(case when row_in_case = 1 then 1 else 0 end) as integer) as cases,
    cast(sum(lines) as integer) as lines,
    cast(sum(case when row_in_case = 1 then abs(difference) end) as decimal(28, 2)) as difference,
    max(unit_age) as age_days
from (/*sent*/)
group by recipient, case_period
order by case_period, recipient
