import { Alert, Button, List, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconMail } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { register } from '../api.js';
import { ApiError } from '../client.js';
import { ButtonLink, TextLink } from '../ui/links.js';
import { usePageTitle } from '../ui/page.js';
import { Welcome } from './welcome.js';

interface Person {
  name: string;
  email: string;
  company: string;
  password: string;
}

/** A new customer: the address is theirs once the link in the letter was clicked, whatever is typed here. */
export function SignUpPage() {
  usePageTitle('Create an account');
  const [person, setPerson] = useState<Person>({ name: '', email: '', company: '', password: '' });
  const [sent, setSent] = useState(false);
  const enrol = useMutation({
    mutationFn: () => register({ ...person, name: person.name.trim(), email: person.email.trim(), company: person.company.trim() }),
    onSuccess: () => setSent(true),
  });
  return <Welcome>{sent ? <LookInYourMail email={person.email.trim()} again={enrol} /> : <Form person={person} onChange={setPerson} enrol={enrol} />}</Welcome>;
}

interface FormProps {
  person: Person;
  onChange: (person: Person) => void;
  enrol: { isPending: boolean; error: Error | null; mutate: () => void };
}

function Form({ person, onChange, enrol }: FormProps) {
  const [tried, setTried] = useState(false);
  const set = (name: keyof Person) => (event: { currentTarget: HTMLInputElement }) => onChange({ ...person, [name]: event.currentTarget.value });
  const missing = (name: keyof Person, sentence: string) => (tried && person[name].trim() === '' ? sentence : null);
  const refused = refusalOf(enrol.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if ([person.name, person.email, person.password].every((text) => text.trim() !== '') && !enrol.isPending) enrol.mutate();
  };
  return (
    <>
      <Title order={1}>Create an account</Title>
      {refused.other !== null && <Alert color="red" variant="light" role="alert" title="That did not work"><Text size="sm">{refused.other}</Text></Alert>}
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <TextInput label="Name" name="name" autoComplete="name" size="md" maxLength={200} value={person.name} error={missing('name', 'Enter your name')} onChange={set('name')} />
          <TextInput label="E-mail" name="email" type="email" autoComplete="username" size="md" maxLength={254} value={person.email} error={missing('email', 'Enter your e-mail address') ?? refused.email} onChange={set('email')} />
          <TextInput label="Company (if you have one)" name="organization" autoComplete="organization" size="md" maxLength={200} value={person.company} onChange={set('company')} />
          <PasswordInput
            label="Password"
            description="At least 8 characters, and not one that everybody guesses."
            name="new-password"
            autoComplete="new-password"
            size="md"
            value={person.password}
            error={missing('password', 'Choose a password') ?? refused.password}
            onChange={set('password')}
            visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
          />
          <Button type="submit" loading={enrol.isPending} fullWidth>
            Create the account
          </Button>
        </Stack>
      </form>
      <Text size="sm">
        You have one already? <TextLink to="/sign-in" search={{}} size="sm" underline="always">Sign in</TextLink>
      </Text>
    </>
  );
}

/** Registering again writes again: the latest letter counts. */
function LookInYourMail({ email, again }: { email: string; again: { isPending: boolean; error: Error | null; mutate: () => void } }) {
  const [repeated, setRepeated] = useState(false);
  return (
    <>
      <IconMail size={40} stroke={1.5} aria-hidden />
      <Title order={1}>Look in your mail</Title>
      <Text role="status">
        We have written to <strong>{email}</strong>. Follow the link in the letter, and your account is ready.
      </Text>
      <List size="sm">
        <List.Item>Nothing there? Look among the unwanted mail.</List.Item>
        <List.Item>If you have an account already, the letter says so.</List.Item>
      </List>
      {repeated && !again.isPending && again.error === null && <Alert color="spruce" variant="light" aria-live="polite" title="We have written again" />}
      {again.error && <Alert color="red" variant="light" role="alert" title={again.error.message} />}
      <Button variant="default" loading={again.isPending} onClick={() => { setRepeated(true); again.mutate(); }}>Send the letter again</Button>
      <ButtonLink to="/sign-in" search={{}} variant="subtle">Go to sign-in</ButtonLink>
    </>
  );
}

const WEAK: Readonly<Record<string, string>> = {
  length: 'Between 8 and 128 characters', common: 'Too many people use this one', personal: 'Not your own address',
};

/** Where a refusal belongs: the document has one sentence for all of them. */
function refusalOf(error: Error | null): { email: string | null; password: string | null; other: string | null } {
  const none = { email: null, password: null, other: null };
  if (error === null) return none;
  const reason = error instanceof ApiError ? error.details['reason'] : undefined;
  const fields = error instanceof ApiError ? error.details['fields'] : undefined;
  const wrong = typeof fields === 'object' && fields !== null ? fields : {};
  if (typeof reason === 'string' && reason in WEAK) return { ...none, password: WEAK[reason] ?? null };
  if ('password' in wrong) return { ...none, password: WEAK['length'] ?? null };
  if (error instanceof ApiError && error.code === 'VALIDATION_ERROR') return { ...none, email: 'That is no e-mail address' };
  return { ...none, other: error.message };
}
