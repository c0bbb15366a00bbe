"""The WSGI application that gunicorn serves."""

import os

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.db import connection

from crm.checks import demo_accounts_in_production

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

if refusals := demo_accounts_in_production():
    raise ImproperlyConfigured(f"{refusals[0].msg} {refusals[0].hint}")
connection.close()  # gunicorn forks after this; a connection cannot be shared
