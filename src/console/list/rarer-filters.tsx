/** The filters that are needed less often: age, language, technique, holder, outcome, seller. */
import { Button } from '@mantine/core';
import { OUTCOMES } from '../../model/alert.ts';
import type { AlertRow } from '../../model/api.ts';
import { TECHNIQUES } from '../../model/assessment.ts';
import { useColleagues } from '../alert/claim-queries.ts';
import { useMay } from '../signed-in.ts';
import { OUTCOME_WORDS, TECHNIQUE_WORDS } from '../words.ts';
import { Choice, type Option } from './filter-choice.tsx';
import type { ListView } from './list-view.ts';

type Props = {
  readonly view: ListView;
  readonly rows: readonly AlertRow[];
  readonly onChange: (change: Partial<ListView>) => void;
};

/** True when one of them narrows the list: then they are shown, so that nothing narrows unseen. */
export function hasRarer(view: ListView): boolean {
  const { language, technique, olderThanHours, newerThanHours, assignee, outcome, seller } = view;
  return [language, technique, olderThanHours, newerThanHours, assignee, outcome, seller].some(
    (value) => value !== undefined,
  );
}

export function RarerFilters({ view, rows, onChange }: Props) {
  const colleagues = useColleagues(useMay('alerts:decide')).data ?? [];
  return (
    <div className="rarer-filters">
      <Choice
        label="Waiting"
        value={ageOf(view)}
        options={AGES}
        all="Any age"
        onChange={(value) => onChange(ageFilters(value))}
      />
      <Choice
        label="Language"
        value={view.language}
        options={languageOptions(rows)}
        all="Any language"
        onChange={(language) => onChange({ language })}
      />
      <Choice
        label="How it is written"
        value={view.technique}
        options={TECHNIQUES.map((value) => ({ value, label: TECHNIQUE_WORDS[value] }))}
        all="Any technique"
        onChange={(value) => onChange({ technique: TECHNIQUES.find((each) => each === value) })}
      />
      <Choice
        label="Held by"
        value={view.assignee}
        options={[
          { value: 'me', label: 'Held by me' },
          { value: 'none', label: 'Held by nobody' },
          ...colleagues.map(({ name }) => ({ value: name, label: `Held by ${name}` })),
        ]}
        all="Held by anybody or nobody"
        onChange={(assignee) => onChange({ assignee })}
      />
      <Choice
        label="Outcome"
        value={view.outcome}
        options={OUTCOMES.map((value) => ({ value, label: OUTCOME_WORDS[value].done }))}
        all="Any outcome"
        onChange={(value) => onChange({ outcome: OUTCOMES.find((each) => each === value) })}
      />
      {view.seller !== undefined && (
        <Button size="compact-sm" variant="light" onClick={() => onChange({ seller: undefined })}>
          Seller {view.seller} only ✕
        </Button>
      )}
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

const LANGUAGE_NAMES = new Intl.DisplayNames('en', { type: 'language', fallback: 'code' });

function languageOptions(rows: readonly AlertRow[]): Option[] {
  const codes = new Set(rows.flatMap(({ language }) => (language === null ? [] : [language])));
  return [...codes]
    .map((value) => ({ value, label: nameOfLanguage(value) }))
    .sort((a, b) => a.label.localeCompare(b.label));
}

/** Pages declare what they like as their language. */
function nameOfLanguage(code: string): string {
  try {
    return LANGUAGE_NAMES.of(code) ?? code;
  } catch {
    // Not a code at all: it is shown as it stands there.
    return code;
  }
}
