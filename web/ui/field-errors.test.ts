import { expect, it } from 'vitest';
import { ApiError } from '../client.js';
import { fieldErrors, saidAbove } from './field-errors.js';

const refused = (details: Record<string, unknown>) => new ApiError(400, 'input_invalid', 'Something in the request is not right.', null, null, details);
const sentences = { time_zone: 'Choose a zone', reminder_days: 'Rising numbers' };

it('marks the field that a rule refused, and those that a schema did', () => {
  expect(fieldErrors(refused({ field: 'time_zone' }), sentences)).toEqual({ time_zone: 'Choose a zone' });
  expect(fieldErrors(refused({ fields: { 'reminder_days.0': 'must be integer', time_zone: 'is required' } }), sentences)).toEqual(sentences);
});

it('marks nothing where the form has no such field, or nothing was refused', () => {
  for (const error of [refused({ field: 'logo_url' }), refused({ field: 7, fields: null }), refused({}), new Error('broken'), null]) expect(fieldErrors(error, sentences)).toEqual({});
});

it('says above the form what the server said only where no field is marked', () => {
  expect(saidAbove(refused({}), {})).toBe('Something in the request is not right.');
  expect(saidAbove(refused({}), { time_zone: 'Choose a zone' })).toMatch(/marked/);
});
