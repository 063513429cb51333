"""What is asked about rule sets, not about towns."""
