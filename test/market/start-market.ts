/** Starts the practice market: each shop a server on its own loopback port, with a log of what was asked for. */
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { generateMarket, type MarketOptions } from './generate-market.ts';
import { type Assets, type ShopHandler, serveShop } from './serve-shop.ts';

type MarketRequest = {
  readonly shop: string;
  readonly method: string;
  /** With the query, as it came. */
  readonly path: string;
  readonly userAgent: string;
  /** ISO 8601, UTC. */
  readonly at: string;
};

export type Market = {
  /** `http://127.0.0.1:PORT` by shop id. */
  readonly origins: Readonly<Record<string, string>>;
  /** Every request since the start, oldest first. */
  requests(): readonly MarketRequest[];
  /** Shows another day under the same origins, so that one listing keeps one URL. */
  turnTo(day: number): void;
  [Symbol.asyncDispose](): Promise<void>;
};

export type StartOptions = MarketOptions & {
  /** Ports by shop id; a shop without one gets a free port. */
  readonly ports?: Readonly<Record<string, number>>;
};

const HOST = '127.0.0.1';

async function readAssets(): Promise<Assets> {
  const folder = new URL('assets/', import.meta.url);
  const names = await readdir(folder);
  return new Map(
    await Promise.all(
      names.map(async (name) => [name, await readFile(new URL(name, folder), 'utf8')] as const),
    ),
  );
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('the shop has no port'));
      else resolve(address.port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function handlersOf(options: MarketOptions, assets: Assets): Map<string, ShopHandler> {
  return new Map(generateMarket(options).map((stock) => [stock.shop.id, serveShop(stock, assets)]));
}

/** Starts every shop, or none: a port that is taken closes those that were opened before it. */
export async function startMarket(options: StartOptions = {}): Promise<Market> {
  const { ports = {}, ...market } = options;
  const assets = await readAssets();
  let handlers = handlersOf(market, assets);
  const requests: MarketRequest[] = [];
  const servers: Server[] = [];
  const origins: Record<string, string> = {};
  const closeAll = async (): Promise<void> => {
    await Promise.all(servers.map(close));
  };
  try {
    for (const shop of handlers.keys()) {
      const server = createServer((request, response) => {
        const { method = '', url: path = '', headers } = request;
        requests.push({
          shop,
          method,
          path,
          userAgent: headers['user-agent'] ?? '',
          at: new Date().toISOString(),
        });
        handlers.get(shop)?.(request, response);
      });
      servers.push(server);
      origins[shop] = `http://${HOST}:${await listen(server, ports[shop] ?? 0)}`;
    }
  } catch (error) {
    await closeAll();
    throw error;
  }
  return {
    origins,
    requests: () => requests,
    turnTo: (day) => {
      handlers = handlersOf({ ...market, day }, assets);
    },
    [Symbol.asyncDispose]: closeAll,
  };
}
