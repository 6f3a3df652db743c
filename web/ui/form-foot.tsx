import { Button, Group } from '@mantine/core';

/** Beneath a form that stands in its page. */
export function FormFoot({ go, busy, ready = true, onCancel }: { go: string; busy: boolean; ready?: boolean; onCancel?: () => void }) {
  return (
    <Group>
      <Button type="submit" loading={busy} disabled={!ready}>
        {go}
      </Button>
      {onCancel && (
        <Button variant="default" disabled={busy} onClick={onCancel}>
          Cancel
        </Button>
      )}
    </Group>
  );
}
