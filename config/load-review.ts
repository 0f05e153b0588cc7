/** Reads the file of the review desk: time allowed, policies, delay, bounds. */
import { access } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { OperatorError } from '../src/model/errors.ts';
import { DEFAULT_RULES, type ReviewRules, reviewRules } from '../src/model/review-rules.ts';
import { checkShape, type FieldPath, readYamlFile, type YamlFile } from './read-yaml.ts';

/**
 * Without the file the defaults hold.
 * @throws OperatorError 'config' naming file, line and field
 */
export async function loadReviewRules(path: string): Promise<ReviewRules> {
  if (!(await exists(path))) return DEFAULT_RULES;
  const yaml = await readYamlFile(path);
  const rules = checkShape(reviewRules, yaml);
  const { list, requiredFor } = rules.policies;
  const twice = list.findIndex(({ id }, index) => list.slice(0, index).some((before) => before.id === id));
  if (twice >= 0) {
    throw new OperatorError(
      'config',
      `${yaml.at(['policies', 'list', twice, 'id'])}: the policy "${list[twice]?.id}" stands there twice.`,
      'Give each policy its own id.',
    );
  }
  if (requiredFor.length > 0 && list.length === 0) {
    throw new OperatorError(
      'config',
      `${yaml.at(['policies', 'requiredFor'])}: a policy is required, but none is listed.`,
      'List the policies, or leave requiredFor empty.',
    );
  }
  const near = async (field: FieldPath, file: string) => await fileNear(yaml, field, file);
  const { font, identity } = rules;
  return {
    ...rules,
    font: font === null ? null : await near(['font'], font),
    identity:
      identity === null
        ? null
        : {
            ...identity,
            clientSecretFile: await near(['identity', 'clientSecretFile'], identity.clientSecretFile),
          },
  };
}

/** Named from the folder of the file on. */
async function fileNear(yaml: YamlFile, field: FieldPath, file: string): Promise<string> {
  const path = resolve(dirname(yaml.path), file);
  if (await exists(path)) return path;
  throw new OperatorError(
    'config',
    `${yaml.at(field)}: there is no file ${path}.`,
    'Name a file, from the folder of this one on, or leave it out.',
  );
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
