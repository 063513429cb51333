"""What `zhenkit diff` does: two rule sets compared by meaning."""
