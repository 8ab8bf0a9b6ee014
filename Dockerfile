# syntax=docker/dockerfile:1
# Two stages: the first makes a virtual environment from the lock file, the second holds that and the configuration.
ARG PYTHON_VERSION=3.13

FROM python:${PYTHON_VERSION}-slim AS build
WORKDIR /build
RUN python3 -m venv /opt/hmicfrs-sync
ENV PATH=/opt/hmicfrs-sync/bin:$PATH PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY requirements.lock ./
RUN pip install --require-hashes --no-deps -r requirements.lock
COPY requirements-dev.lock pyproject.toml README.md ./
COPY sync ./sync
# The build backend comes from the lock file too, into an environment that is left behind.
RUN python3 -m venv /tmp/backend \
    && /tmp/backend/bin/pip install --require-hashes --no-deps -r requirements-dev.lock \
    && /tmp/backend/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /tmp/wheels . \
    && pip install --no-deps /tmp/wheels/*.whl \
    && python3 -m compileall -q /opt/hmicfrs-sync/lib

FROM python:${PYTHON_VERSION}-slim
LABEL org.opencontainers.image.title="hmicfrs-sync" \
      org.opencontainers.image.description="Reconciles the HMICFRS Tracker in SharePoint with the register of publications"
RUN groupadd --system --gid 10001 hmicfrs && useradd --system --uid 10001 --gid hmicfrs --home-dir /app --no-create-home hmicfrs
COPY --from=build /opt/hmicfrs-sync /opt/hmicfrs-sync
WORKDIR /app
COPY config ./config
COPY mappings ./mappings
# Nothing is written but the heartbeat and, in the demo, a temporary folder: run it with a read-only root and a tmpfs on /tmp.
ENV PATH=/opt/hmicfrs-sync/bin:$PATH \
    PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    HMICFRS_HEARTBEAT=/tmp/hmicfrs-heartbeat
USER 10001:10001
STOPSIGNAL SIGTERM
# `run` is one pass and has no heartbeat to look at. `serve` does not start without one, touches it every second between runs and
# at every stage and batch of a run; when the file is gone or 15 minutes old, the service hangs.
HEALTHCHECK --interval=1m --timeout=5s --start-period=1m --retries=3 \
    CMD ["python3", "-c", "import os, sys, time; path = os.environ['HMICFRS_HEARTBEAT']; serves = 'serve' in open('/proc/1/cmdline').read().split(chr(0)); sys.exit(serves and not (os.path.exists(path) and time.time() - os.path.getmtime(path) < 900))"]
ENTRYPOINT ["hmicfrs-sync"]
CMD ["run", "--profile", "production"]
