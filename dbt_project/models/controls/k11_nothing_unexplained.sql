-- What remains unexplained over all legs, gross: opposite rests in two legs do not hide each other.
with rest as (
    select
        region_code,
        fund_code,
        period,
        cast(sum(abs(amount)) as decimal(28, 2)) as unexplained,
        {{ joined("case when amount <> 0 then concat_ws('', leg, ' ', basis, ' ', cast(amount as string)) end") }} as legs
    from {{ ref('fct_reconciliation_bridge') }}
    where line_code = 'unexplained'
        and fund_code <> 'all'
    group by region_code, fund_code, period
)

select
    {{ control_result('K11', 'unexplained = 0', 'unexplained', '0', "coalesce(legs, '各环节未解释差额均为零')") }}
from rest
