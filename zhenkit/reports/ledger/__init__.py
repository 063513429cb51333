"""The problem ledger: what is open, who answers for it, until when."""
