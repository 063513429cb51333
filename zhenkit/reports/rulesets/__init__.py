"""What `zhenkit rules list` and `rules show` print."""
