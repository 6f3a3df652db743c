import { useRef, useState } from 'react';
import { payThrough, see, type Confirm, type End, type Opened, type Way } from './pay-through.js';
import { useRefusalAtBank } from './returned.js';

export interface PayHereProps extends Way {
  /** What the button says: "Pay $500.00". */
  label: string;
  /** The same key opens the same payment. */
  openKey: readonly unknown[];
  /** What stands around the form stays while it works. */
  onBusy?: (busy: boolean) => void;
  /** The card is kept and not charged; the form has a way back. */
  saving?: { onCancel: () => void };
}

/** Confirms once at a time, keeps how it ended, and leads on. A page that is being left for the bank's stays busy. */
export function useConfirm({ onBusy, ...way }: Way & Pick<PayHereProps, 'onBusy'>) {
  const running = useRef(false);
  const [busy, setBusy] = useState(false);
  // Before the first attempt there may be one from which the bank led back.
  const [end, setEnd] = useState<End | null>();
  const refusedAtBank = useRefusalAtBank();
  const tell = (works: boolean) => {
    running.current = works;
    setBusy(works);
    onBusy?.(works);
  };
  const run = async (work: () => Promise<End>) => {
    if (running.current) return;
    tell(true);
    const ended = await work();
    if (ended.kind === 'away') return location.assign(ended.url);
    setEnd(ended);
    tell(false);
  };
  const confirm = (how: Confirm, found?: Opened) => {
    if (!running.current) setEnd(null);
    return run(() => payThrough(found ? { ...way, open: async () => found } : way, how));
  };
  return {
    confirm, busy, refusal: end === undefined ? refusedAtBank : end?.kind === 'refused' ? end : undefined, forget: () => setEnd(null),
    unseen: end?.kind === 'unseen' ? () => void run(() => see(end.look)) : undefined,
  };
}
