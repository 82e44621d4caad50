-- Months in which the details of contributions or benefits show more than money on its way: then the totals differ for
-- reasons that those lines give, and not by timing alone.
select distinct '4001' as account_code, region_code, fund_code, period
from {{ ref('ssa_tax_verdict') }}
where verdict not in ('matched', 'self_cancelled', 'excluded')
    and coalesce(cause, '') not in ('in_transit', 'opening_in_transit')
union
select distinct '4001' as account_code, region_code, fund_code, period
from {{ ref('tax_fin_unit_verdict') }}
where verdict not in ('matched', 'self_cancelled', 'excluded')
    and coalesce(cause, '') not in ('in_transit', 'opening_in_transit')
union
select distinct '5001' as account_code, region_code, fund_code, period
from {{ ref('ssa_fin_benefit_unit_verdict') }}
where verdict not in ('matched', 'self_cancelled', 'excluded')
    and coalesce(cause, '') not in ('in_transit', 'opening_in_transit')
