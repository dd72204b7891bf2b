# The command line with its kernel compiled, for provers and verifiers alike:
#   docker build -t disjoint .
#   docker run --rm -v "$PWD:/data" disjoint verify bundle.json --list list

FROM node:24.21.0-bookworm AS build
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm install --ignore-scripts --no-save --no-audit --no-fund
COPY . .
RUN PATH="$PWD/node_modules/.bin:$PATH" node scripts/package.ts
WORKDIR /app
# With all optional packages, in the versions of the lock. Scripts of packages would download programs without a hash.
RUN npm init --yes > /dev/null \
  && peers=$(node -p 'const { peerDependencies } = require("/src/package.json"); \
    const { packages } = require("/src/package-lock.json"); \
    Object.entries(peerDependencies).map(([name, range]) => \
      `${name}@${packages[`node_modules/${name}`]?.version ?? range}`).join(" ")') \
  && npm install --ignore-scripts --omit=dev --no-audit --no-fund /src/build/packed/*.tgz $peers

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production
COPY --from=build --chown=root:root /app /app
RUN install -d -o node -g node /data
USER node
WORKDIR /data
ENTRYPOINT ["node", "/app/node_modules/disjoint/dist/cli/start.js"]
CMD ["--help"]
