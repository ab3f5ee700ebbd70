# The shop as one executable on a small Debian. `bun run docker:steps` does the same without Docker.

FROM oven/bun:1.4.5-slim AS build
WORKDIR /home/bun/app
# What is installed changes less often than what is built of it.
COPY package.json bun.lock ./
COPY client-sdk/package.json client-sdk/
COPY tests/rest-client/package.json tests/rest-client/
RUN bun install --frozen-lockfile --production --ignore-scripts
COPY db/ db/
COPY server/ server/
COPY scripts/build/ scripts/build/
RUN bun scripts/build/index.ts

FROM debian:bookworm-slim
RUN useradd --uid 10001 --user-group --home-dir /data --create-home bodega
COPY --from=build /home/bun/app/dist/bodega /usr/local/bin/bodega
ENV NODE_ENV=production DATA_DIR=/data
WORKDIR /data
USER bodega
EXPOSE 3000
STOPSIGNAL SIGTERM
CMD ["bodega", "serve"]
