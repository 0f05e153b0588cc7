/** What shows who one is: fields for one's own password and for the code of a second factor. */
import { PasswordInput, TextInput, type TextInputProps } from '@mantine/core';

type Field = { readonly value: string; readonly onValue: (value: string) => void };

export function OwnPasswordInput({ value, onValue }: Field) {
  return (
    <PasswordInput
      label="Your password"
      size="xs"
      autoComplete="current-password"
      value={value}
      onChange={(event) => onValue(event.currentTarget.value)}
    />
  );
}

export function CodeInput({
  value,
  onValue,
  ...rest
}: Field & Pick<TextInputProps, 'autoFocus' | 'name' | 'size'>) {
  return (
    <TextInput
      label="Six digits from your authenticator app"
      inputMode="numeric"
      autoComplete="one-time-code"
      maxLength={6}
      value={value}
      onChange={(event) => onValue(event.currentTarget.value.trim())}
      {...rest}
    />
  );
}
