# What `python -m bot serve` needs, and nothing else. Build with `docker build -t flightplan .`
# For a build that can be repeated, name it by its digest: docs/operations.md says how.
ARG BASE=python:3.11-slim
FROM ${BASE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/flightplan
COPY requirements-run.lock .
# Only wheels: nothing is compiled or run while it is installed. pip itself has no business in a running container.
RUN /opt/flightplan/bin/pip install --require-hashes --only-binary :all: -r requirements-run.lock \
    && /opt/flightplan/bin/pip uninstall --yes pip setuptools

FROM ${BASE}
ENV PATH=/opt/flightplan/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONPATH=/app \
    MPLCONFIGDIR=/tmp/matplotlib \
    HOST=0.0.0.0 \
    PORT=3000
RUN useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin flightplan \
    && install --directory --owner flightplan --mode 0700 /data
COPY --from=build /opt/flightplan /opt/flightplan
COPY manifest.json /app/
COPY knowledge /app/knowledge
COPY prompts /app/prompts
COPY bot /app/bot
USER flightplan
# The one place that can be written to, and so where a database without an address of its own ends up.
WORKDIR /data
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/healthz', timeout=4)"]
# In exec form, so that the signal to stop reaches Flightplan and it can finish what it began.
ENTRYPOINT ["python", "-m", "bot"]
CMD ["serve", "--socket"]
