"""What `zhenkit schema` prints: JSON Schemas of files and reports."""
