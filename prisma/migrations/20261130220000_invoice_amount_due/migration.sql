-- What is charged for an invoice differs from its total by the customer's balance and by credit notes. Stripe's next answer about an
-- earlier invoice corrects what is assumed here.
ALTER TABLE invoices ADD COLUMN due_cents integer;
UPDATE invoices SET due_cents = total_cents;
ALTER TABLE invoices ALTER COLUMN due_cents SET NOT NULL;
