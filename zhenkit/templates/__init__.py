"""What `zhenkit init` writes: files to fill in."""
