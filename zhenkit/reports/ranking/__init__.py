"""What `zhenkit batch` reports."""
