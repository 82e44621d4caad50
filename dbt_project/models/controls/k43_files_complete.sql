select
    {{ control_result('K43', "state <> 'waiting'",
        "case when state = 'waiting' then 1 else 0 end", '0',
        "case state when 'complete' then '到齐' when 'books_only' then '历史月份，仅账表' else concat_ws('', '缺 ', coalesce(missing, '—'), '；退回 ', coalesce(refused, '—')) end",
        fund_code="cast('all' as string)") }}
from {{ ref('stg_period_scope') }}
