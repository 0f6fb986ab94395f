"""How the web process runs: one process with threads on SQLite, more only where PostgreSQL holds the data."""

import os
import shutil

workers = int(os.environ.get("WEB_PROCESSES", "1"))
if workers > 1 and not os.environ.get("DATABASE_URL", "").startswith("postgres"):
    raise SystemExit("WEB_PROCESSES above 1 needs PostgreSQL (DATABASE_URL): the lock in front of SQLite lives in one process.")
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "8"))
timeout = 60
graceful_timeout = 10
keepalive = 5
loglevel = "warning"
control_socket_disable = True
# Gunicorn's own lines go the way of all others; it would print the whole address of a request it failed on.
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "config.logs.JsonLine"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"gunicorn.error": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}
if workers > 1:
    counted = os.path.join(os.environ.get("DATA_DIR") or "var", "tmp", "metrics")
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = counted


def on_starting(server):
    """Begin to count anew: the numbers of a process that is gone are nobody's."""
    if workers > 1:
        shutil.rmtree(counted, ignore_errors=True)
        os.makedirs(counted)


def child_exit(server, worker):
    """Let the numbers of a process that ended count no longer as living."""
    if workers > 1:
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(worker.pid)
