# A gateway that serves a project folder with `graphql-pusher start`. docs/deployment/several-instances.md explains how to
# add your own project.

# Builds the package as it is published.
FROM node:24-slim AS package
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build && npm pack --ignore-scripts && mv graphql-pusher-*.tgz /graphql-pusher.tgz

# Installs the package with its peers, and creates a demo project.
FROM node:24-slim AS installed
WORKDIR /app
COPY --from=package /graphql-pusher.tgz /
RUN npm install --omit=dev --no-audit --no-fund \
    /graphql-pusher.tgz graphql@17 ioredis@6 prom-client@15 pusher-js@8
RUN node node_modules/graphql-pusher/dist/cli/main.js init demo

FROM node:24-slim
WORKDIR /app
COPY --from=installed /app ./
RUN mkdir /data && chown node:node /data
# Contains the store's file and, if JWT_SECRET is not set, the secret that signs tokens.
VOLUME /data
ENV NODE_ENV=production GATEWAY_ENV=production HOST=0.0.0.0 PORT=4000 STORE=sqlite:/data/gateway.db
USER node
EXPOSE 4000 6001
HEALTHCHECK --interval=10s --timeout=3s --start-period=15s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "node_modules/graphql-pusher/dist/cli/main.js"]
CMD ["start", "demo"]
