"""What `zhenkit rules test` does: cases, what they reach, and cases at the boundaries."""
