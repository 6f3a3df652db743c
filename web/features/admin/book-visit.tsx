import { Alert, Button, NumberInput, TagsInput, Textarea, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { bookVisit } from '../../api.js';
import { useConfig } from '../../app/session.js';
import { appointmentQuery } from '../../ui/appointments/queries.js';
import { formatInstant } from '../../ui/day.js';
import { FormDialog } from '../../ui/form-dialog.js';
import { CustomerSelect } from './customers/customer-select.js';

/** Puts a visit into the calendar, for whoever called. */
export function BookVisit() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setOpen(true)}>
        Book a visit
      </Button>
      {open && <BookDialog onClose={() => setOpen(false)} />}
    </>
  );
}

function BookDialog({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const zone = useConfig().business.time_zone;
  const [customer, setCustomer] = useState<string | null>(null);
  const [typed, setTyped] = useState({ start: '', minutes: 120 as number | string, services: [] as string[], address: '', note: '' });
  const set = (part: Partial<typeof typed>) => setTyped((old) => ({ ...old, ...part }));
  const start = new Date(typed.start);
  const known = !Number.isNaN(start.getTime());
  const book = useMutation({
    mutationFn: (customerId: string) =>
      bookVisit({
        customer_id: customerId, starts_at: start.toISOString(), minutes: Number(typed.minutes), services: typed.services,
        address: typed.address.trim() || null, note: typed.note.trim() || null,
      }),
    onSuccess: async (visit) => {
      queries.setQueryData(appointmentQuery(visit.id).queryKey, visit);
      void queries.invalidateQueries({ queryKey: ['appointments'] });
      await navigate({ to: '/admin/appointments/$appointmentId', params: { appointmentId: visit.id } });
    },
  });
  return (
    <FormDialog
      title="Book a visit"
      go="Book it"
      busy={book.isPending}
      ready={customer !== null && known && Number(typed.minutes) > 0 && typed.services.length > 0}
      onSubmit={() => customer !== null && book.mutate(customer)}
      onClose={onClose}
    >
      {book.error && <Alert color="red" variant="light" role="alert" title={book.error.message} />}
      <CustomerSelect customerId={customer} onChoose={setCustomer} />
      <TextInput
        type="datetime-local"
        label="Starts"
        required
        description={known ? `The customer reads ${formatInstant(start.toISOString(), zone)}` : 'In your own time zone'}
        value={typed.start}
        onChange={(event) => set({ start: event.currentTarget.value })}
      />
      <NumberInput label="Minutes" required min={1} max={10_080} allowDecimal={false} hideControls value={typed.minutes} onChange={(minutes) => set({ minutes })} />
      <TagsInput label="Services" required description="Press Enter after each" acceptValueOnBlur maxTags={20} maxLength={120} value={typed.services} onChange={(services) => set({ services })} />
      <TextInput label="Address" description="Empty: the customer’s own" maxLength={1_000} value={typed.address} onChange={(event) => set({ address: event.currentTarget.value })} />
      <Textarea label="Note" autosize minRows={2} maxLength={1_000} value={typed.note} onChange={(event) => set({ note: event.currentTarget.value })} />
    </FormDialog>
  );
}
