import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createQueryClient } from './query-client.js';
import { createAppRouter } from './router.js';
import { forgetVisitor, meQuery, safeReturn } from './session.js';
import { colorSchemeManager, theme, variables } from './theme.js';

const queries = createQueryClient(() => void leave());
const router = createAppRouter(queries);

/** To the sign-in page and, after it, back to where one was. What was loaded is forgotten only when no page shows it any more. */
async function leave(): Promise<void> {
  if (queries.getQueryData(meQuery.queryKey) === undefined) return;
  await router.navigate({ to: '/sign-in', search: { to: safeReturn(router.state.location.href) }, replace: true });
  forgetVisitor(queries);
}

export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={variables} colorSchemeManager={colorSchemeManager} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
