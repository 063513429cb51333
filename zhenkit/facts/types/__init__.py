"""The types a fact may have: how a value is read, written, shown and compared."""
