/** The description of the interface, OpenAPI 3.1, made from the schemas that check it. */
import swagger from '@fastify/swagger';
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { API_PATHS } from '../../model/api.ts';
import { IDEMPOTENCY_HEADER } from '../idempotency.ts';
import { namedSchemas } from '../named-schemas.ts';
import type { ZodServer } from '../zod-server.ts';

/** Of the interface, not of the program: raised when a client has to change. */
const INTERFACE_VERSION = '1.0.0';

const TAGS: Readonly<Record<string, string>> = {
  account: 'Signing in, and what is one’s own: second factor, sessions, tokens',
  alerts: 'The list, one alert, and what can be done to it',
  audit: 'What was done and looked at',
  bulk: 'One order on many alerts',
  claims: 'Who holds which alert',
  offers: "What belongs together: listings of one offer, sellers that are one, and an analyst's word on it",
  exceptions: 'Why an alert was wrong, and what would have kept it away',
  exports: 'Files and reports',
  feeds: 'For other systems, and live updates',
  figures: 'Figures for leads',
  health: 'Whether the process is up',
  operations: 'Sites, runs and what they read',
  'second looks': 'Decisions made again without sight of the first',
  suppressions: 'Hiding what is known to be noise',
  undo: 'Taking back',
  users: 'Accounts',
  views: 'Saved views of the list',
};

const CHANGING: readonly string[] = ['POST', 'PUT', 'PATCH', 'DELETE'];

const idempotencyHeader = z.looseObject({
  [IDEMPOTENCY_HEADER]: z
    .string()
    .max(200)
    .optional()
    .describe('Sent twice with the same key, a request is carried out once and answered alike'),
});

/** Before all other routes: it hears of those that come after it. */
export async function describeRoutes(server: ZodServer): Promise<void> {
  const schemaRegistry = namedSchemas();
  const transform = createJsonSchemaTransform({ schemaRegistry });
  const transformObject = createJsonSchemaTransformObject({ schemaRegistry });
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Precursor Watch',
        version: INTERFACE_VERSION,
        description: 'Alerts on sale listings of controlled drug precursors, and the decisions on them.',
        contact: { name: 'The operator of this installation' },
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/' }],
      tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'pw_session' },
          token: { type: 'http', scheme: 'bearer' },
        },
      },
      security: [{ session: [] }, { token: [] }],
    },
    transform: (document) => {
      const { schema, route } = document;
      const { open, secret } = route.config ?? {};
      const changes = [route.method].flat().some((method) => CHANGING.includes(method));
      if (!changes || open === true || secret === true) return transform(document);
      const { headers } = schema as { headers?: z.ZodObject };
      const all = headers === undefined ? idempotencyHeader : idempotencyHeader.extend(headers.shape);
      return transform({ ...document, schema: { ...schema, headers: all } });
    },
    transformObject: (document) => withoutUnused(transformObject(document)),
  });
}

/** Each name comes in two forms, for requests and for answers; most are needed in one. */
function withoutUnused<T extends object>(description: T): T {
  const { components, ...rest } = description as { components?: { schemas?: Record<string, unknown> } };
  const schemas = components?.schemas ?? {};
  const used = new Set<string>();
  for (let texts = [JSON.stringify(rest)]; texts.length > 0; ) {
    const found = Object.keys(schemas).filter(
      (name) => !used.has(name) && texts.some((text) => text.includes(`"#/components/schemas/${name}"`)),
    );
    for (const name of found) used.add(name);
    texts = found.map((name) => JSON.stringify(schemas[name]));
  }
  const kept = Object.entries(schemas).filter(([name]) => used.has(name));
  return { ...description, components: { ...components, schemas: Object.fromEntries(kept) } };
}

export function openapiRoute(server: ZodServer): void {
  server.get(API_PATHS.openapi, { config: { permission: 'alerts:read' }, schema: { hide: true } }, async () =>
    server.swagger(),
  );
}
