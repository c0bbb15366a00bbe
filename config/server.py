"""How gunicorn serves Fjord; every name here is one of gunicorn's settings.

`manage.py serve` starts it; alone: `gunicorn -c python:config.server config.wsgi`.
"""

import os

from config.environment import HIGHEST_PORT, Environment

env = Environment()

host = env.text("FJORD_BIND", default="127.0.0.1")
port = env.whole("PORT", default=8000, most=HIGHEST_PORT)
bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
worker_class = "gthread"  # requests wait for the database, and threads keep their connections
workers = env.whole("FJORD_WORKERS", default=min(4, os.cpu_count() or 2), least=1)
threads = env.whole("FJORD_THREADS", default=4, least=1)
preload_app = True  # imported once, shared by the workers; a fault shows before the first request
keepalive = 75  # clients of an API come back; longer than a proxy's own patience
timeout = env.whole("FJORD_REQUEST_TIMEOUT", default=60, least=1)
graceful_timeout = 8
accesslog = "-" if env.truth("FJORD_ACCESS_LOG", default=False) else None
loglevel = "warning"  # its greetings would hide ours
limit_request_line = 8190  # the most gunicorn takes: lists of ids and filters make long addresses
control_socket_disable = True
