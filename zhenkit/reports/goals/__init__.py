"""How far goals are reached, in each format."""
