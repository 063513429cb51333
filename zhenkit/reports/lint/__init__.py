"""What `zhenkit rules lint` reports."""
