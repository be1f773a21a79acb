-- Invoices of contracts are paid by the client until they are due, and not charged to a card by us.
ALTER TABLE invoices ADD COLUMN by_transfer boolean NOT NULL DEFAULT false;
