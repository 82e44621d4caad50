-- A batch number ends in the fund (treasury batches) or carries it (benefit batches, B + month + fund): the line that
-- names it must be of that fund. A voucher whose entries touch two funds moves money between them.
with journal as (
    select
        region_code,
        period,
        fund_code,
        record_key,
        voucher_no,
        income + expenditure as amount,
        coalesce(substr(transfer_batch_no, 17, 3), substr(benefit_batch_no, 8, 3)) as batch_fund
    from {{ ref('stg_fin_special_account') }}
),

voucher as (
    select region_code, period, voucher_no
    from journal
    group by region_code, period, voucher_no
    having count(distinct fund_code) > 1
),

judged as (
    select
        journal.*,
        voucher.voucher_no is not null or coalesce(journal.batch_fund <> journal.fund_code, false) as is_crossing
    from journal
    left join voucher
        on journal.region_code = voucher.region_code
        and journal.period = voucher.period
        and journal.voucher_no = voucher.voucher_no
),

by_fund as (
    select
        region_code,
        fund_code,
        period,
        cast(sum(case when is_crossing then amount else 0 end) as decimal(28, 2)) as crossing,
        {{ joined("case when is_crossing then record_key end") }} as record_keys
    from judged
    group by region_code, fund_code, period
)

select
    {{ control_result('K04', 'crossing = 0', 'crossing', '0', "coalesce('fin_special_account ' || record_keys, 'fin_special_account')") }}
from by_fund
