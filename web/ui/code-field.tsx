import { TextInput, type TextInputProps } from '@mantine/core';
import { useEffect, useRef } from 'react';

interface CodeFieldProps extends Pick<TextInputProps, 'label' | 'size' | 'value' | 'placeholder'> {
  onType: (text: string) => void;
  /** Why the last one was refused: whoever typed it types the next one here. */
  refusal: string | null;
  /** Letters too: a recovery code. */
  letters?: boolean;
}

/** Where a code is typed. The page changed under whoever types, so the next key belongs here. */
export function CodeField({ onType, refusal, letters = false, ...field }: CodeFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (refusal !== null) input.current?.select();
  }, [refusal]);
  useEffect(() => input.current?.focus(), []);
  return (
    <TextInput
      ref={input}
      name="code"
      autoComplete={letters ? 'off' : 'one-time-code'}
      inputMode={letters ? 'text' : 'numeric'}
      autoCapitalize="none"
      spellCheck={false}
      placeholder={letters ? 'xxxxx-xxxxx' : '123456'}
      error={refusal}
      onChange={(event) => onType(event.currentTarget.value)}
      {...field}
    />
  );
}
