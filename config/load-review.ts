/** Reads the file of the review desk: time allowed, policies, delay, bounds. */
import { access } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { OperatorError } from '../src/model/errors.ts';
import { DEFAULT_RULES, type ReviewRules, reviewRules } from '../src/model/review-rules.ts';
import { checkShape, readYamlFile } from './read-yaml.ts';

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
  if (rules.font === null) return rules;
  const font = resolve(dirname(path), rules.font);
  if (!(await exists(font))) {
    throw new OperatorError(
      'config',
      `${yaml.at(['font'])}: there is no file ${font}.`,
      'Name a font file (TTF, OTF), from the folder of this file on, or leave it out.',
    );
  }
  return { ...rules, font };
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
