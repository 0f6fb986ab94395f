"""How the web process runs: one process with threads on SQLite, more only where PostgreSQL holds the data."""

import os

workers = int(os.environ.get("WEB_PROCESSES", "1"))
if workers > 1 and not os.environ.get("DATABASE_URL"):
    raise SystemExit("WEB_PROCESSES above 1 needs PostgreSQL (DATABASE_URL): the lock in front of SQLite lives in one process.")
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "8"))
timeout = 60
graceful_timeout = 10
keepalive = 5
loglevel = "warning"
control_socket_disable = True
