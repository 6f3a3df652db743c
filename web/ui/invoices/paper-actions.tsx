import { Button, Group } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { DownloadButton } from '../download-button.js';

/** The invoice to take along: as a file, or on paper. */
export function PaperActions({ invoiceId }: { invoiceId: string }) {
  return (
    <Group gap="sm" align="flex-start" className="pd-no-print">
      <DownloadButton kind="pdf" href={`/api/app/invoices/${encodeURIComponent(invoiceId)}/pdf`}>Download PDF</DownloadButton>
      <Button variant="default" size="sm" leftSection={<IconPrinter size={18} aria-hidden />} onClick={() => window.print()}>
        Print
      </Button>
    </Group>
  );
}
