import { queryOptions } from '@tanstack/react-query';
import { readWaysIn } from '../../../api.js';

export const waysInQuery = queryOptions({ queryKey: ['ways-in'], queryFn: ({ signal }) => readWaysIn(signal) });
