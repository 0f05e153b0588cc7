/** The description of the interface, OpenAPI 3.1, made from the schemas that check it. */
import swagger from '@fastify/swagger';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { API_PATHS } from '../../model/api.ts';
import type { ZodServer } from '../zod-server.ts';

/** Before all other routes: it hears of those that come after it. */
export async function describeRoutes(server: ZodServer, version: string): Promise<void> {
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Precursor Watch',
        version,
        description: 'Alerts on sale listings of controlled drug precursors, and the decisions on them.',
      },
      components: {
        securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'pw_session' } },
      },
      security: [{ session: [] }],
    },
    transform: jsonSchemaTransform,
  });
}

export function openapiRoute(server: ZodServer): void {
  server.get(API_PATHS.openapi, { config: { permission: 'alerts:read' }, schema: { hide: true } }, async () =>
    server.swagger(),
  );
}
