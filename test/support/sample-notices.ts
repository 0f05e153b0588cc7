/** Notifiers and what they are told, for tests. */
import type { NoticeContent, NotifierConfig } from '../../src/model/notifier.ts';

export const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
export const OTHER_SECRET = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;

const shared = () => ({
  severity: 'low' as const,
  sites: [],
  alarms: true,
  digest: null,
  quiet: null,
});

type Webhook = Extract<NotifierConfig, { kind: 'webhook' }>;

export function webhook(id: string, url: string, more: Partial<Webhook> = {}): NotifierConfig {
  return { ...shared(), id, kind: 'webhook', url, secrets: ['TEST_SECRET'], ...more };
}

export function email(id: string, more: Partial<NotifierConfig> = {}): NotifierConfig {
  return { ...shared(), id, kind: 'email', to: ['desk@agency.example'], ...more } as NotifierConfig;
}

export function sampleNotice(more: Partial<NoticeContent> = {}): NoticeContent {
  return {
    alert: 1,
    revision: 1,
    severity: 'high',
    score: 80,
    substances: [{ id: '4-piperidone', name: '4-Piperidone' }],
    site: { id: 'shop-a', name: 'Shop A' },
    title: '4-Piperidone, 98 %',
    seller: 'Invented Trading',
    listing: 'https://shop-a.invalid/item/1',
    watchlist: '0123456789abcdef',
    at: '2026-03-01T00:00:00.000Z',
    ...more,
  };
}
