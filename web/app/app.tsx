import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createQueryClient } from './query-client.js';
import { createAppRouter } from './router.js';
import { meQuery } from './session.js';
import { colorSchemeManager, theme, variables } from './theme.js';

const queries = createQueryClient(() => {
  if (queries.getQueryData(meQuery.queryKey) === undefined) return;
  queries.removeQueries({ queryKey: meQuery.queryKey });
  void router.invalidate();
});
const router = createAppRouter(queries);

export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={variables} colorSchemeManager={colorSchemeManager} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
