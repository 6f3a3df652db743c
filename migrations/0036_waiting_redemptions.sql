-- The counter looks at the rewards that still have to be handed out: few, among all that ever were.

CREATE INDEX reward_redemptions_pending ON reward_redemptions (created_at DESC, id DESC) WHERE state = 'pending';
