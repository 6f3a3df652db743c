import { Alert, Button, Stack } from '@mantine/core';
import { IconDownload, IconFileTypePdf } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { MouseEvent, ReactNode } from 'react';
import { readMe } from '../api.js';
import { ApiError } from '../client.js';

const icons = { pdf: IconFileTypePdf, csv: IconDownload };

/**
 * A file for whoever is signed in. A browser that fetches a file by itself does not refresh a session that has run out,
 * and says nothing when it is refused: a small call goes before it, which refreshes and can say what is wrong.
 */
export function DownloadButton({ href, kind, children }: { href: string; kind: keyof typeof icons; children: ReactNode }) {
  const Icon = icons[kind];
  const ready = useMutation({ mutationFn: () => readMe(), onSuccess: () => fetchFile(href) });
  const begin = (event: MouseEvent) => {
    event.preventDefault();
    if (!ready.isPending) ready.mutate();
  };
  return (
    <Stack gap="xs" align="flex-start">
      <Button component="a" href={href} download variant="default" size="sm" loading={ready.isPending} aria-busy={ready.isPending} leftSection={<Icon size={18} aria-hidden />} onClick={begin}>
        {children}
      </Button>
      {ready.error && (
        <Alert color="red" variant="light" role="alert" title="The file could not be fetched">
          {ready.error instanceof ApiError ? ready.error.message : 'Try again in a moment.'}
        </Alert>
      )}
    </Stack>
  );
}

function fetchFile(href: string): void {
  const link = document.createElement('a');
  link.href = href;
  link.download = '';
  document.body.append(link);
  link.click();
  link.remove();
}
