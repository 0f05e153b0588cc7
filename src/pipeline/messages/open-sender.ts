/** Opens what sends messages (guarded clients, a mail server), to each notifier as it is configured when a message goes out. */
import { readSecret } from '../../../config/load-notifiers.ts';
import type { Settings } from '../../../config/settings.ts';
import { OperatorError } from '../../model/errors.ts';
import type { NotifierConfig } from '../../model/notifier.ts';
import { PRODUCT, VERSION } from '../../model/product.ts';
import { openHttpClient, type PostingClient } from '../../net/http-client.ts';
import { createSender, type SendMessage } from '../../notify/create-sender.ts';
import { openMailer } from '../../notify/send-mail.ts';
import { secretFault } from '../../notify/sign-webhook.ts';

export type SenderSettings = Pick<Settings, 'smtpUrl' | 'smtpFrom' | 'baseUrl'>;

export type Sender = AsyncDisposable & { readonly send: SendMessage };

export type NotifierFault = { readonly notifier: string; readonly problem: string; readonly remedy: string };

/** What keeps notifiers from being sent to from this process. */
export function notifierFaults(
  notifiers: readonly NotifierConfig[],
  settings: SenderSettings,
  secret: (name: string) => string | null = readSecret,
): NotifierFault[] {
  return notifiers.flatMap((notifier): NotifierFault[] => {
    if (notifier.kind === 'email') {
      const { smtpUrl, smtpFrom } = settings;
      if (smtpUrl === null)
        return [
          {
            notifier: notifier.id,
            problem: 'no mail server is set',
            remedy: 'Set PRECURSOR_SMTP_URL and PRECURSOR_SMTP_FROM.',
          },
        ];
      if (smtpFrom !== null) return [];
      const problem = 'the address that mail comes from is not set';
      return [{ notifier: notifier.id, problem, remedy: 'Set PRECURSOR_SMTP_FROM.' }];
    }
    return notifier.secrets.flatMap((name) => {
      const value = secret(name);
      const fault = value === null ? 'is not set' : secretFault(value);
      if (fault === null) return [];
      const remedy = `Make one with: echo "whsec_$(head -c 32 /dev/urandom | base64)", and set it as ${name}.`;
      return [{ notifier: notifier.id, problem: `the secret ${name} ${fault}`, remedy }];
    });
  });
}

export function withoutFaults(
  notifiers: readonly NotifierConfig[],
  faults: readonly NotifierFault[],
): NotifierConfig[] {
  return notifiers.filter(({ id }) => faults.every(({ notifier }) => notifier !== id));
}

/** @throws OperatorError 'config' naming the first notifier that cannot be sent to, and what to do */
export function refuseFaults(faults: readonly NotifierFault[]): void {
  const [first] = faults;
  if (first === undefined) return;
  throw new OperatorError('config', `Notifier ${first.notifier}: ${first.problem}.`, first.remedy);
}

/** `origins`: receivers on this machine, for tests and benchmarks; no setting reaches it. */
export function openSender(
  settings: SenderSettings,
  clock: () => Date,
  origins: ReadonlySet<string> = new Set(),
): Sender {
  const clients = new Map<string, PostingClient>();
  const clientOf = (notifier: string, { port }: URL): PostingClient => {
    const name = `${notifier} ${port}`;
    const ports = port === '' ? [] : [Number(port)];
    const client =
      clients.get(name) ??
      openHttpClient({ userAgent: `${PRODUCT}/${VERSION}`, allowedOrigins: origins, ports });
    clients.set(name, client);
    return client;
  };
  const { smtpUrl, smtpFrom, baseUrl } = settings;
  const mailer = smtpUrl === null || smtpFrom === null ? null : openMailer({ url: smtpUrl, from: smtpFrom });
  return {
    send: createSender({ clientOf, mailer, secret: (name) => readSecret(name), baseUrl, clock }),
    async [Symbol.asyncDispose]() {
      await mailer?.[Symbol.asyncDispose]();
      for (const client of clients.values()) await client[Symbol.asyncDispose]();
    },
  };
}
