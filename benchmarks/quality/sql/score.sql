-- Every true line beside what the warehouse says of it. Interchangeable lines are compared as counts within their class.
create table got as
select leg, party, record_key, group_id, verdict, cause, amount, opened_period, cleared_period
from warehouse.marts.fct_reconciliation_line;

create table got_known as
select g.*, t.payment_id, t.class_id, t.kind
from got g left join truth t using (leg, party, record_key);

create table answer as
with counted as (
    select leg, party, record_key, count(*) as verdicts, min(verdict) as verdict, min(cause) as cause, min(group_id) as group_id,
        min(amount) as amount, min(opened_period) as opened, min(cleared_period) as cleared
    from got group by all
),
plain as (
    select t.*, coalesce(c.verdicts, 0) as verdicts, c.verdict as said, c.cause as said_cause, c.group_id, c.amount,
        (c.opened is not distinct from t.opened_period and c.cleared is not distinct from t.cleared_period) as right_months
    from truth t left join counted c using (leg, party, record_key)
),
true_rank as (
    select *, row_number() over (partition by leg, class_id, verdict order by record_key) as r from plain where class_id is not null
),
said_rank as (
    select leg, class_id, said, said_cause,
        row_number() over (partition by leg, class_id, said order by record_key) as r
    from plain where class_id is not null
)
select
    p.* exclude (said, said_cause), p.said, p.said_cause,
    p.said is not null and (p.said = p.verdict or list_contains(string_split(p.also, ','), p.said)) as right_verdict,
    p.said_cause as judged_cause
from plain p where class_id is null
union all
select
    t.* exclude (r, said, said_cause), coalesce(s.said, t.said), s.said_cause, s.said is not null, s.said_cause
from true_rank t
left join said_rank s on s.leg = t.leg and s.class_id = t.class_id and s.said = t.verdict and s.r = t.r;

-- Confirmed groups: two true payments in one group, or a line nobody delivered, is a wrong link.
create table confirmed as
select
    leg, group_id, count(*) as lines, count(distinct payment_id) as payments, count(*) filter (payment_id is null) as unknown,
    sum(abs(amount)) as amount, string_agg(distinct kind, ' + ' order by kind) as kinds,
    string_agg(party || ' ' || record_key, ', ' order by party, record_key) as members
from got_known
where group_id is not null
    and verdict in ('matched', 'amount_differs', 'fund_differs', 'period_differs', 'group_sum_differs', 'duplicate',
        'self_cancelled', 'refund')
group by all;
