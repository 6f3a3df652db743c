import { useConfig } from '../../app/session.js';
import { CardFields, useTypedCard } from './card-fields.js';
import { CardFrame } from './card-frame.js';
import { confirmAtSandbox, type SandboxDoor } from './sandbox.js';
import { TestCards } from './test-cards.js';
import { useConfirm, type PayHereProps } from './use-confirm.js';

/** Our own form, for the stand-in processor of demos and tests. */
export function AtSandbox({ door, label, saving, ...props }: Omit<PayHereProps, 'openKey'> & { door: SandboxDoor }) {
  const { mode } = useConfig();
  const { typed, faults, set, fill, read } = useTypedCard();
  const { confirm, busy, refusal, unseen, forget } = useConfirm(props);
  const submit = () => {
    const card = read();
    if (card) void confirm((secret, returnUrl) => confirmAtSandbox(door, secret, card, returnUrl));
  };
  const refused = refusal?.field ? { [refusal.field]: refusal.message } : {};
  return (
    <CardFrame label={label} saving={saving} refusal={refusal} unseen={unseen} busy={busy} onSubmit={submit}>
      {mode === 'demo' && <TestCards onChoose={(card) => (forget(), fill(card))} saving={saving !== undefined} />}
      <CardFields typed={typed} faults={{ ...refused, ...faults }} set={set} disabled={busy} />
    </CardFrame>
  );
}
