# The command line in a container: `docker run --rm --user "$(id -u):$(id -g)" -v "$PWD":/repository <image> run --dry-run`.
# A release passes the digest of this tag, too (`--build-arg BASE_IMAGE=node:…@sha256:…`), so that a tag that moves changes nothing.
ARG BASE_IMAGE=node:24.21.0-bookworm-slim
FROM ${BASE_IMAGE}

SHELL ["/bin/sh", "-eu", "-c"]

# Versions are those of Debian 12 up to its security fixes: a full one vanishes from the mirrors with the next fix.
# Any user may be given with `--user`, also one without an entry in /etc/passwd, so home and state are everybody's, as /tmp is.
# Git refuses a repository of another user. What is mounted there was chosen by whoever started the container, and its commands
# run anyway: that place, and no other, is taken for safe.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends \
    ca-certificates='202*' \
    git='1:2.39.*' \
    tar='1.34*' \
    tini='0.19.*' \
    zstd='1.5.*' \
  && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/*-old /var/cache/ldconfig/aux-cache /var/log/apt /var/log/*.log \
  && { getent passwd 1000 >/dev/null || useradd --uid 1000 --user-group --no-create-home --home-dir /home/self-coding --shell /bin/sh self-coding; } \
  && rm -f /etc/passwd- /etc/shadow- /etc/group- /etc/gshadow- /etc/subuid- /etc/subgid- \
  && install --directory --mode=1777 /home/self-coding /state \
  && install --directory /repository \
  && git config --system --add safe.directory /repository \
  && printf '#!/bin/sh\nexec node /opt/self-coding-engine/dist/cli.js "$@"\n' > /usr/local/bin/self-coding \
  && chmod 755 /usr/local/bin/self-coding

COPY LICENSE /opt/self-coding-engine/
COPY dist /opt/self-coding-engine/dist/

ENV HOME=/home/self-coding \
    LANG=C.UTF-8

USER 1000:1000
WORKDIR /repository
# No init in front of it: the first process would keep the key of a model in its environment, where code under test can read it.
# The command line starts one by itself, without secrets.
ENTRYPOINT ["node", "/opt/self-coding-engine/dist/cli.js"]

ARG VERSION=unreleased
ARG REVISION=unknown
ARG SOURCE=https://github.com/your-org/self-coding-engine
LABEL org.opencontainers.image.title="Self-Coding Engine" \
      org.opencontainers.image.description="Writes small changes to a repository, proves each one with the repository's own checks, and keeps only what it can prove useful and harmless." \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.source="${SOURCE}" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
