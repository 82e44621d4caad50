# One image for every Airflow process of the deployment (docker-compose.yml).
FROM python:3.11-slim-bookworm

ENV PYTHONUTF8=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONPATH=/opt/sanfang \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    DO_NOT_TRACK=1

WORKDIR /opt/sanfang

# The lock names every package with its hashes and no index: pip takes them from wherever the site's pip.conf says.
# --no-deps because the lock is complete, and because this image's pip stumbles over extras under --require-hashes.
COPY requirements.lock ./
RUN pip install --no-deps --require-hashes -r requirements.lock

COPY dags ./dags
COPY ingest ./ingest
COPY warehouse ./warehouse
COPY reporting ./reporting
COPY workbench ./workbench
COPY dbt_project ./dbt_project

# Everything that is written lives in the volume; the code stays owned by root.
RUN printf '%s\n' '#!/usr/local/bin/python' 'from warehouse.cli import main' 'main()' > /usr/local/bin/sanfang \
    && chmod 0755 /usr/local/bin/sanfang \
    && useradd --uid 10001 --user-group --home-dir /var/lib/sanfang --no-create-home sanfang \
    && install -d -o sanfang -g sanfang -m 0750 /var/lib/sanfang

# sanfang, by number: a cluster cannot check that a name is not root.
USER 10001
ENV SANFANG_HOME=/var/lib/sanfang \
    AIRFLOW_HOME=/var/lib/sanfang/airflow
VOLUME ["/var/lib/sanfang"]

CMD ["airflow", "version"]
