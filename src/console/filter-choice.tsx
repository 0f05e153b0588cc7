/** One filter as a menu: its own words stand for "any". */
import { NativeSelect } from '@mantine/core';

export type Option = { readonly value: string; readonly label: string };

type ChoiceProps = {
  readonly label: string;
  readonly value: string | undefined;
  readonly options: readonly Option[];
  readonly all: string;
  readonly onChange: (value: string | undefined) => void;
};

export function Choice({ label, value, options, all, onChange }: ChoiceProps) {
  // A value from the address that no option has yet must still be shown.
  const known = value === undefined || options.some((option) => option.value === value);
  return (
    <NativeSelect
      aria-label={label}
      size="xs"
      className={value === undefined ? 'filter' : 'filter filter-set'}
      data={[
        { value: '', label: all },
        ...(known ? [] : [{ value: value ?? '', label: value ?? '' }]),
        ...options,
      ]}
      value={value ?? ''}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
    />
  );
}
