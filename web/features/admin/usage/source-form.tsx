import { Alert, Paper, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changeUsageSource } from '../../../api.js';
import { FormFoot } from '../../../ui/form-foot.js';
import { useSave } from '../../../ui/use-save.js';
import type { Usage } from '../../../wire.js';

interface SourceFormProps {
  customerId: string;
  source: NonNullable<Usage['source']>;
}

/** Which app is the customer's: admins only. */
export function SourceForm({ customerId, source }: SourceFormProps) {
  const queries = useQueryClient();
  const [app, setApp] = useState(source.firebase_app_id ?? '');
  const [project, setProject] = useState(source.firebase_project_id ?? '');
  const [property, setProperty] = useState(source.analytics_property_id ?? '');
  const wish = { firebase_app_id: app.trim() || null, firebase_project_id: project.trim() || null, analytics_property_id: property.trim() || null };
  const save = useSave(wish, (change) => changeUsageSource(customerId, change), () => queries.invalidateQueries({ queryKey: ['usage'] }));
  return (
    <Paper component="section" p="md" aria-labelledby="source">
      <Title order={2} id="source" mb={4}>
        The customer’s app
      </Title>
      <Text c="dimmed" size="sm" mb="md">
        With a property all of its apps are counted together; with the app alone only that one.
      </Text>
      <form onSubmit={save.submit}>
        <Stack gap="md">
          {save.error && <Alert color="red" variant="light" role="alert" title={save.error.message} />}
          {save.saved && <Alert color="spruce" variant="light" aria-live="polite" title="Saved" />}
          <SimpleGrid cols={{ base: 1, sm: 3 }}>
            <TextInput label="Firebase app" description="1:402611873390:ios:…" maxLength={200} autoComplete="off" value={app} onChange={(event) => setApp(event.currentTarget.value)} />
            <TextInput label="Firebase project" description="Its name, if it has one" maxLength={200} autoComplete="off" value={project} onChange={(event) => setProject(event.currentTarget.value)} />
            <TextInput
              label="Analytics property"
              description="Its number"
              inputMode="numeric"
              pattern="[0-9]*"
              maxLength={20}
              autoComplete="off"
              value={property}
              onChange={(event) => setProperty(event.currentTarget.value)}
            />
          </SimpleGrid>
          <FormFoot go="Save" busy={save.busy} />
        </Stack>
      </form>
    </Paper>
  );
}
