with dated as (
    select *, date_diff('day', business_date, last_day(strptime($as_of, '%Y%m'))) as age_days
    from /*source*/
    where /*line*/
),

chosen as (
    select
        *,
        case
            when age_days <= 30 then '0-30'
            when age_days <= 60 then '31-60'
            when age_days <= 90 then '61-90'
            when age_days <= 180 then '91-180'
            else 'over 180'
        end as bucket
    from dated
    where /*listed*/
)
