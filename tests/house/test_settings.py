"""What the environment makes of the settings; each test reads them in a process of its own."""

import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from config.secret import secret_key

ROOT = Path(__file__).parents[2]
OURS = ("FJORD_", "DATABASE_URL", "EMAIL_URL", "PORT")
PRINT_SETTINGS = """
import json
from django.conf import settings
print(json.dumps({name: getattr(settings, name) for name in dir(settings) if name.isupper()}, default=id))
"""


def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    bare = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    bare.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)  # what a browser in the same run asks for
    bare |= {"DJANGO_SETTINGS_MODULE": "config.settings", **environment}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=bare,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture
def var(tmp_path: Path) -> str:
    return str(tmp_path / "var")


def settings_of(var: str, **environment: str) -> dict[str, Any]:
    printed = python("-c", PRINT_SETTINGS, FJORD_VAR=var, **environment)
    assert printed.returncode == 0, printed.stderr
    settings: dict[str, Any] = json.loads(printed.stdout)
    return settings


def test_an_empty_environment_gives_a_closed_local_desk_on_sqlite(var: str) -> None:
    settings = settings_of(var)
    database = settings["DATABASES"]["default"]
    assert settings["DEBUG"] is False
    assert settings["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert database["ENGINE"] == "django.db.backends.sqlite3"
    assert database["NAME"] == f"{var}/fjord.sqlite3"
    assert settings["EMAIL_BACKEND"] == "django.core.mail.backends.filebased.EmailBackend"
    assert settings["EMAIL_FILE_PATH"] == f"{var}/mail"
    assert settings["TIME_ZONE"] == "UTC"


def test_sqlite_takes_its_write_lock_first_and_waits_for_it(var: str) -> None:
    options = settings_of(var)["DATABASES"]["default"]["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] == 20
    assert "journal_mode=WAL" in options["init_command"]


def test_postgresql_keeps_connections_and_what_its_address_says(var: str) -> None:
    settings = settings_of(var, DATABASE_URL="postgres://desk:pw@db.example.com:5433/fjord?sslmode=require")
    database = settings["DATABASES"]["default"]
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example.com", 5433, "fjord")
    assert database["CONN_MAX_AGE"] is None
    assert database["CONN_HEALTH_CHECKS"] is True
    assert database["OPTIONS"] == {"prepare_threshold": 5, "sslmode": "require"}


def test_prepared_statements_can_be_turned_off_for_a_pooler(var: str) -> None:
    settings = settings_of(var, DATABASE_URL="postgres://db/fjord", FJORD_PREPARE_AFTER="none")
    assert settings["DATABASES"]["default"]["OPTIONS"] == {"prepare_threshold": None}


@pytest.mark.parametrize("url", ["", "postgres://db/fjord"])
def test_a_request_is_never_one_transaction(var: str, url: str) -> None:
    environment = {"DATABASE_URL": url} if url else {}
    assert not settings_of(var, **environment)["DATABASES"]["default"].get("ATOMIC_REQUESTS")


def test_production_speaks_https_only(var: str) -> None:
    settings = settings_of(var, FJORD_ENV="production")
    assert settings["SECURE_SSL_REDIRECT"] is True
    assert settings["SECURE_HSTS_SECONDS"] == 31_536_000
    assert settings["SESSION_COOKIE_SECURE"] is True
    assert settings["CSRF_COOKIE_SECURE"] is True
    assert settings["SECURE_PROXY_SSL_HEADER"] is None  # nobody in front of us is believed unless named


def test_a_named_proxy_is_believed_about_https(var: str) -> None:
    settings = settings_of(var, FJORD_PROXIES="1")
    assert settings["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]


def test_a_misspelt_environment_is_refused_rather_than_taken_for_local(var: str) -> None:
    refused = python("-c", PRINT_SETTINGS, FJORD_VAR=var, FJORD_ENV="prodution")
    assert refused.returncode != 0
    assert "FJORD_ENV is 'prodution'; it can be local or production." in refused.stderr


def test_mail_goes_where_its_address_says(var: str) -> None:
    settings = settings_of(
        var,
        EMAIL_URL="smtp+tls://desk%40example.com:p%2Fw@mail.example.com:587",
        FJORD_FROM_ADDRESS="Service desk <desk@example.com>",
    )
    assert settings["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    assert (settings["EMAIL_HOST"], settings["EMAIL_PORT"]) == ("mail.example.com", 587)
    assert (settings["EMAIL_HOST_USER"], settings["EMAIL_HOST_PASSWORD"]) == ("desk@example.com", "p/w")
    assert (settings["EMAIL_USE_TLS"], settings["EMAIL_USE_SSL"]) == (True, False)
    assert settings["DEFAULT_FROM_EMAIL"] == "Service desk <desk@example.com>"


def test_what_one_request_may_carry_is_bounded_and_can_be_moved(var: str) -> None:
    settings = settings_of(var, FJORD_MAX_BODY_BYTES="1000", FJORD_MAX_FIELDS="7")
    assert settings["DATA_UPLOAD_MAX_MEMORY_SIZE"] == 1000
    assert settings["DATA_UPLOAD_MAX_NUMBER_FIELDS"] == 7


def test_the_key_is_made_once_and_only_its_owner_reads_it(var: str) -> None:
    first = settings_of(var)["SECRET_KEY"]
    assert len(first) >= 64
    assert settings_of(var)["SECRET_KEY"] == first
    assert (Path(var) / "secret_key").stat().st_mode & 0o777 == 0o600


def test_a_key_from_the_environment_wins_and_leaves_no_file(var: str) -> None:
    assert settings_of(var, FJORD_SECRET_KEY="from outside")["SECRET_KEY"] == "from outside"
    assert not (Path(var) / "secret_key").exists()


def test_many_that_start_at_once_agree_on_one_key(tmp_path: Path) -> None:
    path = tmp_path / "new" / "secret_key"
    with ThreadPoolExecutor(16) as crowd:
        keys = set(crowd.map(lambda _number: secret_key(path), range(64)))
    assert len(keys) == 1
    assert [file.name for file in path.parent.iterdir()] == ["secret_key"]


def test_a_damaged_key_file_is_named_instead_of_used(tmp_path: Path) -> None:
    path = tmp_path / "secret_key"
    path.write_text("short")
    with pytest.raises(ValueError, match=f"{path} holds no usable key"):
        secret_key(path)


def test_production_settings_pass_every_deployment_check_without_a_warning(var: str) -> None:
    checked = python(
        *("manage.py", "check", "--deploy", "--fail-level", "WARNING"),
        FJORD_VAR=var,
        FJORD_ENV="production",
        FJORD_HOSTS="desk.example.com",
        FJORD_PROXIES="1",
        EMAIL_URL="smtp+tls://mail.example.com:587",
        FJORD_FROM_ADDRESS="Service desk <desk@example.com>",
    )
    assert checked.returncode == 0, checked.stderr
    assert "no issues" in checked.stdout


def test_production_without_mail_or_a_proxy_is_warned_that_nobody_will_be_told_or_let_in(var: str) -> None:
    checked = python("manage.py", "check", "--deploy", FJORD_VAR=var, FJORD_ENV="production")
    assert "(crm.W001) Mail is not sent, only kept." in checked.stderr
    assert "(crm.W002) Notifications have no sender's address." in checked.stderr
    assert "(crm.W003) No proxy is believed about HTTPS." in checked.stderr


def test_the_manual_lists_every_variable_and_no_other() -> None:
    sources = [(ROOT / "config" / name).read_text(encoding="utf-8") for name in ("settings.py", "server.py")]
    read = set(re.findall(r"env\.\w+\(\s*[\"']([A-Z_]+)[\"']", "\n".join(sources)))
    listed = set(
        re.findall(
            r"^\| `([A-Z_]+)`", (ROOT / "docs" / "settings.md").read_text(encoding="utf-8"), re.MULTILINE
        )
    )
    assert read == listed


def test_the_readme_names_only_variables_that_exist() -> None:
    manual = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    named = set(
        re.findall(r"\b(?:FJORD_[A-Z_]+|[A-Z]+_URL)\b", (ROOT / "README.md").read_text(encoding="utf-8"))
    )
    assert named
    assert {name for name in named if f"`{name}`" not in manual} == set()
