-- Subsidies that one recipient may have so often a year only. Whether a payer contributes and owes nothing cannot be
-- seen: the benefit file names a person, not an employer.
with subsidy as (
    select
        benefit.region_code,
        benefit.fund_code,
        benefit.period,
        benefit.record_key,
        benefit.amount,
        kind.yearly_limit,
        row_number() over (
            partition by benefit.person_key, benefit.benefit_item, substr(benefit.benefit_period, 1, 4)
            order by benefit.period nulls last, benefit.paid_date nulls last, benefit.record_key nulls last
        ) as number_in_year
    from {{ ref('stg_ss_benefit') }} as benefit
    inner join {{ ref('benefit_item') }} as kind
        on benefit.benefit_item = kind.benefit_item
        and kind.yearly_limit is not null
    where benefit.is_paid
),

by_fund as (
    select
        month.region_code,
        month.fund_code,
        month.period,
        cast(count(subsidy.record_key) as bigint) as payments,
        cast(coalesce(sum(case when subsidy.number_in_year > subsidy.yearly_limit then 1 else 0 end), 0) as bigint) as beyond,
        min(case when subsidy.number_in_year > subsidy.yearly_limit then subsidy.record_key end) as first_record
    from ({{ complete_month() }}) as month
    left join subsidy
        on month.region_code = subsidy.region_code
        and month.fund_code = subsidy.fund_code
        and month.period = subsidy.period
    where month.fund_code = '210'
    group by month.region_code, month.fund_code, month.period
)

select
    {{ control_result('K33', 'beyond = 0', 'beyond', '0',
        "concat_ws('', 'ss_benefit 补贴 ', cast(payments as string), ' 笔，超过年度次数 ', cast(beyond as string), ' 笔', coalesce(concat_ws('', '，如 ', first_record), ''))", soft=true) }}
from by_fund
