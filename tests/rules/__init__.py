"""The rule files zhenkit ships, held to the policy they encode."""
