"""The accountants' pages: a FastAPI application, served alone or inside Airflow."""
