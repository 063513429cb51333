"""How fast zhenkit is, as ratios to programs that do the least: `python -m tests.benchmarks` from the root."""
