"""The commands of the ledger, declared: what each takes, and where it is done."""
