"""Questions about rule sets, not about towns."""
