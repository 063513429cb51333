"""What `zhenkit check` reports."""
