"""How gunicorn serves Fjord; every name here is one of gunicorn's settings.

`manage.py serve` starts it; alone: `gunicorn -c python:config.server config.wsgi`.
"""

import os

import environ

env = environ.Env()

bind = f"{env.str('FJORD_BIND', default='127.0.0.1')}:{env.int('PORT', default=8000)}"
worker_class = "gthread"  # requests wait for the database, and threads keep their connections
workers = env.int("FJORD_WORKERS", default=min(4, os.cpu_count() or 2))
threads = env.int("FJORD_THREADS", default=4)
preload_app = True  # imported once, shared by the workers; a fault shows before the first request
keepalive = 75  # clients of an API come back; longer than a proxy's own patience
timeout = env.int("FJORD_REQUEST_TIMEOUT", default=60)
graceful_timeout = 8
accesslog = "-" if env.bool("FJORD_ACCESS_LOG", default=False) else None
loglevel = "warning"  # its greetings would hide ours
limit_request_line = 8190  # the most gunicorn takes: lists of ids and filters make long addresses
control_socket_disable = True
