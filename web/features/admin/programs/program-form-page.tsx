import { Alert, Button, Group, NumberInput, Paper, SimpleGrid, Stack, Switch, Text, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { changeProgram, offerProgram, type ProgramOrder } from '../../../api-programs.js';
import { BackLink } from '../../../ui/back-link.js';
import { ErrorState } from '../../../ui/error-state.js';
import { ButtonLink } from '../../../ui/links.js';
import { onYellow } from '../../../ui/on-yellow.js';
import { PageHead } from '../../../ui/page.js';
import { programQuery } from '../../../ui/programs/queries.js';
import { PageSkeleton } from '../../../ui/skeletons.js';
import type { Program } from '../../../wire.js';

/** Something new to enrol in. One class representative unless said otherwise. */
export function NewProgramPage() {
  return <ProgramForm />;
}

export function EditProgramPage() {
  const { programId } = useParams({ from: '/signed-in/admin/programs/$programId' });
  const program = useQuery(programQuery(programId));
  if (program.isError && !program.data) return <ErrorState title="This program could not be loaded" error={program.error} onRetry={() => void program.refetch()} />;
  return program.data ? <ProgramForm key={program.data.id} program={program.data} /> : <PageSkeleton />;
}

interface Typed {
  title: string;
  type: string;
  description: string;
  price: number | string;
  rep: number | string;
  early: number | string;
  until: string;
  repLimit: number | string;
  seats: number | string;
  active: boolean;
  mentors: string;
}

const fresh: Typed = { title: '', type: '', description: '', price: '', rep: '', early: '', until: '', repLimit: 1, seats: '', active: true, mentors: '' };

function typedOf(p: Program): Typed {
  return {
    title: p.title, type: p.program_type, description: p.description ?? '', price: p.price, rep: p.class_rep_discount, early: p.early_bird_discount,
    until: p.early_bird_until === null ? '' : localText(new Date(p.early_bird_until)), repLimit: p.class_rep_limit ?? '', seats: p.seats ?? '', active: p.active, mentors: '',
  };
}

/** What a field for day and time speaks: local, without a zone. */
function localText(at: Date): string {
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function orderOf(typed: Typed, edited: boolean): ProgramOrder {
  const count = (value: number | string) => (value === '' ? null : Number(value));
  const mentors = typed.mentors.split(/[\s,;]+/).filter((text) => text !== '');
  return {
    title: typed.title, program_type: typed.type, description: typed.description || null, price: Number(typed.price || 0), class_rep_discount: Number(typed.rep || 0),
    early_bird_discount: Number(typed.early || 0), early_bird_until: typed.until === '' ? null : new Date(typed.until).toISOString(), class_rep_limit: count(typed.repLimit),
    seats: count(typed.seats), active: typed.active, ...(mentors.length > 0 || !edited ? { mentor_emails: mentors } : {}),
  };
}

function ProgramForm({ program }: { program?: Program }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [typed, setTyped] = useState<Typed>(program ? typedOf(program) : fresh);
  const set = (change: Partial<Typed>) => setTyped((old) => ({ ...old, ...change }));
  const save = useMutation({
    mutationFn: () => (program ? changeProgram(program.id, orderOf(typed, true)) : offerProgram(orderOf(typed, false))),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['programs'] });
      await navigate({ to: '/admin/programs' });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!save.isPending) save.mutate();
  };
  // What is said of a field stands beneath it, so that fields side by side are on one line.
  const order: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'description', 'error'];
  const money = { decimalScale: 2, allowNegative: false, hideControls: true, thousandSeparator: ',', inputWrapperOrder: order } as const;
  const number = { min: 0, allowDecimal: false, hideControls: true, inputWrapperOrder: order } as const;
  return (
    <>
      <PageHead
        title={program ? 'Change a program' : 'New program'}
        note={program ? 'Orders that were made keep their price.' : undefined}
        back={<BackLink to="/admin/programs">All programs</BackLink>}
      />
      <Paper p={{ base: 'md', sm: 'lg' }}>
        <form onSubmit={submit}>
          <Stack gap="md" maw={640}>
            {save.error && <Alert color="red" variant="light" role="alert" title={save.error.message} />}
            <TextInput label="Title" required maxLength={200} value={typed.title} onChange={(event) => set({ title: event.currentTarget.value })} />
            <TextInput label="Kind" description="Workshops, courses, mentoring…" required maxLength={120} value={typed.type} onChange={(event) => set({ type: event.currentTarget.value })} />
            <Textarea label="Description" autosize minRows={3} maxLength={5000} value={typed.description} onChange={(event) => set({ description: event.currentTarget.value })} />
            <SimpleGrid cols={{ base: 1, xs: 2 }}>
              <NumberInput {...money} label="Price" description="Nothing: free for everybody" required value={typed.price} onChange={(price) => set({ price })} />
              <NumberInput {...number} label="Places" description="Empty: no limit" value={typed.seats} onChange={(seats) => set({ seats })} />
              <NumberInput {...money} label="Class representative discount" value={typed.rep} onChange={(rep) => set({ rep })} />
              <NumberInput {...number} label="Class representatives" description="Empty: no limit" value={typed.repLimit} onChange={(repLimit) => set({ repLimit })} />
              <NumberInput {...money} label="Early-bird discount" value={typed.early} onChange={(early) => set({ early })} />
              <TextInput type="datetime-local" label="Early bird until" description="In your own time zone" inputWrapperOrder={order} value={typed.until} onChange={(event) => set({ until: event.currentTarget.value })} />
            </SimpleGrid>
            {typed.repLimit === '' && Number(typed.rep) > 0 && (
              <Alert color="yellow" variant="light" styles={onYellow} title="Everybody can take this discount">
                <Text size="sm">Without a limit anybody may call himself a class representative.</Text>
              </Alert>
            )}
            <TextInput
              label="Mentors" value={typed.mentors} onChange={(event) => set({ mentors: event.currentTarget.value })}
              description={`E-mail addresses of people with an account${program && program.mentors.length > 0 ? `; now ${program.mentors.map((mentor) => mentor.name).join(', ')}, empty keeps them` : ''}`}
            />
            <Switch label="Offered in the catalogue" checked={typed.active} onChange={(event) => set({ active: event.currentTarget.checked })} />
            <Group>
              <Button type="submit" loading={save.isPending}>
                {program ? 'Save' : 'Offer it'}
              </Button>
              <ButtonLink to="/admin/programs" variant="default">
                Cancel
              </ButtonLink>
            </Group>
          </Stack>
        </form>
      </Paper>
    </>
  );
}
