-- Every approved decision of a person: does it act on this build, and if not, why? Nothing that people decided is silent.
{%- set reasons = {
    'noted': '不涉及明细行，不改变对账结果',
    'leg': '该环节没有可决定的行',
    'same_person': '经办人与复核人必须是两个人',
    'no_lines': '没有指明任何一行',
    'region': '含其他地区的行',
    'scope': '含不在该环节范围内的行',
    'part_of_unit': '同一批次未选全：批次作为一笔核对，须整批决定',
    'closed': '含已结账的匹配：要改先重开该月',
    'one_side': '匹配须两边都有行',
    'several_groups': '各险种各自相等：请按险种分别匹配',
    'cause': '原因不适用于该结论',
    'over_cap': '超过核销上限',
    'part_of_group': '同一组未选全：组内其他行也须一并说明',
    'by_rule': '规则已对上，不再需要',
    'later': '以后批准的决定已取代',
} %}
with outcome as (
    {%- for leg in decided_legs() %}
    select decision_id, is_applied, why from {{ ref(leg ~ '_decided') }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

explained as (
    select
        decision_id,
        bool_or(is_applied) as is_applied,
        bool_and(why = 'by_rule') as is_by_rule,
        bool_and(coalesce(why, '') in ('by_rule', 'later')) as is_late,
        min(case when why not in ('by_rule', 'later') then why end) as refusal,
        min(why) as first_why
    from outcome
    group by decision_id
),

linked as (
    select decision_id, cast(count(*) as bigint) as units from {{ ref('decision_link') }} group by decision_id
),

judged as (
    select
        decision.*, standing.lines, standing.lost, standing.changed, standing.lost_key, standing.other_id,
        case
            when standing.state <> 'applied' then standing.state
            when decision.kind = 'unmatch' then case when linked.units > 0 then 'applied' else 'superseded' end
            when decision.kind in ('match', 'exclude') then 'applied'
            when explained.is_applied then 'applied'
            when explained.is_by_rule then 'superseded_by_rule'
            when explained.is_late then 'superseded'
            else 'refused'
        end as state,
        case
            when standing.state <> 'applied' then standing.why
            when decision.kind = 'unmatch' then case when linked.units is null then 'later' end
            when decision.kind in ('match', 'exclude') then null
            else coalesce(explained.refusal, explained.first_why)
        end as reason
    from {{ ref('stg_decision') }} as decision
    inner join {{ ref('decision_standing') }} as standing
        on decision.decision_id = standing.decision_id
    left join explained
        on decision.decision_id = explained.decision_id
    left join linked
        on decision.decision_id = linked.decision_id
)

select
    decision_id,
    kind,
    leg,
    region_code,
    period,
    cause,
    reason_code,
    maker,
    checker,
    cast(made_at as timestamp) as made_at,
    cast(approved_at as timestamp) as approved_at,
    lines,
    state,
    case reason
        when 'orphaned' then concat_ws('', cast(changed as string), ' 行内容已变，', cast(lost - changed as string), ' 行已不在，首行 ', coalesce(lost_key, ''))
        when 'undone' then concat_ws('', '已由决定 ', other_id, ' 拆开')
        when 'beaten' then concat_ws('', '决定 ', other_id, ' 先批准，并主张同一行')
        {%- for code, text in reasons.items() %}
        when '{{ code }}' then {% if code in ['by_rule', 'later', 'part_of_group', 'cause', 'over_cap'] %}case when state = 'applied' then '部分行：{{ text }}' else '{{ text }}' end{% else %}'{{ text }}'{% endif %}
        {%- endfor %}
    end as why
from judged
