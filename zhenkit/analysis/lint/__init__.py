"""What `zhenkit rules lint` does: each lint is one entry."""
