with dated as (
    select *, date_diff('day', business_date, last_day(strptime($as_of, '%Y%m'))) as age_days
    from /*source*/
    where /*line*/
),

chosen as (
    select
        *,
        /*bucket*/ as bucket
    from dated
    where /*listed*/
)
