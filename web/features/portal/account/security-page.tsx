import { Stack } from '@mantine/core';
import { PageHead } from '../../../ui/page.js';
import { DeviceList } from './device-list.js';
import { PasswordForm } from './password-form.js';

/** Where one is signed in, and the password. */
export function SecurityPage() {
  return (
    <>
      <PageHead title="Security" note="Where you are signed in, and your password." />
      <Stack gap="lg">
        <DeviceList />
        <PasswordForm />
      </Stack>
    </>
  );
}
