# One image for web, worker and what prepares them; nothing in it runs as root, and no package comes in without its hash.
FROM python:3.12-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
COPY requirements/base.txt requirements/base.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/base.txt
COPY . .
RUN python -m foundation.pages.compile_messages \
    && python -m compileall -q . \
    && useradd --uid 10001 --user-group --no-create-home casetracker \
    && install -d -o casetracker -g casetracker -m 700 /data
USER casetracker
VOLUME /data
EXPOSE 8000
CMD ["python", "-m", "gunicorn", "config.wsgi", "--config", "config/gunicorn_conf.py", "--bind", "0.0.0.0:8000"]
