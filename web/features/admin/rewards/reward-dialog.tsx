import { Alert, NumberInput, Switch, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changeReward, createReward, type RewardWish } from '../../../api-rewards.js';
import { fieldErrors, saidAbove } from '../../../ui/field-errors.js';
import { FormDialog } from '../../../ui/form-dialog.js';
import type { Reward } from '../../../wire.js';

const sentences = { name: 'Up to 120 characters', description: 'Up to 1,000 characters', points_required: 'A whole number of points, at least one' };

/** A reward, new or as it stands. */
export function RewardDialog({ reward, onClose }: { reward: Reward | undefined; onClose: () => void }) {
  const queries = useQueryClient();
  const [name, setName] = useState(reward?.name ?? '');
  const [description, setDescription] = useState(reward?.description ?? '');
  const [points, setPoints] = useState<number | string>(reward?.points_required ?? '');
  const [active, setActive] = useState(reward?.active ?? true);
  const save = useMutation({
    mutationFn: (wish: RewardWish) => (reward ? changeReward(reward.id, wish) : createReward(wish)),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['rewards'] });
      onClose();
    },
  });
  const marked = fieldErrors(save.error, sentences);
  return (
    <FormDialog
      title={reward ? `Change ${reward.name}` : 'New reward'}
      go="Save"
      busy={save.isPending}
      ready={name.trim() !== '' && Number(points) >= 1}
      onSubmit={() => save.mutate({ name: name.trim(), description: description.trim() || null, points_required: Number(points), active })}
      onClose={onClose}
    >
      {save.error && <Alert color="red" variant="light" role="alert" title={saidAbove(save.error, marked)} />}
      <TextInput label="Name" required maxLength={120} data-autofocus value={name} error={marked.name} onChange={(event) => setName(event.currentTarget.value)} />
      <Textarea label="Description" maxLength={1_000} autosize minRows={2} value={description} error={marked.description} onChange={(event) => setDescription(event.currentTarget.value)} />
      <NumberInput label="Points" required min={1} max={1_000_000_000} allowDecimal={false} allowNegative={false} thousandSeparator="," hideControls value={points} error={marked.points_required} onChange={setPoints} />
      <Switch label="Offered to customers" checked={active} onChange={(event) => setActive(event.currentTarget.checked)} />
    </FormDialog>
  );
}
