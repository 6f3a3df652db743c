import { Stack } from '@mantine/core';
import { PageHead } from '../../../ui/page.js';
import { DeviceList } from './device-list.js';
import { PasswordForm } from './password-form.js';
import { Addresses } from './addresses.js';
import { TwoFactor } from './two-factor.js';

/** The ways into one's account: two factors, the password, the address and number, the devices. */
export function SecurityPage() {
  return (
    <>
      <PageHead title="Security" note="How you sign in, and where you are signed in." />
      <Stack gap="lg">
        <TwoFactor />
        {/* What is printed here are the recovery codes. */}
        <Stack gap="lg" className="pd-no-print">
          <PasswordForm />
          <Addresses />
          <DeviceList />
        </Stack>
      </Stack>
    </>
  );
}
