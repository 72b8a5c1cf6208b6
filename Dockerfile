# Two stages: the first installs the pinned packages, the second holds them and the code, and nothing else.

FROM python:3.13-slim AS builder
COPY requirements/run.txt /requirements/run.txt
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --no-deps -r /requirements/run.txt

FROM python:3.13-slim
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DATABASE_URL=sqlite+aiosqlite:////data/bot.db
RUN groupadd --gid 10001 bot \
    && useradd --uid 10001 --gid bot --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin bot \
    && install --directory --owner=bot --group=bot --mode=0700 /data
COPY --from=builder /venv /venv
WORKDIR /app
COPY LICENSE ./
COPY migrations migrations
COPY bot bot
# The link keeps a relative DATABASE_URL, as in .env.example, on the volume too.
RUN python -m compileall -q bot migrations && ln -s /data data
USER 10001:10001
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=60s --timeout=15s --start-period=60s --retries=3 CMD ["python", "-m", "bot", "health"]
# It migrates only once Telegram has taken the token. No shell: the signal to stop has to reach Python.
CMD ["python", "-m", "bot", "run", "--migrate"]
