# One image for every role: the command says which (serve, work, schedule, console, crawl …).
FROM node:24-slim AS build
WORKDIR /app
COPY . .
# The same set-up step that `npm start` runs: packages, then the console's build.
RUN node src/main/setup.mjs && npm prune --omit=dev --loglevel=error

FROM node:24-slim
# Chromium reads the pages that are drawn by JavaScript, and its pictures of them need letters of all scripts; tini passes signals on and reaps what the browser leaves.
RUN apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends chromium fonts-noto-core fonts-wqy-zenhei tini \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build --chown=node:node /app ./
RUN install -d -o node -g node -m 0700 /app/data
USER node
ENV NODE_ENV=production HOST=0.0.0.0 MALLOC_ARENA_MAX=1
VOLUME /app/data
EXPOSE 8480
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8480/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["tini", "--", "node", "--max-semi-space-size=8", "--min-semi-space-size=4", "--max-old-space-size=2000", "--heap-growing-percent=40", "--no-allocation-site-pretenuring", "src/main/precursor-watch.mjs"]
CMD ["serve"]
