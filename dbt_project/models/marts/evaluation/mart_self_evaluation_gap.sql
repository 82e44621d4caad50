-- What is missing from each table, who must supply it, and whether the final version waits for it.
select
    gap.year,
    gap.region_code,
    gap.fund_code,
    gap.scheme,
    cast(row_number() over (
        partition by gap.region_code, gap.year, gap.fund_code
        order by case gap.block when 'total' then 1 when 'funds' then 2 else 3 end nulls last, gap.row_order nulls last, gap.gap_kind nulls last
    ) as integer) as gap_no,
    gap.gap_kind,
    kind.title,
    gap.goal_code as indicator_code,
    gap.level_3,
    gap.gap_detail as detail,
    case
        when gap.gap_kind in ('actual') and catalogue.source_party = 'finance' then '财政部门'
        else kind.owner
    end as owner,
    kind.action,
    cast(kind.blocks_final as boolean) as blocks_final
from {{ ref('evaluation_gap') }} as gap
inner join {{ ref('evaluation_gap_kind') }} as kind
    on gap.gap_kind = kind.gap_kind
left join {{ ref('dim_indicator') }} as catalogue
    on gap.indicator_code = catalogue.indicator_code
