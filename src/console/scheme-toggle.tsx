/** Goes round the colour schemes: as the system, light, dark. The choice is kept in this browser. */
import { ActionIcon, type MantineColorScheme, useMantineColorScheme } from '@mantine/core';
import { AutoSchemeIcon, DarkSchemeIcon, LightSchemeIcon } from './icons.tsx';

const SCHEMES = {
  auto: { next: 'light', words: 'as the system', Icon: AutoSchemeIcon },
  light: { next: 'dark', words: 'light', Icon: LightSchemeIcon },
  dark: { next: 'auto', words: 'dark', Icon: DarkSchemeIcon },
} as const satisfies Record<MantineColorScheme, { next: MantineColorScheme; words: string; Icon: unknown }>;

export function SchemeToggle() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { next, words, Icon } = SCHEMES[colorScheme];
  const label = `Colours: ${words}. Change to ${SCHEMES[next].words}`;
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={label}
      title={label}
      onClick={() => setColorScheme(next)}
    >
      <Icon />
    </ActionIcon>
  );
}
