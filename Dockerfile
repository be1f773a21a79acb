# The product in one image: every role, or some of them with `--roles`. For one machine:
#   docker build -t kg-rca .
#   docker run -p 3000:3000 -v kg-rca:/data -e PUBLIC_URL=https://rca.example.com kg-rca
# With servers of your own set DATABASE_URL, NEO4J_URI and so on (docs/architecture.md). For several platforms:
#   docker buildx build --platform linux/amd64,linux/arm64 -t registry.example.com/kg-rca .
FROM node:24-slim AS build
WORKDIR /app
ENV CI=true NEXT_TELEMETRY_DISABLED=1 PRISMA_HIDE_UPDATE_MESSAGE=1 CHECKPOINT_DISABLE=1
COPY package.json package-lock.json .npmrc ./
COPY packages/client/package.json packages/client/
RUN npm ci
COPY . .
# Development dependencies go once everything is built; `--ignore-scripts` leaves what is installed as it is.
RUN node node_modules/prisma/build/index.js generate \
    && node node_modules/next/dist/bin/next build \
    && npm prune --omit=dev --ignore-scripts \
    && rm -rf .next/cache

FROM node:24-slim
WORKDIR /app
COPY --from=build /app /app
RUN useradd --system --uid 10001 --create-home kgrca && mkdir /data && chown -R kgrca:kgrca /data .next
USER kgrca
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 HOST=0.0.0.0 PORT=3000 HEALTH_PORT=3001 DATA_DIR=/data
VOLUME /data
EXPOSE 3000 3001
HEALTHCHECK --start-period=60s CMD ["node", "-e", "fetch('http://127.0.0.1:3001/readyz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# The product stops its parts within ten seconds, and PostgreSQL last.
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "--disable-warning=ExperimentalWarning", "--disable-warning=TimeoutNegativeWarning", "workers/main.ts", "--log", "json"]
