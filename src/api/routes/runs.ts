/** Runs of sites, for operators: how each went, and what became of every address. */
import {
  coveragePage,
  coverageQuery,
  OPERATIONS_PATHS,
  runDetail,
  runPage,
  runQuery,
} from '../../model/operations-api.ts';
import { findRunDetail, pageOfCoverage, pageOfRuns } from '../../store/crawling/run-pages.ts';
import type { Db } from '../../store/open-database.ts';
import { pathNumber } from '../path-number.ts';
import { problemResponses, sendProblem } from '../problems.ts';
import type { ZodServer } from '../zod-server.ts';

const tags = ['operations'];
const config = { permission: 'operations:read' } as const;
const PROBLEMS = problemResponses('bad-request', 'signed-out', 'not-permitted');

export function runRoutes(server: ZodServer, db: Db): void {
  server.get(
    OPERATIONS_PATHS.runs,
    {
      config,
      schema: {
        tags,
        operationId: 'listRuns',
        summary: 'Runs of all sites or of one, the newest first',
        querystring: runQuery,
        response: { 200: runPage, ...PROBLEMS },
      },
    },
    async (request) => await pageOfRuns(db, request.query),
  );
  server.get(
    OPERATIONS_PATHS.run,
    {
      config,
      schema: {
        tags,
        operationId: 'readRun',
        summary: 'One run, with the fields that its pages gave',
        params: pathNumber,
        response: { 200: runDetail, ...PROBLEMS, ...problemResponses('not-found') },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      return (await findRunDetail(db, id)) ?? sendProblem(reply, 'not-found', `There is no run ${id}.`);
    },
  );
  server.get(
    OPERATIONS_PATHS.coverage,
    {
      config,
      schema: {
        tags,
        operationId: 'readCoverage',
        summary: 'What became of every address that a run planned',
        params: pathNumber,
        querystring: coverageQuery,
        response: { 200: coveragePage, ...PROBLEMS, ...problemResponses('not-found') },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const page = await pageOfCoverage(db, id, request.query);
      return page ?? sendProblem(reply, 'not-found', `There is no run ${id}.`);
    },
  );
}
