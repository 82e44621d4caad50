(select * from marts.fct_closed_bridge where closed_period = $period and close_version = $version)
