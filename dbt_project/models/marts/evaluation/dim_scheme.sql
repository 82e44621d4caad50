-- Evaluation schemes by block, with the rules that hold for the whole scheme.
select
    scheme.scheme,
    scheme.scheme_name,
    scheme.source,
    cast(weight.block_no as integer) as block_no,
    weight.block_name,
    cast(weight.weight as decimal(9, 2)) as weight,
    scheme.execution_line,
    cast(scheme.execution_floor as decimal(9, 4)) as execution_floor,
    cast(scheme.over_achievement as decimal(9, 4)) as over_achievement
from {{ ref('scheme') }} as scheme
inner join {{ ref('scheme_weight') }} as weight
    on scheme.scheme = weight.scheme
