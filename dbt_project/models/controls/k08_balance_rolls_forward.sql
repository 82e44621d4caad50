-- opening + income - expenditure + adjustment, against the net assets that the books close with.
select
    {{ control_result('K08', 'closing = booked_closing', 'closing', 'booked_closing', "concat_ws('', 'ss_ledger 3xxx + 4xxx - 5xxx, ', fund_code, ' ', period)") }}
from {{ ref('net_assets') }}
where fund_code <> 'all'
