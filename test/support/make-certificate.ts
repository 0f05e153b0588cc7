/** X.509 certificates made on the spot: an authority of our own, and servers with right, expired, foreign or self-made ones. */
import { generateKeyPairSync, type KeyObject, randomBytes, sign, X509Certificate } from 'node:crypto';
import { isIPv4 } from 'node:net';

export type Identity = { readonly name: string; readonly cert: string; readonly key: string };

export type Issue = {
  readonly name: string;
  /** Host names and IPv4 addresses that it is for. */
  readonly hosts: readonly string[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  /** Null: it signs itself. */
  readonly issuer: Identity | null;
  readonly authority?: boolean;
};

const DAY_MS = 86_400_000;

function tagged(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const size = body.length;
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

const sequence = (...parts: readonly Uint8Array[]) => tagged(0x30, ...parts);
const oid = (hex: string) => tagged(0x06, Buffer.from(hex, 'hex'));
const TRUE = tagged(0x01, Buffer.from([0xff]));

function time(date: Date): Buffer {
  const text = date.toISOString().replace(/[-:T]/g, '').slice(0, 14);
  return tagged(0x18, Buffer.from(`${text}Z`));
}

function named(name: string): Buffer {
  return sequence(tagged(0x31, sequence(oid('550403'), tagged(0x0c, Buffer.from(name)))));
}

function extensions({ hosts, authority = false }: Issue): Buffer {
  const names = hosts.map((host) =>
    isIPv4(host) ? tagged(0x87, Buffer.from(host.split('.').map(Number))) : tagged(0x82, Buffer.from(host)),
  );
  const rows = [sequence(oid('551d13'), TRUE, tagged(0x04, authority ? sequence(TRUE) : sequence()))];
  if (names.length > 0) rows.push(sequence(oid('551d11'), tagged(0x04, sequence(...names))));
  return tagged(0xa3, sequence(...rows));
}

/** A certificate and its key, both PEM. */
export function makeCertificate(issue: Issue): Identity {
  const { name, issuer } = issue;
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signer: string | KeyObject = issuer?.key ?? keys.privateKey;
  const algorithm = sequence(oid('2a8648ce3d040302'));
  const { notBefore = new Date(Date.now() - DAY_MS), notAfter = new Date(Date.now() + DAY_MS) } = issue;
  const body = sequence(
    tagged(0xa0, tagged(0x02, Buffer.from([2]))),
    tagged(0x02, Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    named(issuer?.name ?? name),
    sequence(time(notBefore), time(notAfter)),
    named(name),
    keys.publicKey.export({ type: 'spki', format: 'der' }),
    extensions(issue),
  );
  const signature = sign('sha256', body, signer);
  const der = sequence(body, algorithm, tagged(0x03, Buffer.from([0]), signature));
  const key = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { name, cert: new X509Certificate(der).toString(), key };
}
