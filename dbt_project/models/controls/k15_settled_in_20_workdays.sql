-- Injury claims settled within 20 working days, as the agency counts them; no file has the dates of single claims.
with settled as (
    {{ statistic_share('结算业务笔数', '按期结算业务笔数') }}
)

select
    {{ control_result('K15', money_ratio('good', 'total') ~ ' >= ' ~ at_least('K15'), money_ratio('good', 'total'), at_least('K15'),
        "concat_ws('', 'ss_statistics 按期 ', cast(cast(good as bigint) as string), '/', cast(cast(total as bigint) as string), ' 件')", soft=true) }}
from settled
where fund_code = '410'
