# The testbed and the Python service of an integration in one image; compose.yaml says which runs.
FROM python:3.11.11-slim-bookworm

ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONUNBUFFERED=1
WORKDIR /app

COPY constraints.txt pyproject.toml README.md LICENSE ./
COPY integration_under_test integration_under_test
COPY mock_systems mock_systems
COPY scenarios scenarios
COPY sim sim
RUN pip install -c constraints.txt '.[live]' \
    && useradd --create-home --uid 10001 testbed \
    && install -d -o testbed /data

USER testbed
WORKDIR /data
EXPOSE 8700 8701 8800
CMD ["testbed", "--help"]
