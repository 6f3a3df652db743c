import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createQueryClient } from './query-client.js';
import { createAppRouter } from './router.js';
import { forgetVisitor, meQuery, safeReturn } from './session.js';
import { colorSchemeManager, theme, variables } from './theme.js';

const queries = createQueryClient(() => void leave());
const router = createAppRouter(queries);

let leaving = false;

/** To the sign-in page and, after it, back to where one was. What was loaded is forgotten only when no page shows it any more. */
async function leave(): Promise<void> {
  // Everything a page shows is refused at the same time: only the first knows where one was.
  if (leaving || queries.getQueryData(meQuery.queryKey) === undefined) return;
  leaving = true;
  try {
    await router.navigate({ to: '/sign-in', search: { to: safeReturn(router.state.location.href) }, replace: true });
    forgetVisitor(queries);
  } finally {
    leaving = false;
  }
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
