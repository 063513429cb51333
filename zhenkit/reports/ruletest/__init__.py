"""What `zhenkit rules test` reports."""
