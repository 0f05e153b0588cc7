/** The filters that are needed less often: age, language, technique, holder, outcome, seller. */
import type { Ref } from 'react';
import { OUTCOMES } from '../../model/alert.ts';
import { TECHNIQUE_WORDS, TECHNIQUES, type Technique } from '../../model/assessment.ts';
import { Choice, type Option } from '../filter-choice.tsx';
import { nameOfLanguage } from '../name-of-language.ts';
import { OUTCOME_WORDS } from '../words.ts';
import { FacetChoice } from './facet-choice.tsx';
import type { ListView } from './list-view.ts';

type Props = {
  readonly view: ListView;
  readonly onChange: (change: Partial<ListView>) => void;
  readonly divRef: Ref<HTMLDivElement>;
};

/** True when one of them narrows the list: then they are shown, so that nothing narrows unseen. */
export function hasRarer(view: ListView): boolean {
  const { language, technique, olderThanHours, newerThanHours, assignee, outcome, seller } = view;
  return [language, technique, olderThanHours, newerThanHours, assignee, outcome, seller].some(
    (value) => value !== undefined,
  );
}

const HOLDERS: readonly Option[] = [
  { value: 'me', label: 'Held by me' },
  { value: 'none', label: 'Held by nobody' },
];

function techniqueOf(value: string | undefined): Technique | undefined {
  return TECHNIQUES.find((each) => each === value);
}

function nameOfTechnique(value: string): string {
  const technique = techniqueOf(value);
  return technique === undefined ? value : TECHNIQUE_WORDS[technique];
}

export function RarerFilters({ view, onChange, divRef }: Props) {
  return (
    <div className="rarer-filters" ref={divRef}>
      <Choice
        label="Waiting"
        value={ageOf(view)}
        options={AGES}
        all="Any age"
        onChange={(value) => onChange(ageFilters(value))}
      />
      <FacetChoice
        of="seller"
        label="Seller"
        all="Any seller"
        view={view}
        value={view.seller === undefined ? undefined : String(view.seller)}
        nameOf={(value, name) => (name === value ? `Seller ${value}` : name)}
        onChange={(seller) => onChange({ seller: seller === undefined ? undefined : Number(seller) })}
      />
      <FacetChoice
        of="language"
        label="Language"
        all="Any language"
        view={view}
        value={view.language}
        nameOf={nameOfLanguage}
        onChange={(language) => onChange({ language })}
      />
      <FacetChoice
        of="technique"
        label="How it is written"
        all="Any technique"
        view={view}
        value={view.technique}
        nameOf={nameOfTechnique}
        onChange={(value) => onChange({ technique: techniqueOf(value) })}
      />
      <FacetChoice
        of="assignee"
        label="Held by"
        all="Any holder"
        view={view}
        value={view.assignee}
        besides={HOLDERS}
        nameOf={(name) => `Held by ${name}`}
        onChange={(assignee) => onChange({ assignee })}
      />
      <Choice
        label="Outcome"
        value={view.outcome}
        options={OUTCOMES.map((value) => ({ value, label: OUTCOME_WORDS[value].done }))}
        all="Any outcome"
        onChange={(value) => onChange({ outcome: OUTCOMES.find((each) => each === value) })}
      />
    </div>
  );
}

const HOURS: readonly (readonly [number, string])[] = [
  [4, '4 hours'],
  [24, 'a day'],
  [72, '3 days'],
  [168, 'a week'],
  [720, '30 days'],
];

const AGES: readonly Option[] = [
  ...HOURS.map(([hours, words]) => ({ value: `newer:${hours}`, label: `Newer than ${words}` })),
  ...HOURS.map(([hours, words]) => ({ value: `older:${hours}`, label: `Older than ${words}` })),
];

function ageOf({ olderThanHours, newerThanHours }: ListView): string | undefined {
  if (olderThanHours !== undefined) return `older:${olderThanHours}`;
  return newerThanHours === undefined ? undefined : `newer:${newerThanHours}`;
}

function ageFilters(value: string | undefined): Partial<ListView> {
  const [kind, hours] = value?.split(':') ?? [];
  return {
    olderThanHours: kind === 'older' ? Number(hours) : undefined,
    newerThanHours: kind === 'newer' ? Number(hours) : undefined,
  };
}
