"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connection

from config.charsets import KnownCharsets
from crm.checks import demo_accounts_in_production, uncollected

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = KnownCharsets(get_wsgi_application())

if refusals := demo_accounts_in_production():
    raise SystemExit(f"{refusals[0].msg} {refusals[0].hint}")
if trouble := uncollected():
    raise SystemExit(trouble)
connection.close()  # gunicorn forks after this; a connection cannot be shared
