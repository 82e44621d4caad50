
select concat(leg, ':', line_id) as chosen_line from chosen order by all
