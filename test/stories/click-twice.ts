import type { Locator } from 'playwright-core';

/**
 * A hasty double click, both in one moment. Of two clicks that a browser is told of one after the other, the second may
 * hit what has come in the button's place, when the machine is busy and the answer quick.
 */
export async function clickTwice(button: Locator): Promise<void> {
  // Waits until it can be clicked, as a click does.
  await button.click({ trial: true });
  await button.evaluate((element: unknown) => {
    const { click } = element as { click(): void };
    click.call(element);
    click.call(element);
  });
}
