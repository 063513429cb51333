"""What `zhenkit diff` reports."""
