/** What a person reads when the console is up. */
import type { Settings } from '../../config/settings.ts';
import { describeError, type OperatorError } from '../model/errors.ts';
import type { Configuration } from '../pipeline/apply-config.ts';
import type { Served } from './serve-console.ts';

/** Lines for the terminal: address, first password, what is being watched, what is missing; `crawls` is whether this process does. */
export function greet(
  url: string,
  firstUser: Served['firstUser'],
  configuration: Configuration,
  settings: Settings,
  crawls: boolean,
): string[] {
  const lines = [`Precursor Watch is ready: ${url}`];
  if (firstUser !== null) {
    lines.push(
      `Sign in as "${firstUser.name}" with the password ${firstUser.password}`,
      `  (shown this once; "npx precursor-watch users password ${firstUser.name}" makes a new one)`,
    );
  }
  const { sites, practiceSites } = configuration;
  if (!crawls)
    return [
      ...lines,
      'This process serves the console alone: "schedule" and "work" crawl, in processes of their own.',
    ];
  if (practiceSites.length > 0) {
    lines.push(
      `Crawling the practice market: ${practiceSites.length} invented shops on this machine. Its alerts are flagged as practice,`,
      '  never sent to a notifier, and removed by "npx precursor-watch practice purge".',
    );
  }
  if (sites.length > 0)
    lines.push(`Watching ${sites.length} configured site${sites.length === 1 ? '' : 's'}.`);
  else lines.push('No site of yours is configured yet: copy config/sites/_example.yaml to begin.');
  if (sites.length > 0 && settings.contact === null) {
    lines.push(
      'They are not visited before PRECURSOR_CONTACT names an e-mail address or web page where you can be reached.',
    );
  }
  return lines;
}

/** Where its files were refused. */
export function goesOnWithout(refused: OperatorError): string {
  return `The files here are refused, and what was in use goes on: ${describeError(refused)} Then: precursor-watch sites apply`;
}
