/** Offers and sellers: what belongs together and why, and an analyst's word that joins or parts them. */
import {
  linkRequest,
  mergeRequest,
  OFFER_PATHS,
  offerDetail,
  sellerDetail,
  unmergeRequest,
} from '../../model/offer-api.ts';
import { judgeLink } from '../../review/link-sellers.ts';
import { mergeOffers, type Parted, unmergeListings } from '../../review/part-offers.ts';
import { readOffer, readSeller } from '../../review/read-offer.ts';
import type { Db } from '../../store/open-database.ts';
import { pathNumber } from '../path-number.ts';
import { problemResponses, sendProblem } from '../problems.ts';
import { signedIn } from '../require-session.ts';
import type { ZodServer } from '../zod-server.ts';

const tags = ['offers'];
const READ = problemResponses('bad-request', 'signed-out', 'not-found');
const CHANGE = problemResponses(
  'bad-request',
  'signed-out',
  'cross-site',
  'not-permitted',
  'not-found',
  'claimed',
  'second-look',
  'wrong-offers',
);

export function offerRoutes(server: ZodServer, db: Db, clock: () => Date): void {
  server.get(
    OFFER_PATHS.offer,
    {
      config: { permission: 'alerts:read' },
      schema: {
        tags,
        operationId: 'getOffer',
        summary: 'One offer with its listings, their histories and why each belongs to it',
        params: pathNumber,
        response: { 200: offerDetail, ...READ },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      return (await readOffer(db, id)) ?? sendProblem(reply, 'not-found', `There is no offer ${id}.`);
    },
  );
  partRoutes(server, db, clock);
  sellerRoutes(server, db, clock);
}

function partRoutes(server: ZodServer, db: Db, clock: () => Date): void {
  const answer = async (parted: Parted, reply: Parameters<typeof sendProblem>[0]) => {
    if (parted.kind !== 'done') return sendProblem(reply, parted.kind, parted.detail);
    const detail = await readOffer(db, parted.offer);
    return detail ?? sendProblem(reply, 'not-found', `There is no offer ${parted.offer}.`);
  };
  server.post(
    OFFER_PATHS.merge,
    {
      config: { permission: 'alerts:decide' },
      schema: {
        tags,
        operationId: 'mergeOffers',
        summary: 'Say that other offers are this one; it is obeyed from then on',
        params: pathNumber,
        body: mergeRequest,
        response: { 200: offerDetail, ...CHANGE },
      },
    },
    async (request, reply) => {
      const order = { into: request.params.id, ...request.body };
      return await answer(await mergeOffers(db, order, signedIn(request), clock()), reply);
    },
  );
  server.post(
    OFFER_PATHS.unmerge,
    {
      config: { permission: 'alerts:decide' },
      schema: {
        tags,
        operationId: 'unmergeListings',
        summary: 'Say that listings are none of this offer; answers with the offer that they are then',
        params: pathNumber,
        body: unmergeRequest,
        response: { 200: offerDetail, ...CHANGE },
      },
    },
    async (request, reply) => {
      const order = { offer: request.params.id, ...request.body };
      return await answer(await unmergeListings(db, order, signedIn(request), clock()), reply);
    },
  );
}

function sellerRoutes(server: ZodServer, db: Db, clock: () => Date): void {
  const noSeller = (id: number) => `There is no seller ${id}.`;
  server.get(
    OFFER_PATHS.seller,
    {
      config: { permission: 'alerts:read' },
      schema: {
        tags,
        operationId: 'getSeller',
        summary: 'One seller with offers, masked contacts and links to others that may be the same',
        params: pathNumber,
        response: { 200: sellerDetail, ...READ },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      return (await readSeller(db, id, signedIn(request))) ?? sendProblem(reply, 'not-found', noSeller(id));
    },
  );
  server.post(
    OFFER_PATHS.sellerLinks,
    {
      config: { permission: 'alerts:decide' },
      schema: {
        tags,
        operationId: 'judgeSellerLink',
        summary: 'Say that another seller is this one, is not, or leave it to the evidence again',
        params: pathNumber,
        body: linkRequest,
        response: { 200: sellerDetail, ...CHANGE },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const actor = signedIn(request);
      const done = await judgeLink(db, id, request.body, actor, clock());
      const detail = done ? await readSeller(db, id, actor) : null;
      const missing = `${noSeller(id)} Or there is none to link it to under that number.`;
      return detail ?? sendProblem(reply, 'not-found', missing);
    },
  );
}
