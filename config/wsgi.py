"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django_application = get_wsgi_application()

# What follows reads settings and models, so it comes once the apps are loaded.
from django.conf import settings  # noqa: E402

from config.charsets import KnownCharsets  # noqa: E402
from crm.checks import demo_accounts_in_production, uncollected  # noqa: E402
from crm.wire.bounds import bound_all  # noqa: E402

application = KnownCharsets(django_application)

if refusals := demo_accounts_in_production():
    raise SystemExit(f"{refusals[0].msg} {refusals[0].hint}")
if trouble := uncollected():
    raise SystemExit(trouble)
bound_all(settings.FJORD_STATEMENT_SECONDS)
connection.close()  # gunicorn forks after this; a connection cannot be shared
