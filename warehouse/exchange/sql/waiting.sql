-- How much waits for each party and month: differences, lines and amounts (元) of the rows as they would be sent.
select
    recipient as party, case_period as period,
    cast(sum(case when is_first then 1 else 0 end) as integer) as cases,
    cast(sum(lines) as integer) as lines,
    cast(sum(abs(difference)) as decimal(28, 2)) as difference,
    max(age_days) as age_days
from (/*rows*/)
group by recipient, case_period
order by case_period, recipient
