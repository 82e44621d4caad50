-- The files behind one row of a table.
select
    json_extract_string(file, '$.source_file_id') as source_file_id, json_extract_string(file, '$.name') as name,
    json_extract_string(file, '$.version') as version, json_extract_string(file, '$.rows') as rows,
    json_extract_string(file, '$.sha256') as sha256
from (
    select unnest(from_json(source_files, '["json"]')) as file
    from marts.mart_self_evaluation
    where year = $year and region_code = $region and fund_code = $fund and row_no = $row_no
)
order by name
