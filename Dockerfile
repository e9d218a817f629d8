# syntax=docker/dockerfile:1
# The site for production: web, worker and one-off commands are the same image (compose.yaml, docs/deploying.md).

FROM python:3.13-slim-trixie AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/venv
COPY requirements.txt /tmp/requirements.txt
RUN /opt/venv/bin/python -m pip install --require-hashes --no-deps -r /tmp/requirements.txt
ENV PATH=/opt/venv/bin:$PATH
WORKDIR /app
COPY . .
RUN ["python", "-c", "import pathlib, polib; from people1st.typography import bound_catalogue; [bound_catalogue(polib.pofile(str(p))).save_as_mofile(str(p.with_suffix('.mo'))) for p in pathlib.Path('locale').glob('*/LC_MESSAGES/*.po')]"]
# The static files need no database and no secret; these values last for this one line.
RUN ENVIRONMENT=production SECRET_KEY=only-while-the-image-is-built-and-never-for-a-site-that-runs \
    ENCRYPTION_KEYS=only-while-the-image-is-built-for-no-site-x= \
    SITE_URL=https://people1st.example DATABASE_URL=postgresql://build@127.0.0.1:1/build SMTP_URL=smtp+plain://127.0.0.1:25 STATIC_ROOT=/app/static-gathered \
    python manage.py collectstatic --no-input --verbosity 0 \
    && python -m compileall -q /app/people1st /app/campaign /app/endorsements

FROM python:3.13-slim-trixie
RUN groupadd --system --gid 10001 people1st \
    && useradd --system --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin people1st \
    && install -d -o people1st -g people1st /var/lib/people1st
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    ENVIRONMENT=production \
    STATIC_ROOT=/app/static-gathered \
    VAR_DIR=/var/lib/people1st \
    WEB_CONCURRENCY=2
WORKDIR /app
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "deploy/healthcheck.py"]
CMD ["gunicorn", "people1st.wsgi", "--config", "python:people1st.gunicorn_config", "--bind", "0.0.0.0:8000", "--threads", "4", "--worker-tmp-dir", "/dev/shm", "--no-control-socket", "--graceful-timeout", "20"]
