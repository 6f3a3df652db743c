import type { Visit } from './browser.js';

/** A customer with saved cards is offered those first; a new one is typed in. */
export async function chooseAnotherCard({ page }: Visit): Promise<void> {
  const another = page.getByRole('radio', { name: 'Another card' });
  const number = page.getByLabel('Card number');
  await another.or(number).first().waitFor();
  if (await another.isVisible()) await another.check();
  await number.waitFor();
}
