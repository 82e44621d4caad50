"""The Airflow home of this project: secrets, users, pools and settings under ``SANFANG_HOME/airflow``.

Everything is passed to Airflow by environment variables, so no generated ``airflow.cfg`` has to be edited.
This module only writes files and builds an environment; it never imports airflow.
"""

import base64
import json
import os
import secrets
import sys
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

# user → role of Airflow's simple auth manager: `user` may trigger, pause and backfill, nothing more.
USERS = {"admin": "admin", "accountant": "user", "viewer": "viewer"}

# The one slot also holds back intakes while a build runs: the input of a build must not change under it.
POOLS = {"duckdb_writer": "one at a time: whoever files deliveries, builds or publishes"}


@dataclass(frozen=True)
class AirflowHome:
    """Where this Airflow lives and what it works on.

    Attributes:
        home: SANFANG_HOME.
        port: The web port.
        people: Login → role of Airflow, for the people of the state database.
        known: Login → password that is known already; the others are generated.
    """

    home: Path
    dags: Path
    inbox: Path
    port: int = 8080
    host: str = "127.0.0.1"
    people: dict[str, str] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)

    @property
    def users(self) -> dict[str, str]:
        """User → role: our own three, and the people of the state database."""
        return USERS | self.people

    @property
    def root(self) -> Path:
        """AIRFLOW_HOME."""
        return self.home / "airflow"

    @property
    def passwords(self) -> Path:
        """The users' passwords, readable by the owner only."""
        return self.root / "passwords.json"

    @property
    def pools(self) -> Path:
        """The pools as `airflow pools import` wants them."""
        return self.root / "pools.json"

    @property
    def logs(self) -> Path:
        """One log file per Airflow process."""
        return self.home / "logs" / "airflow"

    @property
    def url(self) -> str:
        """Address of the web interface; also what task processes call."""
        return f"http://{self.host}:{self.port}"

    def prepared(self) -> str:
        """What the marker file says once the database is migrated and the pools are loaded."""
        return f"apache-airflow {version('apache-airflow')} pools {','.join(sorted(POOLS))}"


def private_json(path: Path, fresh: dict[str, str]) -> tuple[dict[str, str], bool]:
    """Read a mode-0600 JSON file, or create it with ``fresh``; True when it was created now."""
    if path.exists():
        kept: dict[str, str] = json.loads(path.read_text("utf-8"))
        return kept, False
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(fresh, file)
    return fresh, True


def prepare(place: AirflowHome) -> dict[str, str] | None:
    """Create folders, secrets, users and the pools file; return the passwords that were made now, None without any."""
    for folder in (place.root, place.logs):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    place.inbox.mkdir(parents=True, exist_ok=True)
    pools = {name: {"slots": 1, "description": text, "include_deferred": True} for name, text in POOLS.items()}
    place.pools.write_text(json.dumps(pools, indent=1), "utf-8")
    wanted = {user: place.known.get(user) or secrets.token_urlsafe(12) for user in place.users}
    passwords, _ = private_json(place.passwords, {})
    fresh = {user: password for user, password in wanted.items() if user not in passwords}
    place.passwords.write_text(json.dumps(passwords | fresh), "utf-8")
    return fresh or None


def signing_keys(place: AirflowHome) -> dict[str, str]:
    """Keys that must outlive a restart: API tokens, session cookies, stored connections."""
    fresh = {
        "jwt_secret": secrets.token_urlsafe(64),  # the built-in default is too short and is warned about
        "secret_key": secrets.token_urlsafe(32),
        "fernet_key": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
    }
    return private_json(place.root / "keys.json", fresh)[0]


def environment(place: AirflowHome, parallelism: int = 3) -> dict[str, str]:
    """Return the whole environment of an Airflow process (the caller's own variables stay in it)."""
    keys = signing_keys(place)
    airflow = {
        "CORE__DAGS_FOLDER": str(place.dags.resolve()),
        "CORE__PLUGINS_FOLDER": str((place.dags / "plugins").resolve()),
        "CORE__LOAD_EXAMPLES": "False",
        "CORE__EXECUTOR": "LocalExecutor",
        "CORE__PARALLELISM": str(parallelism),  # each slot is a resident process of about 140 MB
        "CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
        "CORE__SIMPLE_AUTH_MANAGER_USERS": ",".join(f"{user}:{role}" for user, role in place.users.items()),
        "CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(place.passwords.resolve()),
        "CORE__FERNET_KEY": keys["fernet_key"],
        # Task processes call back to the API: with another port than 8080 both addresses must say so.
        "CORE__EXECUTION_API_SERVER_URL": f"{place.url}/execution/",
        "API__BASE_URL": place.url,
        "API__HOST": place.host,
        "API__PORT": str(place.port),
        "API__WORKERS": "1",
        "API__SECRET_KEY": keys["secret_key"],
        "API__EXPOSE_CONFIG": "False",
        "API__INSTANCE_NAME": "三方对账",
        "API_AUTH__JWT_SECRET": keys["jwt_secret"],
        "DAG_PROCESSOR__REFRESH_INTERVAL": "15",
        "WORKERS__EXECUTION_API_TIMEOUT": "60",  # a busy two-core machine answers a starting task late, not never
        "LOGGING__BASE_LOG_FOLDER": str((place.logs / "tasks").resolve()),
    }
    program_folder = str(Path(sys.executable).parent)
    return {
        **os.environ,
        **{f"AIRFLOW__{name}": value for name, value in airflow.items()},
        "AIRFLOW_HOME": str(place.root.resolve()),
        "SANFANG_HOME": str(place.home.resolve()),
        "SANFANG_INBOX": str(place.inbox.resolve()),
        "DO_NOT_TRACK": "1",
        "PATH": program_folder + os.pathsep + os.environ.get("PATH", os.defpath),
    }
