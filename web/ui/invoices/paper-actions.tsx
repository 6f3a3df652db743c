import { Button, Group } from '@mantine/core';
import { IconFileTypePdf, IconPrinter } from '@tabler/icons-react';

/** The invoice to take along: as a file, or on paper. */
export function PaperActions({ invoiceId }: { invoiceId: string }) {
  return (
    <Group gap="sm" className="pd-no-print">
      <Button component="a" href={`/api/app/invoices/${encodeURIComponent(invoiceId)}/pdf`} download variant="default" size="sm" leftSection={<IconFileTypePdf size={18} aria-hidden />}>
        Download PDF
      </Button>
      <Button variant="default" size="sm" leftSection={<IconPrinter size={18} aria-hidden />} onClick={() => window.print()}>
        Print
      </Button>
    </Group>
  );
}
