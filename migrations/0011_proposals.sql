-- What was offered, word for word, and consent to a card being kept.

-- The text of an offer as it was sent: one row for each wording, never changed. Its hash is what somebody says yes to.
CREATE TABLE proposal_documents (
  proposal_id   uuid NOT NULL REFERENCES proposals,
  document_hash bytea NOT NULL CHECK (length(document_hash) = 32),
  version       int NOT NULL,
  document      text NOT NULL,
  made_at       timestamptz NOT NULL,
  PRIMARY KEY (proposal_id, document_hash)
);
CREATE TRIGGER proposal_documents_append_only BEFORE UPDATE OR DELETE ON proposal_documents FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Evidence stays as it was taken, and is of a text that is there.
ALTER TABLE proposal_decisions ADD FOREIGN KEY (proposal_id, document_hash) REFERENCES proposal_documents;
ALTER TABLE proposal_decisions ADD COLUMN channel text NOT NULL DEFAULT 'on_behalf' CHECK (channel IN ('link', 'app', 'on_behalf'));
CREATE TRIGGER proposal_decisions_append_only BEFORE UPDATE OR DELETE ON proposal_decisions FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- The payer's word that the card he pays with may be kept and charged later, and how he gave it; null: it is not kept.
ALTER TABLE payments ADD COLUMN card_consent jsonb;
