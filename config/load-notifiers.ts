/** Reads the file of notifiers and alarms, and the secrets that it names: those stay in the memory of who sends. */
import { access } from 'node:fs/promises';
import type { ConfigProblem } from '../src/model/config-problem.ts';
import { type NotifiersFile, type Notifying, notifiersFile, toNotifying } from './notifiers-file.ts';
import { toError, tryShape, tryYamlFile, type YamlFile } from './read-yaml.ts';

export type NotifiersReading = {
  readonly notifying: Notifying;
  readonly problems: readonly ConfigProblem[];
  /** Null where there is no file, or none that can be read. */
  readonly yaml: YamlFile | null;
};

/** What holds without a file: nobody is told, alarms have their usual limits. */
export const NOBODY: Notifying = toNotifying(notifiersFile.parse({}));

/**
 * Every fault of the file.
 * @param sites ids that a notifier may name; left out, they are not looked at: one that is retired stops no start
 */
export async function readNotifiers(
  path: string,
  sites: ReadonlySet<string> | null = null,
): Promise<NotifiersReading> {
  if (!(await exists(path))) return { notifying: NOBODY, problems: [], yaml: null };
  const yaml = await tryYamlFile(path);
  if (yaml.value === null) return { notifying: NOBODY, problems: yaml.problems, yaml: null };
  const file = tryShape(notifiersFile, yaml.value);
  if (file.value === null) return { notifying: NOBODY, problems: file.problems, yaml: yaml.value };
  const { notifiers } = file.value;
  const problems: ConfigProblem[] = [];
  for (const [index, { id }] of notifiers.entries()) {
    const field = ['notifiers', index, 'id'];
    if (notifiers.findIndex((each) => each.id === id) === index) continue;
    problems.push({
      file: path,
      line: yaml.value.lineOf(field),
      field: field.join('.'),
      problem: `the notifier "${id}" stands there twice`,
      remedy: 'Give each notifier its own id.',
    });
  }
  if (sites !== null) problems.push(...unknownSites(yaml.value, file.value, sites));
  return { notifying: toNotifying(file.value), problems, yaml: yaml.value };
}

/** Nothing would ever be sent for such a one. */
function unknownSites(
  yaml: YamlFile,
  { notifiers }: NotifiersFile,
  known: ReadonlySet<string>,
): ConfigProblem[] {
  return notifiers.flatMap((notifier, index) =>
    notifier.sites.flatMap((site, at) => {
      if (known.has(site)) return [];
      const field = ['notifiers', index, 'sites', at];
      return [
        {
          file: yaml.path,
          line: yaml.lineOf(field),
          field: field.join('.'),
          problem: `no site file has the id "${site}"`,
          remedy: 'Write it as the site file does, or leave it out.',
        },
      ];
    }),
  );
}

/** @throws OperatorError 'config' naming file, line and field */
export async function loadNotifiers(path: string): Promise<Notifying> {
  const { notifying, problems } = await readNotifiers(path);
  if (problems.length > 0) throw toError(problems, '`notifiers check`');
  return notifying;
}

/** The value of an environment variable that a notifier names; null when it is not set. */
export function readSecret(name: string, env: NodeJS.ProcessEnv = process.env): string | null {
  return env[name]?.trim() || null;
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
