"""What can be known of a town: the dictionary of facts, quantities, derived facts, the town itself."""
