"""What the commands of the ledger do."""
