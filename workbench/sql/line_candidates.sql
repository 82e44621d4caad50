-- Open lines of the other party that could be the partner: suggested by a rule, of the same amount, or of the same payer.
with open_line as (
    select *
    from marts.difference_line
    where leg = $leg and region_code = $region and is_open and party <> $party and line_id <> $line_id
),

named as (
    select left_key as record_key, reason, place from marts.mart_match_suggestion where leg = $leg and right_key = $record_key
    union all
    select second_left_key, reason, place from marts.mart_match_suggestion
    where leg = $leg and right_key = $record_key and second_left_key is not null
    union all
    select right_key, reason, place from marts.mart_match_suggestion
    where leg = $leg and $record_key in (left_key, coalesce(second_left_key, ''))
),

suggested as (
    select record_key, min(reason) as reason, min(place) as place from named group by record_key
)

select
    open_line.line_id, open_line.party, open_line.record_key, open_line.fund_code, fund.short_name as fund_name, open_line.payer_key,
    payer.payer_name, open_line.amount, open_line.business_date, open_line.period, open_line.verdict, open_line.cause,
    open_line.source_file_id, open_line.source_row, suggested.reason,
    open_line.amount = cast($amount as decimal(18, 2)) as is_same_amount,
    coalesce(open_line.payer_key = $payer, false) as is_same_payer,
    open_line.fund_code = $fund as is_same_fund,
    abs(date_diff('day', open_line.business_date, cast($day as date))) as days_apart
from open_line
left join suggested
    on open_line.record_key = suggested.record_key
left join marts.dim_fund as fund
    on open_line.fund_code = fund.fund_code
left join marts.dim_payer as payer
    on open_line.region_code = payer.region_code and open_line.payer_key = payer.payer_key
where case
    when $q <> '' then
        contains(open_line.record_key, $q) or contains(open_line.payer_key, upper($q)) or contains(payer.payer_name, $q)
        or abs(open_line.amount) = abs(try_cast(replace($q, ',', '') as decimal(18, 2)))
    else suggested.reason is not null or open_line.amount = cast($amount as decimal(18, 2)) or open_line.payer_key = $payer
end
order by
    suggested.place nulls last, is_same_amount desc, is_same_payer desc, is_same_fund desc, days_apart, open_line.line_id
limit 30
