import { expect, it } from 'vitest';
import { startDemoClock } from './clock.js';

it('runs ahead by the offset, keeps the last one while it cannot be read, and never runs backwards', async () => {
  let offset: number | Error = 0;
  const clock = await startDemoClock(async () => {
    if (offset instanceof Error) throw offset;
    return offset;
  });
  const ahead = () => Math.round((clock.now().getTime() - Date.now()) / 1_000);
  expect(ahead()).toBe(0);
  offset = 86_400;
  await clock.refresh();
  expect(ahead()).toBe(86_400);
  offset = new Error('the database is away');
  await expect(clock.refresh()).rejects.toThrow('away');
  expect(ahead()).toBe(86_400);
  offset = 60;
  await clock.refresh();
  expect(ahead()).toBe(86_400);
  offset = 90_000;
  await new Promise((resolve) => setTimeout(resolve, 1_300));
  expect(ahead()).toBe(90_000);
  clock.stop();
});
