/** Mantine's settings: dense sizes, and its colours taken from tokens.css so that both schemes keep AA contrast. */
import { type CSSVariablesResolver, createTheme } from '@mantine/core';

export const theme = createTheme({
  primaryColor: 'blue',
  // Lighter shades of Mantine's blue fall below 4.5:1 under white text.
  primaryShade: { light: 8, dark: 8 },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: 'var(--pw-font)',
  fontFamilyMonospace: 'var(--pw-mono)',
  headings: { fontWeight: '600' },
});

const colours = {
  '--mantine-color-body': 'var(--pw-surface)',
  '--mantine-color-text': 'var(--pw-text)',
  '--mantine-color-dimmed': 'var(--pw-dim)',
  '--mantine-color-placeholder': 'var(--pw-dim)',
  '--mantine-color-error': 'var(--pw-trouble)',
  '--mantine-color-default': 'var(--pw-surface)',
  '--mantine-color-default-hover': 'var(--pw-hover)',
  '--mantine-color-default-color': 'var(--pw-text)',
  '--mantine-color-default-border': 'var(--pw-line-strong)',
  '--mantine-color-anchor': 'var(--pw-accent)',
  // What a button will do is read before it can be pressed.
  '--mantine-color-disabled': 'var(--pw-hover)',
  '--mantine-color-disabled-color': 'var(--pw-dim)',
  '--mantine-color-disabled-border': 'var(--pw-line-strong)',
  '--mantine-color-red-light-color': 'var(--pw-trouble)',
  '--mantine-color-red-light-hover': 'var(--pw-hover)',
};

/** Words that are buttons have the colour of links, which in the dark Mantine's own are not. */
const dark = { ...colours, '--mantine-color-blue-light-color': 'var(--pw-accent)' };

export const cssVariables: CSSVariablesResolver = () => ({ variables: {}, light: colours, dark });
