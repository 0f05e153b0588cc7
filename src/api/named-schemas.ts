/** The schemas that the description of the interface names once and refers to, instead of writing them out each time. */
import { z } from 'zod';
import { account, apiToken, openSession } from '../model/account-api.ts';
import {
  alertDetail,
  alertPage,
  alertRow,
  currentUser,
  decision,
  markedText,
  problem,
} from '../model/api.ts';
import { hit, lawRow, reason } from '../model/assessment.ts';
import { auditPage } from '../model/audit.ts';
import { bulkPreview } from '../model/bulk-api.ts';
import { claim } from '../model/claim-api.ts';
import { decisionFeed } from '../model/feed-api.ts';
import { figures } from '../model/figures-api.ts';
import { parkedRow } from '../model/jobs-api.ts';
import { listing } from '../model/listing.ts';
import { offerDetail, sellerDetail, sellerLink, sellerOffer, sighting } from '../model/offer-api.ts';
import { overview } from '../model/overview-api.ts';
import { policies } from '../model/review-rules.ts';
import { secondLook } from '../model/second-look-api.ts';
import { siteDetail, siteFields, siteOverview } from '../model/site-api.ts';
import { suppression } from '../model/suppression-api.ts';
import { substanceRow, termRow } from '../model/term-api.ts';
import { savedView, viewQuery } from '../model/view-api.ts';

const NAMES = {
  Account: account,
  AlertDetail: alertDetail,
  AlertPage: alertPage,
  AlertRow: alertRow,
  ApiToken: apiToken,
  AuditPage: auditPage,
  BulkPreview: bulkPreview,
  Claim: claim,
  CurrentUser: currentUser,
  Decision: decision,
  DecisionFeed: decisionFeed,
  Figures: figures,
  Hit: hit,
  LawRow: lawRow,
  Listing: listing,
  MarkedText: markedText,
  OfferDetail: offerDetail,
  OpenSession: openSession,
  Overview: overview,
  ParkedJob: parkedRow,
  Policies: policies,
  Problem: problem,
  Reason: reason,
  SavedView: savedView,
  SecondLook: secondLook,
  SiteDetail: siteDetail,
  SiteFields: siteFields,
  SiteOverview: siteOverview,
  SubstanceRow: substanceRow,
  SellerDetail: sellerDetail,
  SellerLink: sellerLink,
  SellerOffer: sellerOffer,
  Sighting: sighting,
  Suppression: suppression,
  TermRow: termRow,
  ViewQuery: viewQuery,
} as const satisfies Record<string, z.ZodType>;

export function namedSchemas() {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(NAMES)) registry.add(schema, { id });
  return registry;
}
