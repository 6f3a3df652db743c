import { paramsOf, rowInPath, type Answer, type Call, type Route } from '../call.js';
import { wrongState } from '../failure.js';
import { createdIn, listAnswer, paging } from '../page.js';
import { bool, expandable, group, mergeMetadata, metadata, oneOf, only, range, text } from '../params.js';
import type { DisputeRow } from '../rows.js';
import { EVIDENCE } from '../views/dispute.js';
import { closeDispute } from './disputing.js';

const evidence = group(Object.fromEntries(EVIDENCE.map((name) => [name, text(150_000)])));

function retrieve(call: Call): Answer {
  const params = paramsOf(call, expandable);
  return answer(rowInPath(call, 'dispute', 'dispute'), params);
}

function update(call: Call): Answer {
  const params = paramsOf(call, {
    ...expandable,
    evidence,
    metadata,
    submit: bool,
    intended_submission_method: only('current', oneOf('manual', 'prefer_manual', 'prefer_smart_disputes', 'smart_disputes')),
  });
  const dispute = rowInPath(call, 'dispute', 'dispute');
  if (dispute.status !== 'needs_response') throw alreadyClosed(dispute);
  const given = Object.fromEntries(Object.entries(params.evidence ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  const submit = params.submit !== false && Object.keys(given).length > 0;
  const updated = call.work.put('dispute', {
    ...dispute,
    evidence: { ...dispute.evidence, ...given },
    metadata: mergeMetadata(dispute.metadata, params.metadata),
    ...(submit && { status: 'under_review', submitted: dispute.submitted + 1 }),
  });
  call.work.emit('charge.dispute.updated', 'dispute', updated, { status: dispute.status });
  return answer(updated, params);
}

function close(call: Call): Answer {
  const params = paramsOf(call, expandable);
  const dispute = rowInPath(call, 'dispute', 'dispute');
  if (dispute.status !== 'needs_response') throw alreadyClosed(dispute);
  return answer(closeDispute(call.work, dispute, 'lost'), params);
}

const alreadyClosed = (dispute: DisputeRow): Error => wrongState(`This dispute has a status of ${dispute.status} and cannot be changed.`, 'dispute_already_closed');

function list(call: Call): Answer {
  const params = paramsOf(call, { ...paging, charge: text(), created: range, payment_intent: text() });
  const rows = createdIn(call.work.list('dispute', params.charge ?? params.payment_intent ?? undefined), params.created);
  return listAnswer(call, 'dispute', rows, '/v1/disputes', params);
}

const answer = (row: DisputeRow, params: { expand?: string[] | null }): Answer => ({ kind: 'dispute', id: row.id, expand: params.expand });

export const disputeRoutes: Route[] = [
  { method: 'GET', path: 'disputes', run: list },
  { method: 'GET', path: 'disputes/:', run: retrieve },
  { method: 'POST', path: 'disputes/:', run: update },
  { method: 'POST', path: 'disputes/:/close', run: close },
];
