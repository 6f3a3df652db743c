import { Button, Group, Text, type ButtonProps } from '@mantine/core';
import { useState } from 'react';

interface AskFirstProps {
  /** The button that begins it, and what it is called where the word alone says too little. */
  label: string;
  name?: string;
  button?: Pick<ButtonProps, 'variant' | 'size'>;
  /** What the pair of buttons is about. */
  question: string;
  /** Says the question aloud too, where the page does not already. */
  showQuestion?: boolean;
  keep: string;
  go: string;
  /** What cannot be taken back is red. */
  harsh?: boolean;
  wide?: boolean;
  busy: boolean;
  /** Stays asking where it fails; whoever asked shows why. */
  onGo: () => Promise<unknown>;
}

/** Two steps in place, with the way back under the finger first. The focus goes along and comes back. */
export function AskFirst({ label, name, button, question, showQuestion = false, keep, go, harsh = false, wide = false, busy, onGo }: AskFirstProps) {
  const [asking, setAsking] = useState(false);
  const [asked, setAsked] = useState(false);
  const size = button?.size ?? 'md';
  const close = () => {
    setAsking(false);
    setAsked(true);
  };
  if (!asking) {
    return (
      <Button {...button} size={size} aria-label={name} autoFocus={asked} fullWidth={wide} onClick={() => setAsking(true)}>
        {label}
      </Button>
    );
  }
  return (
    <Group gap="sm" role="group" aria-label={question} grow={wide} preventGrowOverflow={false} onKeyDown={(event) => event.key === 'Escape' && !busy && close()}>
      {showQuestion && <Text size="sm">{question}</Text>}
      <Button variant="default" size={size} autoFocus data-autofocus disabled={busy} onClick={close}>
        {keep}
      </Button>
      <Button size={size} {...(harsh ? { color: 'red.8' } : {})} loading={busy} onClick={() => void onGo().then(close, () => undefined)}>
        {go}
      </Button>
    </Group>
  );
}
